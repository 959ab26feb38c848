/// How many colours a terminal can show.
public enum ColorDepth: Int, Hashable, Sendable, Comparable {
    /// No colour at all.
    case none
    /// The first eight of the user's own colours; bold stands for the bright ones.
    case ansi8
    /// The user's own sixteen.
    case ansi16
    /// The palette of 256.
    case indexed256
    /// Each of 16 million.
    case trueColor

    /// Fewer colours come first.
    public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
        left.rawValue < right.rawValue
    }

    /// What the terminal can show, from the environment and from the number of colours that its description has
    /// (`nil` or less than 8: none).
    ///
    /// `NO_COLOR`, when it is not empty, means none (no-color.org). `COLORTERM` of `truecolor` or `24bit` means true
    /// colour wherever the description has at least 8 colours.
    public static func detect(environment: [String: String], terminfoColors: Int?) -> ColorDepth {
        if let value = environment["NO_COLOR"], !value.isEmpty { return .none }
        let term = environment["TERM"] ?? ""
        if term.isEmpty || term == "dumb" { return .none }
        let colors = terminfoColors ?? 0
        guard colors >= 8 else { return .none }
        // As in the `-direct` descriptions of ncurses, which count colours instead of numbering a palette.
        if colors > 256 { return .trueColor }
        switch environment["COLORTERM"] {
        case "truecolor", "24bit": return .trueColor
        default: return colors >= 256 ? .indexed256 : colors >= 16 ? .ansi16 : .ansi8
        }
    }
}
