/// The words of JSON: numbers and literals.
public enum JSONWord: Sendable {
    /// What a word is.
    case number, literal
    /// Nothing that JSON has.
    case nonsense

    /// The word at `position`: a number, a literal, or anything else up to where JSON can go on.
    @inlinable @inline(__always)
    public static func read(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> (kind: JSONWord, end: Int) {
        let first = base[position]
        // A minus or a digit: what lies below 0 wraps, beyond 9.
        if first == 0x2D || first &- 0x30 < 10 {
            let close = endOfNumber(base, position, end)
            if close > position, close == end || isDelimiter(base[close]) { return (.number, close) }
        } else if first == 0x74 || first == 0x66 || first == 0x6E {
            let close = endOfLiteral(base, position, end)
            if close > position, close == end || isDelimiter(base[close]) { return (.literal, close) }
        }
        return (.nonsense, endOfNonsense(base, position, end))
    }

    /// The end of the number of RFC 8259 section 6 at `position`, or `position` when there is none.
    @inlinable @inline(__always)
    static func endOfNumber(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        var next = position
        if base[next] == 0x2D { next += 1 }
        guard next < end, base[next] &- 0x30 < 10 else { return position }
        // A zero stands alone before the point: 01 is no number of JSON.
        if base[next] == 0x30 { next += 1 } else { next = digits(base, next, end) }
        if next < end, base[next] == 0x2E {
            let close = digits(base, next + 1, end)
            guard close > next + 1 else { return position }
            next = close
        }
        if next < end, base[next] | 0x20 == 0x65 {
            var exponent = next + 1
            if exponent < end, base[exponent] == 0x2B || base[exponent] == 0x2D { exponent += 1 }
            let close = digits(base, exponent, end)
            guard close > exponent else { return position }
            next = close
        }
        return next
    }

    @inlinable @inline(__always)
    static func digits(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        var position = position
        while position < end, base[position] &- 0x30 < 10 { position += 1 }
        return position
    }

    /// The end of the literal that begins with the letter at `position`, or `position` when it is another word.
    @inlinable @inline(__always)
    static func endOfLiteral(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        let letter = base[position]
        // Four letters are compared at once: those behind its first of "false".
        let start = letter == 0x66 ? position + 1 : position
        guard end - start >= 4 else { return position }
        let wanted: UInt32 = letter == 0x66 ? 0x616C_7365 : letter == 0x74 ? 0x7472_7565 : 0x6E75_6C6C
        let word = UInt32(bigEndian: UnsafeRawPointer(base + start).loadUnaligned(as: UInt32.self))
        return word == wanted ? start + 4 : position
    }

    /// White space, a bracket, a comma, a colon or a quote.
    @inlinable @inline(__always)
    static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x09, 0x22, 0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D: true
        default: false
        }
    }

    /// The end of what is not JSON: words and the blanks between them are kept together.
    @usableFromInline
    static func endOfNonsense(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        var position = position
        while true {
            while position < end, !isDelimiter(base[position]) { position += 1 }
            var next = position
            while next < end, base[next] == 0x20 { next += 1 }
            // Blanks at the end belong to what follows.
            guard next > position, next < end, !isDelimiter(base[next]) else { return position }
            position = next
        }
    }
}
