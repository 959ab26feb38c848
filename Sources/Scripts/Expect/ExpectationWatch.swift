import Expectations
import MQTT
import Opener
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
    /// Copies that the broker keeps, which do not count.
    private(set) var retained = 0
    /// The last message that it is about.
    private(set) var last: Came?
    /// The value that must not change, and how it is shown.
    private var value: (value: String, shown: String)?
    /// What did not fit.
    private var blame: String?
    private var nearest: (verdict: Verdict, message: Came)?

    /// - Throws: ``ScriptError`` for what cannot be understood, or has no value.
    init(_ expected: ExpectedDraft, _ variables: Variables) throws(ScriptError) {
        self.expected = expected
        let fill = variables.filling
        do {
            filter = try TopicFilter(try fill(expected.filter))
        } catch {
            throw ScriptError("topic \(expected.filter): \((error as? Condition.FillProblem)?.words ?? "\(error)")")
        }
        do {
            condition =
                expected.condition.isEmpty ? nil : try Condition(expected.condition, about: .message, filling: fill)
            var path: Extraction?
            if case .unchanged(let text?) = expected.kind { path = try Extraction(text, about: .message) }
            self.path = path
        } catch {
            throw ScriptError("\(expected.condition): \(error)")
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

    /// Takes a message on its topics.
    mutating func take(_ subject: Subject, at time: Int64) {
        seen += 1
        let came = Came(subject: subject, time: time)
        if let condition, !condition.holds(for: subject) {
            let verdict = condition.judge(subject)
            if nearest.map({ $0.verdict.nearness <= verdict.nearness }) ?? true { nearest = (verdict, came) }
            return
        }
        count += 1
        last = came
        switch expected.kind {
        case .atLeast(let wanted): if count >= wanted { outcome = .met }
        case .exactly(let wanted): if count > wanted { outcome = .missed }
        case .never: outcome = .missed
        case .unchanged: compare(subject)
        case .rate: break
        }
    }

    private mutating func compare(_ subject: Subject) {
        let now: (value: String, shown: String)
        do throws(Extraction.Problem) {
            if let path {
                let value = try path.value(of: subject)
                now = (value, "\(value.withoutControls.prefix(100))")
            } else {
                now = (subject.body.withBytes { HexDigit.lower($0) }, subject.excerpt)
            }
        } catch {
            blame = "\(error)"
            outcome = .missed
            return
        }
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
            case .atLeast: false
            case .exactly(let wanted): count == wanted
            case .never, .unchanged: true
            case .rate(let least, let most): (least...most).contains(rate)
            }
        outcome = isMet ? .met : .missed
    }

    private var rate: Double { Double(count) / (Double(max(expected.time, 1)) / 1e9) }

    // MARK: - In words

    /// What is expected, in words.
    var name: String {
        let what =
            switch expected.kind {
            case .atLeast(let count): count == 1 ? "" : "\(count) messages "
            case .exactly(let count): "exactly \(count) "
            case .never: "none "
            case .unchanged(let path): "unchanged \(path.map { "\($0) " } ?? "")"
            case .rate(let least, let most): "\(least.short) to \(most.short) a second "
            }
        return "\(what)on \(filter.text)" + (expected.condition.isEmpty ? "" : " where \(expected.condition)")
    }

    /// What was not met: what is missing, what came, and what came nearest.
    /// - Parameter origin: when the time began, and what happened then: `after 200`.
    func words(_ origin: StepOrigin) -> [String] {
        guard outcome == .missed else { return [] }
        let time = TimeSpelling.words(expected.time)
        var line = "\(name): "
        switch expected.kind {
        case .atLeast(let wanted):
            line += wanted == 1 ? "none within \(time)" : "\(count) of \(wanted) within \(time)"
        case .exactly(let wanted): line += count > wanted ? "\(count) came" : "\(count) of \(wanted) within \(time)"
        case .never: line += "one came"
        case .unchanged: line += blame ?? "it changed"
        case .rate: line += "\(count) came within \(time), \(FixedRate.text(rate)) a second"
        }
        var lines = [line]
        if let last, expected.kind == .never || blame != nil {
            lines.append("came: \(last.subject.words) \(origin.words(last.time))")
        }
        if let nearest {
            lines.append("nearest: \(nearest.message.subject.words) \(origin.words(nearest.message.time))")
            lines += nearest.verdict.missed.map(\.words)
        } else if seen == 0, isPositive {
            lines.append("nothing came on \(filter.text)")
        }
        if retained > 0 { lines.append(retainedWords) }
        return lines
    }

    /// What came, for one that is met.
    func note(_ origin: StepOrigin) -> String {
        let kept = retained > 0 ? "; \(retainedWords)" : ""
        let time = TimeSpelling.words(expected.time)
        switch expected.kind {
        case .never: return "\(name) for \(time)\(kept)"
        case .unchanged: return "\(name) for \(time), \(count) came\(kept)"
        case .rate: return "\(name): \(FixedRate.text(rate)), \(count) within \(time)\(kept)"
        case .atLeast, .exactly:
            guard let last else { return "\(name) for \(time)\(kept)" }
            return "\(last.subject.words) \(origin.words(last.time))\(kept)"
        }
    }

    private var retainedWords: String {
        retained == 1 ? "1 retained copy not counted" : "\(retained) retained copies not counted"
    }
}

/// A rate as it is told.
enum FixedRate {
    /// With one digit after the point.
    static func text(_ rate: Double) -> String { ((rate * 10).rounded() / 10).short }
}
