import Payloads
import Testing
import Text

/// JSON laid out like `jq --indent 2`, with every token as it was sent.
struct JSONTests {
    @Test func indentsByTwo() {
        let json = #"{"Sensor":1,"C_F":"C","Value":86,"list":[1,[],{},{"a":null}],"Time":"22:31:11"}"#
        #expect(
            document(json).texts == [
                "{", #"  "Sensor": 1,"#, #"  "C_F": "C","#, #"  "Value": 86,"#, #"  "list": ["#, "    1,", "    [],",
                "    {},", "    {", #"      "a": null"#, "    }", "  ],", #"  "Time": "22:31:11""#, "}",
            ])
        #expect(document(json).problem == nil)
    }

    @Test func keepsNumbersKeysAndEscapesAsSent() {
        let json = #"{"a":1e400,"a":12345678901234567890,"b":-0.0E+05,"s":"\u00e9\ud800\/\n\"","z":1.10}"#
        let document = document(json)
        #expect(
            document.texts == [
                "{", #"  "a": 1e400,"#, #"  "a": 12345678901234567890,"#, #"  "b": -0.0E+05,"#,
                #"  "s": "\u00e9\ud800\/\n\"","#, #"  "z": 1.10"#, "}",
            ])
        #expect(document.problem == nil)
        #expect(document.kinds(1) == [.plain, .key, .punctuation, .plain, .number, .punctuation])
    }

    @Test func laysOutValuesOneAfterAnother() {
        let document = document("{\"a\":1}\n{\"b\":[]}\n[2]\n")
        #expect(document.texts == ["{", #"  "a": 1"#, "}", "{", #"  "b": []"#, "}", "[", "  2", "]"])
        #expect(document.problem == nil)
        #expect(JSONTests.texts("\u{FEFF}[1]") == ["[", "  1", "]"])
    }

    private static func texts(_ text: String) -> [String] { document(text).texts }

    @Test(arguments: [
        (#"{"a":1,"b":"#, "JSON ends early at line 1 column 12"),
        (#"{"a":1"#, "JSON ends early at line 1 column 7"),
        (#"["abc"#, "JSON ends early at line 1 column 6"),
        (#"{"a":NaN}"#, "JSON has a word that is no value at line 1 column 6"),
        (#"[1,2,]"#, "JSON lacks a value at line 1 column 6"),
        (#"{"a":1,}"#, "JSON lacks a key in quotes at line 1 column 8"),
        (#"{"a" 1}"#, "JSON lacks a colon after a key at line 1 column 6"),
        (#"[1,2 3]"#, "JSON lacks a comma at line 1 column 6"),
        (#"{"a":[1}}"#, "JSON has a closing bracket of the wrong kind at line 1 column 8"),
        (#"{"a":1}}"#, "JSON has something that does not belong there at line 1 column 8"),
        (#"{"a":1} tail"#, "JSON goes on after its end at line 1 column 9"),
        (#"{"a":"\x"}"#, "JSON has an escape that does not exist at line 1 column 7"),
        (#"{"a":01}"#, "JSON has a word that is no value at line 1 column 6"),
        ("{\"a\":\"x\ty\"}", "JSON has a control character in a string at line 1 column 8"),
    ])
    func saysWhatIsWrong(json: String, problem: String) {
        let document = document(json)
        #expect(document.problem == problem)
        // Nothing that was sent is lost.
        let shown = document.texts.joined().filter { $0 != " " }
        #expect(shown == json.filter { $0 != " " }.replacing("\t", with: "␉"))
    }

    @Test func goesOnAfterAnError() {
        let document = document(#"{"a":undefined,"b":[1,2],"c":'x y'}"#)
        #expect(
            document.texts == [
                "{", #"  "a": undefined,"#, #"  "b": ["#, "    1,", "    2", "  ],", #"  "c": 'x y'"#, "}",
            ])
        #expect(document.kinds(1).contains(.error))
    }

    @Test func bearsDeepNesting() {
        let depth = 200_000
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let document = document(text)
        #expect(document.lineCount == 2 * depth - 1)
        #expect(document.problem == nil)
        #expect(document.lineWidth(depth - 1) == 258)
        #expect(document.text(depth + 5) == String(repeating: " ", count: 256) + "]")
        #expect(document.toggleFold(1000))
        #expect(document.text(1000, from: 256, columns: 60).hasPrefix("[ … 397,997 lines ]"))
        document.foldAll()
        #expect(document.lineCount == 3)
        #expect(!JSONTests.texts(String(repeating: "}", count: 5000) + "{").isEmpty)
        let open = JSONTests.texts(String(repeating: "{\"a\":", count: 5000))
        #expect(open.count == 5001)
    }

    @Test func controlCharactersAreNeverDrawn() {
        let bytes = Array("{\"a\":\"\u{1B}[31m\u{07}\u{7F}\u{85}\u{202E}x\u{FEFF}\"}".utf8) + [0]
        let document = document(bytes)
        #expect(document.kind == .json)
        #expect(document.text(1) == "  \"a\": \"␛[31m␇␡«U+0085»«U+202E»x«U+FEFF»\"")
        #expect(document.kinds(1).contains(.control))
    }

    @Test func invalidUTF8IsShownAsBytes() {
        let document = document(Array("{\"a\":\"".utf8) + [0xFF, 0xE2, 0x82] + Array("\"}".utf8))
        #expect(document.text(1) == "  \"a\": \"«ff»«e2»«82»\"")
        #expect(document.problem == "JSON has a byte that is not UTF-8 at line 1 column 7")
    }

    @Test func slicesGiveTheSame() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<100 {
            let json = random.json()
            let whole = document("[\(json)]")
            for units in [1, 7, 100] {
                let sliced = document("[\(json)]", units: units)
                #expect(sliced.texts == whole.texts)
                #expect(sliced.problem == whole.problem)
            }
        }
    }

    @Test func linesKnownSoFarCanBeShown() {
        let item = #"{"a":[1,2,3],"b":"xyz"}"#
        let text = "[" + Array(repeating: item, count: 10_000).joined(separator: ",") + "]"
        let document = Document(PayloadBytes(Array(text.utf8)), view: .pretty)
        #expect(document.lineCount == 0 && !document.isComplete)
        document.advance(units: 1000)
        #expect(document.lineCount > 50 && document.lineCount < 1000 && !document.isComplete)
        #expect(document.text(5) == "      3")
        #expect(!document.toggleFold(0))
        #expect(document.toggleFold(1))
        #expect(document.text(1) == "  { … 6 lines },")
        document.foldAll()
        let known = document.lineCount
        while !document.advance(units: 10_000) {}
        #expect(document.lineCount == 10_002 && known < 10_002)
    }
}
