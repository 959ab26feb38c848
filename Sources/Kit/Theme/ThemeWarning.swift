/// Something in a theme file that was passed over: never a reason not to start.
public struct ThemeWarning: Equatable, Sendable, CustomStringConvertible {
    /// The theme it stands in.
    public let theme: String
    /// The line, from 1.
    public let line: Int
    /// What is wrong.
    public let text: String
    /// Whether the file is no theme at all: nothing of it is used.
    public let isOfWholeFile: Bool

    init(theme: String, line: Int, text: String, isOfWholeFile: Bool = false) {
        self.theme = theme
        self.line = line
        self.text = text
        self.isOfWholeFile = isOfWholeFile
    }

    /// `nord, line 12: no role is called "bordr"`
    public var description: String { "theme \(theme), line \(line): \(text)" }
}
