import Interface
import Kit
import Terminal
import Testing

@Suite("Keys") struct KeymapTests {
    @Test("No key is bound twice in one place, and every action has a key")
    func conflicts() {
        for context in KeyContext.allCases {
            let keys = Keymap.standard.bindings.filter { $0.context == context }.flatMap(\.keys)
            #expect(Set(keys).count == keys.count, "\(context)")
        }
        #expect(Set(Keymap.standard.bindings.map(\.action)) == Set(Action.allCases))
        #expect(Keymap.standard.bindings.allSatisfy { !$0.keys.isEmpty })
    }

    @Test("What a key does is said in the words of its place")
    func places() {
        func words(_ context: KeyContext, _ key: String) -> String {
            Keymap.standard.lines(of: context).first { $0.keys == key }?.words ?? ""
        }
        #expect(words(.chartFields, "Space") == "show the line, or hide it")
        #expect(words(.load, "Space") == "add the tile to the curve, or take it away")
        #expect(words(.stream, "f") == "filter to events of this name")
        #expect(words(.response, "w") == "write the body to a file" && words(.messages, "w").contains("payload"))
        let listing = Keymap.standard.listing(of: [.pick])
        #expect(listing.contains("take the line") && !listing.contains("done"))
    }

    @Test("A profile changes keys; what it gets wrong is a warning")
    func changes() {
        var warnings: [String] = []
        let keymap = Keymap(
            changes: ["topics": ["F5": "forget", "x": "none", "C-": "forget", "y": "dance"], "kitchen": [:]],
            warnings: { warnings.append("\($0)") })
        #expect(keymap.action(for: KeyPress(.f(5)), in: .topics) == .forget)
        #expect(keymap.action(for: KeyPress(.character("x")), in: .topics) == nil)
        #expect(warnings.count == 3)
    }
}

@Suite("Themes") struct ThemeTests {
    @Test("The built-in themes are read without a warning")
    func builtIn() {
        for name in Theme.names {
            #expect(Theme.named(name)?.warnings == [], "\(name)")
        }
    }

    @Test("An unknown role or colour is a warning with its line, never a refusal")
    func warnings() {
        let text =
            "{\n  \"roles\": {\n    \"bordr\": \"red\",\n    \"border\": \"reed\",\n    \"title\": \"red\"\n  }\n}"
        let (theme, warnings) = Theme.read(Array(text.utf8), name: "mine")
        #expect(warnings.map(\.line) == [3, 4])
        #expect(theme[.titleFocused].foreground == .indexed(1))
    }

    @Test("A broken file is a warning with its line", arguments: ["", "{", "[]", "{\n\"roles\": {\"a\" 1}}", "{}}"])
    func broken(text: String) {
        #expect(Theme.read(Array(text.utf8), name: "mine").warnings.count == 1)
    }
}
