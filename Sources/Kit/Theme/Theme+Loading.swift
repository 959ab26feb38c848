import Terminal
import Themes

extension Theme {
    /// The names of the built-in themes, the default first.
    public static var names: [String] { Themes.all.map(\.name) }

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
            let styles = builder.styles()
            let sixteen = builder.styles(forSixteen: true)
            return (Theme(name: name, styles: styles, sixteen: sixteen), builder.warnings)
        }
    }
}

/// Gathers palettes and roles of a theme and of those it inherits from.
private struct ThemeBuilder {
    private let own: (String) -> [UInt8]?
    /// The file that is read, for warnings.
    private var file = ""
    package private(set) var warnings: [ThemeWarning] = []
    private var palette: [String: Color] = Self.ansi
    /// The same where there are 8 or 16 colours.
    private var sixteenPalette: [String: Color] = Self.ansi
    /// Looks as written: colours are looked up at last, when every palette is known.
    private var looks: [(role: Role, value: ThemeValue, file: String, isSixteen: Bool)] = []

    init(own: @escaping (String) -> [UInt8]?) { self.own = own }

    private static let ansi: [String: Color] = {
        let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        var colors: [String: Color] = ["default": .default]
        for (index, name) in names.enumerated() {
            colors[name] = .indexed(UInt8(index))
            colors["bright-\(name)"] = .indexed(UInt8(index + 8))
        }
        return colors
    }()

    mutating func take(_ json: [UInt8], from name: String, depth: Int) {
        let outer = file
        file = name
        defer { file = outer }
        var reader = ThemeReader(json)
        let file: ThemeValue
        do {
            file = try reader.read()
        } catch {
            warn(error.line, error.text)
            return
        }
        guard case .object(let members, _) = file else { return warn(file.line, "a theme is an object") }
        // What is inherited comes first, wherever the line stands.
        for member in members where member.key == "inherits" { inherit(member.value, depth: depth) }
        for member in members {
            switch (member.key, member.value) {
            case ("inherits", _): break
            case ("palette", .object(let colors, _)): takePalette(colors)
            case ("roles", .object(let roles, _)): takeRoles(roles)
            case ("sixteen", .object): break
            default: warn(member.line, "\"\(member.key)\" is not known here: inherits, palette, roles or sixteen")
            }
        }
        // What holds for 8 and 16 colours comes on top, wherever it stands.
        for case (key: "sixteen", line: _, value: .object(let parts, _)) in members {
            for part in parts {
                switch (part.key, part.value) {
                case ("palette", .object(let colors, _)): takePalette(colors, forSixteen: true)
                case ("roles", .object(let roles, _)): takeRoles(roles, forSixteen: true)
                default: warn(part.line, "\"\(part.key)\" is not known here: palette or roles")
                }
            }
        }
    }

    private mutating func inherit(_ value: ThemeValue, depth: Int) {
        guard case .text(let parent, let line) = value else { return warn(value.line, "inherits names a theme") }
        // A theme of one's own that has a built-in one's name may build on that.
        guard let json = (parent == file ? nil : own(parent)) ?? Themes.json(named: parent) else {
            return warn(line, "no theme is called \"\(parent)\"")
        }
        if depth >= 8 { return warn(line, "themes inherit from each other without end") }
        take(json, from: parent, depth: depth + 1)
    }

    private mutating func takePalette(
        _ colors: [(key: String, line: Int, value: ThemeValue)], forSixteen: Bool = false
    ) {
        for (key, line, value) in colors {
            guard case .text(let text, _) = value, let color = color(text) else {
                warn(line, "\"\(key)\" is no colour: \"#rrggbb\", a number of the 256, or an ANSI name")
                continue
            }
            if !forSixteen { palette[key] = color }
            sixteenPalette[key] = color
        }
    }

    private mutating func takeRoles(
        _ roles: [(key: String, line: Int, value: ThemeValue)], forSixteen: Bool = false
    ) {
        for (key, line, value) in roles {
            if let role = Role(rawValue: key) {
                looks.append((role, value, file, forSixteen))
            } else if Role.allCases.contains(where: { $0.rawValue.hasPrefix("\(key).") }) {
                // A prefix that is no role of its own stands for all below it.
                for role in Role.allCases where role.rawValue.hasPrefix("\(key).") {
                    looks.append((role, value, file, forSixteen))
                }
            } else {
                warn(line, "no role is called \"\(key)\"")
            }
        }
    }

    /// The looks with their colours.
    mutating func styles(forSixteen: Bool = false) -> [Role: Style] {
        var styles: [Role: Style] = [:]
        let (all, known) = (palette, warnings)
        if forSixteen { palette = sixteenPalette }
        for look in looks where forSixteen || !look.isSixteen {
            file = look.file
            styles[look.role] = style(look.value)
        }
        palette = all
        // What is wrong with a look was said the first time.
        warnings = known + warnings.dropFirst(known.count).filter { !known.contains($0) }
        return styles
    }

    private mutating func style(_ value: ThemeValue) -> Style {
        var style = Style.plain
        switch value {
        case .text(let name, let line):
            style.foreground = known(name, line)
        case .list(_, let line):
            warn(line, "a look is a colour or an object of fg, bg and style")
        case .object(let members, _):
            for (key, line, value) in members {
                switch (key, value) {
                case ("fg", .text(let name, _)): style.foreground = known(name, line)
                case ("bg", .text(let name, _)): style.background = known(name, line)
                case ("style", .list(let words, _)): words.forEach { style.attributes.formUnion(attribute($0)) }
                default: warn(line, "\"\(key)\" is not known here: fg, bg or style")
                }
            }
        }
        return style
    }

    private mutating func attribute(_ value: ThemeValue) -> Attributes {
        guard case .text(let word, let line) = value else {
            warn(value.line, "a style is a word")
            return []
        }
        switch word {
        case "bold": return .bold
        case "dim": return .dim
        case "italic": return .italic
        case "underline": return .underline
        case "reverse": return .reverse
        default:
            warn(line, "no style is called \"\(word)\": bold, dim, italic, underline or reverse")
            return []
        }
    }

    private mutating func known(_ name: String, _ line: Int) -> Color {
        if let color = palette[name] ?? color(name) { return color }
        warn(line, "no colour is called \"\(name)\"")
        return .default
    }

    private func color(_ text: String) -> Color? {
        if let index = UInt8(text) { return .indexed(index) }
        guard text.hasPrefix("#"), text.utf8.count == 7, let number = UInt32(text.dropFirst(), radix: 16) else {
            return Self.ansi[text]
        }
        return .rgb(UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255))
    }

    private mutating func warn(_ line: Int, _ text: String) {
        warnings.append(ThemeWarning(theme: file, line: line, text: text))
    }
}
