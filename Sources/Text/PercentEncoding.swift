/// Percent-encoding (RFC 3986 2.1) for the parts of a URL, and the encoding of forms.
public enum PercentEncoding {
    /// A name or value of a query, or a path segment, as data: everything but unreserved characters is encoded.
    public static func component(_ text: String) -> String { encode(text.utf8, keeping: isUnreserved) }

    /// Bytes as data in a URL: everything but unreserved characters is encoded.
    public static func component(_ bytes: some Sequence<UInt8>) -> String { encode(bytes, keeping: isUnreserved) }

    /// A name or value of `application/x-www-form-urlencoded` (WHATWG URL 5.2).
    public static func form(_ text: String) -> String {
        // A form has `*` as it is and encodes `~`. A plus is encoded by the time that blanks become plus signs.
        encode(text.utf8) { isUnreserved($0) && $0 != UInt8(ascii: "~") || $0 == UInt8(ascii: "*") || $0 == 0x20 }
            .replacing(" ", with: "+")
    }

    /// A part of a URL as a person typed it: what no URL may hold is encoded, what is encoded already stays.
    public static func typed(_ text: Substring) -> String {
        encode(text.utf8) { byte in
            isUnreserved(byte) || "!$&'()*+,;=:@/?%[]".utf8.contains(byte)
        }
    }

    /// The text of an encoded part; what is no UTF-8 becomes U+FFFD.
    public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        String(decoding: octets(of: text, plusIsSpace: plusIsSpace), as: UTF8.self)
    }

    /// The bytes of an encoded part; a `%` without two digits stands for itself.
    public static func octets(of text: some StringProtocol, plusIsSpace: Bool = false) -> [UInt8] {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let step = step(bytes, place)
            decoded.append(plusIsSpace && bytes[place] == UInt8(ascii: "+") ? 0x20 : step.byte)
            place += step.length
        }
        return decoded
    }

    /// The byte that stands at a place, and how many bytes it is written with: three where it is encoded.
    public static func step(_ bytes: [UInt8], _ place: Int) -> (byte: UInt8, length: Int) {
        guard bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count, let high = HexDigit.value(bytes[place + 1]),
            let low = HexDigit.value(bytes[place + 2])
        else { return (bytes[place], 1) }
        return (high << 4 | low, 3)
    }

    /// The bytes of an encoded part; nil where a `%` is not followed by two digits.
    public static func bytes(of text: some StringProtocol) -> [UInt8]? {
        var decoded: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(HexDigit.value), let low = rest.next().flatMap(HexDigit.value) else {
                return nil
            }
            decoded.append(high << 4 | low)
        }
        return decoded
    }

    /// Bytes with those that are not kept encoded.
    public static func encode(_ bytes: some Sequence<UInt8>, keeping isKept: (UInt8) -> Bool) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.underestimatedCount)
        for byte in bytes {
            if isKept(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), HexDigit.upper(byte >> 4), HexDigit.upper(byte & 15)]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Whether a byte stands for itself in every part of a URL (RFC 3986 2.3).
    public static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
