import JSONPath

/// Steps that change a JSON text (RFC 6902).
public struct JSONPatch: Sendable {
    /// One step.
    public struct Operation: Sendable {
        /// What it does.
        public var kind: Kind
        /// Where.
        public var path: JSONPointer
    }

    /// What a step does.
    public enum Kind: Sendable {
        /// Puts a value there.
        case add(JSONValue)
        /// Takes the value away.
        case remove
        /// Puts a value in the place of the one there.
        case replace(JSONValue)
        /// Takes the value from another place.
        case move(from: JSONPointer)
        /// Puts what is at another place there too.
        case copy(from: JSONPointer)
        /// Goes on only if that value is there.
        case test(JSONValue)

        var name: String {
            switch self {
            case .add: "add"
            case .remove: "remove"
            case .replace: "replace"
            case .move: "move"
            case .copy: "copy"
            case .test: "test"
            }
        }
    }

    /// Why a patch is none, or cannot be applied: `step 2: test /a fails, 1 is there`.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// In words.
        public let description: String
        /// Which step it is of, counted from one; nil for the patch as a whole.
        public var step: Int?

        init(_ description: String, step: Int? = nil) { (self.description, self.step) = (description, step) }
    }

    /// The steps in order.
    public let operations: [Operation]
    /// The most steps that are read.
    public static let most = 10_000

    /// Reads a patch.
    public init(_ value: JSONValue) throws(Problem) {
        guard let elements = value.elements else { throw Problem("a JSON Patch is a list of steps") }
        guard elements.count <= Self.most else { throw Problem("it has more than \(Self.most) steps") }
        var operations: [Operation] = []
        for (number, element) in elements.enumerated() {
            operations.append(try Self.operation(element, number + 1))
        }
        self.operations = operations
    }

    static func operation(_ element: JSONValue, _ number: Int) throws(Problem) -> Operation {
        func pointer(_ name: String) throws(Problem) -> JSONPointer {
            guard let pointer = element[name]?.text.flatMap({ JSONPointer($0) }) else {
                throw Problem("step \(number) has no \"\(name)\" that is a JSON Pointer", step: number)
            }
            return pointer
        }
        func value() throws(Problem) -> JSONValue {
            guard let value = element["value"] else { throw Problem("step \(number) has no \"value\"", step: number) }
            return value
        }
        // Members that are not known are passed over (RFC 6902 4), so that only what the step needs is asked for.
        let kind: Kind
        switch element["op"]?.text {
        case "add": kind = .add(try value())
        case "remove": kind = .remove
        case "replace": kind = .replace(try value())
        case "move": kind = .move(from: try pointer("from"))
        case "copy": kind = .copy(from: try pointer("from"))
        case "test": kind = .test(try value())
        default: throw Problem("step \(number) has no \"op\" of RFC 6902", step: number)
        }
        return Operation(kind: kind, path: try pointer("path"))
    }

    /// A value with all steps done, or none of them.
    public func applied(to value: JSONValue) throws(Problem) -> JSONValue {
        var result = value
        for (index, operation) in operations.enumerated() {
            result = try Self.apply(operation, index + 1, to: result)
        }
        return result
    }

    /// A value with one step done.
    static func apply(_ operation: Operation, _ number: Int, to value: JSONValue) throws(Problem) -> JSONValue {
        let path = operation.path
        func fail(_ words: String) -> Problem {
            let place = path.steps.isEmpty ? "of the whole" : path.description
            return Problem("step \(number): \(operation.kind.name) \(place) \(words)", step: number)
        }
        func done(_ new: JSONValue?) throws(Problem) -> JSONValue {
            guard let new else { throw fail("does not lead anywhere") }
            return new
        }
        switch operation.kind {
        case .add(let new): return try done(value.setting(new, at: path, inserts: true))
        case .remove:
            // RFC 6902 4.2 wants the place to be there; to take away the whole text would leave none.
            guard value[path] != nil, !path.steps.isEmpty else { throw fail("finds nothing there") }
            return try done(value.setting(nil, at: path))
        case .replace(let new):
            guard value[path] != nil else { throw fail("finds nothing there") }
            return try done(value.setting(new, at: path))
        case .move(let from):
            guard let moved = value[from] else { throw fail("finds nothing at \(from)") }
            // Onto itself: taken out and put in again, which in a list could not be said by its place any more.
            if from == path { return value }
            // RFC 6902 4.4: the place it moves to would go away with it.
            guard !path.steps.starts(with: from.steps) else { throw fail("leads into what is moved") }
            // First out, then in: the places of a list's later elements are those after the removal.
            return try done(try done(value.setting(nil, at: from)).setting(moved, at: path, inserts: true))
        case .copy(let from):
            guard let copied = value[from] else { throw fail("finds nothing at \(from)") }
            return try done(value.setting(copied, at: path, inserts: true))
        case .test(let wanted):
            guard let found = value[path] else { throw fail("finds nothing there") }
            guard found.isSame(as: wanted) else {
                throw fail("fails: \(found.excerpt) is there, not \(wanted.excerpt)")
            }
            return value
        }
    }
}

extension JSONValue {
    /// Whether it is the same value: members in any order, numbers by their value (RFC 6902 4.6).
    public func isSame(as other: JSONValue) -> Bool {
        switch (content, other.content) {
        case (.object(let one), .object(let two)):
            one.count == two.count && Self.isSame(one, two)
        case (.array(let one), .array(let two)):
            one.count == two.count && zip(one, two).allSatisfy { $0.isSame(as: $1) }
        // 1 and 1.0 are one number; two long identifiers that round to one Double are two.
        case (.number(let one), .number(let two)):
            one == two || ExactNumber(one).map { $0 == ExactNumber(two) } ?? false
        default: self == other
        }
    }

    private static func isSame(_ one: [JSONMember], _ two: [JSONMember]) -> Bool {
        // In the same order, as nearly always, without a table.
        if zip(one, two).allSatisfy({ $0.name == $1.name && $0.value.isSame(as: $1.value) }) { return true }
        // Of a name that stands twice the last counts, on both sides: else it would matter which one is asked.
        let (left, right) = (last(one), last(two))
        return left.count == right.count
            && left.allSatisfy { name, value in right[name].map { value.isSame(as: $0) } ?? false }
    }

    private static func last(_ members: [JSONMember]) -> [String: JSONValue] {
        Dictionary(members.map { ($0.name, $0.value) }) { $1 }
    }

    /// The value on one line, at most so many characters, for a sentence or a column.
    public func excerpt(_ most: Int) -> String {
        let text = String(decoding: written(), as: UTF8.self).split(separator: "\n").map { $0.drop { $0 == " " } }
            .joined(separator: " ")
        return text.count > most ? text.prefix(max(0, most - 1)) + "…" : text
    }

    var excerpt: String { excerpt(40) }
}
