/// Checks and steps over raw bytes, eight at a time where it can be.
public enum UTF8Bytes {
    /// Reads the scalar at `position`. The length is 0 when the bytes there are no well-formed UTF-8
    /// (overlong forms, surrogates and values beyond U+10FFFF are not).
    @inlinable @inline(__always)
    public static func scalar(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> (value: UInt32, length: Int)
    {
        let first = UInt32(base[position])
        if first < 0x80 { return (first, 1) }
        // C0 and C1 begin overlong forms only, F5 and on what is beyond U+10FFFF (RFC 3629 4).
        if first < 0xC2 || first > 0xF4 { return (0, 0) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard end - position >= length else { return (0, 0) }
        var value = first & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for index in 1..<length {
            let next = UInt32(base[position + index])
            if next & 0xC0 != 0x80 { return (0, 0) }
            value = value << 6 | next & 0x3F
        }
        if length == 3, value < 0x800 || (0xD800...0xDFFF).contains(value) { return (0, 0) }
        if length == 4, value < 0x10000 || value > 0x10FFFF { return (0, 0) }
        return (value, length)
    }

    /// The end of the run of printable ASCII that starts at `position`.
    @inlinable @inline(__always)
    public static func endOfPrintable(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        var position = position
        // The last bytes go one by one: eight at once would read beyond the end.
        while end &- position >= 8, areAllPrintable(load(base, position)) { position &+= 8 }
        while position < end, base[position] &- 0x20 < 0x5F { position &+= 1 }
        return position
    }

    /// The first byte from `position` on that is not part of well-formed UTF-8, or nil.
    @inlinable
    public static func firstFlaw(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int? {
        var position = position
        while position < end {
            while end &- position >= 8, load(base, position) & highBits == 0 { position &+= 8 }
            guard position < end else { return nil }
            let length = scalar(base, position, end).length
            if length == 0 { return position }
            position += length
        }
        return nil
    }

    /// Whether all of the bytes are well-formed UTF-8.
    @inlinable
    public static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return true }
        return firstFlaw(base, 0, bytes.count) == nil
    }

    /// The end of the run of JSON and XML white space that starts at `position`.
    @inlinable @inline(__always)
    public static func endOfSpace(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        var position = position
        while position < end {
            guard base[position].isSpace else { return position }
            position &+= 1
            // Indentation, eight blanks at a time.
            while end &- position >= 8, load(base, position) == spaces { position &+= 8 }
        }
        return position
    }

    /// The end of the run of bytes that need no look inside a JSON string: ASCII but controls, quote and backslash.
    @inlinable @inline(__always)
    public static func endOfPlainString(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        var position = position
        while end &- position >= 8 {
            let word = load(base, position)
            let stops =
                isBelow32(word) | hasByte(word, 0x2222_2222_2222_2222) | hasByte(word, 0x5C5C_5C5C_5C5C_5C5C) | word
            let marks = stops & highBits
            // The lowest mark is exact; the arithmetic can raise false ones only above a true one.
            if marks != 0 { return position &+ marks.trailingZeroBitCount >> 3 }
            position &+= 8
        }
        while position < end {
            let byte = base[position]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte >= 0x80 { return position }
            position &+= 1
        }
        return position
    }

    /// A high bit for each of the eight bytes at `position` that is a quote or a bracket of JSON.
    @inlinable @inline(__always)
    public static func marksOfJSON(_ base: UnsafePointer<UInt8>, _ position: Int) -> UInt64 {
        let word = load(base, position)
        // Square brackets and braces differ in one bit.
        let folded = word | spaces
        return hasByte(word, 0x2222_2222_2222_2222) | hasByte(folded, 0x7B7B_7B7B_7B7B_7B7B)
            | hasByte(folded, 0x7D7D_7D7D_7D7D_7D7D)
    }

    /// The end of the run of bytes from `position` on that are neither quotes nor brackets of JSON.
    @inlinable @inline(__always)
    public static func endOfPlainJSON(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        var position = position
        while end &- position >= 8 {
            let marks = marksOfJSON(base, position)
            // The lowest mark is exact; the arithmetic can raise false ones only above a true one.
            if marks != 0 { return position &+ marks.trailingZeroBitCount >> 3 }
            position &+= 8
        }
        while position < end {
            let byte = base[position]
            if byte == 0x22 || byte | 0x20 == 0x7B || byte | 0x20 == 0x7D { return position }
            position &+= 1
        }
        return position
    }

    /// The end of the JSON string whose opening quote is at `position`, closing quote included, whatever is in it; the end
    /// of the bytes without one.
    @inlinable
    public static func endOfJSONString(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
        var position = position + 1
        while true {
            position = endOfPlainString(base, position, end)
            guard position < end else { return end }
            switch base[position] {
            case 0x22: return position + 1
            // What is escaped and could end the string, or escape on, is stepped over with its backslash.
            case 0x5C where position + 1 < end && (base[position + 1] == 0x22 || base[position + 1] == 0x5C):
                position += 2
            default: position += 1
            }
        }
    }

    /// Whether the string that starts with the quote at a place, and goes on to where ``endOfJSONString(_:_:_:)`` says,
    /// has a quote of its own at its end: one that is cut off may end with a quote that is escaped.
    public static func isJSONString(_ base: UnsafePointer<UInt8>, _ position: Int, _ close: Int) -> Bool {
        guard close > position + 1, base[close - 1] == 0x22 else { return false }
        // Of backslashes before it each second one is escaped itself.
        var start = close - 1
        while start > position + 1, base[start - 1] == 0x5C { start -= 1 }
        return (close - 1 - start).isMultiple(of: 2)
    }

    @inlinable @inline(__always)
    static var highBits: UInt64 { 0x8080_8080_8080_8080 }
    @inlinable @inline(__always)
    static var lowBits: UInt64 { 0x0101_0101_0101_0101 }
    @inlinable @inline(__always)
    static var spaces: UInt64 { 0x2020_2020_2020_2020 }

    @inlinable @inline(__always)
    static func load(_ base: UnsafePointer<UInt8>, _ position: Int) -> UInt64 {
        // The first byte lowest, whatever the machine, so that zeros at the end count bytes.
        UInt64(littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self))
    }

    @inlinable @inline(__always)
    static func hasByte(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        // A byte that is the pattern's becomes 0 and borrows into its high bit; the borrow may raise a false one above it.
        let difference = word ^ pattern
        return (difference &- lowBits) & ~difference & highBits
    }

    @inlinable @inline(__always)
    static func isBelow32(_ word: UInt64) -> UInt64 {
        // What is below 0x20 borrows and gets its high bit; `~word` leaves out what had it before.
        (word &- spaces) & ~word & highBits
    }

    @inlinable @inline(__always)
    static func areAllPrintable(_ word: UInt64) -> Bool {
        (isBelow32(word) | hasByte(word, 0x7F7F_7F7F_7F7F_7F7F) | word & highBits) == 0
    }
}
