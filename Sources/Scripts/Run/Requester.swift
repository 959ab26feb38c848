import Glibc
import MQTT
import NIOCore

/// Runs `rr`: subscribes to the response topic, publishes the request, prints the first response, ends.
public final class Requester {
    private let request: ResponseRequest
    private let client: ScriptClient
    private let mailbox: Mailbox
    private let input: Int32
    private let output: OutputDescriptor
    private let out = OutputBuffer(capacity: 4096)
    private let printer: MessagePrinter
    private var sentAt: WallTime?
    private var hasSubscribed = false

    /// - Parameter input: what `-s` reads; standard input when nil.
    /// - Throws: ``ScriptError`` when the system has no descriptors to give.
    public init(
        _ request: ResponseRequest, input: Int32? = nil, output: OutputDescriptor = .standard
    ) throws(ScriptError) {
        self.request = request
        self.input = input ?? STDIN_FILENO
        self.output = output
        let setup = request.request.connection
        let complaints = Complaints(name: "martlet rr", isQuiet: setup.isQuiet)
        mailbox = try Mailbox()
        SignalWatch.start(mailbox)
        client = ScriptClient(setup, mailbox: mailbox, complaints: complaints)
        printer = MessagePrinter(request.output, into: out, complain: complaints.say)
    }

    /// Runs to the end; answers with the exit code.
    ///
    /// - Throws: ``ScriptError`` when it cannot go on.
    public func run() throws(ScriptError) -> Int32 {
        // Before connecting, as in `pub`.
        let message = try request.request.messageWithPayload(input, mailbox)
        client.start()
        let deadline = request.timeOut.map { ContinuousClock.now + $0 }
        while true {
            switch mailbox.wait(until: deadline) {
            case .readerGone: break
            case .timeOut:
                client.end(withWill: true)
                throw sentAt == nil
                    ? client.timeIsOver : ScriptError("no response in time", status: ExitStatus.timeOut)
            case .items:
                for item in mailbox.take() {
                    if let status = try apply(item, message) { return status }
                }
            }
        }
    }

    private func apply(_ item: Mailbox.Item, _ message: Publish) throws(ScriptError) -> Int32? {
        switch item {
        case .client(.state(let state), _):
            try client.apply(state, isPatient: false)
            if case .connected = state, !hasSubscribed {
                hasSubscribed = true
                client.subscribe([request.responseTopic], request.request.connection.subscribeProperties)
            }
        case .subscribed(.success(let answers)):
            if let refused = answers.first(where: \.isRefused) {
                client.end()
                throw ScriptError("the broker denied \(client.names.said(refused.filter)): \(refused.reason.name)")
            }
            client.tellMissing(in: answers)
            // After the SUBACK alone: a quick response would come before the broker knows who wants it.
            sentAt = WallTime.now()
            client.publish(message)
        case .subscribed(.failure(let error)):
            // The end of the connection is told by its state, with its reason.
            if !(error is ConnectionFailure) {
                client.end()
                throw ScriptError("cannot subscribe: \(error)")
            }
        case .published(let result): try client.check(result, message.topic)
        case .client(.messages(let batch), let time):
            client.consumed(batch.byteCount)
            var isDone = false
            batch.forEach { response in
                // What was kept from earlier and came before the request answers nothing that was asked now.
                guard !isDone, sentAt != nil, !(response.retain && request.leavesOutRetained) else { return }
                isDone = true
                printer.print(response, at: time)
            }
            guard isDone else { return nil }
            if request.showsLatency, let sentAt { appendLatency(from: sentAt, to: time) }
            _ = try output.write(out.bytes) { [mailbox] descriptor throws(ScriptError) in
                try mailbox.waitForReader(of: descriptor)
            }
            client.end()
            return ExitStatus.success
        case .client(let event, _): client.tell(event)
        case .signal(let number):
            client.end(withWill: true)
            return 128 + number
        default: break
        }
        return nil
    }

    private func appendLatency(from start: WallTime, to end: WallTime) {
        // The clock on the wall may have been set back meanwhile.
        let nanoseconds = max(0, (end.seconds - start.seconds) * 1_000_000_000 + end.nanoseconds - start.nanoseconds)
        out.append("Latency: ")
        switch nanoseconds {
        case ..<1000: out.append(format: "%ldns\n", nanoseconds)
        case ..<1_000_000: out.append(format: "%f\u{B5}s\n", Double(nanoseconds) / 1e3)
        case ..<1_000_000_000: out.append(format: "%fms\n", Double(nanoseconds) / 1e6)
        default: out.append(format: "%ld.%09ld\n", nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000)
        }
    }
}
