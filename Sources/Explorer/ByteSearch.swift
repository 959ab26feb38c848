/// A search for a text in bytes with smart case: letters match both cases, until the text has a capital letter.
/// ASCII letters only; other bytes are compared as they are.
struct ByteSearch {
    private let needle: [UInt8]
    private let foldsCase: Bool

    init(_ text: String) {
        needle = Array(text.utf8)
        foldsCase = !needle.contains { $0 >= 0x41 && $0 <= 0x5A }
    }

    /// Whether the text occurs in `bytes`.
    func isFound(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard !needle.isEmpty else { return true }
        guard bytes.count >= needle.count else { return false }
        for start in 0...(bytes.count - needle.count) {
            var i = 0
            while i < needle.count {
                var byte = bytes[start + i]
                if foldsCase, byte >= 0x41, byte <= 0x5A { byte |= 0x20 }
                if byte != needle[i] { break }
                i += 1
            }
            if i == needle.count { return true }
        }
        return false
    }
}
