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

    /// What the environment says: `COLORFGBG` (rxvt, Konsole) ends with the number of the ground's colour, and the
    /// Linux console is black.
    public init?(environment: [String: String]) {
        // The console is black, and says nothing of itself.
        if environment["TERM"]?.split(separator: "-").first == "linux" {
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
