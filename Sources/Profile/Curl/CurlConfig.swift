import Text

/// A file of options (`-K`): one a line, its value behind a blank, a colon or an equals sign.
enum CurlConfig {
    /// What a line says.
    struct Line: Equatable {
        /// Which it is, from 1.
        var number: Int
        /// The option with its dashes.
        var option: String
        /// Its value; nil for none.
        var value: String?
    }

    /// The lines of a file that say something.
    static func lines(_ text: String) -> [Line] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            line($0.offset, $0.element)
        }
    }

    private static func line(_ index: Int, _ text: Substring) -> Line? {
        let line = text.drop(while: \.isWhitespace)
        guard let first = line.first, first != "#" else { return nil }
        let hasDash = first == "-"
        func isBetween(_ character: Character) -> Bool {
            // As curl: an equals sign or a colon only behind a name without dashes.
            character.isWhitespace || !hasDash && (character == "=" || character == ":")
        }
        let name = line.prefix { !isBetween($0) }
        var read = Line(number: index + 1, option: hasDash ? String(name) : "--\(name)")
        var rest = line[name.endIndex...].drop(while: isBetween)
        guard let start = rest.first else { return read }
        read.value =
            start == "\""
            ? rest.popQuotedWord(escapes: ["t": "\t", "n": "\n", "r": "\r", "v": "\u{0B}"])
            : String(rest.prefix { !$0.isWhitespace })
        return read
    }
}
