import Payloads
import Text

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
            guard let digit = HexDigit.value(byte) else {
                let isGap = byte.isSpace || byte == 0x3A || byte == 0x2D
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

    /// The bytes of Base64, in the standard or the URL alphabet (RFC 4648 4 and 5); line breaks and spaces are passed
    /// over, padding may be missing.
    /// - Throws: ``Problem`` at the first character outside the alphabet, or when the last group is incomplete.
    public static func base64(_ text: String) throws(Problem) -> [UInt8] {
        do throws(Base64.Problem) { return try Base64.decode(text) } catch {
            throw Problem(description: error.description, offset: error.offset)
        }
    }
}
