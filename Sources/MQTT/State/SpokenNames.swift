/// What is said in the place of texts that nobody may read, such as a filter with a token in it.
public struct SpokenNames: Hashable, Sendable {
    /// What is said of filters, topics, client identifiers, wills and properties, by what they are on the wire.
    public var texts: [String: String]
    /// Whether the user name is such a text as well.
    public var hidesUsername: Bool

    /// Every text is said as it is, unless it is told here.
    public init(_ texts: [String: String] = [:], hidesUsername: Bool = false) {
        self.texts = texts
        self.hidesUsername = hidesUsername
    }

    /// Whether everything is said as it is.
    public var isEmpty: Bool { texts.isEmpty && !hidesUsername }

    /// A text as it is said.
    public func said(_ text: String) -> String { texts[text] ?? text }
}
