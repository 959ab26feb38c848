/// Several filters in one line, as people type them: blanks or line breaks between, quotes around one that has blanks
/// itself, where a quote is written twice.
enum FilterList {
    /// The filters of a text, each once, in the order in which they stand. A quote that is not closed reaches to the end.
    static func filters(in text: String) -> [String] {
        var filters: [String] = []
        var (current, isQuoted, isAny, hasClosed) = ("", false, false, false)
        func take() {
            if isAny, !filters.contains(current) { filters.append(current) }
            (current, isAny, hasClosed) = ("", false, false)
        }
        for character in text {
            if isQuoted {
                if character == "\"" { (isQuoted, hasClosed) = (false, true) } else { current.append(character) }
            } else if character == "\"", hasClosed {
                // It was no end: the second of two within quotes.
                current.append(character)
                (isQuoted, hasClosed) = (true, false)
            } else if character == "\"", !isAny {
                // Within a filter a quote is a character like others.
                (isQuoted, isAny) = (true, true)
            } else if character.isWhitespace {
                take()
            } else {
                current.append(character)
                (isAny, hasClosed) = (true, false)
            }
        }
        // The last one has no blank behind it.
        take()
        return filters
    }

    /// The text of some filters.
    static func text(_ filters: [String]) -> String {
        filters.map { filter in
            guard filter.contains(where: \.isWhitespace) || filter.first == "\"" else { return filter }
            return "\"\(filter.replacing("\"", with: "\"\""))\""
        }.joined(separator: " ")
    }
}
