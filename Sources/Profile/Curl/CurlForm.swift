import Text

/// How curl reads the value of `-F`, and how the pairs of `-d` are rows of a form.
enum CurlForm {
    /// A value of `-F` taken apart: its content, and what is set after it.
    struct Value: Equatable {
        /// The content without the `@` or `<` before it.
        var content: String
        /// `@` for a file, `<` for the content of one; nil for the content itself.
        var mark: Character?
        /// `type=`
        var type: String?
        /// `filename=`
        var filename: String?
        /// Settings that are not done here, as `encoder=base64`.
        var others: [String] = []
        /// Whether several files are named, which curl sends as a part of parts.
        var isList = false
    }

    /// Takes the value of a part apart: `content`, `@file` or `<file`, and `;type=`, `;filename=` after it.
    static func value(_ text: Substring) -> Value {
        var value = Value(content: "")
        var rest = text
        if let first = rest.first, first == "@" || first == "<" {
            value.mark = first
            rest = rest.dropFirst()
        }
        // Several files of one name stand with commas between them.
        let end: Character? = value.mark == "@" ? "," : nil
        value.content = word(&rest, end)
        // What follows a type and is no other setting belongs to it: `text/plain; charset=utf-8`.
        var isInType = false
        while rest.first == ";" {
            rest = rest.dropFirst().drop(while: \.isWhitespace)
            if !isInType, rest.hasPrefix("type=") {
                rest = rest.dropFirst(5).drop(while: \.isWhitespace)
                value.type = String(rest.prefix { $0 != ";" && $0 != end }).trimmed
                isInType = true
            } else if rest.hasPrefix("filename=") {
                rest = rest.dropFirst(9).drop(while: \.isWhitespace)
                value.filename = word(&rest, end)
                isInType = false
                continue
            } else if ["headers=", "encoder="].contains(where: rest.hasPrefix) {
                value.others.append(String(rest.prefix { $0 != ";" }))
                isInType = false
            } else if isInType {
                value.type?.append("; " + String(rest.prefix { $0 != ";" && $0 != end }).trimmed)
            } else {
                // curl warns and goes on.
                value.others.append(String(rest.prefix { $0 != ";" && $0 != end }))
            }
            rest = rest.drop { $0 != ";" && $0 != end }
        }
        value.isList = !rest.isEmpty
        return value
    }

    /// Whether curl takes a text for a type: something on both sides of a slash, without blanks.
    static func isType(_ text: String) -> Bool {
        let sides = text.prefix { $0 != ";" }.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, let second = sides[1].first else { return false }
        return !sides[0].isEmpty && !sides[0].contains(" ") && !second.isWhitespace && second != ","
    }

    /// A word up to `;` or `end`: as it stands without the blanks around it, or what is between quotes.
    private static func word(_ rest: inout Substring, _ end: Character?) -> String {
        rest = rest.drop(while: \.isWhitespace)
        if rest.first == "\"", let quoted = quoted(rest) {
            rest = rest[quoted.end...].drop { $0 != ";" && $0 != end }
            return quoted.text
        }
        let word = rest.prefix { $0 != ";" && $0 != end }
        rest = rest[word.endIndex...]
        return String(word).trimmed
    }

    /// What stands between quotes, and where it ends; nil when they are not closed.
    private static func quoted(_ text: Substring) -> (text: String, end: String.Index)? {
        var result = ""
        var index = text.index(after: text.startIndex)
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index] == "\\", next < text.endIndex, text[next] == "\\" || text[next] == "\"" {
                result.append(text[next])
                index = text.index(after: next)
            } else if text[index] == "\"" {
                return (result, next)
            } else {
                result.append(text[index])
                index = next
            }
        }
        return nil
    }

    /// The media type that curl 7.88 tells for a file's ending; nil for others.
    static func type(of name: String) -> String? {
        let types = [
            ".gif": "image/gif", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
            ".svg": "image/svg+xml", ".txt": "text/plain", ".htm": "text/html", ".html": "text/html",
            ".pdf": "application/pdf", ".xml": "application/xml",
        ]
        let name = name.lowercased()
        return types.first { name.hasSuffix($0.key) }?.value
    }

    /// The rows of a form, if encoding them again gives the same text.
    static func rows(of text: String) -> [DraftField]? {
        guard !text.isEmpty else { return [] }
        var rows: [DraftField] = []
        for pair in text.split(separator: "&", omittingEmptySubsequences: false) {
            let sides = FormPairs.pair(pair)
            guard let value = sides.value, !sides.name.isEmpty else { return nil }
            let row = DraftField(
                PercentEncoding.decode(sides.name, plusIsSpace: true), PercentEncoding.decode(value, plusIsSpace: true)
            )
            // Variables are encoded when they have values; a file's content is encoded by its own call.
            let again = [row.name, row.value].map { $0.contains("{{") ? $0 : PercentEncoding.form($0) }
            // Encoded otherwise than we do, the rows would send other bytes: it stays a text.
            guard again.joined(separator: "=") == pair, !row.value.contains("{{\(TemplateFile.name) ") else {
                return nil
            }
            rows.append(row)
        }
        return rows
    }
}
