extension KeyPress {
    /// The names of keys that write nothing, the one that is shown first. Letter case does not matter.
    private static let names: [(key: Key, names: [String])] = [
        (.enter, ["Enter", "Return", "Ret", "CR"]), (.tab, ["Tab"]), (.escape, ["Esc", "Escape"]),
        (.backspace, ["Backspace", "BS"]), (.delete, ["Del", "Delete"]), (.insert, ["Ins", "Insert"]),
        (.up, ["Up"]), (.down, ["Down"]), (.left, ["Left"]), (.right, ["Right"]), (.home, ["Home"]), (.end, ["End"]),
        (.pageUp, ["PgUp", "PageUp"]), (.pageDown, ["PgDn", "PageDown"]), (.character(" "), ["Space", "Spc"]),
        (.character("<"), ["lt"]), (.character(">"), ["gt"]),
    ]

    /// The keys by their names in small letters: a table of keys is read at every start.
    private static let byName: [String: Key] = Dictionary(
        names.flatMap { line in line.names.map { ($0.lowercased(), line.key) } },
        uniquingKeysWith: { first, _ in first })

    /// The highest function key that has a name: terminfo ends with kf63.
    private static let lastFunctionKey = 63

    /// Reads a notation such as `C-p`, `S-Tab`, `M-Enter`, `Space`, `PgDn`, `F1`, `a` or `?`; nil when it is none.
    public init?(notation: String) {
        var rest = notation[...]
        var modifiers: Modifiers = []
        // More than two: `C-` alone is no prefix, and `C--` is Control with a hyphen.
        while rest.unicodeScalars.count > 2, rest.dropFirst().first == "-" {
            switch rest.first {
            case "C", "c": modifiers.insert(.control)
            case "M", "m", "A", "a": modifiers.insert(.meta)
            case "S", "s": modifiers.insert(.shift)
            default: return nil
            }
            rest = rest.dropFirst(2)
        }
        if rest.unicodeScalars.count == 1, let scalar = rest.unicodeScalars.first {
            guard KeyPress.isWritten(scalar) else { return nil }
            self.init(.character(scalar), modifiers)
            return
        }
        let name = rest.lowercased()
        if let key = KeyPress.byName[name] {
            self.init(key, modifiers)
        } else if name.first == "f", name.dropFirst().allSatisfy(\.isNumber), let number = Int(name.dropFirst()),
            // `Int` would also read a sign: `f+1` is no key.
            (1...KeyPress.lastFunctionKey).contains(number)
        {
            self.init(.f(number), modifiers)
        } else {
            return nil
        }
    }

    /// How the key press is written.
    public var notation: String {
        var text = ""
        if modifiers.contains(.control) { text += "C-" }
        if modifiers.contains(.meta) { text += "M-" }
        if modifiers.contains(.shift) { text += "S-" }
        switch key {
        case .character(" "): text += "Space"
        case .character(let scalar): text.unicodeScalars.append(scalar)
        case .f(let number): text += "F\(number)"
        // The first of its names is the one that is written.
        default: text += KeyPress.names.first { $0.key == key }?.names.first ?? ""
        }
        return text
    }

    /// Reads a whole visit: characters, and notations between angle brackets: `/kit<Enter><Tab>p<C-l>`. A `<` itself is
    /// `<lt>`. Throws `KeyNotationError` for brackets that are not closed or hold no key.
    public static func script(_ text: String) throws(KeyNotationError) -> [KeyPress] {
        var presses: [KeyPress] = []
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "<" {
                guard let end = rest.firstIndex(of: ">") else { throw KeyNotationError(notation: "<" + String(rest)) }
                let notation = String(rest[..<end])
                guard let press = KeyPress(notation: notation) else { throw KeyNotationError(notation: notation) }
                presses.append(press)
                rest = rest[rest.index(after: end)...]
            } else if scalar == "\n" {
                presses.append(KeyPress(.enter))
            } else if scalar == "\t" {
                presses.append(KeyPress(.tab))
            } else {
                guard isWritten(scalar) else { throw KeyNotationError(notation: String(scalar)) }
                presses.append(KeyPress(.character(scalar)))
            }
        }
        return presses
    }

    /// Whether a key can write this scalar.
    private static func isWritten(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
    }
}

/// A text that names no key.
public struct KeyNotationError: Error, Hashable, CustomStringConvertible {
    /// The text.
    public let notation: String

    /// One line for people.
    public var description: String {
        "no key is called \"\(notation)\": write a character, or a name such as C-p, M-Enter, S-Tab, PgDn or F1"
    }
}
