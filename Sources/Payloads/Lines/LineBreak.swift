import Glibc

/// Where lines of text end.
enum LineBreak {
    /// Whether there is no line feed between two places.
    static func isNone(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Bool {
        memchr(base + position, 0x0A, end - position) == nil
    }

    /// The end of the line that starts at `position`, without its line break, and the start of the next.
    static func find(_ base: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> (close: Int, next: Int) {
        guard let found = memchr(base + position, 0x0A, end - position) else { return (end, end) }
        let close = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        let hasReturn = close > position && base[close - 1] == 0x0D
        return (hasReturn ? close - 1 : close, close + 1)
    }
}
