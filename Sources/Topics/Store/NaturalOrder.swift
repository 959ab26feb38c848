/// The order of level names: bytewise, but runs of digits by their value, so that `dev2` comes before `dev10`.
enum NaturalOrder {
    /// Whether `a` comes before `b`. A total order: names that differ only in leading zeros are ordered bytewise.
    static func precedes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        var i = 0
        var j = 0
        while i < a.count, j < b.count {
            let x = a[i]
            let y = b[j]
            if isDigit(x), isDigit(y) {
                let endX = runEnd(a, i)
                let endY = runEnd(b, j)
                // Leading zeros do not count, but the last digit does: 0 is a number.
                while i < endX - 1, a[i] == 0x30 { i += 1 }
                while j < endY - 1, b[j] == 0x30 { j += 1 }
                // Without zeros the longer number is the larger.
                if endX - i != endY - j { return endX - i < endY - j }
                while i < endX {
                    if a[i] != b[j] { return a[i] < b[j] }
                    i += 1
                    j += 1
                }
            } else {
                if x != y { return x < y }
                i += 1
                j += 1
            }
        }
        if i < a.count || j < b.count { return j < b.count }
        // Equal but for zeros: bytes decide, so that no two names are one.
        return a.lexicographicallyPrecedes(b)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func runEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var end = start
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        return end
    }
}
