/// A set of characters.
struct IRegexpClass: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    /// General categories that belong to it, or, negated, all others.
    var categories: [(set: Set<Unicode.GeneralCategory>, isNegated: Bool)] = []
    var isNegated = false

    /// Any character but line feed and carriage return (RFC 9485 5.2).
    static let dot = IRegexpClass(ranges: [0x0A...0x0A, 0x0D...0x0D], isNegated: true)

    func contains(_ scalar: UInt32) -> Bool { holds(scalar) != isNegated }

    private func holds(_ scalar: UInt32) -> Bool {
        if ranges.contains(where: { $0.contains(scalar) }) { return true }
        guard !categories.isEmpty, let scalar = Unicode.Scalar(scalar) else { return false }
        let category = scalar.properties.generalCategory
        return categories.contains { $0.set.contains(category) != $0.isNegated }
    }

    /// The categories by the names of `\p{...}`.
    static func categories(_ name: String) -> Set<Unicode.GeneralCategory>? {
        switch name {
        case "L": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter]
        case "Ll": [.lowercaseLetter]
        case "Lm": [.modifierLetter]
        case "Lo": [.otherLetter]
        case "Lt": [.titlecaseLetter]
        case "Lu": [.uppercaseLetter]
        case "M": [.nonspacingMark, .spacingMark, .enclosingMark]
        case "Mc": [.spacingMark]
        case "Me": [.enclosingMark]
        case "Mn": [.nonspacingMark]
        case "N": [.decimalNumber, .letterNumber, .otherNumber]
        case "Nd": [.decimalNumber]
        case "Nl": [.letterNumber]
        case "No": [.otherNumber]
        case "P":
            [
                .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                .finalPunctuation, .otherPunctuation,
            ]
        case "Pc": [.connectorPunctuation]
        case "Pd": [.dashPunctuation]
        case "Pe": [.closePunctuation]
        case "Pf": [.finalPunctuation]
        case "Pi": [.initialPunctuation]
        case "Po": [.otherPunctuation]
        case "Ps": [.openPunctuation]
        case "Z": [.spaceSeparator, .lineSeparator, .paragraphSeparator]
        case "Zl": [.lineSeparator]
        case "Zp": [.paragraphSeparator]
        case "Zs": [.spaceSeparator]
        case "S": [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol]
        case "Sc": [.currencySymbol]
        case "Sk": [.modifierSymbol]
        case "Sm": [.mathSymbol]
        case "So": [.otherSymbol]
        // No `Cs`: the grammar has none (RFC 9485 3), as no text holds half a pair.
        case "C": [.control, .format, .privateUse, .unassigned]
        case "Cc": [.control]
        case "Cf": [.format]
        case "Cn": [.unassigned]
        case "Co": [.privateUse]
        default: nil
        }
    }
}
