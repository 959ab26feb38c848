import Expectations
import MQTT
import Opener
import Payloads
import Profile
import REST
import Text

/// One step under way: what triggers it has begun, and messages come.
struct StepRun {
    private let draft: StepDraft
    private var watches: [ExpectationWatch]
    /// The QoS of the publish that triggers it.
    private let qos: QoS?
    private var start = ContinuousClock.now
    private var hasBegun = false
    /// When the time of what is expected began; nil while the trigger has not ended.
    private var origin: StepOrigin?
    private var exchange: REST.Exchange?
    private var end: Int64 = 0

    var name: String { draft.name }

    init(_ draft: StepDraft, _ watches: [ExpectationWatch], qos: QoS?) {
        self.draft = draft
        self.watches = watches
        self.qos = qos
    }

    /// Nanoseconds since the trigger began.
    private var now: Int64 { Self.nanoseconds(ContinuousClock.now - start) }

    private static func nanoseconds(_ time: Duration) -> Int64 {
        time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000
    }

    // MARK: - What happens

    /// The trigger begins now; without one the time does.
    mutating func begin(isTriggered: Bool) {
        start = .now
        hasBegun = true
        if !isTriggered { origin = StepOrigin() }
    }

    mutating func take(_ message: MessageView) {
        guard hasBegun || message.retain else { return }
        let time = hasBegun ? now : 0
        // In their order, a message belongs to the first that waits for one, and those behind it wait until it came.
        var isTaken = false
        for index in watches.indices where watches[index].isOpen {
            guard draft.isInOrder, watches[index].isPositive else {
                watches[index].take(message, at: time)
                continue
            }
            if isTaken { continue }
            watches[index].take(message, at: time)
            isTaken = true
        }
        if isDecided { end = time }
    }

    /// The answer to the request that triggers it. The time begins with its status line.
    mutating func take(_ exchange: REST.Exchange) {
        self.exchange = exchange
        let status = exchange.response.map { "\($0.status)" } ?? "the answer"
        origin = StepOrigin(time: exchange.hop?.timings.firstByte ?? exchange.duration, event: status)
        end = now
    }

    /// The publish that triggers it is acknowledged, or written where nobody acknowledges it.
    mutating func published() {
        let event =
            switch qos {
            case .atLeastOnce: "PUBACK"
            case .exactlyOnce: "PUBCOMP"
            default: "the write"
            }
        origin = StepOrigin(time: now, event: event)
        end = now
    }

    /// Ends what has no time left.
    mutating func advance() {
        guard let origin else { return }
        let time = now
        for index in watches.indices where watches[index].isOpen {
            if time >= origin.time + watches[index].expected.time { watches[index].close() }
        }
        if isDecided { end = time }
    }

    /// When the next time is over; nil while the trigger has not ended.
    var deadline: ContinuousClock.Instant? {
        guard let origin else { return nil }
        return watches.filter(\.isOpen).map { start + .nanoseconds(origin.time + $0.expected.time) }.min()
    }

    /// Whether nothing that may still come changes anything.
    var isDecided: Bool { origin != nil && watches.allSatisfy { !$0.isOpen } }

    // MARK: - What came of it

    /// What came of it, and the values that were taken.
    func result(
        _ variables: Variables, _ mask: SecretMask
    ) -> (entry: CheckReport.Case, found: [Variables.Variable]) {
        var entry = CheckReport.Case(draft.name, isMet: true, time: end)
        var found: [Variables.Variable] = []
        let origin = origin ?? StepOrigin()
        if let exchange, let response = exchange.response {
            let body = exchange.body.withBytes { PayloadBytes(owner: exchange.body, $0) }
            let answer = Subject(response, body: body, duration: exchange.duration)
            entry.notes.append(
                "\(exchange.hop?.sent.method ?? "") \(mask.url(exchange.hop?.url ?? "")): \(response.status) in "
                    + TimeSpelling.words(exchange.duration))
            for result in CheckResult.all(draft.checks, of: answer, variables, mask) {
                entry.findings += result.findings
                entry.words += result.words
            }
            bind(draft.bindings, answer, &entry, &found)
        }
        for watch in watches {
            if watch.outcome == .met { entry.notes.append(mask.sentence(watch.note(origin))) }
            entry.words += watch.words(origin).map { mask.sentence($0) }
            if watch.outcome == .met, let subject = watch.last?.subject {
                bind(watch.expected.bindings, subject, &entry, &found)
            } else if watch.outcome == .met, let name = watch.expected.bindings.first?.name {
                entry.words.append("\(name): no message came that it could be taken from")
            }
        }
        entry.isMet = entry.words.isEmpty
        return (entry, found)
    }

    private func bind(
        _ bindings: [DraftField], _ subject: Subject, _ entry: inout CheckReport.Case,
        _ found: inout [Variables.Variable]
    ) {
        for binding in bindings {
            do {
                let value = try Extraction(binding.value, about: subject.kind).value(of: subject)
                found.append(Variables.Variable(binding.name, .literal(value), origin: "step \(draft.name)"))
                let shown = Secret.isSecretField(binding.name) ? Secret.dots : value
                entry.bindings.append(CheckReport.Binding(binding.name, shown))
            } catch {
                entry.words.append("\(binding.name): \(error)")
            }
        }
    }
}
