/// Field values that are lists (RFC 9110 5.6.1), and the quoted strings in them (5.6.4).
public enum FieldList {
    /// The items between commas that stand in no quotes, without the blanks around them; empty ones are passed over.
    public static func items(_ value: String) -> [Substring] { parts(value[...], at: ",") }

    /// The items of a list of tokens, in small letters; commas and blanks are between them.
    public static func tokens(_ value: String) -> [String] {
        value.lowercased().split { $0 == "," || $0.isFieldBlank }.map(String.init)
    }

    /// The parts between separators that stand in no quotes, without the blanks around them.
    /// - Parameter keepsEmpty: whether parts with nothing in them are among them.
    public static func parts(
        _ value: Substring, at separator: Character, keepsEmpty: Bool = false
    ) -> [Substring] {
        var parts: [Substring] = []
        var start = value.startIndex
        var isQuoted = false
        var isEscaped = false
        for place in value.indices {
            let character = value[place]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                parts.append(value[start..<place])
                start = value.index(after: place)
            }
        }
        parts.append(value[start...])
        return parts.map { $0.trimming(\.isFieldBlank) }.filter { keepsEmpty || !$0.isEmpty }
    }

    /// A token as it is, a quoted string without its quotes and escapes.
    public static func unquoted(_ text: Substring) -> String {
        let text = text.trimming(\.isFieldBlank)
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
        var plain = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if !isEscaped, character == "\\" {
                isEscaped = true
            } else {
                plain.append(character)
                isEscaped = false
            }
        }
        return plain
    }
}
