public import Terminal

/// A look for every role.
public struct Theme: Equatable, Sendable {
    /// The name of the theme: that of its file.
    public let name: String
    private let styles: [Role: Style]
    /// The looks where there are 8 or 16 colours; nil for the same.
    private let sixteen: [Role: Style]?

    /// A theme of looks by role; a role without one takes its prefix's, and at last that of plain text.
    /// - Parameter sixteen: the looks where there are 8 or 16 colours, which are the person's own and seldom what one
    ///   thinks; nil for the same.
    public init(name: String, styles: [Role: Style], sixteen: [Role: Style]? = nil) {
        self.name = name
        self.styles = Self.complete(styles)
        self.sixteen = sixteen.map(Self.complete)
    }

    private static func complete(_ styles: [Role: Style]) -> [Role: Style] {
        var complete: [Role: Style] = [:]
        for role in Role.allCases { complete[role] = look(of: role.rawValue[...], in: styles) }
        return complete
    }

    /// The theme as it is for a terminal that shows so many colours.
    public func adapted(to depth: ColorDepth) -> Theme {
        guard depth == .ansi16, let sixteen else { return self }
        return Theme(name: name, styles: sixteen)
    }

    /// The look of a role.
    public subscript(role: Role) -> Style {
        styles[role] ?? .plain
    }

    private static func look(of name: Substring, in styles: [Role: Style]) -> Style {
        if let role = Role(rawValue: String(name)), let style = styles[role] { return style }
        guard let dot = name.lastIndex(of: ".") else { return styles[.text] ?? .plain }
        return look(of: name[..<dot], in: styles)
    }
}
