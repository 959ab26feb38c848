import Text

/// Which fields of a request choose between answers of one URL (RFC 9111 4.1).
public struct Vary: Hashable, Sendable {
    /// The names in small letters, each once, in order of the alphabet.
    public let names: [String]
    /// Whether it holds `*`: no request ever gets the same answer.
    public let isEverything: Bool

    /// What the field lines of an answer say.
    public init(_ fields: [Field]) {
        let all = fields.list(of: "Vary")
        isEverything = all.contains("*")
        names = Set(all.filter { $0 != "*" }).sorted()
    }

    /// The fields of a request that choose, as they are compared: lines joined, blanks around commas taken off. A field
    /// that is not there is another one than an empty one.
    public func selected(_ request: [Field]) -> [Field] {
        names.compactMap { name in
            let lines = request.values(of: name)
            return lines.isEmpty ? nil : Field(name, lines.map(Self.normal).joined(separator: ","))
        }
    }

    private static func normal(_ value: String) -> String {
        FieldList.items(value).joined(separator: ",")
    }

    /// Whether an answer to one request is one to another request too.
    public func matches(_ one: [Field], _ other: [Field]) -> Bool {
        !isEverything && selected(one) == selected(other)
    }

    /// What is to be said of it; nil without the field.
    public func line(_ fields: [Field]) -> CacheLine? {
        if isEverything {
            return CacheLine("no later request is ever answered with it", fields.told("Vary"), "9111 4.1", .warning)
        }
        guard !names.isEmpty else { return nil }
        return CacheLine(
            "it answers requests with the same \(names.joined(separator: ", ")) only", fields.told("Vary"), "9111 4.1")
    }
}
