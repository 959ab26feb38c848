import Text

/// What header fields may hold (RFC 9110 5).
public enum HeaderRules {
    /// What is wrong with a field; nil when nothing is.
    public static func problem(of field: DraftField) -> String? {
        if field.name.isEmpty { return "The header with the value \"\(field.value)\" has no name" }
        if let bad = field.name.unicodeScalars.first(where: { !isTokenScalar($0) }) {
            return "The header name \"\(shown(field.name))\" has \(named(bad)), which no name holds"
        }
        if let bad = field.value.unicodeScalars.first(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) {
            return "The value of \(field.name) has \(named(bad)): it would end the header, and is refused"
        }
        return nil
    }

    /// Whether a text is a token (RFC 9110 5.6.2), as methods and names are.
    public static func isToken(_ text: String) -> Bool {
        HTTPToken.isToken(text)
    }

    private static func isTokenScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && HTTPToken.holds(UInt8(scalar.value))
    }

    private static func named(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\r": "a carriage return (CR)"
        case "\n": "a line break (LF)"
        case "\0": "a NUL"
        case " ": "a blank"
        case let scalar where scalar.value < 0x20 || scalar.value == 0x7F: "a control character"
        default: "\"\(scalar)\""
        }
    }

    /// A text on one line.
    private static func shown(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "·" : $0 }))
    }
}
