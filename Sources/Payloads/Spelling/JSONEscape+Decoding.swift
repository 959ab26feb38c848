import Glibc
import Text

/// Letters by their numbers, as `\u00fc`: many writers send every letter beyond ASCII so.
extension JSONEscape {
    /// Whether there is an escape by number in the bytes.
    static func isFound(in bytes: PayloadBytes) -> Bool {
        bytes.withBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            var place = 0
            while let found = memchr(base + place, 0x5C, bytes.count - place) {
                place = UnsafeRawPointer(found) - base + 1
                if place < bytes.count, bytes[place] == 0x75 { return true }
                // A backslash hides the next one.
                place = min(place + 1, bytes.count)
            }
            return false
        }
    }

    /// The bytes with each character in the place of its escape. What JSON has to escape stays as it is, and half a pair
    /// of surrogates too, so that it is the same JSON.
    static func decoded(_ bytes: PayloadBytes) -> PayloadBytes {
        guard isFound(in: bytes) else { return bytes }
        return bytes.withBytes { raw in
            raw.withMemoryRebound(to: UInt8.self) { buffer in
                guard let base = buffer.baseAddress else { return bytes }
                // No escape is shorter than what it stands for.
                return PayloadBytes(
                    [UInt8](unsafeUninitializedCapacity: buffer.count) { target, count in
                        count = decode(base, buffer.count, into: target)
                    })
            }
        }
    }

    private static func decode(
        _ base: UnsafePointer<UInt8>, _ end: Int, into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        guard let out = target.baseAddress else { return 0 }
        var (place, count) = (0, 0)
        func copy(_ length: Int) {
            memcpy(out + count, base + place, length)
            place += length
            count += length
        }
        while place < end {
            guard let found = memchr(base + place, 0x5C, end - place) else {
                copy(end - place)
                break
            }
            copy(UnsafeRawPointer(found) - UnsafeRawPointer(base + place))
            if let escape = numbered(base, place, end), escape.kind == .character, mayStandAsItIs(escape.value),
                let text = Unicode.Scalar(escape.value).flatMap(UTF8.encode)
            {
                for byte in text {
                    out[count] = byte
                    count += 1
                }
                place += escape.length
            } else {
                // A backslash hides the next one: `\\u00fc` is no escape of a letter.
                copy(min(2, end - place))
            }
        }
        return count
    }

    private static func mayStandAsItIs(_ value: UInt32) -> Bool {
        value >= 0x80 || !JSONString.mustBeEscaped(UInt8(value))
    }
}
