import Terminal
import Themes

extension Theme {
    /// The names of the built-in themes, the default first.
    public static var names: [String] { Themes.names }

    /// A theme by name, and what in it was passed over; nil when there is none of that name.
    ///
    /// - Parameter own: The person's own theme files by name; they come before the built-in ones.
    public static func named(
        _ name: String, own: (String) -> [UInt8]? = { _ in nil }
    ) -> (theme: Theme, warnings: [ThemeWarning])? {
        guard let json = own(name) ?? Themes.json(named: name) else { return nil }
        return read(json, name: name, own: own)
    }

    /// The theme that martlet starts with.
    public static var standard: Theme { named("martlet")?.theme ?? Theme(name: "plain", styles: [:]) }

    /// Reads a theme file. What it does not know it passes over, with a warning and the line.
    ///
    /// - Parameter own: The person's own theme files by name, for what it inherits.
    public static func read(
        _ json: [UInt8], name: String, own: (String) -> [UInt8]? = { _ in nil }
    ) -> (theme: Theme, warnings: [ThemeWarning]) {
        withoutActuallyEscaping(own) { own in
            var builder = ThemeBuilder(own: own)
            builder.take(json, from: name, depth: 0)
            let (sheet, warnings) = builder.finished()
            return (Theme(name: name, sheet: sheet), warnings)
        }
    }
}
