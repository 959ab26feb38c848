import Payloads
import Testing

@Suite("JSON and XML as they are typed")
struct TypedTextTests {
    private func flaw(_ text: String, as kind: TypedText.Kind = .json) -> TypedText.Flaw? {
        let check = TypedText(PayloadBytes(Array(text.utf8)), as: kind)
        turn { check.advance(units: 3) }
        return check.flaw
    }

    @Test(
        "what is wrong is said with its place",
        arguments: [
            ("{\"a\": 1,}", "JSON lacks a key in quotes", 8), ("{\"a\" 1}", "JSON lacks a colon after a key", 5),
            ("[1 2]", "JSON lacks a comma", 3), ("{\"a\": tru}", "JSON has a word that is no value", 6),
            ("{} {}", "JSON goes on after its end", 3), ("[1", "JSON ends early", 2),
            ("1 2", "JSON goes on after its end", 2),
        ])
    func flaws(text: String, words: String, offset: Int) {
        #expect(flaw(text)?.words == words)
        #expect(flaw(text)?.offset == offset)
    }

    @Test("what is right has no flaw", arguments: ["", " {}\n", "[1, {\"a\": [true, null]}]", "\"x\"", "-0.5e+3"])
    func right(text: String) {
        #expect(flaw(text) == nil)
    }

    @Test("XML too")
    func xml() {
        #expect(flaw("<a><b/></a>", as: .xml) == nil)
        #expect(flaw("<a><b></a>", as: .xml) != nil)
    }

    @Test("formatting changes white space alone, and keeps what was covered")
    func formatting() {
        let typed = Array("{\"b\" :1.0,\"b\":[ {{x}},{}]}".utf8)
        var covered = typed
        for index in 16..<21 { covered[index] = 0x31 }
        let text = TypedText(PayloadBytes(covered), as: .json)
        #expect(text.formatted(original: typed) == "{\n  \"b\": 1.0,\n  \"b\": [\n    {{x}},\n    {}\n  ]\n}")
    }
}
