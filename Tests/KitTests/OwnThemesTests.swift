import Kit
import Terminal
import Testing

@Suite("Themes of one's own")
struct OwnThemesTests {
    private func files(_ files: [String: String]) -> @Sendable (String) -> [UInt8]? {
        { files[$0].map { Array($0.utf8) } }
    }

    @Test("one's own come first, and build on each other and on the built-in ones")
    func inherits() throws {
        let own = files([
            "mine": #"{"inherits": "base", "roles": {"border": "sea"}}"#,
            "base": ##"{"inherits": "nord", "palette": {"sea": "#102030"}}"##,
            "nord": #"{"inherits": "nord", "roles": {"title": "red"}}"#,
        ])
        let (mine, warnings) = try #require(Theme.named("mine", own: own))
        #expect(warnings == [])
        #expect(mine[.border].foreground == .rgb(0x10, 0x20, 0x30))
        #expect(mine[.title].foreground == .indexed(1))
        #expect(try #require(Theme.named("nord", own: own)).theme[.title].foreground == .indexed(1))
        #expect(try #require(Theme.named("nord")).theme[.title].foreground != .indexed(1))
        #expect(Theme.named("nobody", own: own)?.theme == nil)
    }

    @Test("a warning names the file and the line it stands in")
    func warnings() throws {
        let own = files([
            "mine": "{\n\"inherits\": \"base\",\n\"roles\": {\"bordr\": \"red\"}}",
            "base": "{\"roles\": {\n\n\"border\": \"no-such-colour\"}, \"inherits\": \"loop\"}",
            "loop": #"{"inherits": "base"}"#,
        ])
        let (_, warnings) = try #require(Theme.named("mine", own: own))
        #expect(warnings.contains { "\($0)" == "theme mine, line 3: no role is called \"bordr\"" })
        #expect(warnings.contains { "\($0)" == "theme base, line 3: no colour is called \"no-such-colour\"" })
        #expect(warnings.contains { $0.text == "themes inherit from each other without end" })
        let (_, broken) = Theme.read(
            Array("{\"inherits\": \"no\nrd\",\n\"roles\": {\"bordr\": \"red\"}}".utf8), name: "x")
        #expect(broken.contains { "\($0)" == "theme x, line 3: no role is called \"bordr\"" }, "\(broken)")
        let (_, escaped) = Theme.read(Array(#"{"roles": {"a\u001b\"b\\c": "red"}}"#.utf8), name: "x")
        #expect(escaped.map(\.text) == [#"no role is called "a\u001b"b\c""#])
        let (_, lost) = Theme.read(Array(#"{"inherits": "nobody"}"#.utf8), name: "x")
        #expect(lost.map(\.text) == ["no theme is called \"nobody\""])
    }

    @Test("too many levels are said as such, and not as a file that ends early")
    func levels() {
        let deep = #"{"roles": {"border": "# + String(repeating: "[", count: 40)
        #expect(read(deep).warnings.contains { $0.text == "more than 16 levels stand in one another" })
        #expect(read(#"{"roles": {"border": "#).warnings.contains { $0.text == "the file ends early" })
    }

    private func read(_ text: String) -> (theme: Theme, warnings: [ThemeWarning]) {
        Theme.read(Array(text.utf8), name: "mine")
    }

    @Test("what stands under a number of colours holds there and nowhere else, on top of what is inherited")
    func depths() throws {
        let (theme, warnings) = read(
            #"{"inherits": "martlet", "roles": {"json.key": "red"}, "sixteen": {"roles": {"border": "blue"}, "x": "1"}, "#
                + #""eight": {"roles": {"border": "red"}}, "256": {"roles": {"border": "208"}}, "none": {"roles": {"border": {"style": ["bold"]}}}}"#
        )
        #expect(warnings.map(\.text) == ["\"x\" is not known here: palette or roles"])
        #expect(theme.adapted(to: .ansi16)[.border].foreground == .indexed(4))
        #expect(theme.adapted(to: .ansi8)[.border].foreground == .indexed(1))
        #expect(theme.adapted(to: .indexed256)[.border].foreground == .indexed(208))
        #expect(theme.adapted(to: .none)[.border] == Style(attributes: .bold))
        #expect(theme[.border].foreground.components != nil)
        #expect(theme.adapted(to: .ansi16)[.jsonKey].foreground == .indexed(1))
        #expect(theme.adapted(to: .ansi16)[.selection] != theme[.selection])
    }

    @Test("the half that fits the ground is taken, and the ground of one's own counts more than the terminal's")
    func halves() throws {
        let (theme, warnings) = read(
            ##"{"palette": {"a": "#010101"}, "roles": {"border": "a"}, "dark": {"palette": {"a": "#020202"}}, "##
                + ##""light": {"palette": {"a": "#030303"}, "sixteen": {"roles": {"border": "red"}}}, "unknown": {"roles": {"error": "green"}}}"##
        )
        #expect(warnings == [])
        #expect(theme[.border].foreground == .rgb(1, 1, 1) && theme[.error].foreground == .indexed(2))
        #expect(theme.adapted(to: .trueColor, on: .dark)[.border].foreground == .rgb(2, 2, 2))
        #expect(theme.adapted(to: .trueColor, on: .light)[.border].foreground == .rgb(3, 3, 3))
        #expect(theme.adapted(to: .ansi8, on: .light)[.border].foreground == .indexed(1))
        #expect(theme.adapted(to: .trueColor, on: .dark)[.error].foreground == .default)
        let own = ##"{"inherits": "martlet", "roles": {"text": {"fg": "#eeeeee", "bg": "#101010"}}}"##
        let dark = try #require(Theme.named("martlet")).theme.adapted(to: .trueColor, on: .dark)
        #expect(read(own).theme.adapted(to: .trueColor, on: .light)[.jsonKey] == dark[.jsonKey])
        let fixed = read(#"{"inherits": "martlet", "ground": "dark"}"#).theme
        #expect(fixed.adapted(to: .trueColor, on: .light)[.jsonKey] == dark[.jsonKey])
        #expect(read(#"{"ground": "grey"}"#).warnings.map(\.text) == ["a ground is dark or light"])
        #expect(read(#"{"depth": "12"}"#).warnings.map(\.text) == ["a depth is 256, sixteen, eight or none"])
    }

    @Test("a colour of millions does not stand for one of the sixteen that was chosen before")
    func few() {
        let theme = read(
            ##"{"inherits": "martlet", "palette": {"sea": "#5e81ac", "new": "#ff0000"}, "roles": {"border": "new"}}"##
        ).theme
        #expect(theme[.jsonKey].foreground == .rgb(0x5E, 0x81, 0xAC))
        #expect(theme.adapted(to: .ansi16, on: .dark)[.jsonKey].foreground == .indexed(6))
        #expect(theme.adapted(to: .ansi16, on: .dark)[.border].foreground == .default)
    }

    @Test("a role of today takes the look of what stood there before in a theme that does not know it")
    func stands() {
        let theme = read(#"{"roles": {"text.dim": "red", "title.focused": "green", "mqtt.qos": "blue"}}"#).theme
        #expect(theme[.ageStale].foreground == .indexed(1) && theme[.age].foreground == .indexed(1))
        #expect(theme[.httpPOST].foreground == .indexed(2) && theme[.mqttQoS2].foreground == .indexed(4))
    }
}
