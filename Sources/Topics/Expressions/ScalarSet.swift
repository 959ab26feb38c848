/// A class of an expression: ranges of scalars, and the three classes that have a letter.
struct ScalarSet {
    /// The classes that a backslash and a letter name.
    enum Named {
        case digit
        case word
        case space

        func contains(_ scalar: UInt32) -> Bool {
            switch self {
            case .digit: (0x30...0x39).contains(scalar)
            case .word: Self.isWord(scalar)
            // The blanks of ASCII, NEL and the blank that does not break.
            case .space: scalar == 0x20 || (0x09...0x0D).contains(scalar) || scalar == 0x85 || scalar == 0xA0
            }
        }

        /// Letters, digits and the underscore.
        static func isWord(_ scalar: UInt32) -> Bool {
            switch scalar {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
            case 0x00...0x7F: false
            default:
                // Numbers that are no ASCII digits, such as ², are of a word too.
                Unicode.Scalar(scalar).map { $0.properties.isAlphabetic || $0.properties.numericType != nil } ?? false
            }
        }
    }

    var ranges: [ClosedRange<UInt32>] = []
    var named: [(class: Named, isNegated: Bool)] = []
    var isNegated = false

    func contains(_ scalar: UInt32) -> Bool {
        var isFound = false
        for range in ranges where range.contains(scalar) { isFound = true }
        for name in named where name.class.contains(scalar) != name.isNegated { isFound = true }
        return isFound != isNegated
    }
}
