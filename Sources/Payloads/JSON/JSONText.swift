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

    private static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        // No escape is shorter than what it stands for.
        String(unsafeUninitializedCapacity: bytes.count) { result in
            var count = 0
            var place = 0
            func put(_ byte: UInt8) {
                result[count] = byte
                count += 1
            }
            func unit() -> UInt32 {
                var value: UInt32 = 0
                for _ in 0..<4 {
                    value = value << 4 | (place < bytes.count ? UInt32(HexDigit.value(bytes[place]) ?? 0) : 0)
                    place += 1
                }
                return value
            }
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                guard byte == 0x5C, place < bytes.count else {
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
                    var value = unit()
                    if 0xD800...0xDBFF ~= value, place + 1 < bytes.count, bytes[place] == 0x5C, bytes[place + 1] == 0x75
                    {
                        let start = place
                        place += 2
                        let low = unit()
                        if 0xDC00...0xDFFF ~= low {
                            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                        } else {
                            place = start
                        }
                    }
                    for byte in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
                        put(byte)
                    }
                default: put(letter)
                }
            }
            return count
        }
    }
}
