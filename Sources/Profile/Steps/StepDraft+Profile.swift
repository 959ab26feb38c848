import Expectations
import Payloads
import Text

extension StepDraft {
    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: ["name", "request", "publish", "checks", "bind", "inOrder", "expect"])
        name = reader.text("name", of: object) ?? ""
        if object["request"] != nil, object["publish"] != nil {
            reader.problem(object, "a step has a \"request\" or a \"publish\": make two steps of it")
        }
        let named = name.isEmpty ? "step" : name
        if let request = reader.at("request", of: object, { Self.request($1, named, &$0) }) { trigger = request }
        if let publish = reader.at("publish", of: object, { Self.publish($1, named, &$0) }) { trigger = publish }
        checks = reader.checks("checks", of: object)
        bindings = reader.bindings("bind", of: object, about: .answer)
        isInOrder = reader.flag("inOrder", of: object) ?? false
        expected = reader.list("expect", of: object) { ExpectedDraft($1, &$0) }
        switch trigger {
        case .request, .savedRequest: break
        case .none, .publish, .savedPublish:
            if !checks.isEmpty || !bindings.isEmpty {
                reader.problem(object, "\"checks\" and \"bind\" of a step are of an answer: it has no \"request\"")
            }
            // Of a list with something wrong in it that is told.
            if expected.isEmpty, object.members != nil, object["expect"]?.elements?.isEmpty != false,
                object["expect"]?.members == nil
            {
                reader.problem(object, "nothing is expected: add \"expect\"")
            }
        }
    }

    private static func request(_ value: JSONValue, _ name: String, _ reader: inout ProfileReader) -> Trigger? {
        if let saved = value.text { return .savedRequest(saved) }
        guard value.members != nil else {
            reader.expected("a saved request's name, or a request", value)
            return nil
        }
        reader.check(value, known: RequestDraft.order.names)
        return .request(RequestDraft(value.called(name), &reader))
    }

    private static func publish(_ value: JSONValue, _ name: String, _ reader: inout ProfileReader) -> Trigger? {
        if let saved = value.text { return .savedPublish(saved) }
        guard value.members != nil else {
            reader.expected("a saved publish's name, or a publish", value)
            return nil
        }
        reader.check(value, known: PublishDraft.order.names)
        return .publish(PublishDraft(value.called(name), &reader))
    }
}

extension ExpectedDraft {
    private static let kinds = ["count", "exactly", "never", "unchanged", "rate"]

    init(_ object: JSONValue, _ reader: inout ProfileReader) {
        self.init()
        reader.check(object, known: ["topic", "qos", "where", "within"] + Self.kinds + ["retained", "bind"])
        filter = reader.text("topic", of: object) ?? ""
        // What is no object at all has been told by `check`, once.
        if filter.isEmpty, object.members != nil { reader.problem(object, "a \"topic\" is missing") }
        qos = reader.number("qos", of: object, in: 0...2) ?? 0
        condition = reader.at("where", of: object) { $0.condition($1, about: .message) } ?? ""
        time = reader.at("within", of: object) { $0.time($1) } ?? time
        countsRetained = reader.flag("retained", of: object) ?? false
        bindings = reader.bindings("bind", of: object, about: .message)
        let given = Self.kinds.filter { object[$0] != nil }
        if given.count > 1 {
            reader.problem(object, "\(given.joined(separator: " and ")) cannot both be expected: make two of it")
        }
        if let count = reader.number("count", of: object, in: 1...1_000_000) { kind = .atLeast(count) }
        if let count = reader.number("exactly", of: object, in: 0...1_000_000) { kind = .exactly(count) }
        if reader.flag("never", of: object) == true { kind = .never }
        if let unchanged = reader.at("unchanged", of: object, { Self.unchanged($1, &$0) }) { kind = unchanged }
        if let rate = reader.at("rate", of: object, { Self.rate($1, &$0) }) { kind = rate }
    }

    private static func unchanged(_ value: JSONValue, _ reader: inout ProfileReader) -> Kind? {
        if case .bool(true) = value.content { return .unchanged(path: nil) }
        guard let path = value.text else {
            reader.expected("true, or the path of a value", value)
            return nil
        }
        reader.extraction(path, value, about: .message)
        return .unchanged(path: path)
    }

    private static func rate(_ value: JSONValue, _ reader: inout ProfileReader) -> Kind? {
        let numbers = (value.elements ?? []).compactMap { element in
            if case .number(let text) = element.content { Double(text) } else { nil }
        }
        // Anything that is no number was dropped, and so is missed by the count.
        guard numbers.count == 2, numbers[0] >= 0, numbers[0] <= numbers[1] else {
            reader.expected("a list of two rates, the least and the most messages a second,", value)
            return nil
        }
        return .rate(least: numbers[0], most: numbers[1])
    }
}

extension JSONValue {
    /// The same object with a name, where it has none.
    fileprivate func called(_ name: String) -> JSONValue {
        guard let members, self["name"] == nil else { return self }
        return JSONValue(.object([JSONMember("name", JSONValue(text: name))] + members), offset: offset)
    }
}

extension ProfileReader {
    /// A condition; what cannot be understood is told with its place, and kept.
    mutating func condition(_ value: JSONValue, about kind: Subject.Kind) -> String? {
        guard let text = text(value) else { return nil }
        do throws(ConditionProblem) {
            _ = try Condition(text, about: kind)
        } catch {
            problem(value, "this condition is not understood: \(error)")
        }
        return text
    }

    /// The conditions of a list.
    mutating func checks(_ name: String, of object: JSONValue) -> [String] {
        list(name, of: object) { $0.condition($1, about: .answer) ?? "" }.filter { !$0.isEmpty }
    }

    /// Names, and what is taken out of what came for each.
    mutating func bindings(_ name: String, of object: JSONValue, about kind: Subject.Kind) -> [DraftField] {
        let all = texts(name, of: object)
        // They are read above: here each is judged at its own place in the file.
        _ = at(name, of: object) { reader, value in
            for member in value.members ?? [] {
                if let text = member.value.text { reader.extraction(text, member.value, about: kind) }
            }
            return ()
        }
        return all.map { DraftField($0.name, $0.value) }
    }

    /// Looks whether something can be taken out by a text.
    mutating func extraction(_ text: String, _ value: JSONValue, about kind: Subject.Kind) {
        do throws(ConditionProblem) {
            _ = try Extraction(text, about: kind)
        } catch {
            problem(value, "what is to be taken is not understood: \(error)")
        }
    }

    /// Nanoseconds of a time as people write it.
    mutating func time(_ value: JSONValue) -> Int64? {
        let written: String? = if case .number(let number) = value.content { number } else { value.text }
        // A day; a step waits that long in front of people or a build.
        if let time = written.flatMap({ TimeSpelling.nanoseconds($0) }), time <= 86_400_000_000_000 { return time }
        let what = "a time such as \"500ms\", \"2s\" or \"1min\", and a day at most,"
        if let text = value.text {
            problem(value, "\(what) is expected here, not \"\(text.prefix(24).withoutControls)\"")
        } else {
            expected(what, otherThan: value)
        }
        return nil
    }
}
