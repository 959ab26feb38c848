import Glibc

extension ByteSearch {
    /// Whether bytes occur in others, in the same capitals.
    public static func isFound(_ wanted: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        wanted.withUnsafeBytes { isFound($0, in: bytes) }
    }

    /// Whether bytes occur in others, in the same capitals.
    public static func isFound(_ wanted: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = wanted.first, let start = wanted.baseAddress, let base = bytes.baseAddress else {
            return wanted.isEmpty
        }
        var place = 0
        while bytes.count - place >= wanted.count {
            guard let found = memchr(base + place, Int32(first), bytes.count - place - wanted.count + 1) else {
                return false
            }
            if memcmp(found, start, wanted.count) == 0 { return true }
            place = base.distance(to: UnsafeRawPointer(found)) + 1
        }
        return false
    }
}
