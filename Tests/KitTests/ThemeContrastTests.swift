import Glibc
import Kit
import Terminal
import Testing

/// Every role of every theme in every depth can be read: on the theme's own ground, or on whatever ground the terminal has.
@Suite("Themes can be read") struct ThemeContrastTests {
    static let depths: [ColorDepth] = [.none, .ansi8, .ansi16, .indexed256, .trueColor]

    @Test("Contrast", arguments: Theme.names, depths) func contrast(_ name: String, _ depth: ColorDepth) throws {
        let theme = try #require(Theme.named(name)?.theme)
        // Half of a theme is for the ground that it names, which it takes for known.
        let half = ["martlet-dark": Ground.dark, "martlet-light": .light][name]
        let faint = (half == nil ? [true, false] : [true]).flatMap {
            theme.faintLooks(in: depth, isGroundKnown: $0, half: half)
        }
        #expect(faint.isEmpty, "\(faint.count), such as\n\(faint.prefix(8).map(\.description).joined(separator: "\n"))")
    }

    @Test("No text has the terminal's colour 8, which is the ground on many", arguments: Theme.names)
    func greys(_ name: String) throws {
        let theme = try #require(Theme.named(name)?.theme)
        for depth in Self.depths {
            for ground in [nil, Ground.dark, .light] {
                let adapted = theme.adapted(to: depth, on: ground)
                for role in Role.allCases {
                    let style = adapted[role].over(adapted[.text])
                    #expect(![0, 8].contains(style.foreground.reduced(to: depth).index), "\(role) in \(depth.words)")
                    #expect(style.background.reduced(to: depth).index != 8, "\(role) in \(depth.words)")
                }
            }
        }
    }

    /// Roles that stand beside each other, or in each other's place, and say something by their look alone.
    private static let always: [[Role]] = [
        [.text, .selection, .selectionInactive], [.text, .error, .warning], [.text, .match], [.text, .field],
        [.border, .borderFocused], [.title, .titleFocused], [.hint, .hintKey], [.topicName, .topicInner],
        [.statusConnected, .statusWaiting, .statusFailed], [.jsonKey, .jsonString], [.jsonString, .jsonLiteral],
        [.diffAdded, .diffRemoved, .text], [.variable, .variableUnresolved, .text], [.mqttQoS, .mqttQoS1, .mqttQoS2],
        [.text, .mqttRetained], [.text, .mqttDuplicate], [.topicFresh, .ageRecent],
        [.httpStatus2, .httpStatus3, .httpStatus4, .httpStatus5],
        [.httpGET, .httpPOST, .httpPUT, .httpPATCH, .httpDELETE],
        [.chart1, .chart2, .chart3, .chart4, .chart5],
    ]
    /// What colour alone can tell.
    private static let inColor: [[Role]] = [
        [.jsonKey, .jsonString, .jsonNumber, .jsonLiteral], [.text, .error, .warning, .mqttRetained, .match],
        [.chart1, .chart2, .chart3, .chart4, .chart5, .chart6], [.xmlTag, .xmlAttribute],
        [.httpGET, .httpHEAD, .httpPOST, .httpPUT, .httpPATCH, .httpDELETE],
    ]
    /// What few colours tell where nobody knows the ground, of which each is readable on black and on white: the state, a
    /// key, a name and a title stand on the screen at once, and so do a value, a hint and a text.
    private static let onAnyGround: [[Role]] = [
        [.statusConnected, .hintKey, .jsonKey, .title, .titleFocused], [.topicValue, .hint, .text],
    ]
    /// What many colours can tell.
    private static let inMany: [[Role]] = [
        [.topicFresh, .ageRecent, .age, .ageStale], [.topicInner, .topicInner2, .topicInner3],
        [.error, .warning, .info],
        [.httpStatus1, .httpStatus2, .httpStatus3, .httpStatus4, .httpStatus5], [.text, .textDim],
        [.httpGET, .httpHEAD, .httpPOST, .httpPUT, .httpPATCH, .httpDELETE, .httpOPTIONS, .httpMethod],
    ]

    @Test("Roles that must differ do, in every depth and on every ground", arguments: Theme.names, depths)
    func differ(_ name: String, _ depth: ColorDepth) throws {
        let theme = try #require(Theme.named(name)?.theme)
        var groups = Self.always
        if depth != .none, name != "mono" { groups += Self.inColor }
        if depth >= .indexed256, name != "mono", name != "sixteen" { groups += Self.inMany }
        var alike: [String] = []
        for ground in [nil, Ground.dark, .light] {
            let adapted = theme.adapted(to: depth, on: ground)
            func look(_ role: Role) -> Style {
                var style = adapted[role].over(adapted[.text])
                style.foreground = style.foreground.reduced(to: depth)
                style.background = style.background.reduced(to: depth)
                // As the terminal shows a bright colour that it does not have.
                if depth == .ansi8, let index = style.foreground.index, index >= 8 {
                    style.foreground = .indexed(index - 8)
                    style.attributes.insert(.bold)
                }
                return style
            }
            // Those two are made for the ground that they name.
            let isUncertain =
                ground == nil && adapted[.text].background == .default
                && !["mono", "martlet-dark", "martlet-light"].contains(name)
            let isFew = depth == .ansi8 || depth == .ansi16
            for group in groups + (isUncertain && isFew ? Self.onAnyGround : []) {
                for (index, role) in group.enumerated() {
                    for other in group[..<index] {
                        if look(role) == look(other) {
                            alike.append("\(ground?.rawValue ?? "unknown") ground: \(role) and \(other)")
                        }
                    }
                }
            }
        }
        #expect(alike.isEmpty, "\(alike.joined(separator: ", "))")
    }

    @Test("Every file is read without a warning, and is in the list", arguments: Theme.names)
    func files(_ name: String) throws {
        #expect(try #require(Theme.named(name)).warnings == [])
    }

    @Test("The list is what is in the folder") func folder() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let folder = try #require(opendir("\(root)/Themes"))
        defer { closedir(folder) }
        var names: Set<String> = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".json") { names.insert(String(name.dropLast(5))) }
        }
        #expect(names == Set(Theme.names))
    }
}
