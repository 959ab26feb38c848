import Text

/// Reads the characters of a string: of JSON, escapes resolved, or of plain UTF-8.
///
/// Half a surrogate pair is read as its own value, a byte that is not UTF-8 as U+FFFD, and what is no escape without its
/// backslash: as it is shown.
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
        if base[position] == 0x5C, hasEscapes {
            let escape = JSONEscape.read(base, position, end)
            position += escape.length
            if escape.kind != .fault { return escape.value }
            guard position < end else { return nil }
        }
        let (value, length) = UTF8Bytes.scalar(base, position, end)
        position += max(1, length)
        return length == 0 ? 0xFFFD : value
    }
}
