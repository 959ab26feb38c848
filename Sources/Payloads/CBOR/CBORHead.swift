/// The first bytes of a CBOR data item: what it is, and a number (RFC 8949 3).
struct CBORHead {
    /// The major types.
    enum Major: UInt8 {
        case unsigned, negative, bytes, text, array, map, tag, simple
    }

    let major: Major
    /// The low five bits: how the number is told.
    let info: UInt8
    /// The number, or the length, the tag, the simple value, the bits of a float; 0 where the length is not told.
    let argument: UInt64
    /// Where what follows the head begins.
    let end: Int

    /// Whether the length is told by a break at the end; of a simple value, whether it is that break.
    var isIndefinite: Bool { info == 31 }

    /// Reads a head; nil where the bytes end or are not well-formed.
    init?(_ bytes: UnsafeRawBufferPointer, at place: Int) {
        guard place < bytes.count, let major = Major(rawValue: bytes[place] >> 5) else { return nil }
        self.major = major
        info = bytes[place] & 0x1F
        switch info {
        case 0..<24:
            (argument, end) = (UInt64(info), place + 1)
        case 24...27:
            let length = 1 << Int(info - 24)
            guard place + 1 + length <= bytes.count else { return nil }
            argument = bytes[place + 1..<place + 1 + length].reduce(0) { $0 << 8 | UInt64($1) }
            end = place + 1 + length
            // A simple value below 32 in two bytes is not well-formed (RFC 8949 3.3).
            if major == .simple, info == 24, argument < 32 { return nil }
        case 31:
            guard major != .unsigned, major != .negative, major != .tag else { return nil }
            (argument, end) = (0, place + 1)
        // 28 to 30 are kept for later (RFC 8949 3).
        default: return nil
        }
    }

    /// Where a string of told length ends; nil where the bytes end before.
    func stringEnd(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard argument <= UInt64(bytes.count - end) else { return nil }
        return end + Int(argument)
    }
}
