/// Walks over a format string and makes pieces of it.
struct FormatReader {
    /// What may separate groups of hex digits.
    private static let separators = Set("!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~ ".unicodeScalars)

    // Scalars, because a combining mark after a letter is text, not another letter.
    private var rest: Substring.UnicodeScalarView
    private var text: [UInt8] = []
    private var pieces: [MessageFormat.Piece] = []

    init(_ text: String) { rest = text[...].unicodeScalars }

    mutating func read() throws(ScriptError) -> [MessageFormat.Piece] {
        while let character = rest.popFirst() {
            switch character {
            case "%": try field()
            case "@": try time()
            case "\\": try escape()
            default: text += Array(String(character).utf8)
            }
        }
        flush()
        return pieces
    }

    private mutating func flush() {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = []
    }

    private mutating func add(_ piece: MessageFormat.Piece) {
        flush()
        pieces.append(piece)
    }

    private mutating func next(after sign: String) throws(ScriptError) -> Unicode.Scalar {
        guard let character = rest.popFirst() else {
            throw ScriptError("-F: \(sign) at the end stands for nothing; write \(sign)\(sign) for the sign itself")
        }
        return character
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number() throws(ScriptError) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest[digits.endIndex...]
        guard let number = Int(String(digits)), number <= MessageFormat.largestWidth else {
            throw ScriptError("-F: a width is at most \(MessageFormat.largestWidth), not \(String(digits))")
        }
        return number
    }

    private mutating func field() throws(ScriptError) {
        var options = FieldOptions()
        if take("-") { options.isLeftAligned = true }
        if take("0") { options.isZeroPadded = true }
        options.width = try number() ?? 0
        if take(".") { options.precision = try number() ?? 0 }
        if let first = rest.first, Self.separators.contains(first) {
            options.separator = UInt8(truncatingIfNeeded: first.value)
            rest.removeFirst()
        }
        let letter = try next(after: "%")
        if letter == "%" {
            text.append(UInt8(ascii: "%"))
            return
        }
        guard let field = MessageFormat.Field(rawValue: Character(letter)) else {
            throw ScriptError(
                "-F: %\(letter) is no field; there are %"
                    + MessageFormat.Field.allCases.map { String($0.rawValue) }.joined(separator: " %"))
        }
        add(.field(field, options))
    }

    private mutating func time() throws(ScriptError) {
        switch try next(after: "@") {
        case "@": text.append(UInt8(ascii: "@"))
        case "N": add(.nanoseconds)
        // Any letter goes to strftime(3), which knows best what there is.
        case let letter: add(.time("%\(letter)"))
        }
    }

    private mutating func escape() throws(ScriptError) {
        let letter = try next(after: "\\")
        switch letter {
        case "\\": text.append(0x5C)
        case "0": text.append(0)
        case "a": text.append(7)
        case "e": text.append(0x1B)
        case "n": text.append(0x0A)
        case "r": text.append(0x0D)
        case "t": text.append(0x09)
        case "v": text.append(0x0B)
        default: throw ScriptError("-F: \\\(letter) is no escape; there are \\\\ \\0 \\a \\e \\n \\r \\t \\v")
        }
    }
}
