/// What a piece of a laid-out line is, so that a theme can colour it.
public enum TokenKind: Hashable, Sendable, CaseIterable {
    /// Text without a part to play, and white space.
    case plain
    /// Brackets, commas, colons, angle brackets.
    case punctuation
    /// A JSON member's name, quotes included.
    case key
    /// A JSON string or an XML attribute's value, quotes included.
    case string
    /// A JSON number.
    case number
    /// `true`, `false`, `null`.
    case literal
    /// The name of an XML element.
    case tag
    /// The name of an XML attribute.
    case attribute
    /// An XML comment, processing instruction or document type.
    case comment
    /// The offset at the left of a hex line.
    case hexOffset
    /// The bytes of a hex line.
    case hexBytes
    /// The characters of a hex line.
    case hexText
    /// A line that only the newer payload has.
    case added
    /// A line that only the older payload has.
    case removed
    /// What stands for folded lines.
    case foldMark
    /// What does not belong there: a word that is not JSON, a byte that is not UTF-8.
    case error
    /// The picture of a control character, such as `␀`.
    case control
    /// The picture of the line break that ends a raw line.
    case lineBreakMark
}

/// A piece of one line: text that is safe to draw, without control characters, and what it is.
public struct Span: Hashable, Sendable {
    /// What the text is.
    public var kind: TokenKind
    /// The text, ready to draw.
    public var text: String

    /// A piece of a line.
    public init(kind: TokenKind, text: String) {
        self.kind = kind
        self.text = text
    }
}
