/// The token of HTTP (RFC 9110 5.6.2): a method, the name of a field.
public enum HTTPToken {
    /// Whether a text is one.
    public static func isToken(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(holds) }

    /// What in a value would end the line of a field and begin another (RFC 9110 5.5), in words; nil where nothing does.
    public static func forging(in value: String) -> String? {
        // HTAB is allowed in a value.
        guard let byte = value.utf8.first(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else { return nil }
        return switch byte {
        case 0x0D: "a carriage return (CR)"
        case 0x0A: "a line feed (LF)"
        case 0x00: "NUL"
        default: "a control character"
        }
    }

    /// Whether a byte may stand in one.
    public static func holds(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
