import Expectations
public import MQTT
import Payloads
public import Profile
public import REST
import Text
import Wire

/// One step under way: what triggers it has begun, and messages come. A pure judge, the same for the screen and for
/// `martlet expect`. Times are nanoseconds of the clock of the wire (``MQTT/Traffic/uptime``), and what came over the wire has
/// the time that its record has.
///
///     subscribed ──``begin``──> the trigger is on its way ──its answer──> the time runs ──all decided──> ``result``
public struct StepRun: Sendable {
    private let draft: StepDraft
    private var watches: [ExpectationWatch]
    /// The QoS of the publish that triggers it.
    private let qos: QoS?
    private var start: Int64 = 0
    private var hasBegun = false
    /// When the time of what is expected began; nil while the trigger has not ended.
    private var origin: StepOrigin?
    private var exchange: REST.Exchange?
    private var end: Int64 = 0
    /// Messages of a read whose record has not come: that comes right behind them.
    private var unstamped: [MessageBatch] = []
    /// When the last PUBLISH was written, and the last acknowledgement of one read.
    private var written: Int64?
    private var acknowledged: Int64?
    /// Whether the end of the publish was told before the wire's record of it.
    private var isProvisional = false

    /// What it is called.
    public var name: String { draft.name }
    /// What it subscribes to, and with which QoS.
    public var subscriptions: [String: QoS] {
        var wanted: [String: QoS] = [:]
        for watch in watches {
            let qos = QoS(rawValue: UInt8(clamping: watch.expected.qos)) ?? .atMostOnce
            // One subscription serves all that watch a filter, with the highest QoS that one of them wants.
            let known = wanted[watch.filter.text] ?? .atMostOnce
            wanted[watch.filter.text] = known.rawValue > qos.rawValue ? known : qos
        }
        return wanted
    }
    /// The filters of which what the broker keeps counts.
    public var countingRetained: Set<String> {
        Set(watches.filter(\.expected.countsRetained).map(\.filter.text))
    }

    /// A step that has not begun.
    /// - Parameter qos: that of the publish that triggers it; nil where none does.
    /// - Throws: ``StepProblem`` for what cannot be understood, or has no value.
    public init(_ draft: StepDraft, _ variables: Variables, qos: QoS?) throws(StepProblem) {
        self.draft = draft
        self.qos = qos
        watches = []
        for expected in draft.expected {
            do throws(StepProblem) {
                watches.append(try ExpectationWatch(expected, variables))
            } catch {
                throw StepProblem("\(draft.name): \(error)")
            }
        }
    }

    // MARK: - What happens

    /// The trigger begins now; without one the time does.
    public mutating func begin(isTriggered: Bool, at now: Int64) {
        start = now
        hasBegun = true
        // What was on the wire before belongs to other publishes.
        (written, acknowledged) = (nil, nil)
        if !isTriggered { timeBegins(StepOrigin()) }
    }

    private mutating func timeBegins(_ origin: StepOrigin) {
        self.origin = origin
        for index in watches.indices { watches[index].timeBegins(at: origin.time) }
    }

    /// Messages came; they are judged when the record of their read comes.
    public mutating func take(_ batch: MessageBatch) { unstamped.append(batch) }

    /// The record of a read or a write, behind the messages that were in it.
    public mutating func take(_ traffic: Traffic) {
        if traffic.direction == .sent {
            if qos != nil, traffic.holds([.publish]) {
                written = traffic.uptime
                settle()
            }
            return
        }
        if qos != nil, traffic.holds([.publishAck, .publishComplete]) {
            acknowledged = traffic.uptime
            settle()
        }
        let batches = unstamped
        unstamped = []
        for batch in batches { batch.forEach { take($0, at: traffic.uptime - start) } }
    }

    private mutating func take(_ message: MessageView, at moment: Int64) {
        // Before it begins only what the broker keeps is taken, which comes with the SUBACK.
        guard hasBegun || message.retain else { return }
        let time = hasBegun ? max(0, moment) : 0
        // In their order, a message belongs to the first that waits for one, and those behind it wait until it came.
        var isTaken = false
        for index in watches.indices where watches[index].isOpen {
            guard draft.isInOrder, watches[index].isPositive else {
                watches[index].take(message, at: time)
                continue
            }
            if isTaken {
                watches[index].noteEarly(message, at: time)
            } else {
                watches[index].take(message, at: time)
                isTaken = true
            }
        }
        if isDecided { end = time }
    }

