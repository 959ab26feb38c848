/// What a Unicode scalar means for the columns of a terminal, and whether it can be shown as itself: one table for topics,
/// payloads, fields, file names and whatever else comes from outside.
public enum ScalarClass {
    /// What ``columns(_:)`` answers for what is not printable: controls, unassigned code points, surrogates.
    public static let unprintable = 3

    /// The columns of a scalar that is not ASCII, as the C library's `wcwidth` has them: 0, 1, 2, or ``unprintable``.
    @inlinable
    public static func columns(_ scalar: UInt32) -> Int {
        // The ranges that most text is in are answered without the table.
        if scalar < 0x300 { return scalar < WidthTable.firstScalar ? unprintable : 1 }
        if scalar >= 0x2500 && scalar < 0x25FD { return 1 }
        if scalar >= 0x4E00 && scalar <= 0x9FFF || scalar >= 0xAC00 && scalar <= 0xD7A3 { return 2 }
        return lookUp(scalar)
    }

    @usableFromInline
    static func lookUp(_ scalar: UInt32) -> Int {
        WidthTable.runs.withUnsafeBufferPointer { runs in
            // The greatest entry that a run which begins here could have.
            let key = scalar << 2 | 3
            var low = 0
            var high = runs.count
            while low < high {
                let middle = (low + high) / 2
                if runs[middle] <= key { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? 1 : Int(runs[low - 1] & 3)
        }
    }

    /// Whether a scalar is seen by nobody, looks like the space, turns the order of its neighbours, or breaks the line: two
    /// texts that differ by it would look the same, so that it is shown by its number («U+200B»).
    ///
    /// The joiners U+200C and U+200D are not of these: whole scripts are written with them. The ideographic space is seen by
    /// its two columns.
    @inlinable
    public static func isHidden(_ scalar: UInt32) -> Bool {
        if scalar < 0x61C { return scalar == 0xA0 || scalar == 0xAD || scalar == 0x34F }
        switch scalar {
        case 0x061C, 0x115F...0x1160, 0x1680, 0x17B4...0x17B5, 0x180B...0x180F, 0x2000...0x200B, 0x200E...0x200F,
            0x2028...0x202F, 0x205F...0x206F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0x1BCA0...0x1BCA3,
            0x1D173...0x1D17A, 0xE0000...0xE007F:
            return true
        default: return false
        }
    }

    /// Zero-width scalars that say how to join or to show the one before, and are no marks on it.
    public static func isSelector(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
        default: false
        }
    }

    /// Pictures that are joined, coloured or put in pairs to make one more: terminals do not agree on these.
    public static func isPictograph(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x00A9, 0x00AE, 0x203C, 0x2049, 0x2122, 0x2139, 0x2190...0x21FF, 0x2300...0x23FF, 0x25A0...0x27BF,
            0x2900...0x297F, 0x2B00...0x2BFF, 0x3030, 0x303D, 0x3297, 0x3299, 0x1F000...0x1FAFF:
            true
        default: false
        }
    }

    /// One of the letters that make a flag in pairs.
    public static func isRegionalIndicator(_ scalar: UInt32) -> Bool {
        scalar >= 0x1F1E6 && scalar <= 0x1F1FF
    }

    /// One of the five skin tones.
    public static func isSkinTone(_ scalar: UInt32) -> Bool {
        scalar >= 0x1F3FB && scalar <= 0x1F3FF
    }

    /// How a scalar that cannot be shown as itself is written: `«U+200B»`.
    public static func number(_ scalar: UInt32) -> String {
        "«U+\(padded(scalar, 4, radix: 16, uppercase: true))»"
    }

    /// How what a cell cannot hold is written beside it: `«+»`. See ``CellCluster/Standing/tail(_:)``.
    public static func tail(_ letter: UInt8) -> String {
        "«\(Character(Unicode.Scalar(letter)))»"
    }

    /// How a byte that is no UTF-8 is written: `«ff»`.
    public static func byte(_ byte: UInt8) -> String {
        "«\(padded(byte, 2, radix: 16))»"
    }
}
