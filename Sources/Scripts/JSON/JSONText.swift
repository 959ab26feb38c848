/// Strings of JSON: quotes, and escapes where RFC 8259 7 wants them and nowhere else.
enum JSONText {
    /// Appends the bytes as a JSON string. Bytes that are no UTF-8 stay as they are.
    static func append(_ bytes: UnsafeRawBufferPointer, to out: OutputBuffer) {
        out.append(0x22)
        var start = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte >= 0x20 && byte != 0x22 && byte != 0x5C { continue }
            out.append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            start = index + 1
            escape(byte, to: out)
        }
        out.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        out.append(0x22)
    }

    private static func escape(_ byte: UInt8, to out: OutputBuffer) {
        switch byte {
        case 0x22: out.append("\\\"")
        case 0x5C: out.append("\\\\")
        case 0x08: out.append("\\b")
        case 0x0C: out.append("\\f")
        case 0x0A: out.append("\\n")
        case 0x0D: out.append("\\r")
        case 0x09: out.append("\\t")
        default:
            out.append("\\u00")
            out.append(hexDigit(byte >> 4))
            out.append(hexDigit(byte & 15))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    /// Whether the bytes are UTF-8.
    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        let count = bytes.count
        // ASCII, eight bytes at a time.
        while index + 8 <= count,
            bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
            index += 8
        }
        while index < count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                continue
            }
            return String(validating: bytes[index...], as: UTF8.self) != nil
        }
        return true
    }

    /// Appends the bytes in base64 (RFC 4648 4), in quotes.
    static func append(base64 bytes: UnsafeRawBufferPointer, to out: OutputBuffer) {
        out.append(0x22)
        var index = 0
        while index < bytes.count {
            let left = min(3, bytes.count - index)
            var group = UInt32(bytes[index]) << 16
            if left > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[index + 2]) }
            for place in 0..<4 {
                out.append(
                    place > left ? 0x3D : base64Digit(UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * place)) & 63))
            }
            index += 3
        }
        out.append(0x22)
    }

    private static func base64Digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: 0x41 + value
        case 26..<52: 0x47 + value
        case 52..<62: value - 4
        case 62: 0x2B
        default: 0x2F
        }
    }
}
