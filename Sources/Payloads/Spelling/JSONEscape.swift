import Glibc
import Text

/// Escapes of JSON that stand for a character by its number, as `\u00fc` (RFC 8259 7): many writers send every letter
/// beyond ASCII so.
enum JSONEscape {
    private static let backslash: UInt8 = 0x5C

    /// The character whose escape begins at `place`, and how many bytes it takes: twelve for a pair of surrogates. Nil
    /// where none begins, and for half a pair.
    @inline(__always)
    static func scalar(_ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> (value: UInt32, length: Int)? {
        guard let high = unit(base, place, end) else { return nil }
        switch high {
        case 0xD800...0xDBFF:
            guard let low = unit(base, place + 6, end), 0xDC00...0xDFFF ~= low else { return nil }
            return (0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), 12)
        case 0xDC00...0xDFFF: return nil
        default: return (high, 6)
        }
    }

    /// The UTF-16 code unit of one escape.
    @inline(__always)
    private static func unit(_ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> UInt32? {
        guard place &+ 6 <= end, base[place] == backslash, base[place + 1] == 0x75 else { return nil }
        return HexDigit.four(base, place + 2, end).map(UInt32.init)
    }

    /// Whether there is an escape by number in the bytes.
    static func isFound(in bytes: PayloadBytes) -> Bool {
        bytes.withBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            var place = 0
            while let found = memchr(base + place, Int32(backslash), bytes.count - place) {
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
            guard let found = memchr(base + place, Int32(backslash), end - place) else {
                copy(end - place)
                break
            }
            copy(UnsafeRawPointer(found) - UnsafeRawPointer(base + place))
            if let (value, length) = scalar(base, place, end), mayStandAsItIs(value),
                let text = Unicode.Scalar(value).flatMap(UTF8.encode)
            {
                for byte in text {
                    out[count] = byte
                    count += 1
                }
                place += length
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
