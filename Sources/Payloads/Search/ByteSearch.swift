/// A search for a text in bytes with smart case: letters match both cases, until the text has a capital letter. Letters
/// are those of the alphabets that UTF-8 writes in one or two bytes: Latin, Greek, Cyrillic, Armenian.
public struct ByteSearch {
    private let needle: [UInt8]
    private let foldsCase: Bool
    /// Letters of two bytes that have another case stand in it.
    private let hasWideLetters: Bool
    private let spelled: SpelledText?

    /// Prepares the search; an empty text is found everywhere.
    /// - Parameter readsEscapes: whether letters beyond ASCII are found, and may be typed, as JSON escapes them too.
    public init(_ text: String, readsEscapes: Bool = false) {
        let text = readsEscapes ? SpelledText.plain(text) : text
        needle = Array(text.utf8)
        foldsCase = !text.unicodeScalars.contains { $0.properties.isUppercase }
        hasWideLetters = foldsCase && needle.contains { (0xC3...0xDF).contains($0) }
        spelled = readsEscapes ? SpelledText(text, foldsCase: foldsCase) : nil
    }

    /// Bytes that a match takes at most.
    public var count: Int { spelled?.mostBytes ?? needle.count }

    /// Whether the text occurs in `bytes`.
    public func isFound(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard !needle.isEmpty else { return true }
        guard bytes.count >= needle.count, let base = bytes.baseAddress else { return false }
        if let spelled {
            return bytes.withMemoryRebound(to: UInt8.self) { bytes in
                bytes.baseAddress.map { spelled.find($0, from: 0, bytes.count) != nil } ?? false
            }
        }
        return needle.withUnsafeBufferPointer { needle in
            let ends = bytes.count &- needle.count
            // Such a letter's two cases may differ in both bytes, which the comparison by eight does not know.
            if hasWideLetters { return (0...ends).contains { isFolded(base + $0, needle) } }
            let first = Self.cases(needle[0], folds: foldsCase)
            let last = Self.cases(needle[needle.count - 1], folds: foldsCase)
            let (firstLower, firstUpper) = (Self.repeated(first.lower), Self.repeated(first.upper))
            let (lastLower, lastUpper) = (Self.repeated(last.lower), Self.repeated(last.upper))
            var at = 0
            // Eight places at a time, each eight bytes one number: where both the first and the last byte fit, look closer.
            // The word of the last bytes ends within the payload as well.
            while at &+ 7 <= ends {
                let heads = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                let headHits = Self.zeros(heads ^ firstLower) | Self.zeros(heads ^ firstUpper)
                if headHits != 0 {
                    let tails = base.loadUnaligned(fromByteOffset: at &+ needle.count &- 1, as: UInt64.self)
                    let tailHits = Self.zeros(tails ^ lastLower) | Self.zeros(tails ^ lastUpper)
                    if headHits & tailHits != 0 {
                        // All of the eight, as a bit may be one of the false ones.
                        for i in 0..<8 where isEqual(base + at + i, needle) { return true }
                    }
                }
                at &+= 8
            }
            while at <= ends {
                if isEqual(base + at, needle) { return true }
                at &+= 1
            }
            return false
        }
    }

    private static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The highest bit of each byte that is zero; now and then also that of a one above a zero, never too few.
    @inline(__always)
    private static func zeros(_ bytes: UInt64) -> UInt64 {
        (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
    }

    private static func cases(_ byte: UInt8, folds: Bool) -> (lower: UInt8, upper: UInt8) {
        let isLetter = byte >= 0x61 && byte <= 0x7A
        return (byte, folds && isLetter ? byte & ~0x20 : byte)
    }

    /// Compares letter by letter: a capital may begin with another byte than its small letter.
    private func isFolded(_ bytes: UnsafeRawPointer, _ needle: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = 0
        while i < needle.count {
            let byte = bytes.load(fromByteOffset: i, as: UInt8.self)
            // Not beyond the needle's length: what follows there may not be there.
            if (0xC3...0xDF).contains(byte), i + 1 < needle.count {
                let second = bytes.load(fromByteOffset: i + 1, as: UInt8.self)
                let lower = CaseFolding.lower(UInt32(byte & 0x1F) << 6 | UInt32(second & 0x3F))
                if needle[i] != UInt8(0xC0 | lower >> 6) || needle[i + 1] != UInt8(0x80 | lower & 0x3F) { return false }
                i += 2
            } else {
                if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != needle[i] { return false }
                i += 1
            }
        }
        return true
    }

    @inline(__always)
    private func isEqual(_ bytes: UnsafeRawPointer, _ needle: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = 0
        while i < needle.count {
            var byte = bytes.load(fromByteOffset: i, as: UInt8.self)
            if foldsCase, byte >= 0x41, byte <= 0x5A { byte |= 0x20 }
            if byte != needle[i] { return false }
            i &+= 1
        }
        return true
    }
}
