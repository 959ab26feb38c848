import Glibc

/// What is searched for: bytes of UTF-8, and whether capitals matter.
struct SearchPattern: Sendable {
    let bytes: [UInt8]
    /// The columns it takes at most.
    let columns: Int
    /// The bytes that a match takes at most.
    var mostBytes: Int { spelled?.mostBytes ?? bytes.count }
    private let isExact: Bool
    private let first: (UInt8, UInt8)
    private let spelled: SpelledText?

    init(_ typed: String) {
        let text = SpelledText.plain(typed)
        let isExact = text.unicodeScalars.contains { $0.properties.isUppercase }
        let bytes = Array(text.utf8)[...]
        // Words that are parts of the payload, the longest of them.
        let parts = bytes.split(omittingEmptySubsequences: true) { Self.isOfLayout($0) }
        let longest = parts.filter(Self.isOfPayload).max { $0.count < $1.count }
        self.init(
            bytes, isExact: isExact, SpelledText(text, foldsCase: !isExact),
            anchor: longest.map { Anchor(SearchPattern($0, isExact: isExact, nil, anchor: nil)) })
    }

    private final class Anchor: Sendable {
        let pattern: SearchPattern
        init(_ pattern: SearchPattern) { self.pattern = pattern }
    }

    private init(_ text: ArraySlice<UInt8>, isExact: Bool, _ spelled: SpelledText?, anchor: Anchor?) {
        self.isExact = isExact
        self.spelled = spelled
        anchorBox = anchor
        bytes = Array(text)
        // A scalar takes a byte at least and two columns at most; spelled as an escape, six columns or twelve.
        columns = max(2 * bytes.count, spelled?.mostBytes ?? 0)
        let byte = bytes.first ?? 0
        let upper = byte &- 0x61 < 26 && !isExact ? byte - 0x20 : byte
        first = (byte, upper)
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// The longest part of the pattern that is always a run of the payload's own bytes: without what layout puts between
    /// tokens, and with something that is not in the marks for bytes that cannot be drawn, such as «ff». Where it is not
    /// in a line's bytes, the pattern is not in the line. Nil when there is no such part.
    var anchor: SearchPattern? { anchorBox?.pattern }
    private let anchorBox: Anchor?

    private static func isOfLayout(_ byte: UInt8) -> Bool {
        switch byte {
        // Beyond ASCII too: the payload may spell such a letter as an escape.
        case 0x00...0x20, 0x22, 0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D, 0x3C...0x3E, 0x2F, 0x27, 0x80...0xFF: true
        default: false
        }
    }

    private static func isOfPayload(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.contains(where: isOfLayout) { return false }
        return bytes.contains { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x46, 0x61...0x66, 0x55, 0x75, 0x2B: false
            default: true
            }
        }
    }

    /// Where the pattern is in `text` from `place` on.
    func find(_ text: UnsafeBufferPointer<UInt8>, from place: Int) -> Range<Int>? {
        guard text.count >= bytes.count, let base = text.baseAddress else { return nil }
        if let spelled { return spelled.find(base, from: place, text.count) }
        let last = text.count - bytes.count
        var place = place
        while place <= last {
            // memchr looks at many bytes at once, but for one only: a letter of two cases has two.
            if isExact || first.0 == first.1 && first.0 < 0x80 {
                guard let found = memchr(base + place, Int32(first.0), last - place + 1) else { return nil }
                place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            } else {
                // Beyond ASCII the other case may begin with another byte: there each such byte is looked at.
                let others: UInt8 = first.0 < 0x80 ? 0xFF : 0x7F
                while place <= last, base[place] != first.0, base[place] != first.1, base[place] <= others {
                    place += 1
                }
                if place > last { return nil }
            }
            if matches(base + place) { return place..<place + bytes.count }
            place += 1
        }
        return nil
    }

    private func matches(_ text: UnsafePointer<UInt8>) -> Bool {
        if isExact { return memcmp(text, bytes, bytes.count) == 0 }
        var index = 0
        while index < bytes.count {
            let byte = text[index]
            if byte < 0x80 {
                if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != bytes[index] { return false }
                index += 1
            } else if byte >= 0xC3, byte < 0xE0, index + 1 < bytes.count {
                let scalar = CaseFolding.lower(UInt32(byte & 0x1F) << 6 | UInt32(text[index + 1] & 0x3F))
                let lower = (UInt8(0xC0 | scalar >> 6), UInt8(0x80 | scalar & 0x3F))
                if bytes[index] != lower.0 || bytes[index + 1] != lower.1 { return false }
                index += 2
            } else {
                if byte != bytes[index] { return false }
                index += 1
            }
        }
        return true
    }
}
