/// Base64 (RFC 4648 4), and its URL alphabet (RFC 4648 5) when it is read.
public enum Base64 {
    /// What cannot be read.
    public struct Problem: Error, Equatable, Sendable {
        /// What is wrong.
        public var description: String
        /// Where, in bytes of UTF-8 from the start.
        public var offset: Int
    }

    /// The text of some bytes, with padding.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        let found: Void? = bytes.withContiguousStorageIfAvailable { bytes in
            encode(UnsafeRawBufferPointer(bytes)) { text.append($0) }
        }
        if found == nil { Array(bytes).withUnsafeBytes { bytes in encode(bytes) { text.append($0) } } }
        return String(decoding: text, as: UTF8.self)
    }

    /// Hands on the text of some bytes digit by digit, with padding; allocates nothing.
    @inlinable
    public static func encode(_ bytes: UnsafeRawBufferPointer, _ put: (UInt8) -> Void) {
        var index = 0
        while index < bytes.count {
            let left = min(3, bytes.count - index)
            var group = UInt32(bytes[index]) << 16
            if left > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[index + 2]) }
            for place in 0..<4 {
                // One byte makes two digits, two make three, and the rest of the four is padding.
                put(place > left ? 0x3D : digit(UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * place)) & 63))
            }
            index += 3
        }
    }

    @usableFromInline
    static func digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: 0x41 + value
        // 0x47 is `a` less 26; the digits lie four below their values, as `0` less 52.
        case 26..<52: 0x47 + value
        case 52..<62: value - 4
        case 62: 0x2B
        default: 0x2F
        }
    }

    /// The bytes of a text in either alphabet; line breaks and blanks are passed over, padding may be missing.
    /// - Throws: ``Problem`` at the first character outside the alphabet, or when the last group is incomplete.
    public static func decode(_ text: String) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for (offset, byte) in text.utf8.enumerated() {
            if byte.isSpace { continue }
            // Padding stands only where a group lacks one digit or two.
            if byte == UInt8(ascii: "="), count >= 2, count + padding < 4 {
                padding += 1
                continue
            }
            guard padding == 0, let value = sextet(byte) else {
                throw Problem(
                    description: padding > 0 ? "nothing follows the padding" : "not in Base64's alphabet",
                    offset: offset)
            }
            bits = bits << 6 | value
            count += 1
            if count == 4 {
                bytes += [
                    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                    UInt8(truncatingIfNeeded: bits),
                ]
                (bits, count) = (0, 0)
            }
        }
        switch count {
        case 0: break
        // Bits that belong to no byte must be zero: else two texts would mean the same bytes.
        case 2 where bits & 0xF == 0: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3 where bits & 0x3 == 0:
            bytes += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        default: throw Problem(description: "the last group is incomplete", offset: text.utf8.count)
        }
        return bytes
    }

    private static func sextet(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
