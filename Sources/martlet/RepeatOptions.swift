import ArgumentParser
import Expectations
import JSONPath
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

    /// From start to start, in nanoseconds; nil to send it once.
    var period: Int64? { every.flatMap(Self.nanoseconds) }
    /// How long at most.
    var limit: Int64? { time.flatMap(Self.nanoseconds) }

    /// Between 10 ms and a day.
    private static func nanoseconds(_ text: String) -> Int64? {
        TimeSpelling.nanoseconds(text).flatMap { (10_000_000...86_400_000_000_000).contains($0) ? $0 : nil }
    }

    /// Whether something is said that only what is sent again and again has; `--for` bounds a stream, too.
    private var isGiven: Bool {
        times != nil || until != nil || failures != nil || showsChanges || !ignored.isEmpty
    }

    func validate() throws {
        if let every, period == nil {
            throw ValidationError("--every \(every): a time from 10ms to 24h, as 500ms, 3s, 1min")
        }
        if let time, limit == nil { throw ValidationError("--for \(time): a time from 10ms to 24h, as 30s, 10min") }
        if let times, times < 1 { throw ValidationError("--times \(times): once at least") }
        if let failures, failures < 1 { throw ValidationError("--failures \(failures): 1 at least") }
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
