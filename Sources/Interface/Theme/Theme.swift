public import Terminal

/// A look for every role.
public struct Theme: Equatable, Sendable {
    /// The name of the theme: that of its file.
    public let name: String
    private let styles: [Role: Style]

    /// A theme of looks by role; a role without one takes its prefix's, and at last that of plain text.
    public init(name: String, styles: [Role: Style]) {
        self.name = name
        var complete: [Role: Style] = [:]
        for role in Role.allCases {
            complete[role] = Self.look(of: role.rawValue[...], in: styles)
        }
        self.styles = complete
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
