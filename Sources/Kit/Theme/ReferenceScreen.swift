package import Terminal

/// A terminal as people have it: its ground, its text, and what its sixteen colours are. Themes are tried on these.
package struct ReferenceScreen: Sendable, CustomStringConvertible {
    package let description: String
    package let ground: Color
    package let text: Color
    package let sixteen: [Color]
    /// Whether bold makes the first eight bright.
    let boldIsBright: Bool
    /// Whether its sixteen are made with less contrast than others: on its light ground no hue of Solarized's reaches 4.5,
    /// on the dark one neither red nor blue does.
    package let isSoft: Bool

    private init(
        _ name: String, _ ground: UInt32, _ text: UInt32, _ sixteen: [UInt32], boldIsBright: Bool = false,
        isSoft: Bool = false
    ) {
        description = name
        self.ground = Self.color(ground)
        self.text = Self.color(text)
        self.sixteen = sixteen.map(Self.color)
        self.boldIsBright = boldIsBright
        self.isSoft = isSoft
    }

    private static func color(_ packed: UInt32) -> Color {
        .rgb(UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255))
    }

    private static let console: [UInt32] = [
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
        0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
    ]
    private static let solarized: [UInt32] = [
        0x073642, 0xDC322F, 0x859900, 0xB58900, 0x268BD2, 0xD33682, 0x2AA198, 0xEEE8D5,
        0x002B36, 0xCB4B16, 0x586E75, 0x657B83, 0x839496, 0x6C71C4, 0x93A1A1, 0xFDF6E3,
    ]

    /// Black and white as xterm has them, the Linux console, Solarized's two.
    package static let all = [
        ReferenceScreen("black", 0x000000, 0xE5E5E5, Palette.sixteen),
        ReferenceScreen("white", 0xFFFFFF, 0x000000, Palette.sixteen),
        ReferenceScreen("the Linux console", 0x000000, 0xAAAAAA, console, boldIsBright: true),
        ReferenceScreen("Solarized dark", 0x002B36, 0x839496, solarized, isSoft: true),
        ReferenceScreen("Solarized light", 0xFDF6E3, 0x657B83, solarized, isSoft: true),
    ]

    /// What is seen of a look where so many colours are shown: the colour of the text, and that behind it.
    package func shown(_ style: Style, _ depth: ColorDepth) -> (text: Color, ground: Color) {
        let isBright = depth == .ansi8 && boldIsBright && style.attributes.contains(.bold)
        let front = color(style.foreground, depth, isBright) ?? text
        let back = color(style.background, depth, false) ?? ground
        return style.attributes.contains(.reverse) ? (back, front) : (front, back)
    }

    private func color(_ color: Color, _ depth: ColorDepth, _ isBright: Bool) -> Color? {
        guard let index = color.index, index < 16 else { return color == .default ? nil : color }
        // A terminal of eight shows the bright ones in bold, whatever that is there.
        let number = depth == .ansi8 ? index & 7 : index
        // On eight colours a bright one is written as bold, which the Linux console shows bright.
        return sixteen[Int(isBright || boldIsBright && index > 7 ? number | 8 : number)]
    }
}
