public import Terminal

/// A look for every role.
public struct Theme: Equatable, Sendable {
    /// The name of the theme: that of its file.
    public let name: String
    private let styles: [Role: Style]
    /// What its files say, for other terminals than this look is for; nil for the same everywhere.
    private let sheet: ThemeSheet?

    /// A theme of looks by role; a role without one takes its prefix's, and at last that of plain text.
    public init(name: String, styles: [Role: Style]) {
        self.name = name
        self.styles = Self.complete(styles)
        sheet = nil
    }

    /// A theme as its files say, for a terminal that shows every colour and whose ground nobody knows.
    init(name: String, sheet: ThemeSheet) {
        self.init(name: name, sheet, depth: .trueColor, ground: nil)
    }

    private init(name: String, _ sheet: ThemeSheet, depth: ColorDepth, ground: Ground?) {
        self.name = name
        self.sheet = sheet
        styles = Self.complete(sheet.styles(for: depth, on: ground))
    }

    private static func complete(_ styles: [Role: Style]) -> [Role: Style] {
        var complete: [Role: Style] = [:]
        for role in Role.allCases { complete[role] = look(of: role.rawValue[...], in: styles) }
        return complete
    }

    /// The theme as it is for a terminal that shows so many colours on such a ground; nil for one that nobody knows.
    public func adapted(to depth: ColorDepth, on ground: Ground? = nil) -> Theme {
        sheet.map { Theme(name: name, $0, depth: depth, ground: ground) } ?? self
    }

    /// The line of the theme's own file that says last what a role looks like; nil when it says nothing of it.
    package func line(of role: Role) -> Int? {
        guard let sheet else { return nil }
        return sheet.looks.indices.last { sheet.looks[$0].role == role && sheet.places[$0].file == name }
            .map { sheet.places[$0].line }
    }

    /// The look of a role.
    public subscript(role: Role) -> Style {
        styles[role] ?? .plain
    }

    private static func look(of name: Substring, in styles: [Role: Style]) -> Style {
        let role = Role(rawValue: String(name))
        if let role, let style = styles[role] { return style }
        // Before the prefix: a theme that is older than this role shall look as it did.
        if let stand = role?.stand { return look(of: stand.rawValue[...], in: styles) }
        // `border.focused` falls back to `border`, and that to the text.
        guard let dot = name.lastIndex(of: ".") else { return styles[.text] ?? .plain }
        return look(of: name[..<dot], in: styles)
    }
}
