/// Something in a theme file that was passed over: never a reason not to start.
public struct ThemeWarning: Equatable, Sendable, CustomStringConvertible {
    /// The theme it stands in.
    public let theme: String
    /// The line, from 1.
    public let line: Int
    /// What is wrong.
    public let text: String

    /// `nord, line 12: no role is called "bordr"`
    public var description: String { "theme \(theme), line \(line): \(text)" }
}
