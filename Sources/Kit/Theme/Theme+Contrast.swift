package import Terminal

/// A look that cannot be read easily.
package struct FaintLook: Sendable, CustomStringConvertible {
    package let role: Role
    /// What is laid over it; nil for nothing.
    package let overlay: Role?
    package let depth: ColorDepth
    /// The terminal.
    package let screen: String
    package let text, ground: Color
    package let contrast: Double
    /// The least that it should have.
    package let least: Double

    package var description: String {
        let name = overlay.map { "\(role.rawValue) under \($0.rawValue)" } ?? role.rawValue
        return
            "\(name) in \(depth.words) on \(screen): \(text) on \(ground) has a contrast of \(Figures.decimal(contrast)), "
            + "and should have \(Figures.decimal(least))"
    }
}

extension ColorDepth {
    /// `true colour`, `256 colours`
    package var words: String {
        switch self {
        case .none: "no colour"
        case .ansi8: "8 colours"
        case .ansi16: "16 colours"
        case .indexed256: "256 colours"
        case .trueColor: "true colour"
        }
    }
}

extension Theme {
    /// Every look that cannot be read easily on a terminal of so many colours, by WCAG 2.2: 4.5 for text, 3 for what is
    /// decoration.
    ///
    /// Less is asked of two: where nobody knows the ground no colour can have 4.5 on every one (the best is 3.7), and of
    /// Solarized's own sixteen not many have it on its grounds.
    /// - Parameter half: the grounds that the theme is for; nil for all.
    package func faintLooks(in depth: ColorDepth, isGroundKnown: Bool, half: Ground? = nil) -> [FaintLook] {
        var found: [FaintLook] = []
        let overlays: [Role?] = [nil] + Role.allCases.filter(\.isOverlay)
        for screen in ReferenceScreen.all where half == nil || Ground(screen.ground) == half {
            let theme = adapted(to: depth, on: isGroundKnown ? Ground(screen.ground) : nil)
            // Many roles have the same look.
            var known: [Style: Double?] = [:]
            // A theme with a ground of its own is never laid over the terminal's: nothing is uncertain.
            let isOwn = theme[.text].background != .default
            for role in Role.allCases where !role.isOverlay || role == .match {
                for overlay in overlays where overlay == nil || !role.isDecoration {
                    var style = theme[role].over(theme[.text])
                    if let overlay { style = theme[overlay].over(style) }
                    // The terminal's own text on its own ground: whether that can be read is its owner's choice.
                    if style.foreground == .default, style.background == .default { continue }
                    let (text, ground) = screen.shown(style, depth)
                    let isFew = [style.foreground, style.background].contains { $0.index.map { $0 < 16 } == true }
                    // WCAG 2.2: 1.4.3 for text, 1.4.11 for what is no text.
                    var least = role.isDecoration ? 3 : 4.5
                    // The best of all colours has 3.7 on every one of these grounds; which the sixteen are is the terminal's choice.
                    if !isOwn, !isGroundKnown { least = min(least, isFew ? 3 : 3.4) }
                    if isFew, screen.isSoft { least = min(least, 3) }
                    let ratio = known[style] ?? text.contrast(to: ground)
                    known[style] = .some(ratio)
                    guard let contrast = ratio, contrast < least else { continue }
                    found.append(
                        FaintLook(
                            role: role, overlay: overlay, depth: depth, screen: screen.description, text: text,
                            ground: ground,
                            contrast: contrast, least: least))
                }
            }
        }
        return found
    }
}
