/// What a backslash begins in a string of JSON (RFC 8259 7): one step for all who read one.
public struct JSONEscape {
    /// What it stands for.
    public enum Kind: Sendable {
        /// A character.
        case character
        /// Half a pair of surrogates, which no UTF-8 can say; its value is the half's own.
        case half
        /// Nothing: its one byte is the backslash, and to a lenient reader what follows stands for itself.
        case fault
    }

    /// What it is.
    public let kind: Kind
    /// The number of the character.
    public let value: UInt32
    /// The bytes that it takes, backslash included: twelve for a pair of surrogates.
    public let length: Int

    @inlinable @inline(__always)
    init(_ kind: Kind, _ value: UInt32, _ length: Int) {
        self.kind = kind
        self.value = value
        self.length = length
    }

    /// The escape whose backslash is at `place`.
    @inlinable
    public static func read(_ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> JSONEscape {
        guard place &+ 1 < end else { return JSONEscape(.fault, 0, 1) }
        let letter = base[place &+ 1]
        switch letter {
        case 0x22, 0x2F, 0x5C: return JSONEscape(.character, UInt32(letter), 2)
        case 0x62: return JSONEscape(.character, 0x08, 2)
        case 0x66: return JSONEscape(.character, 0x0C, 2)
        case 0x6E: return JSONEscape(.character, 0x0A, 2)
        case 0x72: return JSONEscape(.character, 0x0D, 2)
        case 0x74: return JSONEscape(.character, 0x09, 2)
        case 0x75: return numbered(base, place, end) ?? JSONEscape(.fault, 0, 1)
        default: return JSONEscape(.fault, 0, 1)
        }
    }

    /// The escape by number that begins at `place`, a character or half a pair; nil where none begins.
    @inlinable @inline(__always)
    public static func numbered(_ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> JSONEscape? {
        guard let high = unit(base, place, end) else { return nil }
        switch high {
        case 0xD800...0xDBFF:
            // What follows half a pair is read for itself.
            guard let low = unit(base, place &+ 6, end), 0xDC00...0xDFFF ~= low else {
                return JSONEscape(.half, high, 6)
            }
            return JSONEscape(.character, 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), 12)
        case 0xDC00...0xDFFF: return JSONEscape(.half, high, 6)
        default: return JSONEscape(.character, high, 6)
        }
    }

    /// The UTF-16 code unit of one escape.
    @inlinable @inline(__always)
    static func unit(_ base: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> UInt32? {
        guard place &+ 6 <= end, base[place] == 0x5C, base[place &+ 1] == 0x75 else { return nil }
        return HexDigit.four(base, place &+ 2, end).map(UInt32.init)
    }
}
