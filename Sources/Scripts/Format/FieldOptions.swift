/// What stands between a percent sign and its letter: `%-08.2:x`.
struct FieldOptions: Equatable {
    /// `-`: the padding comes after the text.
    var isLeftAligned = false
    /// `0`: zeros in front instead of blanks.
    var isZeroPadded = false
    /// The least characters; 0 for no rule.
    var width = 0
    /// After the point: the most characters, digits after the decimal point, or hex digits in a group.
    var precision: Int?
    /// What stands between groups of hex digits.
    var separator = UInt8(ascii: " ")

    // Zeros behind a number would make another one of it; printf(3) says the same of `-` and `0`.
    /// The byte that fills.
    var padding: UInt8 { isZeroPadded && !isLeftAligned ? UInt8(ascii: "0") : UInt8(ascii: " ") }
}
