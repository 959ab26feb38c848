import Glibc
import MQTT
import NIOCore

/// Runs `pub`: connects, publishes, waits until the broker has it all, ends.
public final class Publisher {
    private let request: PublishRequest
    private let client: ScriptClient
    private let mailbox: Mailbox
    private let input: Int32

    /// - Parameter input: what `-s` and `-l` read; standard input when nil.
    /// - Throws: ``ScriptError`` when the system has no descriptors to give.
    public init(_ request: PublishRequest, input: Int32? = nil) throws(ScriptError) {
        self.request = request
        self.input = input ?? STDIN_FILENO
        mailbox = try Mailbox()
        SignalWatch.start(mailbox)
        var setup = request.connection
        // A session that is kept may have subscriptions, whose messages come.
        setup.configuration.awaitsServerClose = !setup.configuration.cleanStart
        client = ScriptClient(
            setup, mailbox: mailbox, complaints: Complaints(name: "martlet pub", isQuiet: setup.isQuiet))
    }

    /// Runs to the end; answers with the exit code.
    ///
    /// - Throws: ``ScriptError`` when it cannot go on.
    public func run() throws(ScriptError) -> Int32 {
        if request.source == .lines {
            return try LinePublisher(request, client, input).run()
        }
        // Read before connecting: a broker is not kept waiting for a file that is not there.
        let message = try request.messageWithPayload(input, mailbox)
        client.start()
        var left = request.repeats
        var next: ContinuousClock.Instant?
        while true {
            switch mailbox.wait(until: next) {
            case .readerGone: break
            case .timeOut:
                next = nil
                client.publish(message)
            case .items:
                for item in mailbox.take() {
                    switch item {
                    case .client(.state(let state), _):
                        try client.apply(state, isPatient: false)
                        if case .connected = state { client.publish(message) }
                    case .client(let event, _): client.tell(event)
                    case .published(let result):
                        try client.check(result, message.topic)
                        left -= 1
                        if left == 0 {
                            client.end()
                            return ExitStatus.success
                        }
                        if request.pause > .zero {
                            next = ContinuousClock.now + request.pause
                        } else {
                            client.publish(message)
                        }
                    case .signal(let number):
                        // A signal is no orderly end: whoever relies on the will hears of it.
                        client.end(withWill: true)
                        return 128 + number
                    default: break
                    }
                }
            }
        }
    }
}

extension PublishRequest {
    /// The message with its payload, read from where it comes from.
    func messageWithPayload(_ input: Int32, _ mailbox: Mailbox) throws(ScriptError) -> Publish {
        var message = message
        let reader = PayloadReader(mailbox: mailbox)
        switch source {
        case .text(let text): message.payload = ByteBuffer(string: text)
        case .file(let path): message.payload = try reader.file(path)
        case .input:
            message.payload = try reader.all(of: input, "standard input")
            // mosquitto_pub refuses it too: a pipe whose program failed would clear a retained message.
            guard message.payload.readableBytes > 0 else {
                throw ScriptError("standard input is empty; -n sends an empty payload")
            }
        case .nothing, .lines: break
        }
        return message
    }
}

extension ScriptClient {
    /// A publish that failed is an end; one that the broker refused is only told.
    func check(_ result: Result<PublishResult, any Error>, _ topic: String) throws(ScriptError) {
        switch result {
        case .success(let answer):
            guard answer.reason.isError else { return }
            let said = answer.properties.reasonString.map { " (\($0))" } ?? ""
            complaints.say("the broker refused the message on \(topic): \(answer.reason.name)\(said)")
        case .failure(let failure as ConnectionFailure): throw ScriptError(failure)
        case .failure(let error): throw ScriptError("not published: \(error)")
        }
    }
}
