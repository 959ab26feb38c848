import Text

/// A command line for cmd.exe as browsers copy it: carets taken off, and words as C programs on Windows read them.
///
/// Chrome and Edge put a caret before everything that cmd.exe might take for its own, the quotes too; old Firefox doubles
/// the quotes within quotes.
enum WindowsWords {
    /// The text as sh(1) reads the same words; nil when it is no such command line.
    static func forShell(_ text: String) -> String? {
        guard isForWindows(text) else { return nil }
        return words(of: withoutCarets(Array(text.utf8))).map(single).joined(separator: " ")
    }

    /// A caret before a quote, or doubled quotes within quotes, mean nothing that anybody would write for sh(1).
    private static func isForWindows(_ text: String) -> Bool {
        if text.contains("^\"") { return true }
        // A shell's quotes: what a Unix program copied has these.
        guard !text.contains("'"), !text.contains("\\\"") else { return false }
        let bytes = Array(text.utf8)
        let quote = UInt8(ascii: "\"")
        // `"{""a"":1}"`: two quotes with something other than a blank on both sides.
        return bytes.indices.dropFirst().dropLast(2).contains { place in
            bytes[place] == quote && bytes[place + 1] == quote && !bytes[place - 1].isSpace
                && !bytes[place + 2].isSpace && bytes[place - 1] != UInt8(ascii: "=")
        }
    }

    /// `^x` is x; `^` before a line break joins the lines, and before two of them is one.
    private static func withoutCarets(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var at = 0
        while at < text.count {
            guard text[at] == UInt8(ascii: "^"), at + 1 < text.count else {
                bytes.append(text[at])
                at += 1
                continue
            }
            at += 1
            let breaks = lineBreak(text, at)
            if breaks == 0 {
                bytes.append(text[at])
                at += 1
                continue
            }
            at += breaks
            let second = lineBreak(text, at)
            // The caret takes one break away and makes the next a character: browsers write `^` and two breaks for one.
            if second > 0 { bytes.append(0x0A) }
            at += second
        }
        return bytes
    }

    /// How many bytes of a line break stand at a place.
    private static func lineBreak(_ text: [UInt8], _ at: Int) -> Int {
        guard at < text.count else { return 0 }
        if text[at] == 0x0D { return at + 1 < text.count && text[at + 1] == 0x0A ? 2 : 1 }
        return text[at] == 0x0A ? 1 : 0
    }

    /// Words by the rules of Microsoft's C runtime: `\"` is a quote, two quotes within quotes are one, other backslashes
    /// are themselves.
    private static func words(of text: [UInt8]) -> [[UInt8]] {
        var words: [[UInt8]] = []
        // Changed in place: as an optional it would be copied for every byte.
        var word: [UInt8] = []
        var isWord = false
        var isQuoted = false
        var at = 0
        while at < text.count {
            let byte = text[at]
            switch byte {
            case UInt8(ascii: "\\"):
                isWord = true
                var end = at
                while end < text.count, text[end] == byte { end += 1 }
                let count = end - at
                let isBeforeQuote = end < text.count && text[end] == UInt8(ascii: "\"")
                // Before a quote two backslashes are one, and an odd one makes the quote a character.
                word.append(contentsOf: repeatElement(byte, count: isBeforeQuote ? count / 2 : count))
                at = end
                if isBeforeQuote, !count.isMultiple(of: 2) {
                    word.append(UInt8(ascii: "\""))
                    at += 1
                }
                continue
            case UInt8(ascii: "\""):
                isWord = true
                if isQuoted, at + 1 < text.count, text[at + 1] == byte {
                    word.append(byte)
                    at += 1
                } else {
                    isQuoted.toggle()
                }
            case _ where byte.isSpace && !isQuoted:
                if isWord { words.append(word) }
                (word, isWord) = ([], false)
            default:
                isWord = true
                word.append(byte)
            }
            at += 1
        }
        if isWord { words.append(word) }
        return words
    }

    /// A word in single quotes of sh(1), in which nothing means anything.
    private static func single(_ word: [UInt8]) -> String {
        "'\(String(decoding: word, as: UTF8.self).replacing("'", with: "'\\''"))'"
    }
}
