import Payloads
import Text

extension StepDraft {
    /// The step as it stands in a file of steps, without secrets.
    public func written() -> [UInt8] { json.written(opened: 3) }

    private var json: JSONValue {
        var object = ProfileObject()
        object.add("name", name)
        switch trigger {
        case .none: break
        case .savedRequest(let name): object.add("request", name)
        // It goes onto the clipboard, and from there anywhere.
        case .request(let draft): object.add("request", draft.withoutSecrets().json)
        case .savedPublish(let name): object.add("publish", name)
        case .publish(let draft): object.add("publish", draft.json)
        }
        object.add("checks", list: checks.map { JSONValue(text: $0) })
        object.add("bind", object: Self.json(bindings))
        object.add("inOrder", isInOrder, unless: false)
        object.add("expect", list: expected.map(\.json))
        return object.value
    }

    static func json(_ bindings: [DraftField]) -> JSONValue {
        JSONValue(.object(bindings.map { JSONMember($0.name, JSONValue(text: $0.value)) }))
    }
}

extension ExpectedDraft {
    var json: JSONValue {
        var object = ProfileObject()
        object.add("topic", JSONValue(text: filter))
        object.add("qos", qos, unless: 0)
        object.add("where", condition)
        object.add("within", JSONValue(text: TimeSpelling.exact(time)))
        switch kind {
        case .atLeast(let count): object.add("count", count, unless: 1)
        case .exactly(let count): object.add("exactly", count)
        case .never: object.add("never", true, unless: false)
        case .unchanged(let path): object.add("unchanged", path.map { JSONValue(text: $0) } ?? JSONValue(.bool(true)))
        case .rate(let least, let most):
            object.add("rate", JSONValue(.array([JSONValue(.number(least.short)), JSONValue(.number(most.short))])))
        }
        object.add("retained", countsRetained, unless: false)
        object.add("bind", object: StepDraft.json(bindings))
        return object.value
    }

    /// What of `martlet expect`'s options says the same.
    var words: [String] {
        var words = ["-t \(ShellWord.quoted(filter))"]
        if qos > 0 { words.append("-q \(qos)") }
        if !condition.isEmpty { words.append("--where \(ShellWord.quoted(condition))") }
        words.append("--within \(TimeSpelling.exact(time))")
        switch kind {
        case .atLeast(let count): if count > 1 { words.append("--count \(count)") }
        case .exactly(let count): words.append("--exactly \(count)")
        case .never: words.append("--never")
        case .unchanged(nil): words.append("--unchanged")
        case .unchanged(let path?): words.append("--unchanged-value \(ShellWord.quoted(path))")
        case .rate(let least, let most): words.append("--rate \(least.short)..\(most.short)")
        }
        if countsRetained { words.append("--retained") }
        words += bindings.map { "--bind \(ShellWord.quoted("\($0.name)=\($0.value)"))" }
        return words
    }
}

extension BrokerCommand {
    /// Writes the words for a step of one expectation, whose trigger is saved or none; what else it has is told.
    mutating func write(_ step: StepDraft) {
        switch step.trigger {
        case .savedRequest(let name): words.append("--after-request \(ShellWord.quoted(name))")
        case .savedPublish(let name): words.append("--after-publish \(ShellWord.quoted(name))")
        case .none: break
        case .request, .publish: comments.append("Left out: what is sent, which is not saved under a name")
        }
        guard let first = step.expected.first else { return }
        words += first.words
        if step.expected.count > 1 {
            comments.append("Left out: a command has one expectation, a file of steps has more")
        }
    }
}
