import Kit
import Terminal
import Testing

@testable import Interface

/// Every role of every theme in every depth can be read: on the theme's own ground, or on whatever ground the terminal has.
@Suite("Themes can be read") struct ThemeContrastTests {
    /// A terminal's ground, and what its sixteen colours are there.
    struct Ground: CustomTestStringConvertible {
        let name: String
        let color: UInt32
        let sixteen: [UInt32]
        var testDescription: String { name }
    }

    private static let xterm: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
    private static let console: [UInt32] = [
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
        0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
    ]
    private static let solarized: [UInt32] = [
        0x073642, 0xDC322F, 0x859900, 0xB58900, 0x268BD2, 0xD33682, 0x2AA198, 0xEEE8D5,
        0x002B36, 0xCB4B16, 0x586E75, 0x657B83, 0x839496, 0x6C71C4, 0x93A1A1, 0xFDF6E3,
    ]
    static let grounds = [
        Ground(name: "black", color: 0x000000, sixteen: xterm), Ground(name: "white", color: 0xFFFFFF, sixteen: xterm),
        Ground(name: "console", color: 0x000000, sixteen: console),
        Ground(name: "Solarized dark", color: 0x002B36, sixteen: solarized),
        Ground(name: "Solarized light", color: 0xFDF6E3, sixteen: solarized),
    ]
    static let depths: [ColorDepth] = [.none, .ansi16, .indexed256, .trueColor]
    /// Lines and marks, which nobody reads letter by letter.
    private static let decoration: Set<Role> = [
        .border, .borderFocused, .popupBorder, .chart, .chart1, .chart2, .chart3, .chart4, .chart5, .chart6,
    ]

    private static func components(_ color: Color, _ ground: Ground) -> UInt32? {
        if let index = color.index {
            if index < 16 { return ground.sixteen[Int(index)] }
            let (red, green, blue) = Palette256.components(index)
            return UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
        }
        return color.components.map { UInt32($0.red) << 16 | UInt32($0.green) << 8 | UInt32($0.blue) }
    }

    /// WCAG 2.2, relative luminance and contrast ratio.
    private static func luminance(_ color: UInt32) -> Double {
        func linear(_ shift: UInt32) -> Double {
            let value = Double(color >> shift & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow24((value + 0.055) / 1.055)
        }
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }

    /// x to the power of 2.4: the fifth root of x to the twelfth, by Newton's steps.
    private static func pow24(_ x: Double) -> Double {
        let wanted = (0..<12).reduce(1.0) { product, _ in product * x }
        var root = 1.0
        for _ in 0..<60 { root = (4 * root + wanted / (root * root * root * root)) / 5 }
        return root
    }

    private static func contrast(_ one: UInt32, _ other: UInt32) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test("Contrast", arguments: Theme.names, depths) func contrast(_ name: String, _ depth: ColorDepth) throws {
        let theme = try #require(Theme.named(name)?.theme).adapted(to: depth)
        for role in Role.allCases {
            let style = theme[role].over(theme[.text])
            let (front, back) = (style.foreground.reduced(to: depth), style.background.reduced(to: depth))
            // The terminal's own colour on the terminal's own ground is the person's choice.
            if front == .default && back == .default { continue }
            #expect(front.index != 8 && front.index != 0, "\(role): colour 8 is the ground on many terminals")
            for ground in Self.grounds {
                guard let text = Self.components(front, ground) else {
                    Issue.record("\(role): the terminal's text on a ground of the theme's")
                    continue
                }
                let ratio = Self.contrast(text, Self.components(back, ground) ?? ground.color)
                // No colour reaches 4.5 on white and on Solarized's dark ground at once: the best is 3.7 on both.
                let isOwn = back != .default && style.attributes.contains(.reverse) == false
                let least = isOwn && depth == .trueColor && !Self.decoration.contains(role) ? 4.5 : 3.0
                #expect(ratio >= least, "\(role) \(front) on \(back == .default ? ground.name : "\(back)"): \(ratio)")
            }
        }
    }

    // mono tells by bold, underline and reverse only what it has to.
    @Test("Roles that must differ do, in 8 and in 16 colours", arguments: Theme.names.filter { $0 != "mono" })
    func differ(_ name: String) throws {
        let depths: [(ColorDepth, Int)] = [(.ansi16, 8), (.ansi16, 16), (.indexed256, 256), (.trueColor, 1 << 24)]
        for (depth, colors) in depths {
            let theme = try #require(Theme.named(name)?.theme).adapted(to: depth)
            func look(_ role: Role) -> Style {
                var style = theme[role].over(theme[.text])
                style.foreground = style.foreground.reduced(to: depth)
                style.background = style.background.reduced(to: depth)
                // As the terminal shows a bright colour that it does not have.
                if colors == 8, let index = style.foreground.index, index >= 8 {
                    style.foreground = .indexed(index - 8)
                    style.attributes.insert(.bold)
                }
                return style
            }
            let groups: [[Role]] = [
                [.text, .selection, .selectionInactive, .error, .mqttRetained, .match], [.border, .borderFocused],
                [.title, .titleFocused], [.jsonKey, .jsonString, .jsonNumber], [.hint, .hintKey],
                [.error, .warning, .text], [.text, .statusFailed], [.diffAdded, .diffRemoved],
            ]
            for group in groups {
                for (index, role) in group.enumerated() {
                    for other in group[..<index] {
                        #expect(look(role) != look(other), "\(colors) colours: \(role) and \(other)")
                    }
                }
            }
        }
    }

    @Test("What stands under sixteen holds there and nowhere else, on top of what is inherited") func sixteen() throws {
        let json =
            #"{"inherits": "martlet", "roles": {"json.key": "red"}, "sixteen": {"roles": {"border": "blue"}, "x": "1"}}"#
        let (theme, warnings) = Theme.read(Array(json.utf8), name: "mine")
        #expect(warnings.map(\.text) == ["\"x\" is not known here: palette or roles"])
        #expect(theme.adapted(to: .ansi16)[.border].foreground == .indexed(4))
        #expect(theme.adapted(to: .indexed256)[.border].foreground == theme[.border].foreground)
        #expect(theme[.border].foreground != .indexed(4))
        #expect(theme.adapted(to: .ansi16)[.jsonKey].foreground == .indexed(1))
        #expect(theme.adapted(to: .ansi16)[.selection] != theme[.selection])
    }
}

/// The fixed colours of the palette of 256.
private enum Palette256 {
    static func components(_ index: UInt8) -> (UInt8, UInt8, UInt8) {
        if index >= 232 {
            let grey = 8 + (index - 232) * 10
            return (grey, grey, grey)
        }
        let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
        let place = Int(index) - 16
        return (steps[place / 36], steps[place / 6 % 6], steps[place % 6])
    }
}
