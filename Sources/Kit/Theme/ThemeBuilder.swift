import Terminal
import Themes

/// Gathers palettes and roles of a theme and of those it inherits from.
struct ThemeBuilder {
    private typealias Members = [(key: String, line: Int, value: ThemeValue)]
    private typealias Layer = ThemeSheet.Layer

    private let own: (String) -> [UInt8]?
    /// The file that is read, for warnings.
    private var file = ""
    private var sheet = ThemeSheet()
    private var warnings: [ThemeWarning] = []
    /// Names of colours that looks use: a palette that stands below may have them.
    private var used: [(name: String, file: String, line: Int)] = []

    init(own: @escaping (String) -> [UInt8]?) { self.own = own }

    /// What was gathered, and what was passed over.
    func finished() -> (sheet: ThemeSheet, warnings: [ThemeWarning]) {
        let known = Set(sheet.palette.map(\.name))
        // At the end only: a palette further down, or in a theme that inherits this one, may name the colour.
        let unknown = used.filter { !known.contains($0.name) && ThemeColors.color($0.name) == nil }
        return (
            sheet,
            warnings
                + unknown.map {
                    ThemeWarning(theme: $0.file, line: $0.line, text: "no colour is called \"\($0.name)\"")
                }
        )
    }

    mutating func take(_ json: [UInt8], from name: String, depth: Int) {
        let outer = file
        file = name
        defer { file = outer }
        var reader = ThemeReader(json)
        let value: ThemeValue
        do {
            value = try reader.read()
        } catch {
            return giveUp(error.line, error.text)
        }
        guard case .object(let members, _) = value else { return giveUp(value.line, "a theme is an object") }
        // What is inherited comes first, wherever the line stands.
        for member in members where member.key == "inherits" { inherit(member.value, depth: depth) }
        takeParts(
            members, of: Layer(),
            "inherits, ground, depth, palette, roles, 256, sixteen, eight, none, dark, light or unknown")
        // What holds on one ground comes on top, wherever it stands.
        for (key, _, value) in members {
            guard let half = Layer.Half(rawValue: key), case .object(let parts, _) = value else { continue }
            takeParts(parts, of: Layer(half: half), "palette, roles, 256, sixteen, eight or none")
        }
    }

    /// What holds in a layer, and on top of it what holds there for so many colours.
    private mutating func takeParts(_ members: Members, of layer: Layer, _ words: String) {
        for (key, line, value) in members {
            switch (key, value) {
            case ("palette", .object(let colors, _)): takePalette(colors, layer)
            case ("roles", .object(let roles, _)): takeRoles(roles, layer)
            case ("inherits", _) where layer.half == nil: break
            case ("ground", .text(let word, _)) where layer.half == nil: takeGround(word, line)
            case ("depth", .text(let word, _)) where layer.half == nil: takeDepth(word, line)
            // These and the depths are taken in passes of their own: on top of all that holds everywhere.
            case (_, .object) where layer.half == nil && Layer.Half(rawValue: key) != nil: break
            case (_, .object) where ThemeSheet.Depth(rawValue: key) != nil: break
            default: warn(line, "\"\(key)\" is not known here: \(words)")
            }
        }
        // In this order, not the file's: what is said for eight colours counts over what is said for sixteen.
        for depth in ThemeSheet.Depth.allCases {
            for (key, _, value) in members where key == depth.rawValue {
                guard case .object(let parts, _) = value else { continue }
                let layer = Layer(half: layer.half, depth: depth)
                for part in parts {
                    switch (part.key, part.value) {
                    case ("palette", .object(let colors, _)): takePalette(colors, layer)
                    case ("roles", .object(let roles, _)): takeRoles(roles, layer)
                    default: warn(part.line, "\"\(part.key)\" is not known here: palette or roles")
                    }
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
        // A circle, of however many files, is found by its depth alone.
        if depth >= 8 { return warn(line, "themes inherit from each other without end") }
        take(json, from: parent, depth: depth + 1)
    }

    private mutating func takeGround(_ word: String, _ line: Int) {
        guard let ground = Ground(rawValue: word) else { return warn(line, "a ground is dark or light") }
        sheet.ground = ground
    }

    private mutating func takeDepth(_ word: String, _ line: Int) {
        guard let depth = ThemeSheet.Depth(rawValue: word) else {
            return warn(line, "a depth is 256, sixteen, eight or none")
        }
        sheet.depth = depth
    }

    private mutating func takePalette(_ colors: Members, _ layer: Layer) {
        for (key, line, value) in colors {
            guard case .text(let text, _) = value, let color = ThemeColors.color(text) else {
                warn(line, "\"\(key)\" is no colour: \"#rrggbb\", a number of the 256, or an ANSI name")
                continue
            }
            // Appended and not replaced: of two the later holds, in the layers that are in force.
            sheet.palette.append((layer, key, color))
        }
    }

    private mutating func takeRoles(_ roles: Members, _ layer: Layer) {
        for (key, line, value) in roles {
            if let role = Role(rawValue: key) {
                add(look(value), of: role, layer, line)
            } else if Role.allCases.contains(where: { $0.rawValue.hasPrefix("\(key).") }) {
                // A prefix that is no role of its own stands for all below it.
                let look = look(value)
                for role in Role.allCases where role.rawValue.hasPrefix("\(key).") {
                    add(look, of: role, layer, line)
                }
            } else {
                warn(line, "no role is called \"\(key)\"")
            }
        }
    }

    private mutating func add(_ look: ThemeSheet.Look, of role: Role, _ layer: Layer, _ line: Int) {
        sheet.looks.append((layer, role, look))
        sheet.places.append((file, line))
    }

    private mutating func look(_ value: ThemeValue) -> ThemeSheet.Look {
        var look = ThemeSheet.Look()
        switch value {
        case .text(let name, let line): look.foreground = named(name, line)
        case .list(_, let line): warn(line, "a look is a colour or an object of fg, bg and style")
        case .object(let members, _):
            for (key, line, value) in members {
                switch (key, value) {
                case ("fg", .text(let name, _)): look.foreground = named(name, line)
                case ("bg", .text(let name, _)): look.background = named(name, line)
                case ("style", .list(let words, _)): words.forEach { look.attributes.formUnion(attribute($0)) }
                default: warn(line, "\"\(key)\" is not known here: fg, bg or style")
                }
            }
        }
        return look
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

    private mutating func named(_ name: String, _ line: Int) -> String {
        used.append((name, file, line))
        return name
    }

    private mutating func giveUp(_ line: Int, _ text: String) {
        warnings.append(ThemeWarning(theme: file, line: line, text: text, isOfWholeFile: true))
    }

    private mutating func warn(_ line: Int, _ text: String) {
        warnings.append(ThemeWarning(theme: file, line: line, text: text))
    }
}
