/// A URI template (RFC 6570, all four levels): `/page{?n,size}`.
public struct URITemplate: Hashable, Sendable {
    /// What a variable stands for. One that has none is left out of the URL (RFC 6570 3.2.1).
    public enum Value: Hashable, Sendable {
        /// A text, which may be empty.
        case text(String)
        /// A list.
        case list([String])
        /// An associative array: names and values in their order.
        case map([Pair])
    }

    /// A name and its value in an associative array.
    public struct Pair: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String

        /// A pair of its parts.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Why a text is no template, or a value does not fit.
    public struct Problem: Error, Hashable, Sendable {
        /// What is wrong, in words.
        public var words: String
        /// At which character, counted from one; nil when it is a value that does not fit.
        public var column: Int?
    }

    enum Part: Hashable, Sendable {
        case literal(String)
        case expression(Operator, [Variable])
    }

    /// A variable where it stands in an expression (RFC 6570 2.3, 2.4).
    struct Variable: Hashable, Sendable {
        var name: String
        /// `*`
        var isExploded = false
        /// `:3`, the most characters of the value.
        var prefix: Int?
    }

    /// The table of RFC 6570 appendix A.
    enum Operator: Character, Hashable, Sendable {
        // None is written; a blank, which no expression can hold, stands for it.
        case simple = " "
        case reserved = "+"
        case fragment = "#"
        case label = "."
        case path = "/"
        case parameter = ";"
        case query = "?"
        case continuation = "&"

        var first: String {
            switch self {
            case .simple, .reserved: ""
            default: String(rawValue)
            }
        }

        var separator: String {
            switch self {
            case .simple, .reserved, .fragment: ","
            case .query, .continuation: "&"
            default: String(rawValue)
            }
        }

        var isNamed: Bool { self == .parameter || self == .query || self == .continuation }
        /// What follows a name whose value is empty.
        var whenEmpty: String { self == .query || self == .continuation ? "=" : "" }
        var keepsReserved: Bool { self == .reserved || self == .fragment }
    }

    /// The template as it is written.
    public let text: String
    let parts: [Part]

    /// Reads a template.
    public init(_ text: String) throws(Problem) {
        self.text = text
        var reader = URITemplateReader(text)
        parts = try reader.parts()
    }

    /// The names of the variables, each once, in their order.
    public var variables: [String] {
        var seen: Set<String> = []
        return parts.flatMap { part -> [String] in
            if case .expression(_, let variables) = part { variables.map(\.name) } else { [] }
        }.filter { seen.insert($0).inserted }
    }

    /// Whether a variable may stand for more than one value: it is exploded somewhere (`{?tag*}`).
    public func takesMany(_ name: String) -> Bool {
        parts.contains { part in
            guard case .expression(_, let variables) = part else { return false }
            return variables.contains { $0.name == name && $0.isExploded }
        }
    }
}
