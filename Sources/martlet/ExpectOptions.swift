import ArgumentParser
import Expectations
import Profile
import Scripts
import Text

/// One expectation on the command line.
struct ExpectOptions: ParsableArguments {
    @Option(
        name: [.customShort("t"), .customLong("topic")], parsing: .unconditional,
        help: ArgumentHelp("Filter to watch", valueName: "filter"))
    var topic: String?

    @Option(name: [.customShort("q"), .customLong("qos")], parsing: .unconditional, help: "QoS, 0 to 2")
    var qos: Int = 0

    @Option(
        name: .customLong("where"), parsing: .unconditional,
        help: ArgumentHelp("What must be so of a message: '$.on == true'", valueName: "condition"))
    var condition = ""

    @Option(
        name: .customLong("within"), parsing: .unconditional,
        help: ArgumentHelp("How long it may take, and how long is watched: 500ms, 2s, 1min", valueName: "time"))
    var time = "2s"

    @Option(name: .customLong("count"), parsing: .unconditional, help: "So many messages or more")
    var count: Int?

    @Option(name: .customLong("exactly"), parsing: .unconditional, help: "So many messages and no more")
    var exactly: Int?

    @Flag(name: .customLong("never"), help: "None at all")
    var isNever = false

    @Flag(name: .customLong("unchanged"), help: "Messages whose payloads are all the same")
    var isUnchanged = false

    @Option(
        name: .customLong("unchanged-value"), parsing: .unconditional,
        help: ArgumentHelp("Messages that all have the same value there", valueName: "path"))
    var unchangedPath: String?

    @Option(
        name: .customLong("rate"), parsing: .unconditional,
        help: ArgumentHelp("So many messages a second: 0.5..5", valueName: "least..most"))
    var rate: String?

    @Flag(name: .customLong("retained"), help: "Count what the broker keeps, too")
    var countsRetained = false

    @Option(
        name: .customLong("after-request"), parsing: .unconditional,
        help: ArgumentHelp("Send this saved request first, and make its checks", valueName: "name"))
    var request: String?

    @Option(
        name: .customLong("after-publish"), parsing: .unconditional,
        help: ArgumentHelp("Publish this saved publish first", valueName: "name"))
    var publish: String?

    @Option(
        name: .customLong("bind"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Take a value out of the message and print it; may be repeated", valueName: "name=path"))
    var bindings: [String] = []

    /// Whether anything of it is asked for.
    var isGiven: Bool {
        topic != nil || !condition.isEmpty || count != nil || exactly != nil || isNever || isUnchanged
            || unchangedPath != nil || rate != nil || countsRetained || request != nil || publish != nil
            || !bindings.isEmpty
    }

    func validate() throws {
        let kinds = [count != nil, exactly != nil, isNever, isUnchanged, unchangedPath != nil, rate != nil]
        if kinds.count(where: { $0 }) > 1 {
            throw ValidationError("--count, --exactly, --never, --unchanged and --rate: choose one")
        }
        if request != nil, publish != nil { throw ValidationError("--after-request and --after-publish: choose one") }
        if !(0...2).contains(qos) { throw ValidationError("-q \(qos) is no QoS: 0, 1 or 2") }
        if let count, count < 1 { throw ValidationError("--count \(count): 1 message at least") }
        if let exactly, exactly < 0 { throw ValidationError("--exactly \(exactly): a number of messages") }
        if nanoseconds == nil { throw ValidationError("--within \(time): a time is written 500ms, 2s or 1min") }
        if rate != nil, rates == nil { throw ValidationError("--rate \(rate ?? ""): write 0.5..5") }
        try check("--where '\(condition)'") { () throws(ConditionProblem) in
            if !condition.isEmpty { _ = try Condition(condition, about: .message) }
        }
        // A path is a value without a name: it is looked at as if it had one.
        for text in bindings + (unchangedPath.map { ["value=\($0)"] } ?? []) {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw ValidationError("--bind \(text): write NAME=PATH")
            }
            try check("--bind \(text)") { () throws(ConditionProblem) in
                _ = try Extraction(String(text[text.index(after: equals)...]), about: .message)
            }
        }
    }

    private func check(_ words: String, _ body: () throws(ConditionProblem) -> Void) throws {
        do throws(ConditionProblem) {
            try body()
        } catch {
            throw ValidationError("\(words.withoutControls): \(error)")
        }
    }

    private var nanoseconds: Int64? {
        TimeSpelling.nanoseconds(time).flatMap { $0 <= 86_400_000_000_000 ? $0 : nil }
    }

    private var rates: (least: Double, most: Double)? {
        // At the dots together: each number may have a point.
        let parts = (rate ?? "").components(around: "..").map { Double($0) }
        guard parts.count == 2, let least = parts[0], let most = parts[1], least >= 0, least <= most else { return nil }
        return (least, most)
    }

    /// The one step that it is.
    var step: StepDraft {
        get throws(ScriptError) {
            var expected = ExpectedDraft()
            expected.filter = topic ?? ""
            expected.qos = qos
            expected.condition = condition
            expected.time = nanoseconds ?? expected.time
            expected.countsRetained = countsRetained
            if let count { expected.kind = .atLeast(count) }
            if let exactly { expected.kind = .exactly(exactly) }
            if isNever { expected.kind = .never }
            if isUnchanged { expected.kind = .unchanged(path: nil) }
            if let unchangedPath { expected.kind = .unchanged(path: unchangedPath) }
            if let rates { expected.kind = .rate(least: rates.least, most: rates.most) }
            expected.bindings = bindings.compactMap { text in
                text.firstIndex(of: "=").map {
                    DraftField(String(text[..<$0]), String(text[text.index(after: $0)...]))
                }
            }
            var step = StepDraft()
            step.name = topic ?? ""
            if let request { step.trigger = .savedRequest(request) }
            if let publish { step.trigger = .savedPublish(publish) }
            step.expected = [expected]
            return step
        }
    }
}

extension String {
    /// The parts before and after the first place where a text stands.
    fileprivate func components(around text: String) -> [Substring] {
        guard let range = firstRange(of: text) else { return [self[...]] }
        return [self[..<range.lowerBound], self[range.upperBound...]]
    }
}
