/// What a `Content-Disposition` field says (RFC 6266).
public enum ContentDisposition {
    /// The name of the file, without the folders before it and without control characters; nil when there is none that can
    /// be used.
    public static func filename(_ value: String) -> String? {
        for part in parameters(value) {
            guard let equals = part.firstIndex(of: "="),
                trimmed(part[..<equals]).lowercased() == "filename"
            else { continue }
            var text = trimmed(part[part.index(after: equals)...])
            if text.first == "\"" { text = unquoted(text) }
            let last = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
            let isSafe = !["", ".", ".."].contains(last) && last.unicodeScalars.allSatisfy { $0.value >= 0x20 }
            return isSafe ? last : nil
        }
        return nil
    }

    /// The pieces between semicolons that are not within quotes.
    private static func parameters(_ value: String) -> [Substring] {
        var isQuoted = false
        var isEscaped = false
        return value.split { character in
            if isEscaped {
                isEscaped = false
            } else if character == "\\", isQuoted {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            }
            return character == ";" && !isQuoted
        }
    }

    private static func unquoted(_ text: String) -> String {
        var inner = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", let next = rest.popFirst() { inner.append(next) } else { inner.append(character) }
        }
        return inner
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...last])
    }
}
