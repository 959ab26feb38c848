/// What is behind the text: whether colours have to be light or dark to be seen.
public enum Ground: String, Hashable, Sendable {
    /// Light text on it can be read.
    case dark
    /// Dark text on it can be read.
    case light

    /// What a colour is as a ground; nil for the terminal's own, which nobody knows.
    public init?(_ color: Color) {
        guard let luminance = color.luminance else { return nil }
        // Where black and white are told from it equally well.
        self = luminance > 0.179 ? .light : .dark
    }

    /// Consoles of machines, which are black and are not asked: of Linux, of FreeBSD, of DOS and its heirs.
    private static let consoles: [Substring] = ["linux", "cons25", "ansi", "pcansi", "cygwin"]

    /// What the environment says: `COLORFGBG` (rxvt, Konsole) ends with the number of the ground's colour, and consoles are
    /// black.
    public init?(environment: [String: String]) {
        if let name = environment["TERM"]?.split(separator: "-").first, Self.consoles.contains(name) {
            self = .dark
            return
        }
        guard let last = environment["COLORFGBG"]?.split(separator: ";").last, let index = UInt8(last), index < 16
        else {
            return nil
        }
        // White and the bright ones are light; 8 is the dark grey among those.
        self = index == 7 || index > 8 ? .light : .dark
    }
}
