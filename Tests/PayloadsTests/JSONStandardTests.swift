import Testing

@testable import Payloads

/// The questions that parsers of JSON are asked since "Parsing JSON is a minefield": what RFC 8259 takes, and what it does not.
@Suite("JSON by RFC 8259")
struct JSONStandardTests {
    private func document(_ bytes: [UInt8]) -> Document {
        let document = Document(json: PayloadBytes(bytes))
        document.advance(units: 1 << 20)
        return document
    }

    /// Every byte but white space, as it is shown.
    private func shown(_ document: Document) -> String {
        (0..<document.lineCount).map { document.line($0, from: 0, columns: 10_000).map(\.text).joined() }.joined()
            .filter { !$0.isWhitespace }
    }

    static let valid = [
        "[]", "{}", " [] ", "[1]", "[-0]", "[0]", "[-1]", "[1e2]", "[1E+2]", "[1e-2]", "[1.5]", "[0.0]", "[0e1]",
        "[0e+1]",
        "[1.0e-10]", "[123456789012345678901234567890]", "[1e400]", "[-1e-400]", "[true]", "[false]", "[null]", "null",
        "true", "\"\"", "\"a\"", "-1", "[\"\"]", "[\"\\u0060\"]", "[\"\\u0000\"]", "[\"\\uD834\\uDD1E\"]",
        "[\"\\uD834\"]", "[\"\\uDd1e\\uD834\"]", #"["\"\\\/\b\f\n\r\t"]"#, "[\"π\"]",
        "[\"😀\"]", "[[],[]]", "[[[[]]]]", "{\"\":0}", "{\"a\":{}}", "{\"a\":1,\"a\":2}", "{\"a\":\"b\",\"a\":\"b\"}",
        "{\"a\\u0000b\":0}", "[1\n]", "[1\t,\r\n2]", "[\"a\",1,{},[]]", "[2.0,1E2,-0.0]", "[\"new\\u000Aline\"]",
    ]

    static let invalid = [
        "[", "]", "{", "}", "[1,", "[1", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[\"a\",", "[\"a", "[\"a\\",
        "[\"\\u12\"]",
        "[\"\\x00\"]", "[\"\\a\"]", "[\"\\\u{0}\"]", "[\"\t\"]", "[\"\n\"]", "[\u{0}]", "[1]x", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}", "{\"a\":1 \"b\"}", "{:1}", "{1:1}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1,,\"b\":2}",
        "{\"a\"::1}",
        "[+1]", "[.1]", "[1.]", "[01]", "[-01]", "[-]", "[1e]", "[1e+]", "[0x1]", "[1_000]", "[1eE2]", "[1.2.3]",
        "[--1]",
        "[Infinity]", "[NaN]", "[-NaN]", "[True]", "[nul]", "[truth]", "[tru]", "['a']", "[a]", "[1}", "{\"a\":1]",
        "[/*c*/]",
        "{\"a\":1}//", "[*]", "[1:2]", "[\u{FEFF}]", "[\u{A0}1]", "[１]", "<a>", "[\"a\" \"b\"]", "{\"a\":[}", "[[]",
    ]

    @Test("what the standard takes is laid out without a complaint, token by token as it was sent", arguments: valid)
    func takes(text: String) {
        let document = document(Array(text.utf8))
        #expect(document.problem == nil)
        #expect(shown(document) == text.filter { !$0.isWhitespace })
    }

    @Test("what cannot be drawn is shown by a picture or a number, and is no fault", arguments: ["\u{7F}", "\u{2028}"])
    func pictures(text: String) {
        let document = document(Array("[\"\(text)\"]".utf8))
        #expect(document.problem == nil)
        #expect(shown(document) != "[\"\"]")
    }

    @Test("what it does not take is named, and every byte of it is shown", arguments: invalid)
    func names(text: String) {
        let document = document(Array(text.utf8))
        #expect(document.problem != nil)
        let letters = text.filter {
            !$0.isWhitespace && !$0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0xFEFF }
        }
        let shown = shown(document)
        #expect(letters.allSatisfy { shown.contains($0) }, "\(shown)")
    }

    @Test(
        "bytes that are not UTF-8 are named and shown by their numbers",
        arguments: [
            [0x5B, 0x22, 0xE9, 0x22, 0x5D], [0x5B, 0xFF, 0x5D], [0x5B, 0x22, 0xC0, 0xAF, 0x22, 0x5D],
            [0x5B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x5D], [0x22, 0xF4, 0xBF, 0xBF, 0xBF, 0x22], [0xE5],
        ] as [[UInt8]])
    func bytes(bytes: [UInt8]) {
        let document = document(bytes)
        #expect(document.problem != nil)
        #expect(shown(document).contains("«"))
    }

    @Test("a hundred thousand brackets are laid out, and named as what they are")
    func deep() {
        let open = document(Array(repeating: 0x5B, count: 100_000))
        #expect(open.problem?.contains("ends early") == true)
        let closed = document(Array(repeating: 0x5B, count: 50_000) + Array(repeating: 0x5D, count: 50_000))
        #expect(closed.problem == nil)
    }
}

@Suite("JSON, printed")
struct JSONPrinterTests {
    private func printed(_ text: String) -> String {
        var bytes: [UInt8] = []
        Array(text.utf8).withUnsafeBytes { JSONPrinter.print($0) { bytes += Array($0) } }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("as on the screen, every token as it was sent")
    func tokens() {
        #expect(
            printed(#"{"a":[1.50,{"b":null}],"c":{}}"#) == """
                {
                  "a": [
                    1.50,
                    {
                      "b": null
                    }
                  ],
                  "c": {}
                }

                """)
        #expect(printed("") == "")
        #expect(printed("1 2") == "1\n2\n")
        #expect(printed("[nonsense") == "[\n  nonsense\n")
    }

    @Test("tokens longer than a chunk, and lines at every place in one")
    func long() {
        let word = "\"" + String(repeating: "x", count: 300_000) + "\""
        #expect(printed("[\(word),\(word)]") == "[\n  \(word),\n  \(word)\n]\n")
        let items = (0..<60_000).map { String($0) }
        #expect(
            printed("[" + items.joined(separator: ",") + "]") == "[\n  " + items.joined(separator: ",\n  ") + "\n]\n")
    }
}
