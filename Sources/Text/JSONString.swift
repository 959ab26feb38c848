/// Strings of JSON (RFC 8259 7): escapes where the standard wants them, and nowhere else.
public enum JSONString {
    /// What does not stand for itself between quotes.
    @inlinable
    public static func mustBeEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

    /// The escape of a byte that must be escaped: `\n`, `\u001b`.
    @inlinable
    public static func escape(_ byte: UInt8, _ put: (UInt8) -> Void) {
        put(0x5C)
        switch byte {
        case 0x08: put(UInt8(ascii: "b"))
        case 0x09: put(UInt8(ascii: "t"))
        case 0x0A: put(UInt8(ascii: "n"))
        case 0x0C: put(UInt8(ascii: "f"))
        case 0x0D: put(UInt8(ascii: "r"))
        case 0x22, 0x5C: put(byte)
        default:
            put(UInt8(ascii: "u"))
            put(0x30)
            put(0x30)
            put(HexDigit.lower(byte >> 4))
            put(HexDigit.lower(byte & 15))
        }
    }

    /// The text with what must be escaped escaped, without quotes.
    public static func escaped(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.contains(where: mustBeEscaped) else { return String(decoding: bytes, as: UTF8.self) }
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count + bytes.count / 8 + 8)
            for byte in bytes {
                if mustBeEscaped(byte) { escape(byte) { result.append($0) } } else { result.append(byte) }
            }
            return String(decoding: result, as: UTF8.self)
        }
    }

    /// The text as a string of JSON, quotes included.
    public static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }
}
