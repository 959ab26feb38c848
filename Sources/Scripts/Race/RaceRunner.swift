import MQTT
import NIOCore
import REST
import Wire

/// Runs `race`: a topic and a request that tell the same thing beside each other, and what each costs.
public final class RaceRunner {
    private let request: RaceRequest
    private let client: ScriptClient
    private let mailbox: Mailbox
    private let output: OutputDescriptor
    private let poller: RacePoller
    private var race: Race
    private var polling: Task<Void, Never>?

    /// Prepares a run; nothing is sent yet.
    public init(_ request: RaceRequest, output: OutputDescriptor = .standard) throws(ScriptError) {
        self.request = request
        self.output = output
        let connection = request.subscribe.connection
        mailbox = try Mailbox()
        client = ScriptClient(recording: connection, as: "race", mailbox)
        race = Race(
            Race.Plan(
                topic: request.subscribe.subscriptions.first?.filter ?? "", url: request.url, every: request.every,
                time: request.time, keepAlive: Int(connection.configuration.keepAlive)))
        poller = RacePoller(
            Request(.get, request.url), through: RESTClient(userAgent: request.userAgent), every: request.every
        ) { [mailbox] in mailbox.post(.wire(.poll($0))) }
    }

    /// Runs for the time of the race, or until a signal; answers with the exit code.
    ///
    /// - Throws: ``ScriptError`` when it cannot go on, and at the end when there was nobody to race against; what was
    ///   measured is printed before.
    public func run() throws(ScriptError) -> Int32 {
        client.start()
        defer { polling?.cancel() }
        let end: MailboxEnd
        do throws(ScriptError) {
            end = try listen()
        } catch {
            // What was measured until then is not lost with the broker.
            if race.state == .running { try report() }
            throw error
        }
        if end == .readerGone { return ExitStatus.success }
        polling?.cancel()
        client.end()
        try report()
        if let problem = race.tally.pollProblem { throw ScriptError(problem) }
        if end == .time, race.tally.requests == 0 { throw ScriptError("no request was answered while it ran") }
        return ExitStatus.success
    }

    /// Why nothing more is listened to.
    private enum MailboxEnd { case time, signal, readerGone }

    private func listen() throws(ScriptError) -> MailboxEnd {
        var start: ContinuousClock.Instant?
        while true {
            // The time counts from the moment when both sides are ready, not from the connection.
            let wake = mailbox.wait(until: start.map { $0 + request.time }, watching: output.descriptor)
            if wake == .readerGone { return .readerGone }
            if wake == .timeOut { return .time }
            var isOver = false
            for item in mailbox.take() where try apply(item) { isOver = true }
            if race.state == .running, start == nil { start = .now }
            if isOver { return .signal }
        }
    }

    private func report() throws(ScriptError) {
        let report = race.report(at: Self.now)
        try output.print(request.isJSON ? report.json : report.text, terminator: "")
    }

    private static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    /// Takes one piece of mail; answers whether it is the end.
    private func apply(_ item: Mailbox.Item) throws(ScriptError) -> Bool {
        switch item {
        case .wire(.traffic(let traffic)): race.take(.traffic(traffic))
        case .wire(.poll(let poll)): race.take(.poll(poll))
        case .client(.messages(let batch), _): client.consumed(batch.byteCount)
        case .client(.state(let state), _):
            try watch(state)
            try client.apply(state, isPatient: true)
            if case .connected = state, race.state == .waiting {
                client.subscribe(request.subscribe.subscriptions, request.subscribe.connection.subscribeProperties)
            }
        case .subscribed(.success(let answers)):
            if let refused = answers.first(where: \.isRefused) {
                throw ScriptError("the broker denied \(client.names.said(refused.filter)): \(refused.reason.name)")
            }
            race.take(.subscribed(at: Self.now))
            // Only then: what is polled before the topic is watched has nothing to race against.
            if polling == nil { polling = poller.start() }
        case .subscribed(.failure(let error)): throw ScriptError("cannot subscribe: \(error)")
        case .signal: return true
        case .client(let event, _): client.tell(event)
        default: break
        }
        return false
    }

    /// What is counted while there is no connection would pass for the broker's silence.
    private func watch(_ state: ClientState) throws(ScriptError) {
        guard race.state == .running else { return }
        switch state {
        case .waiting(let pause): throw ScriptError("\(Race.lossWords): \(pause.failure.toldInLetters)")
        case .stopped(let failure):
            throw ScriptError(Race.lossWords + (failure.map { ": \($0.toldInLetters)" } ?? ""))
        case .idle, .connecting, .connected: break
        }
    }
}
