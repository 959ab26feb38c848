/// Hexadecimal digits (RFC 4648 8).
public enum HexDigit {
    // 0x57 is `a` less ten, 0x37 is `A` less ten.
    /// The digit of a value below 16, in lower case.
    @inlinable
    public static func lower(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// The digit of a value below 16, in upper case.
    @inlinable
    public static func upper(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    /// The value of a digit in either case; nil for any other byte.
    @inlinable
    public static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// The value of four digits, as they stand behind `\u` (RFC 8259 7); nil where there are fewer.
    @inlinable
    public static func four(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> UInt16? {
        guard end - position >= 4 else { return nil }
        var number: UInt16 = 0
        for place in position..<position + 4 {
            guard let digit = value(base[place]) else { return nil }
            number = number << 4 | UInt16(digit)
        }
        return number
    }

    /// Bytes as two digits each, in upper case.
    public static func upper(_ bytes: some Sequence<UInt8>) -> String { text(bytes, upper) }

    /// Bytes as two digits each, in lower case.
    /// - Parameter separator: what stands between two bytes.
    public static func lower(_ bytes: some Sequence<UInt8>, separator: String = "") -> String {
        separator.isEmpty
            ? text(bytes, lower) : bytes.map { text(CollectionOfOne($0), lower) }.joined(separator: separator)
    }

    private static func text(_ bytes: some Sequence<UInt8>, _ digit: (UInt8) -> UInt8) -> String {
        String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }, as: UTF8.self)
    }
}
