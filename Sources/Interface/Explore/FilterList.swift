/// Several filters in one line, as people type them: blanks or line breaks between, quotes around one that has blanks itself.
enum FilterList {
    /// The filters of a text, each once, in the order in which they stand. A quote that is not closed reaches to the end.
    static func filters(in text: String) -> [String] {
        var filters: [String] = []
        var (current, isQuoted, isAny) = ("", false, false)
        func take() {
            if isAny, !filters.contains(current) { filters.append(current) }
            (current, isAny) = ("", false)
        }
        for character in text {
            if isQuoted {
                if character == "\"" { isQuoted = false } else { current.append(character) }
            } else if character == "\"", !isAny {
                // Within a filter a quote is a character like others.
                (isQuoted, isAny) = (true, true)
            } else if character.isWhitespace {
                take()
            } else {
                current.append(character)
                isAny = true
            }
        }
        // The last one has no blank behind it.
        take()
        return filters
    }

    /// The text of some filters.
    static func text(_ filters: [String]) -> String {
        filters.map { $0.contains(where: \.isWhitespace) || $0.first == "\"" ? "\"\($0)\"" : $0 }.joined(separator: " ")
    }
}