    /// The answer to the request that triggers it. The time begins with its status line.
    /// - Parameters:
    ///   - began: when the request began.
    public mutating func take(_ exchange: REST.Exchange, began: Int64, at now: Int64) {
        self.exchange = exchange
        let status = exchange.response.map { "\($0.status)" } ?? "the answer"
        // Counted from the beginning of the exchange, and not of the step.
        let first = exchange.hop?.timings.firstByte ?? exchange.duration
        timeBegins(StepOrigin(time: max(0, began - start) + first, event: status))
        end = now - start
    }

    /// The publish that triggers it is acknowledged, or written where nobody acknowledges it.
    /// - Parameter now: the time where the wire has none.
    public mutating func published(at now: Int64) {
        let (event, moment) =
            switch qos {
            case .atLeastOnce: ("PUBACK", acknowledged)
            case .exactlyOnce: ("PUBCOMP", acknowledged)
            default: ("the write", written)
            }
        timeBegins(StepOrigin(time: (moment ?? now) - start, event: event))
        // The client tells of an acknowledgement before the record of the read that it came in.
        isProvisional = moment == nil
        end = now - start
    }

    /// The record of what the time began with has come.
    private mutating func settle() {
        guard isProvisional, var origin else { return }
        guard let moment = qos == .atMostOnce ? written : acknowledged else { return }
        // provisional -> settled: the time of each watch begins anew, at the moment on the wire.
        isProvisional = false
        origin.time = moment - start
        timeBegins(origin)
    }

    /// Ends what has no time left.
    public mutating func advance(to now: Int64) {
        guard let origin else { return }
        let time = now - start
        for index in watches.indices where watches[index].isOpen {
            if time >= origin.time + watches[index].expected.time { watches[index].close() }
        }
        if isDecided { end = time }
    }

    /// When the next time is over; nil while the trigger has not ended.
    public var deadline: Int64? {
        guard let origin else { return nil }
        return watches.filter(\.isOpen).map { start + origin.time + $0.expected.time }.min()
    }

    /// Whether nothing that may still come changes anything.
    public var isDecided: Bool { origin != nil && watches.allSatisfy { !$0.isOpen } }

    /// What is waited for, a line each, for a screen while it goes on.
    public func news(_ mask: SecretMask) -> [String] {
        let origin = origin ?? StepOrigin()
        return watches.map { watch in
            switch watch.outcome {
            case .met: "met: \(mask.sentence(watch.note(origin)))"
            case .missed: "not met: \(mask.sentence(watch.words(origin).first ?? watch.name))"
            case .open: "waits: \(mask.sentence(watch.progress))"
            }
        }
    }

    // MARK: - What came of it

    /// What came of it, and the values that were taken.
    public func result(
        _ variables: Variables, _ mask: SecretMask
    ) -> (entry: CheckCase, found: [Variables.Variable]) {
        var entry = CheckCase(draft.name, isMet: true, time: end)
        var found: [Variables.Variable] = []
        let origin = origin ?? StepOrigin()
        if let exchange, let response = exchange.response {
            let body = exchange.body.withBytes { PayloadBytes(owner: exchange.body, $0) }
            let answer = Subject(response, body: body, duration: exchange.duration)
            entry.notes.append(
                "\(exchange.hop?.sent.method ?? "") \(mask.url(exchange.hop?.url ?? "")): \(response.status) in "
                    + TimeWords.words(exchange.duration))
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
        _ bindings: [DraftField], _ subject: Subject, _ entry: inout CheckCase,
        _ found: inout [Variables.Variable]
    ) {
        for binding in bindings {
            do {
                let value = try Extraction(binding.value, about: subject.kind).value(of: subject)
                found.append(Variables.Variable(binding.name, .literal(value), origin: "step \(draft.name)"))
                let shown = Secret.isSecretField(binding.name) ? Secret.dots : value
                entry.bindings.append(CheckCase.Binding(binding.name, shown))
            } catch {
                entry.words.append("\(binding.name): \(error)")
            }
        }
    }
}
