import Text

/// How curl writes forms: the values of `-F`, and the pairs of `-d`.
enum CurlForm {
    /// The fields of a form's value between `;`, quotes respected.
    static func fields(_ text: Substring) -> [(text: String, isQuoted: Bool)] {
        var fields: [(text: String, isQuoted: Bool)] = []
        var field = ""
        var isInQuotes = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                field.append(character)
                isEscaped = false
            } else if character == "\\", isInQuotes {
                field.append(character)
                isEscaped = true
            } else if character == "\"" {
                field.append(character)
                isInQuotes.toggle()
            } else if character == ";", !isInQuotes {
                fields.append((field, false))
                field = ""
            } else {
                field.append(character)
            }
        }
        fields.append((field, false))
        if fields[0].text.hasPrefix("\"") { fields[0] = (unquoted(fields[0].text[...]), true) }
        // What follows a `;` and is no setting belongs to the value.
        while fields.count > 1, !fields[1].text.contains("=") || fields[1].text.hasPrefix("=") {
            fields[0].text += ";" + fields[1].text
            fields.remove(at: 1)
        }
        return fields
    }

    static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return String(text) }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }

    /// The rows of a form, if encoding them again gives the same text.
    static func rows(of text: String) -> [DraftField]? {
        guard !text.isEmpty else { return [] }
        var rows: [DraftField] = []
        for pair in text.split(separator: "&", omittingEmptySubsequences: false) {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else { return nil }
            let row = DraftField(
                PercentEncoding.decode(sides[0], plusIsSpace: true), PercentEncoding.decode(sides[1], plusIsSpace: true)
            )
            // Variables are encoded when they have values: as written they are the same either way.
            func again(_ encode: (String) -> String) -> String {
                [row.name, row.value].map { $0.contains("{{") ? $0 : encode($0) }.joined(separator: "=")
            }
            // A blank is `+` or `%20`: every server reads both.
            guard again(PercentEncoding.form) == pair || again(PercentEncoding.component) == pair else { return nil }
            rows.append(row)
        }
        return rows
    }
}
