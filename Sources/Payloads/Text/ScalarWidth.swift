/// How many columns a scalar takes on a terminal, as `wcwidth` reckons.
enum ScalarWidth {
    /// What `of` answers for scalars that must not be drawn: controls, unassigned code points, line separators.
    static let unprintable = 3

    /// The columns of a scalar from U+00A0 on: 0, 1, 2, or `unprintable`.
    @inline(__always)
    static func of(_ scalar: UInt32) -> Int {
        if scalar < 0x300 { return scalar < 0xA0 ? unprintable : 1 }
        if scalar >= 0x4E00, scalar <= 0x9FFF { return 2 }
        if scalar >= 0xAC00, scalar <= 0xD7A3 { return 2 }
        return lookUp(scalar)
    }

    /// Whether a scalar is invisible, or turns the direction of what follows: it is shown by its number instead.
    @inline(__always)
    static func isHidden(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: false
        }
    }

    private static func lookUp(_ scalar: UInt32) -> Int {
        runs.withUnsafeBufferPointer { runs in
            var low = 0
            var high = runs.count
            while low < high {
                let middle = (low + high) >> 1
                if runs[middle] >> 2 <= scalar { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? 1 : Int(runs[low - 1] & 3)
        }
    }
}
