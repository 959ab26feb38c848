import Expectations
import Opener
import Payloads
public import Profile
import REST
import Text

/// Judges an answer that has no end by the checks of its request, as it comes: what speaks of status and header fields
/// alone with each head, what speaks of a body with each event, whose data stands for the body. How long the whole took
/// nobody can ask. An answer with an end is judged as every other one.
public struct StreamJudge: Sendable {
    private struct Check: Sendable {
        var text: String
        var condition: Condition?
        /// Events that were asked, and that did not pass.
        var asked = 0
        var missed = 0
    }

    private let variables: Variables
    private let mask: SecretMask
    private var checks: [Check] = []
    private var head: Response?
    private var events = 0
    /// Whether something did not pass.
    public private(set) var hasMissed = false
    /// What is said before the first answer: checks that no stream can be asked, and what is wrong with one.
    public private(set) var remarks: [String] = []

    /// - Parameters:
    ///   - checks: those of the request, as they are saved.
    ///   - variables: what `{{name}}` in a check stands for.
    ///   - mask: what of the request must not be told.
    public init(_ checks: [String], _ variables: Variables, mask: SecretMask) {
        (self.variables, self.mask) = (variables, mask)
        for text in checks {
            do throws(ConditionProblem) {
                let condition = try Condition(text, about: .answer, filling: variables.filling)
                self.checks.append(Check(text: text, condition: condition))
                if condition.reach.contains(.time) {
                    remarks.append("not judged: \(text): what has no end has no duration")
                }
            } catch {
                hasMissed = true
                remarks.append("not met: \(text): \(error)")
            }
        }
    }

    /// An answer that is followed has begun: what its head did not pass, a line each.
    mutating func opened(_ response: Response) -> [String] {
        head = response
        return judge(PayloadBytes([]), event: nil) { $0 == .head }
    }

    /// An event came: what it did not pass, for each check the first time.
    mutating func take(_ event: StreamEvent, _ format: StreamFormat?) -> [String] {
        guard event.isMeant(in: format) else { return [] }
        events += 1
        return judge(PayloadBytes(event.data), event: events) { $0.contains(.body) && !$0.contains(.time) }
    }

    /// The answer that came has an end: what it did not pass as a whole.
    mutating func take(whole answer: Subject) -> [String] {
        CheckResult.all(checks.filter { $0.condition != nil }.map(\.text), of: answer, variables, mask)
            .filter { !$0.isMet }.flatMap { result -> [String] in
                hasMissed = true
                return result.words.map { "not met: \($0)" }
            }
    }

    /// What is said at the end of an answer that was followed: how often each check was not met, and what asked nothing.
    var summary: [String] {
        checks.compactMap { check in
            guard let reach = check.condition?.reach, reach.contains(.body), !reach.contains(.time) else { return nil }
            if check.asked == 0 { return "not judged: \(check.text): no event came" }
            return check.missed > 1
                ? "not met: \(check.text): by \(grouped(check.missed)) of \(grouped(check.asked)) events" : nil
        }
    }

    private mutating func judge(
        _ body: PayloadBytes, event: Int?, of isMeant: (Condition.Reach) -> Bool
    ) -> [String] {
        guard let head else { return [] }
        let subject = Subject(head, body: body, duration: 0)
        var lines: [String] = []
        for index in checks.indices {
            guard let condition = checks[index].condition, isMeant(condition.reach) else { continue }
            checks[index].asked += 1
            // Without notes it is quick, and most events pass.
            if condition.holds(for: subject) { continue }
            hasMissed = true
            checks[index].missed += 1
            guard checks[index].missed == 1 else { continue }
            var verdict = condition.judge(subject)
            verdict.hideSecrets(mask)
            let place = event.map { "event \(grouped($0)): " } ?? ""
            lines += verdict.missed.map { "not met: \(place)\($0.words)" }
        }
        return lines
    }
}
