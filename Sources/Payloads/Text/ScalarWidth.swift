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
        case 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x2028, 0x2029, 0xFEFF,
            0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: false
        }
    }

    /// Zero-width scalars that say how to join or to show the one before, and are no marks on it.
    static func isSelector(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
        default: false
        }
    }

    /// Pictures that may be joined or coloured to make one more. The same as in the terminal's cells, so that columns
    /// counted here are those drawn there.
    static func isPictograph(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x00A9, 0x00AE, 0x203C, 0x2049, 0x2122, 0x2139, 0x2190...0x21FF, 0x2300...0x23FF, 0x25A0...0x27BF,
            0x2900...0x297F, 0x2B00...0x2BFF, 0x3030, 0x303D, 0x3297, 0x3299, 0x1F000...0x1FAFF:
            true
        default: false
        }
    }

    /// One of the letters that make a flag in pairs.
    static func isRegional(_ scalar: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar) }

    /// One of the five skin tones.
    static func isSkinTone(_ scalar: UInt32) -> Bool { (0x1F3FB...0x1F3FF).contains(scalar) }

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
