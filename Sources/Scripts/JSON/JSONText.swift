import Text

/// Strings of JSON: quotes, and escapes where RFC 8259 7 wants them and nowhere else.
enum JSONText {
    /// Appends the bytes as a JSON string. Bytes that are no UTF-8 stay as they are.
    static func append(_ bytes: UnsafeRawBufferPointer, to out: OutputBuffer) {
        out.append(0x22)
        var start = 0
        for index in bytes.indices {
            let byte = bytes[index]
            guard JSONString.mustBeEscaped(byte) else { continue }
            // In runs: most texts have nothing to escape and go out in one piece.
            out.append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            start = index + 1
            JSONString.escape(byte) { out.append($0) }
        }
        out.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        out.append(0x22)
    }

    /// Whether the bytes are UTF-8.
    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        let count = bytes.count
        // Eight bytes at a time: most payloads are ASCII alone.
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
        Base64.encode(bytes) { out.append($0) }
        out.append(0x22)
    }
}
