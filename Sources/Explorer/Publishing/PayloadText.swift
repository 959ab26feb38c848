/// A payload as typed turned into the bytes that are sent.
public enum PayloadText {
    /// What is wrong with a payload as typed, and where.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// In the user's words.
        public let description: String
        /// The offset in the text's UTF-8.
        public let offset: Int
    }

    /// The bytes of hexadecimal digits; spaces, line breaks, `:` and `-` between bytes and a leading `0x` are allowed.
    /// - Throws: ``Problem`` at the first character that is no digit, or when a digit is missing.
    public static func hex(_ text: String) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        var high: UInt8?
        let isPrefixed = text.hasPrefix("0x") || text.hasPrefix("0X")
        for (offset, byte) in text.utf8.enumerated() where !(isPrefixed && offset < 2) {
            guard let digit = digit(byte) else {
                let isGap = byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x3A || byte == 0x2D
                if isGap, high == nil { continue }
                throw Problem(
                    description: isGap ? "a byte is two digits: one is missing" : "not a hexadecimal digit",
                    offset: offset)
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        if high != nil {
            throw Problem(description: "a byte is two digits: the last one is missing", offset: text.utf8.count)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The bytes of Base64, in the standard or the URL alphabet (RFC 4648 4 and 5); line breaks and spaces are passed
    /// over, padding may be missing.
    /// - Throws: ``Problem`` at the first character outside the alphabet, or when the last group is incomplete.
    public static func base64(_ text: String) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for (offset, byte) in text.utf8.enumerated() {
            if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { continue }
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
        case 2 where bits & 0xF == 0: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3 where bits & 0x3 == 0:
            bytes += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        default: throw Problem(description: "the last group is incomplete", offset: text.utf8.count)
        }
        return bytes
    }

    /// Bytes as Base64 in the standard alphabet, padded, on one line (RFC 4648 4).
    public static func base64(of bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0..<4 {
                let sextet = Int(bits >> UInt32(18 - 6 * place) & 63)
                text.append(place <= group.count ? alphabet[sextet] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
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
