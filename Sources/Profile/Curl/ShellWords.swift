import Text

/// The words of a command line as sh(1) reads them (POSIX Shell 2.2), and bash's `$'...'`.
///
/// Nothing is run and nothing is looked up: `$NAME` becomes `{{NAME}}`, so that a request keeps its variables; braces that
/// stand in the command itself are its own and stand for themselves. A word is read when it is asked for: whether a text
/// is a command at all is known after its first few.
struct ShellWords {
    /// What stood in double braces and is none of martlet's, each once.
    private(set) var braced: [String] = []
    /// Whether such braces are variables all the same.
    var takesBraces = false
    /// What stands after the command, from `|`, `;`, `&` or `>` on; empty for nothing.
    private(set) var rest = ""
    /// Whether a line break ended the command, so that another one may follow.
    private(set) var endedWithLine = false
    /// What a shell would have run or read, in words.
    private(set) var notes: [String] = []

    /// UTF-8, as a shell reads it: everything that means something is ASCII.
    private let text: [UInt8]
    private var position = 0
    /// Whether the command has a word already.
    private var hasBegun = false
    /// The word that is being read; nil between words, where `""` is one and nothing is none.
    private var word: [UInt8]?
    /// Where in it `$NAME` became a call.
    private var calls: [Range<Int>] = []
    /// The first closing brace from some place on.
    private var nextClose = -1

    init(_ text: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var wasReturn = false
        // A carriage return before a line feed is no character of its own: both are one line break.
        for byte in text.utf8 {
            if byte == Self.newline, wasReturn { bytes[bytes.count - 1] = byte } else { bytes.append(byte) }
            wasReturn = byte == 0x0D
        }
        self.text = bytes
    }

    private static let newline = UInt8(ascii: "\n")

    // MARK: - Outside of quotes

