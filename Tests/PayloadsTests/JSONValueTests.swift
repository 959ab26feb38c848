import Payloads
import Testing

@Suite("JSON values that lose nothing") struct JSONValueTests {
    private func read(_ text: String) throws -> JSONValue { try JSONValue(reading: Array(text.utf8)) }

    private func written(_ text: String) throws -> String { String(decoding: try read(text).written(), as: UTF8.self) }

    @Test(
        "Order, repeated names, number text and escapes survive",
        arguments: [
            #"{"b": 1, "a": 2, "b": 3}"#, #"[1.0, 1e5, -0, 0.10, 123456789012345678901234567890]"#,
            #""A\/\ud83d\ude00 \ud800 \u0000""#, #"{"": {"": []}}"#, "null", "true", #"["a", {"x": null}]"#,
        ])
    func exact(_ text: String) throws {
        #expect(try written(text) == text + "\n")
    }

    @Test("What does not fit on a line is opened, two blanks a level")
    func layout() throws {
        let long = String(repeating: "x", count: 90)
        let text = """
            {
              "short": {"a": 1, "b": [1, 2, 3]},
              "long": [
                "\(long)",
                {"a": 1}
              ]
            }

            """
        #expect(try written(text) == text)
        #expect(try written(text.filter { $0 != "\n" }) == text)
    }

    @Test("Text is escaped as little as can be, and comes back")
    func text() {
        let text = "a\"b\\c\n\t\u{1}\u{1F}/é😀\u{7F}"
        let value = JSONValue(text: text)
        #expect(value.text == text)
        #expect(String(decoding: value.written(), as: UTF8.self) == "\"a\\\"b\\\\c\\n\\t\\u0001\\u001f/é😀\u{7F}\"\n")
        #expect(JSONValue(.string("\\ud83d\\ude00\\u00E9")).text == "😀é")
        for (raw, text) in [
            ("a\\ud83db", "a\u{FFFD}b"), ("\\ude00\\ud83d", "\u{FFFD}\u{FFFD}"), ("\\ud83d\\ud83d\\ude00", "\u{FFFD}😀"),
            ("\\ud83d\\n", "\u{FFFD}\n"), ("ü\\/\\\\ü\\uFFFF", "ü/\\ü\u{FFFF}"), ("\\u12", "u12"), ("a\\u", "au"),
            ("\\u12xy", "u12xy"), ("\\", ""),
            ("\\u0000€", "\0€"),
        ] {
            #expect(JSONValue(.string(raw)).text == text, "\(raw)")
        }
        #expect(JSONValue(.string("\\ud800x")).text == "\u{FFFD}x")
    }

    @Test(
        "What is not JSON is told with its place",
        arguments: [
            ("", 0), ("{", 1), ("[1 2]", 3), ("[1,]", 3), (#"{"a" 1}"#, 5), (#"{a: 1}"#, 1), ("[1}", 2), ("1 2", 2),
            ("[01]", 1), ("[tru]", 1), ("\"a\u{1}\"", 2), (#"["\x"]"#, 2), ("\"abc", 4), (#"{"a":}"#, 5), ("{,}", 1),
            ("[nan]", 1), (#"{"a":1,}"#, 7), ("]", 0),
        ])
    func flaws(_ text: String, _ offset: Int) {
        #expect(throws: JSONError.self) { try read(text) }
        do { _ = try read(text) } catch { #expect((error as? JSONError)?.offset == offset, "\(text): \(error)") }
    }

    @Test("Bytes that are not UTF-8, and depth without end, are refused")
    func hostile() {
        #expect(throws: JSONError.self) { try JSONValue(reading: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(reading: [UInt8](repeating: 0x5B, count: 1_000_000)) }
        #expect(throws: JSONError.self) { try JSONValue(reading: Array(String(repeating: "{\"a\":", count: 200).utf8)) }
        #expect(throws: Never.self) { try JSONValue(reading: Array("\u{FEFF} {} ".utf8)) }
    }

    @Test("A patch changes what changed, and leaves what was not understood")
    func patch() throws {
        let source = try read(
            #"{"x": 1, "name": "a", "rows": [{"name": "p", "y": 2, "v": 1}, {"name": "q"}], "old": 5, "bad": "?"}"#)
        let old = try read(#"{"name": "a", "rows": [{"name": "p", "v": 1}, {"name": "q"}], "old": 5}"#)
        let new = try read(
            #"{"name": "b", "rows": [{"name": "q"}, {"name": "p", "v": 3}, {"name": "r"}], "new": true}"#)
        let patched = source.patched(from: old, to: new)
        #expect(
            String(decoding: patched.written(), as: UTF8.self) == """
                {
                  "x": 1,
                  "name": "b",
                  "rows": [{"name": "q"}, {"name": "p", "y": 2, "v": 3}, {"name": "r"}],
                  "bad": "?",
                  "new": true
                }

                """)
        #expect(source.patched(from: old, to: old) == source)
    }
}
