import Glibc

extension ByteSearch {
    /// Whether bytes occur in others, in the same capitals.
    public static func isFound(_ wanted: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = wanted.first, let base = bytes.baseAddress else { return wanted.isEmpty }
        var place = 0
        while bytes.count - place >= wanted.count {
            guard let found = memchr(base + place, Int32(first), bytes.count - place - wanted.count + 1) else {
                return false
            }
            if memcmp(found, wanted, wanted.count) == 0 { return true }
            place = base.distance(to: UnsafeRawPointer(found)) + 1
        }
        return false
    }
}
