import Glibc

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
    var highHexDigit: UInt8 { Self.hexDigit(self >> 4) }
    var lowHexDigit: UInt8 { Self.hexDigit(self & 15) }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// What a hexadecimal digit is worth; nil for another character.
    var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension StringProtocol {
    /// The first characters, for a message.
    var clipped: String { count <= 60 ? String(self) : prefix(57) + "..." }

    /// The range of the first occurrence of some characters.
    func range(of other: String) -> Range<Index>? {
        let wanted = Array(other.utf8)
        var index = startIndex
        while index < endIndex {
            if utf8[index...].starts(with: wanted),
                let end = utf8.index(index, offsetBy: wanted.count, limitedBy: endIndex)
            {
                return index..<end
            }
            index = utf8.index(after: index)
        }
        return nil
    }

    /// Each `%41` as its byte, the whole read as UTF-8.
    var percentDecoded: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let high = rest[rest.startIndex].hexValue,
                let low = rest[rest.startIndex + 1].hexValue
            {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Literal addresses.
enum IPAddress {
    static func isIPv4(_ text: String) -> Bool {
        isAddress(text, AF_INET)
    }

    static func isIPv6(_ text: String) -> Bool {
        isAddress(String(text.prefix { $0 != "%" }), AF_INET6)
    }

    private static func isAddress(_ text: String, _ family: Int32) -> Bool {
        // Room for the larger of the two; their own types would come with another module in a release build.
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 4) { inet_pton(family, text, $0.baseAddress) == 1 }
    }
}
