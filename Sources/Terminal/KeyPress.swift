/// A key press as keymaps, tests and help write it: `a`, `?`, `C-p`, `M-Enter`, `S-Tab`, `PgDn`, `F1`.
///
/// Terminals cannot tell some presses apart, so they are the same here too: `C-i` is `Tab`, `C-m` is `Enter`, `C-[` is
/// `Esc`, `C-P` is `C-p`, and Shift with a character is another character.
public struct KeyPress: Hashable, Sendable {
    /// The key.
    public let key: Key
    /// What is held down with it.
    public let modifiers: Modifiers

    /// A key press; brought to the form that a terminal would report.
    public init(_ key: Key, _ modifiers: Modifiers = []) {
        guard case .character(let written) = key else {
            self.key = key
            self.modifiers = modifiers
            return
        }
        var scalar = written
        var modifiers = modifiers
        // A terminal sends Control with a letter as the letter's low five bits: case is lost, and three of them are other keys.
        if modifiers.contains(.control), scalar.isASCII {
            scalar = scalar.lowercased
            let same: Key? =
                switch scalar {
                case "i": .tab
                case "m": .enter
                case "[": .escape
                default: nil
                }
            if let same {
                self.key = same
                self.modifiers = modifiers.subtracting(.control)
                return
            }
        } else if modifiers.contains(.shift) {
            scalar = scalar.uppercased
        }
        modifiers.remove(.shift)
        self.key = .character(scalar)
        self.modifiers = modifiers
    }
}

extension KeyPress: CustomStringConvertible {
    /// Its notation.
    public var description: String { notation }
}

extension Unicode.Scalar {
    fileprivate var lowercased: Unicode.Scalar {
        value >= 0x41 && value <= 0x5A ? Unicode.Scalar(UInt8(value + 32)) : self
    }

    fileprivate var uppercased: Unicode.Scalar {
        let upper = properties.uppercaseMapping.unicodeScalars
        // Some letters become two in upper case (ß), which no key press is.
        return upper.count == 1 ? upper.first ?? self : self
    }
}
