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
        // No escape is shorter than what it stands for.
        String(unsafeUninitializedCapacity: bytes.count) { result in
            var count = 0
            var place = 0
            func put(_ byte: UInt8) {
                result[count] = byte
                count += 1
            }
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                guard byte == 0x5C, place < bytes.count else {
                    // A backslash at the very end has nothing to stand for, and goes.
                    if byte != 0x5C { put(byte) }
                    continue
                }
                let letter = bytes[place]
                place += 1
                switch letter {
                case 0x62: put(0x08)
                case 0x66: put(0x0C)
                case 0x6E: put(0x0A)
                case 0x72: put(0x0D)
                case 0x74: put(0x09)
                case 0x75:
                    // What has no four digits is no escape: its backslash alone goes, as before any other letter.
                    guard let base = bytes.baseAddress, HexDigit.four(base, place, bytes.count) != nil else {
                        put(letter)
                        continue
                    }
                    // Half a pair is six bytes as well.
                    let escape = JSONEscape.scalar(base, place - 2, bytes.count)
                    place += (escape?.length ?? 6) - 2
                    for byte in escape.flatMap({ Unicode.Scalar($0.value) }).flatMap(UTF8.encode)
                        ?? UTF8.encodedReplacementCharacter
                    { put(byte) }
                default: put(letter)
                }
            }
            return count
        }
    }
}
