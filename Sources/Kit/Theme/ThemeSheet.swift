import Terminal

/// What a theme's files say, in the order in which it counts: what is inherited first, in each file what holds everywhere,
/// then what holds on one kind of ground, then what holds for so many colours.
struct ThemeSheet: Equatable, Sendable {
    /// Where something holds; nil for everywhere.
    struct Layer: Equatable, Sendable {
        /// The kinds of ground; `.unknown` for one that nobody knows.
        enum Half: String, CaseIterable, Sendable {
            case unknown, dark, light
        }

        var half: Half?
        var depth: Depth?

        func holds(_ half: Half, _ depth: ColorDepth) -> Bool {
            // A layer without a half or depth holds for each.
            (self.half ?? half) == half && self.depth?.covers(depth) != false
        }
    }

    /// How many colours, in the words of a theme file.
    enum Depth: String, CaseIterable, Sendable {
        case indexed256 = "256"
        case sixteen, eight, none

        /// What holds for sixteen holds for eight too.
        func covers(_ depth: ColorDepth) -> Bool {
            switch self {
            case .indexed256: depth == .indexed256
            case .sixteen: depth == .ansi16 || depth == .ansi8
            case .eight: depth == .ansi8
            case .none: depth == .none
            }
        }

        var colorDepth: ColorDepth {
            switch self {
            case .indexed256: .indexed256
            case .sixteen: .ansi16
            case .eight: .ansi8
            case .none: .none
            }
        }
    }

    /// A look as written: colours by name, since a palette may stand below it or in a file that inherits this one.
    struct Look: Equatable, Sendable {
        var foreground: String?
        var background: String?
        var attributes: Attributes = []
    }

    /// The names of colours.
    var palette: [(layer: Layer, name: String, color: Color)] = []
    /// The looks of roles, and where they are written.
    var looks: [(layer: Layer, role: Role, look: Look)] = []
    /// The file and the line of each of the looks.
    var places: [(file: String, line: Int)] = []
    /// The ground that it is made for, whatever the terminal's is.
    var ground: Ground?
    /// The most colours that it uses.
    var depth: Depth?

    // Without the places: where a look is written changes nothing of it.
    static func == (one: ThemeSheet, other: ThemeSheet) -> Bool {
        one.ground == other.ground && one.depth == other.depth
            && one.palette.elementsEqual(other.palette, by: ==) && one.looks.elementsEqual(other.looks, by: ==)
    }

    /// The looks for a terminal that shows so many colours on such a ground. They have no more colours than that.
    func styles(for wanted: ColorDepth, on terminal: Ground?) -> [Role: Style] {
        let depth = min(wanted, self.depth?.colorDepth ?? .trueColor)
        // One that brings a ground of its own is seen on that.
        // What it says for dark or light cannot be asked yet: which of them holds is what is to be found out.
        let own = resolved(.unknown, depth, only: .text)[.text].flatMap { Ground($0.background) }
        let half = (ground ?? own ?? terminal).flatMap { Layer.Half(rawValue: $0.rawValue) } ?? .unknown
        return resolved(half, depth)
    }

    private func resolved(_ half: Layer.Half, _ depth: ColorDepth, only wanted: Role? = nil) -> [Role: Style] {
        let isFew = depth == .ansi16 || depth == .ansi8
        var colors = ThemeColors.ansi
        var chosen: Set<String> = []
        for (layer, name, color) in palette where layer.holds(half, depth) {
            // A colour of millions says nothing about the few of which another file has chosen one.
            if isFew, layer.depth == nil, chosen.contains(name), color.isOfMany { continue }
            colors[name] = color
            if layer.depth != nil { chosen.insert(name) }
        }
        var styles: [Role: Style] = [:]
        var fitted: Set<Role> = []
        for (layer, role, look) in looks where layer.holds(half, depth) && (wanted ?? role) == role {
            func color(_ name: String?) -> Color { name.flatMap { colors[$0] ?? ThemeColors.color($0) } ?? .default }
            let (front, back) = (color(look.foreground), color(look.background))
            // As with the palette: one that inherits may say a look in millions of colours, and the sixteen that its
            // parent chose are better than the nearest of them.
            if isFew, layer.depth == nil, fitted.contains(role), front.isOfMany || back.isOfMany { continue }
            styles[role] = Style(
                foreground: front.reduced(to: depth), background: back.reduced(to: depth), attributes: look.attributes)
            if layer.depth != nil { fitted.insert(role) }
        }
        return styles
    }
}

extension Color {
    /// Whether it is none of the sixteen, nor the terminal's own.
    fileprivate var isOfMany: Bool { components != nil || index.map { $0 > 15 } == true }
}
