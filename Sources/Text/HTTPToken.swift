/// The token of HTTP (RFC 9110 5.6.2): a method, the name of a field.
public enum HTTPToken {
    /// Whether a text is one.
    public static func isToken(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(holds) }

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
