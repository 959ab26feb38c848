public import Kit
public import Terminal

/// What `martlet themes` prints of a theme, line by line.
public enum ThemeLines {
    /// A theme that can be chosen.
    public struct Entry: Sendable {
        let name: String
        let origin: String

        /// A theme by its name, and where it comes from.
        public init(_ name: String, from origin: String) {
            self.name = name
            self.origin = origin
        }
    }

    /// The themes, one a line.
    public static func list(_ entries: [Entry]) -> [String] {
        let width = entries.map { displayWidth(of: $0.name) }.max() ?? 0
        return entries.map { padded($0.name, to: width + 2) + $0.origin }
    }

    /// What is wrong with a file: what was not understood, with its line, and what cannot be read easily.
    /// - Returns: the lines, and whether anything was not understood.
    public static func check(
        _ file: String, named name: String, _ theme: Theme, _ warnings: [ThemeWarning]
    ) -> (lines: [String], isBad: Bool) {
        var lines = warnings.map { warning in
            // A theme may build on another one, whose warnings stand in another file.
            let place = warning.theme == name ? file : "theme \(warning.theme)"
            return "\(place):\(warning.line): \(warning.text)"
        }
        if warnings.isEmpty { lines.append("\(file): no problems") }
        return (lines + notes(on: theme).map { "\(file)\($0)" }, !warnings.isEmpty)
    }

    /// What cannot be read easily of a theme's roles, each once, where most colours are shown.
    private static func notes(on theme: Theme) -> [String] {
        var found: [FaintLook] = []
        for depth in [ColorDepth.trueColor, .indexed256, .ansi16, .ansi8] {
            for look in theme.faintLooks(in: depth, isGroundKnown: true) where look.overlay == nil {
                if !found.contains(where: { $0.role == look.role }) { found.append(look) }
            }
        }
        return found.map { look in
            let line = theme.line(of: look.role).map { ":\($0)" } ?? ""
            return "\(line): note: \(look); choose a colour that is further from the ground"
        }
    }

    /// Every role with its look where so many colours are shown on such a ground.
    /// - Parameter shows: whether a sample is drawn with sequences for a terminal.
    public static func show(_ theme: Theme, _ depth: ColorDepth, on ground: Ground?, shows: Bool) -> [String] {
        let fitted = theme.adapted(to: depth, on: ground)
        let names = Role.allCases.map(\.rawValue).sorted()
        let width = names.map(\.utf8.count).max() ?? 0
        let place = ground.map { "a \($0.rawValue) ground" } ?? "a ground that nobody knows"
        let rows = names.compactMap(Role.init(rawValue:)).map { role in
            // What a role leaves open shows the text's colours through.
            let style = fitted[role].over(role == .text ? .plain : fitted[.text])
            let words = padded(role.rawValue, to: width + 2) + Self.words(style, depth)
            return shows ? sample(style, depth) + "  " + words : words
        }
        return ["\(theme.name) in \(depth.words) on \(place)"] + rows
    }

    /// A look in words: `#6cb6ff on default, bold`.
    private static func words(_ style: Style, _ depth: ColorDepth) -> String {
        let all: [(Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
        ]
        let front = name(style.foreground.reduced(to: depth))
        let back = name(style.background.reduced(to: depth))
        let colors = back == "default" ? front : "\(front) on \(back)"
        return ([colors] + all.filter { style.attributes.contains($0.0) }.map(\.1)).joined(separator: ", ")
    }

    /// A colour as a theme file would write it.
    private static func name(_ color: Color) -> String {
        guard let index = color.index else { return color.description }
        let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        return index < 8 ? names[Int(index)] : index < 16 ? "bright-\(names[Int(index) - 8])" : "\(index)"
    }

    private static func sample(_ style: Style, _ depth: ColorDepth) -> String {
        "\u{1B}[\(style.sgr(in: depth))m Sample 42 \u{1B}[0m"
    }
}
