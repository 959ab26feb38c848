/// FNV-1a with 64 bits: the same number for the same bytes in every run of the program, which Swift's own hash is not. It
/// tells what differs by chance; who wants two things to have one number can make them.
public enum FNV {
    @usableFromInline static let basis: UInt64 = 0xCBF2_9CE4_8422_2325
    @usableFromInline static let prime: UInt64 = 0x100_0000_01B3

    /// The number of bytes, one by one as the algorithm has them.
    @inlinable
    public static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash = basis
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* prime }
        return hash
    }

    /// The number of many bytes, taken in by words of eight: another one than ``hash(_:)`` gives, and sooner.
    public static func fast(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = basis ^ UInt64(bytes.count)
        var place = 0
        while place + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* prime
            // A product carries upward only: this brings the high bits down, since words and not bytes are taken in.
            hash ^= hash >> 29
            place += 8
        }
        while place < bytes.count {
            hash = (hash ^ UInt64(bytes[place])) &* prime
            place += 1
        }
        return hash
    }
}
