import Kit
import Terminal
import Testing

@testable import Interface

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
        let (_, lost) = Theme.read(Array(#"{"inherits": "nobody"}"#.utf8), name: "x")
        #expect(lost.map(\.text) == ["no theme is called \"nobody\""])
    }
}
