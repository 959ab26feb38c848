import Payloads
import Text

/// Takes a JSON document apart and remembers what it could not use, and where.
struct ProfileReader {
    /// The most problems remembered: a file that is something else altogether has one at every line.
    static let maximumProblems = 1000

    private(set) var problems: [ProfileProblem] = []
    private var path = ProfilePath()
    /// Whether what is not known stays in the file, as in a profile; a file that is only read has nothing to keep it for.
    private let keepsUnknown: Bool

    init(keepsUnknown: Bool = true) { self.keepsUnknown = keepsUnknown }

    // MARK: - Objects and lists

    /// Does something with a member, if there is one, one level deeper in the path.
    mutating func at<Result>(
        _ name: String, of object: JSONValue, _ body: (inout ProfileReader, JSONValue) -> Result?
    ) -> Result? {
        // What is not there is no mistake: it is as it comes by default.
        guard let value = object[name] else { return nil }
        path.steps.append(.name(name))
        // The path is that of what is being read, for whatever is told meanwhile.
        defer { path.steps.removeLast() }
        return body(&self, value)
    }

    /// The elements of a list, each read by `body`; a list has as many results as elements.
    mutating func list<Element>(
        _ name: String, of object: JSONValue, _ body: (inout ProfileReader, JSONValue) -> Element
    ) -> [Element] {
        at(name, of: object) { reader, value -> [Element]? in
            guard let elements = value.elements else {
                reader.expected("a list", value)
                return nil
            }
            return elements.enumerated().map { index, element in
                reader.path.steps.append(.index(index))
                defer { reader.path.steps.removeLast() }
                return body(&reader, element)
            }
        } ?? []
    }

    /// Checks an object's names: those that are not known, and those that stand twice.
    mutating func check(_ object: JSONValue, known: [String]) {
        guard let members = object.members else { return expected("an object", object) }
        // Names of a few letters: a set would cost more than looking.
        for (index, member) in members.enumerated() {
            let isKnown = known.contains(member.name)
            // Only known ones: what is not understood is written back as often as it stands.
            if isKnown, members[..<index].contains(where: { $0.name == member.name }) {
                note(.error, member.offset, member.name, "stands here twice: the last one holds")
            } else if !isKnown {
                let near = known.first { isNear($0, member.name) }
                let guess = near.map { ": is it \"\($0)\"?" }
                let words =
                    keepsUnknown
                    ? guess.map { "is not known\($0) It is kept" } ?? "is not known to this version; kept"
                    : guess.map { "is not known\($0)" } ?? "is not known: \(known.joined(separator: ", ")) are"
                note(.note, member.offset, member.name, words)
            }
        }
    }

    // MARK: - Values

    mutating func text(_ name: String, of object: JSONValue) -> String? {
        at(name, of: object) { $0.text($1) }
    }

    mutating func text(_ value: JSONValue) -> String? {
        if let text = value.text { return text }
        expected("a string", value)
        return nil
    }

    mutating func flag(_ name: String, of object: JSONValue) -> Bool? {
        at(name, of: object) { reader, value in
            if case .bool(let flag) = value.content { return flag }
            reader.expected("true or false", value)
            return nil
        }
    }

    mutating func number<Number: FixedWidthInteger>(
        _ name: String, of object: JSONValue, in range: ClosedRange<Number>
    ) -> Number? {
        at(name, of: object) { reader, value in
            if case .number(let text) = value.content, let number = Number(text), range.contains(number) {
                return number
            }
            reader.expected("a whole number from \(range.lowerBound) to \(range.upperBound)", otherThan: value)
            return nil
        }
    }

    mutating func seconds(_ name: String, of object: JSONValue) -> Double? {
        at(name, of: object) { reader, value in
            if case .number(let text) = value.content, let number = Double(text), (0...1e9).contains(number) {
                return number
            }
            reader.expected("a number of seconds", otherThan: value)
            return nil
        }
    }

    /// One of some words.
    mutating func word(_ name: String, of object: JSONValue, from words: [String]) -> String? {
        at(name, of: object) { reader, value in
            let known = "one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))"
            guard let text = value.text else {
                reader.expected(known, value)
                return nil
            }
            if words.contains(text) { return text }
            // Another word: that it is a string is known.
            reader.problem(value, "\(known) is expected here, not \"\(text.prefix(24).withoutControls)\"")
            return nil
        }
    }

    /// Names and values of an object whose names are the person's own.
    mutating func texts(_ name: String, of object: JSONValue) -> [(name: String, value: String)] {
        at(name, of: object) { reader, value -> [(name: String, value: String)]? in
            guard let members = value.members else {
                reader.expected("an object", value)
                return nil
            }
            return members.compactMap { member in
                reader.at(member.name, of: value) { $0.text($1) }.map { (member.name, $0) }
            }
        } ?? []
    }

    // MARK: - Problems

    mutating func expected(_ what: String, _ value: JSONValue) {
        problem(value, "\(what) is expected here, not \(value.kindInWords)")
    }

    /// The same where a number may be meant that is none of those: it is told itself.
    mutating func expected(_ what: String, otherThan value: JSONValue) {
        guard case .number(let text) = value.content else { return expected(what, value) }
        problem(value, "\(what) is expected here, not \(text.prefix(24))")
    }

    mutating func problem(_ value: JSONValue, _ text: String) {
        guard problems.count < Self.maximumProblems else { return }
        problems.append(ProfileProblem(offset: value.offset, path: path.description, text: text))
    }

    private mutating func note(_ weight: ProfileProblem.Weight, _ offset: Int, _ name: String, _ text: String) {
        guard problems.count < Self.maximumProblems else { return }
        path.steps.append(.name(name))
        problems.append(ProfileProblem(weight, offset: offset, path: path.description, text: text))
        path.steps.removeLast()
    }
}
