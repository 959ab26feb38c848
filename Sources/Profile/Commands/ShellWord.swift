import Text

/// Words for sh(1), written so that what is pasted into a terminal is what was meant: control characters travel as
/// escapes of printf(1), for a terminal would act on them before any shell saw them.
public enum ShellWord {
    /// A text as one word: as it is, in single quotes, or made by printf(1).
    public static func quoted(_ text: String) -> String {
        if text.isEmpty { return "''" }
        if text.utf8.allSatisfy(isPlain) { return text }
        // A command substitution loses the line ends at its end, and NULs, which no argument of a program holds.
        let body = text.unicodeScalars.reversed().drop { $0 == "\n" }.reversed()
        // Single quotes hold everything, line ends too, but a control character would act on the terminal.
        guard body.contains(where: { isControl($0) && $0 != "\n" }) else { return single(text) }
        let ends = text.unicodeScalars.count - body.count
        let made = "\"$(printf \(format(Array(text.utf8.dropLast(ends)))))\""
        return ends == 0 ? made : made + single(String(repeating: "\n", count: ends))
    }

    /// The words of a program and its arguments in one line, which ``words(in:)`` takes apart again.
    public static func line(_ words: [String]) -> String {
        words.map { !$0.isEmpty && $0.utf8.allSatisfy { !isParting($0) } ? $0 : single($0) }.joined(separator: " ")
    }

    /// The words of such a line. No shell reads it: blanks part words, quotes and a backslash hold them together, and all
    /// else, such as `$` and `|`, is a character. A quote that is not closed reaches to the end.
    public static func words(in text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8]?
        var quote: UInt8?
        var isEscaped = false
        func add(_ byte: UInt8) {
            if word == nil { word = [] }
            word?.append(byte)
        }
        func end() {
            if let word { words.append(String(decoding: word, as: UTF8.self)) }
            word = nil
        }
        for byte in text.utf8 {
            switch byte {
            case _ where isEscaped:
                // In double quotes it is a character before anything but these (POSIX Shell 2.2.3).
                if quote != nil, !"\"\\".utf8.contains(byte) { add(UInt8(ascii: "\\")) }
                add(byte)
                isEscaped = false
            case UInt8(ascii: "\\") where quote != UInt8(ascii: "'"): isEscaped = true
            case _ where byte == quote: quote = nil
            case UInt8(ascii: "'") where quote == nil, UInt8(ascii: "\"") where quote == nil:
                quote = byte
                // An empty pair of quotes is a word, too.
                word = word ?? []
            case UInt8(ascii: " ") where quote == nil, UInt8(ascii: "\t") where quote == nil: end()
            default: add(byte)
            }
        }
        // One at the very end has nothing to hold.
        if isEscaped { add(UInt8(ascii: "\\")) }
        end()
        return words
    }

    private static func isParting(_ byte: UInt8) -> Bool { byte <= 0x20 || "'\"\\".utf8.contains(byte) }

    /// Bytes as the format of printf(1), in quotes: what is not printable ASCII is an octal escape.
    public static func format(_ bytes: some Sequence<UInt8>) -> String {
        var text = "'"
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "%"): text += "%%"
            case UInt8(ascii: "\\"): text += "\\\\"
            case UInt8(ascii: "'"): text += "'\\''"
            case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                // Octal, as POSIX's printf knows no `\xHH`; three digits always, so that a digit behind them is no part of it.
                text += "\\" + padded(byte, 3, radix: 8)
            }
        }
        return text + "'"
    }

    /// What printf(1) prints of a format as ``format(_:)`` writes it, in a command substitution, which takes the line ends
    /// at its end away; nil of any other.
    static func printed(_ format: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = format[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard rest.popFirst() == byte else { return nil }
                bytes.append(byte)
            case UInt8(ascii: "\\"):
                if rest.first == byte {
                    bytes.append(rest.removeFirst())
                } else {
                    guard rest.count >= 3,
                        let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
                    else { return nil }
                    bytes.append(value)
                    rest = rest.dropFirst(3)
                }
            default: bytes.append(byte)
            }
        }
        while bytes.last == 0x0A { bytes.removeLast() }
        return bytes
    }

    /// A path as one word; the shell opens a leading `~/`, which it would not do in quotes.
    public static func path(_ path: String) -> String {
        path.hasPrefix("~/") ? "\"$HOME\"/" + quoted(String(path.dropFirst(2))) : quoted(path)
    }

    /// A name that a shell has for a variable: `api-token` is `API_TOKEN`.
    public static func variable(_ name: String) -> String {
        let name = String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        return name.first?.isNumber ?? true ? "_\(name)" : name
    }

    /// Whether a text does nothing to a terminal that it is pasted into.
    static func isPastable(_ text: String) -> Bool {
        !text.unicodeScalars.contains { isControl($0) && $0 != "\n" }
    }

    private static func single(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "_./:=@%+,-".utf8.contains(byte)
        }
    }
}
