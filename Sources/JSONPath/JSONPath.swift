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
}
