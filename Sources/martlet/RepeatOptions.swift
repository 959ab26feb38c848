import ArgumentParser
import Expectations
import JSONPath
import Model
import Scripts
import Text

/// When a saved request is sent again, and what is told of it then.
struct RepeatOptions: ParsableArguments {
    @Option(
        name: .customLong("every"), parsing: .unconditional,
        help: ArgumentHelp("Send it again and again, from start to start: 500ms, 3s, 1min", valueName: "time"))
    var every: String?

    @Option(name: .customLong("times"), parsing: .unconditional, help: "So often at most")
    var times: Int?

    @Option(
        name: .customLong("for"), parsing: .unconditional,
        help: ArgumentHelp("So long at most", valueName: "time"))
    var time: String?

    @Option(
        name: .customLong("until"), parsing: .unconditional,
        help: ArgumentHelp("Until an answer is so: '$.state == done'; 4 when it never is", valueName: "condition"))
    var until: String?

    @Option(name: .customLong("failures"), parsing: .unconditional, help: "Until so many failures running")
    var failures: Int?

    @Flag(name: .customLong("changes"), help: "Tell only answers that differ from the one before")
    var showsChanges = false

    @Option(
        name: .customLong("ignore"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("What does not count as a difference; may be repeated", valueName: "path"))
    var ignored: [String] = []

    @Option(
        name: .customLong("jitter"), parsing: .unconditional,
        help: ArgumentHelp("Each start by up to so much later, by chance", valueName: "time"))
    var jitter: String?

    @Flag(name: .customLong("unconditional"), help: "Ask for all of it each time, without If-None-Match")
    var isUnconditional = false

    /// From start to start, in nanoseconds; nil to send it once.
    var period: Int64? { every.flatMap(Self.nanoseconds) }
    /// How long at most.
    var limit: Int64? { time.flatMap(Self.nanoseconds) }

    private static func nanoseconds(_ text: String) -> Int64? {
        TimeSpelling.nanoseconds(text).flatMap { RepeatPlan.periods.contains($0) ? $0 : nil }
    }

    /// How it is repeated; nil to send it once.
    var plan: RepeatPlan? {
        guard let period else { return nil }
        var plan = RepeatPlan(every: period)
        (plan.count, plan.time, plan.failures) = (times, limit, failures)
        plan.jitter = jitter.flatMap { TimeSpelling.nanoseconds($0) } ?? 0
        plan.isConditional = !isUnconditional
        plan.showsChanges = showsChanges
        // Looked at in `validate`: none is lost here.
        plan.ignored = ignored.compactMap { try? JSONPath($0) }
        return plan
    }

    /// Whether something is said that only what is sent again and again has; `--for` bounds a stream, too.
    private var isGiven: Bool {
        times != nil || until != nil || failures != nil || showsChanges || !ignored.isEmpty || jitter != nil
            || isUnconditional
    }

    func validate() throws {
        if let every, period == nil {
            throw ValidationError("--every \(every): a time from 10ms to 24h, as 500ms, 3s, 1min")
        }
        if let time, limit == nil { throw ValidationError("--for \(time): a time from 10ms to 24h, as 30s, 10min") }
        if let jitter, TimeSpelling.nanoseconds(jitter).map({ $0 > RepeatPlan.periods.upperBound }) != false {
            throw ValidationError("--jitter \(jitter): a time up to 24h, as 500ms, 2s")
        }
        if let times, times < 1 { throw ValidationError("--times \(times): once at least") }
        if let failures, failures < 1 { throw ValidationError("--failures \(failures): 1 at least") }
        // A condition that is never asked for would be taken for one that was met.
        if every == nil, isGiven { throw ValidationError("say with --every how often it is sent") }
        if let until {
            do throws(ConditionProblem) {
                _ = try Condition(until, about: .answer)
            } catch {
                throw ValidationError("--until '\(until.withoutControls)': \(error)")
            }
        }
        for text in ignored {
            do throws(JSONPathError) {
                _ = try JSONPath(text)
            } catch {
                throw ValidationError("--ignore \(text.withoutControls): \(error)")
            }
        }
    }
}
