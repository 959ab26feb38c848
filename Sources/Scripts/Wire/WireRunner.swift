import Glibc
import MQTT
import Wire

/// Runs `wire`: subscribes, and tells what goes over the wire meanwhile.
public final class WireRunner {
    private let request: WireRequest
    private let client: ScriptClient
    private let mailbox: Mailbox
    private let output: OutputDescriptor
    private let printer: WirePrinter
    private let requester: WireRequester?
    private var isSubscribed = false
    private var requests: UInt64 = 0
    private var nextRequest: ContinuousClock.Instant?

    /// Prepares a run; nothing is sent yet.
    ///
    /// - Throws: ``ScriptError`` for a filter that cannot be understood, and a file that cannot be written.
    public init(_ request: WireRequest, output: OutputDescriptor = .standard) throws(ScriptError) {
        self.request = request
        self.output = output
        let connection = request.subscribe.connection
        printer = try WirePrinter(request, connection.configuration, output: output)
        mailbox = try Mailbox()
        client = ScriptClient(recording: connection, as: "wire", mailbox)
        requester = request.http.map { [mailbox] in
            WireRequester($0.url, userAgent: request.userAgent, mailbox: mailbox)
        }
    }

    /// Runs to the end; answers with the exit code.
    ///
    /// - Throws: ``ScriptError`` when it cannot go on.
    public func run() throws(ScriptError) -> Int32 {
        client.start()
        var result: Result<Int32, ScriptError> = .success(ExitStatus.success)
        do throws(ScriptError) {
            try listen()
        } catch {
            result = .failure(error)
        }
        // The DISCONNECT is a packet of the conversation too.
        client.end { [printer] item in if case .wire(let news) = item { printer.take(news) } }
        try printer.finish()
        return try result.get()
    }

    /// Tells what comes until something ends it.
    private func listen() throws(ScriptError) {
        let deadline = request.subscribe.timeOut.map { ContinuousClock.now + $0 }
        while !printer.isDone {
            switch mailbox.wait(until: [deadline, nextRequest].compactMap(\.self).min(), watching: printer.watched) {
            case .readerGone: return printer.forget()
            case .items: for item in mailbox.take() { if try apply(item) { return } }
            case .timeOut:
                if let deadline, ContinuousClock.now >= deadline { throw client.timeIsOver }
                ask()
            }
            try printer.print()
        }
    }

    /// Takes one piece of mail; answers whether it is the end.
    private func apply(_ item: Mailbox.Item) throws(ScriptError) -> Bool {
        switch item {
        case .wire(let news): printer.take(news)
        case .client(.messages(let batch), _): client.consumed(batch.byteCount)
        case .client(.state(let state), _):
            try client.apply(state, isPatient: true)
            // Later connections are subscribed by the client itself.
            if case .connected = state, !isSubscribed {
                isSubscribed = true
                client.subscribe(request.subscribe.subscriptions, request.subscribe.connection.subscribeProperties)
                ask()
            }
        case .client(let event, _): client.tell(event)
        case .subscribed(.failure(let error)):
            // A lost connection is told by the client's state, and subscribed again.
            if error is ConnectionFailure || error is ConnectionError { return false }
            throw ScriptError("cannot subscribe: \(error)")
        case .signal: return true
        default: break
        }
        return false
    }

    /// Sends the request of `--http`.
    private func ask() {
        guard let requester else { return }
        requests += 1
        requester.send(requests)
        nextRequest = request.http?.every.map { ContinuousClock.now + $0 }
    }
}
