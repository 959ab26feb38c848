/// The words of a command line as sh(1) reads them (POSIX Shell 2.2), and bash's `$'...'`.
///
/// Nothing is run and nothing is looked up: `$NAME` becomes `{{NAME}}`, so that a request keeps its variables.
struct ShellWords {
    /// The words in order, quotes taken off.
    private(set) var words: [String] = []
    /// What stands after the command, from `|`, `;`, `&` or `>` on; empty for nothing.
    private(set) var rest = ""
    /// What a shell would have run or read, in words.
    private(set) var notes: [String] = []

    private let text: [Character]
    private var position = 0
    private var word: String?

    init(_ text: String) {
        // Line breaks in any form are one; that of Windows is a single Character.
        self.text = Array(text.replacing("\r\n", with: "\n"))
        read()
    }

    // MARK: - Outside of quotes

    private mutating func read() {
        while position < text.count {
            let character = text[position]
            switch character {
            case " ", "\t": endWord()
            case "\n": return end()
            case "\\":
                position += 1
                guard position < text.count else { break }
                // A line break after it joins the lines.
                if text[position] != "\n" { add(String(text[position])) }
            case "^" where isBeforeLineBreak, "`" where isBeforeLineBreak:
                // How cmd.exe and PowerShell join lines.
                position += 1
            case "'": readSingle()
            case "\"": readDouble()
            case "$": readDollar(inQuotes: false)
            case "#" where word == nil:
                return
            case "|", ";", "&", ">", "<":
                // `2>` and the like: the number belongs to it.
                return end()
            case "`": readBackticks()
            default: add(String(character))
            }
            position += 1
        }
        endWord()
    }

    private var isBeforeLineBreak: Bool { position + 1 < text.count && text[position + 1] == "\n" }

    private mutating func end() {
        endWord()
        rest = String(text[position...]).trimmedBlanks
    }

    private mutating func add(_ text: String) { word = (word ?? "") + text }

    private mutating func endWord() {
        if let word { words.append(word) }
        word = nil
    }

    // MARK: - Quotes

    private mutating func readSingle() {
        add("")
        position += 1
        while position < text.count, text[position] != "'" {
            add(String(text[position]))
            position += 1
        }
        if position >= text.count { notes.append("a ' is not closed") }
    }

    private mutating func readDouble() {
        add("")
        position += 1
        while position < text.count, text[position] != "\"" {
            switch text[position] {
            case "\\" where position + 1 < text.count && "\\\"$`\n".contains(text[position + 1]):
                position += 1
                if text[position] != "\n" { add(String(text[position])) }
            case "$": readDollar(inQuotes: true)
            case "`": readBackticks()
            default: add(String(text[position]))
            }
            position += 1
        }
        if position >= text.count { notes.append("a \" is not closed") }
    }

    /// `$NAME`, `${NAME}`, `$'...'`, `$(...)`; a dollar alone is one.
    private mutating func readDollar(inQuotes: Bool) {
        guard position + 1 < text.count else { return add("$") }
        switch text[position + 1] {
        case "'" where !inQuotes:
            position += 1
            readANSI()
        case "\"" where !inQuotes:
            // A translated string: without a translation it is the string.
            position += 1
            readDouble()
        case "{":
            guard let close = text[position...].firstIndex(of: "}") else { return add("$") }
            let name = String(text[(position + 2)..<close])
            if name.allSatisfy(Self.isName) {
                add("{{\(name)}}")
            } else {
                add("${\(name)}")
                notes.append("${\(name)} is kept as it is")
            }
            position = close
        case "(": readCommand()
        case let next where Self.isName(next) && !next.isNumber:
            var name = ""
            while position + 1 < text.count, Self.isName(text[position + 1]) {
                name.append(text[position + 1])
                position += 1
            }
            add("{{\(name)}}")
        default: add("$")
        }
    }

    private static func isName(_ character: Character) -> Bool {
        character == "_" || character.isASCII && (character.isLetter || character.isNumber)
    }

    private mutating func readCommand() {
        var depth = 0
        var command = ""
        while position < text.count {
            command.append(text[position])
            if text[position] == "(" { depth += 1 }
            if text[position] == ")" { depth -= 1 }
            if depth == 0, text[position] == ")" { break }
            position += 1
        }
        add(command)
        notes.append("\(command) is not run")
    }

    private mutating func readBackticks() {
        var command = "`"
        position += 1
        while position < text.count, text[position] != "`" {
            command.append(text[position])
            position += 1
        }
        add(command + "`")
        notes.append("\(command)` is not run")
    }

    // MARK: - $'...'

    private mutating func readANSI() {
        position += 1
        // Bytes: `\xHH` and octal give bytes that are UTF-8 together.
        var bytes: [UInt8] = []
        while position < text.count, text[position] != "'" {
            if text[position] == "\\", position + 1 < text.count {
                position += 1
                readEscape(into: &bytes)
            } else {
                bytes += Array(String(text[position]).utf8)
            }
            position += 1
        }
        if position >= text.count { notes.append("a $' is not closed") }
        add(String(decoding: bytes, as: UTF8.self))
    }

    /// One escape; `position` is on the character after the backslash, and at its end on the escape's last.
    private mutating func readEscape(into bytes: inout [UInt8]) {
        let simple: [Character: UInt8] = [
            "a": 7, "b": 8, "e": 27, "E": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, "'": 39, "\"": 34,
            "?": 63,
        ]
        let character = text[position]
        if let byte = simple[character] { return bytes.append(byte) }
        switch character {
        case "x": digits(upTo: 2, radix: 16).map { bytes.append(UInt8(truncatingIfNeeded: $0)) }
        case "u", "U":
            // Two halves of a pair are one character, as in JavaScript, from which Chrome takes them.
            guard var value = digits(upTo: character == "u" ? 4 : 8, radix: 16) else { return }
            if (0xD800..<0xDC00).contains(value), position + 2 < text.count, text[position + 1] == "\\",
                text[position + 2] == "u"
            {
                position += 2
                if let low = digits(upTo: 4, radix: 16), (0xDC00..<0xE000).contains(low) {
                    value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                }
            }
            let scalar = Unicode.Scalar(UInt32(value)) ?? "\u{FFFD}"
            bytes += Array(String(Character(scalar)).utf8)
        case "0"..."7":
            position -= 1
            digits(upTo: 3, radix: 8).map { bytes.append(UInt8(truncatingIfNeeded: $0)) }
        case "c":
            position += 1
            guard position < text.count, let ascii = text[position].asciiValue else { return }
            bytes.append(ascii & 0x1F)
        default: bytes += Array("\\\(character)".utf8)
        }
    }

    /// The number that some digits after `position` make.
    private mutating func digits(upTo count: Int, radix: Int) -> Int? {
        var value: Int?
        for _ in 0..<count {
            guard position + 1 < text.count, let digit = text[position + 1].hexDigitValue, digit < radix else { break }
            value = (value ?? 0) * radix + digit
            position += 1
        }
        return value
    }
}

extension String {
    /// Without white space at its ends.
    var trimmedBlanks: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
