import Text

/// Text in JSON strings (RFC 8259 7).
enum JSONText {
    /// The text that an escaped one stands for; half a surrogate pair becomes U+FFFD.
    static func plain(_ raw: String) -> String {
        var raw = raw
        return raw.withUTF8 { bytes -> String? in
            bytes.contains(0x5C) ? plain(bytes) : nil
        } ?? raw
    }

    /// The text that the bytes between the quotes stand for.
    static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard let base = bytes.baseAddress else { return "" }
        // No escape is shorter than what it stands for.
        return String(unsafeUninitializedCapacity: bytes.count) { result in
            var count = 0
            var place = 0
            func put(_ byte: UInt8) {
                result[count] = byte
                count += 1
            }
            while place < bytes.count {
                guard base[place] == 0x5C else {
                    put(base[place])
                    place += 1
                    continue
                }
                let escape = JSONEscape.read(base, place, bytes.count)
                place += escape.length
                // What is no escape loses its backslash alone: the bytes behind it are as they were.
                guard escape.kind != .fault else { continue }
                for byte in Unicode.Scalar(escape.value).flatMap(UTF8.encode) ?? UTF8.encodedReplacementCharacter {
                    put(byte)
                }
            }
            return count
        }
    }
}
