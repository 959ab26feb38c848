/// A JSONPath query (RFC 9535), checked and ready to be asked of bytes.
public struct JSONPath: Sendable {
    /// The query as it was typed.
    public let text: String
    let query: JSONPathQuery

    /// Reads a query.
    ///
    /// All of the standard's grammar is understood: name, wildcard, index, slice and filter selectors, descendants, and the
    /// functions `length`, `count`, `match`, `search` and `value`, with types checked (RFC 9535 2.4.3).
    public init(_ text: String) throws(JSONPathError) {
        self.text = text
        var parser = JSONPathParser(text)
        query = try parser.parse()
    }

    /// Whether it gives one value at most: names and indexes only (RFC 9535 2.3.5.1).
    public var isSingular: Bool { query.isSingular }

    /// The names that lead to what it gives, from the outside in; nil for a query of anything but member names.
    public var names: [String]? {
        guard !query.isRelative, query.isSingular else { return nil }
        var names: [String] = []
        for segment in query.segments {
            guard case .name(let name)? = segment.selectors.first, let text = String(validating: name, as: UTF8.self)
            else { return nil }
            names.append(text)
        }
        return names
    }

    /// The query that a text begins with, and how many characters (Unicode scalars) of the text it is; the text goes on
    /// with something else.
    public static func beginning(_ text: String) throws(JSONPathError) -> (path: JSONPath, length: Int) {
        var parser = JSONPathParser(text)
        let length = try parser.parseBeginning()
        return (try JSONPath(String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))), length)
    }
}
