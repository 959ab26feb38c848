import Text

/// Strings of JSON: quotes, and escapes where RFC 8259 7 wants them and nowhere else.
extension OutputBuffer {
    /// Bytes as a JSON string. Those that are no UTF-8 stay as they are.
    func append(quoted bytes: UnsafeRawBufferPointer) {
        append(0x22)
        var start = 0
        for index in bytes.indices {
            let byte = bytes[index]
            guard JSONString.mustBeEscaped(byte) else { continue }
            // In runs: most texts have nothing to escape and go out in one piece.
            append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            start = index + 1
            JSONString.escape(byte) { append($0) }
        }
        append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        append(0x22)
    }

    /// Bytes in base64 (RFC 4648 4), in quotes.
    func append(base64 bytes: UnsafeRawBufferPointer) {
        append(0x22)
        Base64.encode(bytes) { append($0) }
        append(0x22)
    }
}
