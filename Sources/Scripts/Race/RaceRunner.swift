import MQTT
import NIOCore
import Wire

/// Runs `race`: a topic and a request that tell the same thing beside each other, and what each costs.
public final class RaceRunner {
    private let race: RaceRequest
    private let client: ScriptClient
    private let mailbox: Mailbox
    private let output: OutputDescriptor
    private let poller: RacePoller
    private var tally = RaceTally()
    private var isSubscribed = false
    private var polling: Task<Void, Never>?

    /// Prepares a run; nothing is sent yet.
    public init(_ race: RaceRequest, output: OutputDescriptor = .standard) throws(ScriptError) {
        self.race = race
        self.output = output
        let connection = race.subscribe.connection
        mailbox = try Mailbox()
        SignalWatch.start(mailbox)
        client = ScriptClient(
            connection.configuration, farewell: connection.disconnectProperties, tracing: connection.isTracing,
            mailbox: mailbox, complaints: Complaints(name: "martlet race", isQuiet: connection.isQuiet))
        client.record()
        poller = RacePoller(race, mailbox: mailbox)
    }

    /// Runs for the time of the race, or until a signal; answers with the exit code.
    ///
    /// - Throws: ``ScriptError`` when it cannot go on.
    public func run() throws(ScriptError) -> Int32 {
        client.start()
        var start: ContinuousClock.Instant?
        defer { polling?.cancel() }
        while true {
            let wake = mailbox.wait(until: start.map { $0 + race.time }, watching: output.descriptor)
            if wake == .readerGone { return ExitStatus.success }
            if wake == .timeOut { break }
            var isOver = false
            for item in mailbox.take() where try apply(item) { isOver = true }
            if isSubscribed, start == nil { start = .now }
            if isOver { break }
        }
        polling?.cancel()
        client.end()
        let seconds = start.map { ContinuousClock.now - $0 } ?? .zero
        let report = RaceReport(
            tally, every: Self.seconds(race.every),
            keepAlive: Int(race.subscribe.connection.configuration.keepAlive), seconds: Self.seconds(seconds))
        try output.print(race.isJSON ? report.json : report.text, terminator: "")
        return ExitStatus.success
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds / 1_000_000_000_000_000) / 1000
    }

    /// Takes one piece of mail; answers whether it is the end.
    private func apply(_ item: Mailbox.Item) throws(ScriptError) -> Bool {
        switch item {
        case .wire(.traffic(let traffic)): take(traffic)
        case .wire(.poll(let poll)): tally.polled(poll)
        case .client(.messages(let batch), _): client.consumed(batch.byteCount)
        case .client(.state(let state), _):
            try client.apply(state, isPatient: true)
            if case .connected = state, !isSubscribed {
                client.subscribe(race.subscribe.subscriptions, race.subscribe.connection.subscribeProperties)
            }
        case .subscribed(.success(let answers)):
            if let refused = answers.first(where: \.isRefused) {
                throw ScriptError("the broker denied \(refused.filter): \(refused.reason.name)")
            }
            isSubscribed = true
            if polling == nil { polling = poller.start() }
        case .subscribed(.failure(let error)): throw ScriptError("cannot subscribe: \(error)")
        case .signal: return true
        case .client(let event, _): client.tell(event)
        default: break
        }
        return false
    }

    /// Counts the packets of one read or write, and looks at what a message tells.
    private func take(_ traffic: Traffic) {
        let isSent = traffic.direction == .sent
        traffic.bytes.withUnsafeReadableBytes { bytes in
            var rest = UnsafeRawBufferPointer(rebasing: bytes[...])
            while let first = rest.first {
                guard let (length, payload) = WireField.message(in: rest, version: traffic.version) else { return }
                let type = PacketType(rawValue: first >> 4)
                let isSetUp = [.connect, .connectAck, .auth, .subscribe, .subscribeAck].contains(type)
                tally.packet(first, bytes: length, isSent: isSent, isSetUp: isSetUp)
                if type == .publish, !isSent { tally.pushed(Array(rest.kept(payload)), at: traffic.uptime) }
                rest = rest.kept(min(length, rest.count)..<rest.count)
            }
        }
    }
}
