import Expectations
import MQTT
import Payloads
import Profile
import Text

/// Watches for what one step expects of messages: messages and the end of the time go in, what came of it comes out.
/// Times are nanoseconds since the step's trigger began.
struct ExpectationWatch {
    /// How far it is.
    enum Outcome {
        case open, met, missed
    }

    /// A message that came.
    struct Came {
        var subject: Subject
        var time: Int64
    }

    let expected: ExpectedDraft
    let filter: TopicFilter
    private let condition: Condition?
    private let path: Extraction?
    private(set) var outcome = Outcome.open
    /// Messages that it is about, and those on its topics.
    private(set) var count = 0
    private(set) var seen = 0
    /// When they came, for a rate: it is of those that come within the time.
    private var moments: [Int64] = []
    private var timeBegan: Int64 = 0
    /// The most of them: 80 MB. Those that come after them are counted by the time as it is known then, which is settled
    /// long before so many are here.
    var mostMoments = 10_000_000
    private var further = 0
    /// Messages that came while one before it in the order was still waited for, and when the last of them did.
    private(set) var early = 0
    private(set) var lastEarly: Int64 = 0
    /// Copies that the broker keeps, which do not count.
    private(set) var retained = 0
    /// The last message that it is about.
    private(set) var last: Came?
    /// The value that must not change, and how it is shown.
    private var value: (value: String, shown: String)?
    /// What did not fit.
    private(set) var blame: String?
    private(set) var nearest: (verdict: Verdict, message: Came)?

    /// - Throws: ``StepProblem`` for what cannot be understood, or has no value.
    init(_ expected: ExpectedDraft, _ variables: Variables) throws(StepProblem) {
        self.expected = expected
        let fill = variables.filling
        do {
            filter = try TopicFilter(try fill(expected.filter))
        } catch {
            throw StepProblem("topic \(expected.filter): \((error as? Condition.FillProblem)?.words ?? "\(error)")")
        }
        do {
            condition =
                expected.condition.isEmpty ? nil : try Condition(expected.condition, about: .message, filling: fill)
            var path: Extraction?
            if case .unchanged(let text?) = expected.kind { path = try Extraction(text, about: .message) }
            self.path = path
        } catch {
            throw StepProblem("\(expected.condition): \(error)")
        }
    }

    /// Whether something has to come for it to be met.
    var isPositive: Bool {
        switch expected.kind {
        case .atLeast: true
        case .exactly(let count): count > 0
        case .never, .unchanged, .rate: false
        }
    }

    var isOpen: Bool { outcome == .open }

    // MARK: - What happens

    /// Takes a message, whatever its topic.
    mutating func take(_ message: MessageView, at time: Int64) {
        guard isOpen, filter.matches(message.topic) else { return }
        if message.retain, !expected.countsRetained {
            retained += 1
            return
        }
        take(Subject(message), at: time)
    }

    /// A message came while others are waited for first.
    mutating func noteEarly(_ message: MessageView, at time: Int64) {
        guard filter.matches(message.topic), !message.retain || expected.countsRetained,
            condition?.holds(for: Subject(message)) ?? true
        else { return }
        early += 1
        lastEarly = time
    }

    /// The time began; messages of then may be here already.
    mutating func timeBegins(at time: Int64) { timeBegan = time }

    /// Takes a message on its topics.
    mutating func take(_ subject: Subject, at time: Int64) {
        seen += 1
        let came = Came(subject: subject, time: time)
        if let condition, !condition.holds(for: subject) {
            let verdict = condition.judge(subject)
            // Of those that are equally near, the last.
            if nearest.map({ $0.verdict.nearness <= verdict.nearness }) ?? true { nearest = (verdict, came) }
            return
        }
        count += 1
        last = came
        switch expected.kind {
        case .atLeast(let wanted): if count >= wanted { outcome = .met }
        // That no more come is known only when the time is over.
        case .exactly(let wanted): if count > wanted { outcome = .missed }
        case .never: outcome = .missed
        case .unchanged: compare(subject)
        // Each moment, as the time that counts may begin behind the first of them.
        case .rate:
            if moments.count < mostMoments { moments.append(time) } else if isCounted(time) { further += 1 }
        }
    }

    private mutating func compare(_ subject: Subject) {
        let now: (value: String, shown: String)
        do throws(Extraction.Problem) {
            if let path {
                let value = try path.value(of: subject)
                now = (value, "\(value.withoutControls.prefix(100))")
            } else {
                // As digits, so that bytes that are no text are compared too.
                now = (subject.body.withBytes { HexDigit.lower($0) }, subject.excerpt)
            }
        } catch {
            blame = "\(error)"
            outcome = .missed
            return
        }
        // The first that comes sets the value: nothing is there to compare it with.
        if let value, value.value != now.value {
            blame = "it changed from \(value.shown) to \(now.shown)"
            outcome = .missed
        }
        value = now
    }

    /// The time is over.
    mutating func close() {
        guard isOpen else { return }
        let isMet =
            switch expected.kind {
            // Had they come it would not be open any more.
            case .atLeast: false
            case .exactly(let wanted): count == wanted
            case .never, .unchanged: true
            case .rate(let least, let most): (least...most).contains(rate)
            }
        outcome = isMet ? .met : .missed
    }

    /// Messages within the time.
    var counted: Int { moments.count(where: isCounted) + further }

    private func isCounted(_ time: Int64) -> Bool { time >= timeBegan && time < timeBegan + expected.time }

    /// Messages a second over the whole time.
    var rate: Double { Double(counted) / (Double(max(expected.time, 1)) / 1e9) }
}