    /// The next word, quotes taken off; nil at the end of the command.
    mutating func next() -> String? {
        while position < text.count {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                position += 1
                if let word = takeWord() { return word }
                continue
            // Lines before the command are none of it.
            case Self.newline where word == nil && !hasBegun: break
            case Self.newline, UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: ">"),
                UInt8(ascii: "<"):
                return end()
            // A comment goes to the end of its line; within a word it is a character like others (POSIX 2.3).
            case UInt8(ascii: "#") where word == nil && !isPrompt:
                position = text[position...].firstIndex(of: Self.newline) ?? text.count
                continue
            case UInt8(ascii: "\\"):
                position += 1
                guard position < text.count else { break }
                // A line break after it joins the lines.
                if text[position] != Self.newline { add(text[position]) }
            case UInt8(ascii: "^") where isBeforeLineBreak, UInt8(ascii: "`") where isBeforeLineBreak:
                // How cmd.exe and PowerShell join lines.
                position += 1
            case UInt8(ascii: "'"): readSingle()
            case UInt8(ascii: "\""): readDouble()
            case UInt8(ascii: "$"): readDollar(inQuotes: false)
            case UInt8(ascii: "`"): readBackticks()
            default: add(byte)
            }
            position += 1
        }
        return takeWord()
    }

    private var isBeforeLineBreak: Bool { position + 1 < text.count && text[position + 1] == Self.newline }

    /// Whether a `#` is root's prompt: what a person would comment out is typed without it, too.
    private var isPrompt: Bool {
        guard !hasBegun, position + 1 < text.count else { return false }
        let line = text[(position + 1)...].prefix { $0 != Self.newline }
        guard let blank = line.first, Self.isBlank(blank) else { return false }
        let program = line.drop(while: Self.isBlank).prefix { !Self.isBlank($0) }
        return CurlImport.isProgram(String(decoding: program, as: UTF8.self))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// The command ends here: what follows is kept as it is, and no word comes after the last.
    private mutating func end() -> String? {
        endedWithLine = text[position] == Self.newline
        rest = String(decoding: text[position...], as: UTF8.self).trimmed
        position = text.count
        return takeWord()
    }

    private mutating func takeWord() -> String? {
        defer { (word, calls) = (nil, []) }
        guard let word else { return nil }
        hasBegun = true
        var text = ""
        var start = 0
        for call in calls {
            text += literal(word[start..<call.lowerBound]) + String(decoding: word[call], as: UTF8.self)
            start = call.upperBound
        }
        return text + literal(word[start...])
    }

    /// What stood in the command itself.
    private mutating func literal(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let found = TemplateCall.all(in: text)
        // No address has braces of its own.
        let isAddress = text.hasPrefix("{{") && text.contains("/") || text.contains("://{{")
        guard !found.isEmpty, !isAddress else { return text }
        for call in found where braced.count < Self.maximumNotes {
            let written = String(decoding: Array(text.utf8)[call.range], as: UTF8.self)
            if !braced.contains(written) { braced.append(written) }
        }
        return takesBraces ? text : TemplateCall.quoted(text)
    }

    /// A variable of the shell, which is one of the request.
    private mutating func add(call name: String) {
        let start = word?.count ?? 0
        add("{{\(name)}}".utf8)
        calls.append(start..<(word?.count ?? start))
    }

    private mutating func add(_ byte: UInt8) {
        if word == nil { word = [] }
        word?.append(byte)
    }

    private mutating func add(_ bytes: some Sequence<UInt8>) {
        if word == nil { word = [] }
        word?.append(contentsOf: bytes)
    }

    /// The most notes that anybody reads, and the longest piece of the text in one.
    private static let maximumNotes = 100
    private static let longestExcerpt = 200

    private mutating func note(_ words: String) {
        if notes.count < Self.maximumNotes { notes.append(words) }
    }

    private func excerpt(_ range: Range<Int>) -> String {
        range.count <= Self.longestExcerpt ? string(range) : "\(string(range.prefix(Self.longestExcerpt)))…"
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }

    // MARK: - Quotes

    private mutating func readSingle() {
        let start = position + 1
        let close = text[start...].firstIndex(of: UInt8(ascii: "'")) ?? text.count
        add(text[start..<close])
        position = close
        if position >= text.count { note("a ' is not closed") }
    }

    private mutating func readDouble() {
        // An empty pair of quotes is a word, too.
        add([])
        position += 1
        while position < text.count, text[position] != UInt8(ascii: "\"") {
            switch text[position] {
            // Before anything else a backslash in double quotes is itself (POSIX 2.2.3).
            case UInt8(ascii: "\\") where position + 1 < text.count && Self.isEscaped(text[position + 1]):
                position += 1
                if text[position] != Self.newline { add(text[position]) }
            case UInt8(ascii: "$"): readDollar(inQuotes: true)
            case UInt8(ascii: "`"): readBackticks()
            default: add(text[position])
            }
            position += 1
        }
        if position >= text.count { note("a \" is not closed") }
    }

    /// What a backslash takes the meaning of in double quotes.
    private static func isEscaped(_ byte: UInt8) -> Bool { "\\\"$`\n".utf8.contains(byte) }

    /// `$NAME`, `${NAME}`, `$'...'`, `$(...)`; a dollar alone is one.
    private mutating func readDollar(inQuotes: Bool) {
        guard position + 1 < text.count else { return add(UInt8(ascii: "$")) }
        switch text[position + 1] {
        case UInt8(ascii: "'") where !inQuotes:
            position += 1
            readANSI()
        case UInt8(ascii: "\"") where !inQuotes:
            // A translated string: without a translation it is the string.
            position += 1
            readDouble()
        case UInt8(ascii: "{"): readBraces()
        case UInt8(ascii: "("): readCommand()
        case let next where Self.isName(next) && !(0x30...0x39).contains(next):
            let start = position + 1
            let end = text[start...].firstIndex { !Self.isName($0) } ?? text.count
            add(call: string(start..<end))
            position = end - 1
        default: add(UInt8(ascii: "$"))
        }
    }

    private mutating func readBraces() {
        let start = position + 2
        // Found once for all that are opened before it: each of many would look to the end of the text.
        if nextClose < start { nextClose = text[start...].firstIndex(of: UInt8(ascii: "}")) ?? text.count }
        guard nextClose < text.count else { return add(UInt8(ascii: "$")) }
        let name = start..<nextClose
        if text[name].allSatisfy(Self.isName) {
            add(call: string(name))
        } else {
            add(text[position...nextClose])
            note("${\(excerpt(name))} is kept as it is")
        }
        position = nextClose
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        default: false
        }
    }

    private mutating func readCommand() {
        if readPrinted() { return }
        let start = position
        var depth = 0
        while position < text.count {
            if text[position] == UInt8(ascii: "(") { depth += 1 }
            if text[position] == UInt8(ascii: ")") { depth -= 1 }
            // Brackets are only counted: nothing of it is run, so quotes within need not be read.
            if depth == 0, text[position] == UInt8(ascii: ")") { break }
            position += 1
        }
        let command = start..<min(position + 1, text.count)
        add(text[command])
        note("\(excerpt(command)) is not run")
    }

    /// Reads `$(printf '...')` as ``ShellWord`` writes control characters: nothing has to be run to know it. False where
    /// it is anything else.
    private mutating func readPrinted() -> Bool {
        let head = "$(printf "
        guard text[position...].starts(with: head.utf8) else { return false }
        var place = position + head.utf8.count
        var format: [UInt8] = []
        while place < text.count, text[place] != UInt8(ascii: ")") {
            if text[place] == UInt8(ascii: "'"), let close = text[(place + 1)...].firstIndex(of: UInt8(ascii: "'")) {
                format += text[place + 1..<close]
                place = close + 1
            } else if text[place...].starts(with: "\\'".utf8) {
                format.append(UInt8(ascii: "'"))
                place += 2
            } else {
                return false
            }
        }
        guard place < text.count, let made = ShellWord.printed(format) else { return false }
        add(made)
        position = place
        return true
    }

    private mutating func readBackticks() {
        let start = position
        position = text[(start + 1)...].firstIndex(of: UInt8(ascii: "`")) ?? text.count
        let command = start..<min(position + 1, text.count)
        add(text[command])
        note("\(excerpt(command)) is not run")
    }

    // MARK: - $'...'

    private mutating func readANSI() {
        add([])
        position += 1
        // `\xHH` and octal give bytes that are UTF-8 together.
        while position < text.count, text[position] != UInt8(ascii: "'") {
            if text[position] == UInt8(ascii: "\\"), position + 1 < text.count {
                position += 1
                readEscape()
            } else {
                add(text[position])
            }
            position += 1
        }
        if position >= text.count { note("a $' is not closed") }
    }

    /// What one letter after a backslash means.
    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "e"): 27, UInt8(ascii: "E"): 27, UInt8(ascii: "f"): 12,
        UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
        UInt8(ascii: "\\"): 92, UInt8(ascii: "'"): 39, UInt8(ascii: "\""): 34, UInt8(ascii: "?"): 63,
    ]

    /// One escape; `position` is on the byte after the backslash, and at its end on the escape's last.
    private mutating func readEscape() {
        let byte = text[position]
        if let simple = Self.simpleEscapes[byte] { return add(simple) }
        switch byte {
        case UInt8(ascii: "x"): if let value = digits(upTo: 2, radix: 16) { add(UInt8(truncatingIfNeeded: value)) }
        case UInt8(ascii: "u"), UInt8(ascii: "U"): readScalar(digits: byte == UInt8(ascii: "u") ? 4 : 8)
        case 0x30...0x37:
            // `digits` reads behind the position: the octal digit under it is the first.
            position -= 1
            if let value = digits(upTo: 3, radix: 8) { add(UInt8(truncatingIfNeeded: value)) }
        case UInt8(ascii: "c"):
            position += 1
            guard position < text.count, text[position] < 0x80 else { return }
            add(text[position] & 0x1F)
        default:
            add(UInt8(ascii: "\\"))
            add(byte)
        }
    }

    /// Two halves of a pair are one character, as in JavaScript, from which Chrome takes them.
    private mutating func readScalar(digits count: Int) {
        guard var value = digits(upTo: count, radix: 16) else { return }
        if (0xD800..<0xDC00).contains(value), position + 2 < text.count, text[position + 1] == UInt8(ascii: "\\"),
            text[position + 2] == UInt8(ascii: "u")
        {
            position += 2
            if let low = digits(upTo: 4, radix: 16), (0xDC00..<0xE000).contains(low) {
                // In Swift the shift binds first: ten bits of each half.
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
        }
        let scalar = Unicode.Scalar(UInt32(value)) ?? "\u{FFFD}"
        add(String(Character(scalar)).utf8)
    }

    /// The number that some digits after `position` make.
    private mutating func digits(upTo count: Int, radix: Int) -> Int? {
        var value: Int?
        for _ in 0..<count {
            guard position + 1 < text.count,
                let digit = Character(Unicode.Scalar(text[position + 1])).hexDigitValue, digit < radix
            else { break }
            value = (value ?? 0) * radix + digit
            position += 1
        }
        return value
    }
}
