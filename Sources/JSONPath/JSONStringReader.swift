import Text

/// Reads the characters of a string: of JSON, escapes resolved, or of plain UTF-8.
///
/// Half a surrogate pair is read as its own value, and a byte that is not UTF-8 as U+FFFD.
struct JSONStringReader {
    // Not owned: from one slice to the next only readers of the source's own bytes may be kept.
    private let base: UnsafePointer<UInt8>
    private var position: Int
    private let end: Int
    private let hasEscapes: Bool

    /// The inside of a JSON string between `start` and `end`, without the quotes.
    init(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, hasEscapes: Bool = true) {
        self.base = base
        position = start
        self.end = end
        self.hasEscapes = hasEscapes
    }

    var isAtEnd: Bool { position >= end }

    /// The next character; nil at the end.
    mutating func next() -> UInt32? {
        guard position < end else { return nil }
        let byte = base[position]
        if byte == 0x5C, hasEscapes, position + 1 < end { return escape() }
        if byte < 0x80 {
            position += 1
            return UInt32(byte)
        }
        let (value, length) = UTF8Bytes.scalar(base, position, end)
        position += max(1, length)
        return length == 0 ? 0xFFFD : value
    }

    private mutating func escape() -> UInt32 {
        let letter = base[position + 1]
        position += 2
        switch letter {
        case 0x62: return 0x08
        case 0x66: return 0x0C
        case 0x6E: return 0x0A
        case 0x72: return 0x0D
        case 0x74: return 0x09
        case 0x75:
            guard let first = hexadecimal() else { return 0xFFFD }
            guard (0xD800..<0xDC00).contains(first), position + 1 < end, base[position] == 0x5C,
                base[position + 1] == 0x75
            else { return first }
            let before = position
            position += 2
            if let second = hexadecimal(), (0xDC00..<0xE000).contains(second) {
                return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
            }
            // Half a pair: what follows is read for itself.
            position = before
            return first
        default: return UInt32(letter)
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard end - position >= 4 else {
            // Cut off: what is left of its digits is no text.
            position = end
            return nil
        }
        guard let value = HexDigit.four(base, position, end) else { return nil }
        position += 4
        return UInt32(value)
    }
}
