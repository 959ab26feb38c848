/// Reads scalars from bytes that may not be UTF-8.
enum UTF8Decoder {
    /// What a broken sequence is read as: no scalar, so that it is never mistaken for a U+FFFD that was sent.
    static let broken = UInt32.max

    /// The scalar at a place, and the bytes it takes. A broken sequence is ``broken`` for each of its maximal subparts
    /// (Unicode 15, 3.9, table 3-7). `index` must be inside.
    @inline(__always)
    static func decode(_ bytes: UnsafeRawBufferPointer, at index: Int) -> (value: UInt32, length: Int) {
        let lead = bytes[index]
        if lead < 0x80 { return (UInt32(lead), 1) }
        return decodeSequence(bytes, at: index, lead: lead)
    }

    private static func decodeSequence(
        _ bytes: UnsafeRawBufferPointer, at index: Int, lead: UInt8
    ) -> (value: UInt32, length: Int) {
        let needed: Int
        var value: UInt32
        var lowest: UInt8 = 0x80
        var highest: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF:
            needed = 1
            value = UInt32(lead & 0x1F)
        case 0xE0...0xEF:
            needed = 2
            value = UInt32(lead & 0x0F)
            if lead == 0xE0 { lowest = 0xA0 }
            if lead == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            needed = 3
            value = UInt32(lead & 0x07)
            if lead == 0xF0 { lowest = 0x90 }
            if lead == 0xF4 { highest = 0x8F }
        default:
            return (broken, 1)
        }
        for offset in 1...needed {
            guard index + offset < bytes.count else { return (broken, offset) }
            let byte = bytes[index + offset]
            guard byte >= lowest && byte <= highest else { return (broken, offset) }
            value = value << 6 | UInt32(byte & 0x3F)
            lowest = 0x80
            highest = 0xBF
        }
        return (value, needed + 1)
    }
}
