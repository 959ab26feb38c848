import Expectations
import MQTT
import Profile
import Text

/// What is expected, and what came of it, for people.
extension ExpectationWatch {
    /// What is expected, in words.
    var name: String {
        let what =
            switch expected.kind {
            case .atLeast(let count): count == 1 ? "" : "\(count) messages on "
            case .exactly(let count): "exactly \(count) on "
            case .never: "none on "
            case .unchanged(let path): "unchanged \(path.map { "\($0) " } ?? "")on "
            case .rate(let least, let most): "\(least.short) to \(most.short) a second on "
            }
        return what + filter.text + (expected.condition.isEmpty ? "" : " where \(expected.condition)")
    }

    /// What is expected, and what came so far.
    var progress: String {
        var words = name
        if count > 0 || seen > 0 { words += ", \(count) of \(seen) that came" }
        return retained > 0 ? "\(words); \(retainedWords)" : words
    }

    /// What was not met: what is missing, what came, and what came nearest.
    /// - Parameter origin: when the time began, and what happened then: `after 200`.
    func words(_ origin: StepOrigin) -> [String] {
        guard outcome == .missed else { return [] }
        let time = TimeWords.words(expected.time)
        var line = "\(name): "
        switch expected.kind {
        case .atLeast(let wanted):
            line += wanted == 1 ? "none within \(time)" : "\(count) of \(wanted) within \(time)"
        case .exactly(let wanted): line += count > wanted ? "\(count) came" : "\(count) of \(wanted) within \(time)"
        case .never: line += "one came"
        case .unchanged: line += blame ?? "it changed"
        case .rate: line += "\(counted) came within \(time), \(rateWords) a second"
        }
        var lines = [line]
        if let last, expected.kind == .never || blame != nil {
            lines.append("came: \(last.subject.words) \(origin.words(last.time))")
        }
        if let nearest {
            lines.append("nearest: \(nearest.message.subject.words) \(origin.words(nearest.message.time))")
            lines += nearest.verdict.missed.map(\.words)
        } else if early > 0 {
            lines.append(
                "before its turn: \(early == 1 ? "1 came" : "\(early) came, the last") \(origin.words(lastEarly))")
        } else if seen == 0, isPositive {
            lines.append("nothing came on \(filter.text)")
        }
        if retained > 0 { lines.append(retainedWords) }
        return lines
    }

    /// What came, for one that is met.
    func note(_ origin: StepOrigin) -> String {
        let kept = retained > 0 ? "; \(retainedWords)" : ""
        let time = TimeWords.words(expected.time)
        switch expected.kind {
        case .never: return "\(name) for \(time)\(kept)"
        case .unchanged: return "\(name) for \(time), \(count) came\(kept)"
        case .rate: return "\(name): \(rateWords), \(counted) within \(time)\(kept)"
        case .atLeast, .exactly:
            guard let last else { return "\(name) for \(time)\(kept)" }
            return "\(last.subject.words) \(origin.words(last.time))\(kept)"
        }
    }

    private var retainedWords: String {
        retained == 1 ? "1 retained copy not counted" : "\(retained) retained copies not counted"
    }

    /// The rate with one digit after the point.
    private var rateWords: String { ((rate * 10).rounded() / 10).short }
}
