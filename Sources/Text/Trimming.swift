extension StringProtocol {
    /// Without what is blank at both ends, as `isBlank` has it.
    public func trimming(_ isBlank: (Character) -> Bool) -> SubSequence {
        let front = drop(while: isBlank)
        guard let last = front.lastIndex(where: { !isBlank($0) }) else { return front }
        return front[...last]
    }

    /// Without white space and line ends around it.
    public var trimmed: String { String(trimming(\.isWhitespace)) }
}

extension Character {
    /// Whether it is what may stand around the parts of a header field: a space or a tab (OWS, RFC 9110 5.6.3).
    public var isFieldBlank: Bool { self == " " || self == "\t" }
}
