/// A word of a filter.
struct FilterToken: Equatable {
    /// What it is.
    enum Kind: Equatable {
        /// A name, a number, a word.
        case word
        /// A text in quotes, without them.
        case quoted
        /// `==`, `&&`, `(` …
        case sign
        /// Behind the last.
        case end
    }

    var kind: Kind
    var text: String
    /// Where it stands, in characters.
    var range: Range<Int>

    /// The words of a filter, and the end.
    static func all(in text: String) throws(WireFilterProblem) -> [FilterToken] {
        let characters = Array(text)
        var tokens: [FilterToken] = []
        var place = 0
        while place < characters.count {
            let character = characters[place]
            if character.isWhitespace {
                place += 1
            } else if character == "\"" {
                tokens.append(try quoted(characters, &place))
                // The longer signs come first in the list: `>=` is not `>` and `=`.
            } else if let sign = signs.first(where: { characters[place...].starts(with: $0) }) {
                tokens.append(FilterToken(kind: .sign, text: sign, range: place..<place + sign.count))
                place += sign.count
            } else {
                let start = place
                while place < characters.count, isWord(characters, place) { place += 1 }
                // A sign that means nothing alone is a word of its own.
                if place == start { place += 1 }
                tokens.append(FilterToken(kind: .word, text: String(characters[start..<place]), range: start..<place))
            }
        }
        tokens.append(FilterToken(kind: .end, text: "", range: characters.count..<characters.count))
        return tokens
    }

    private static let signs = ["==", "!=", ">=", "<=", "&&", "||", ">", "<", "!", "(", ")", "{", "}", ","]

    private static func isWord(_ characters: [Character], _ place: Int) -> Bool {
        let character = characters[place]
        if character.isWhitespace || "\"(){},<>=!".contains(character) { return false }
        // A single `&` is a part of a word, as in a query; two are an operator.
        let isDouble = place + 1 < characters.count && characters[place + 1] == character
        return !((character == "&" || character == "|") && isDouble)
    }

    private static func quoted(_ characters: [Character], _ place: inout Int) throws(WireFilterProblem) -> FilterToken {
        let start = place
        var text = ""
        place += 1
        while place < characters.count, characters[place] != "\"" {
            // A backslash takes the next character as it is, a quote too.
            if characters[place] == "\\", place + 1 < characters.count { place += 1 }
            text.append(characters[place])
            place += 1
        }
        guard place < characters.count else {
            throw WireFilterProblem("the quote is not closed: put a \" at the end", at: start..<characters.count)
        }
        place += 1
        return FilterToken(kind: .quoted, text: text, range: start..<place)
    }
}
