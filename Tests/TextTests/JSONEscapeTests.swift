import Testing
import Text

@Suite("Escapes of JSON") struct JSONEscapeTests {
    private func read(_ text: String, at place: Int = 0) -> JSONEscape {
        let bytes = Array(text.utf8)
        return JSONEscape.read(bytes, place, bytes.count)
    }

    @Test(
        "each letter of the standard stands for one character",
        arguments: zip(Array(#""\/bfnrt"#), [0x22, 0x5C, 0x2F, 0x08, 0x0C, 0x0A, 0x0D, 0x09] as [UInt32]))
    func letters(letter: Character, value: UInt32) {
        let escape = read("\\\(letter)x")
        #expect(escape.kind == .character && escape.value == value && escape.length == 2)
    }

    @Test(
        "numbers are read, pairs as one, and half a pair is told",
        arguments: [
            (#"\u00fcx"#, JSONEscape.Kind.character, 0xFC, 6), (#"\u0000"#, .character, 0, 6),
            (#"\uFFFF"#, .character, 0xFFFF, 6), (#"\ud83d\ude00"#, .character, 0x1F600, 12),
            (#"\uD83D\uDE00\u0041"#, .character, 0x1F600, 12), (#"\ud83d"#, .half, 0xD83D, 6),
            (#"\ude00\ud83d"#, .half, 0xDE00, 6), (#"\ud83d\ud83d"#, .half, 0xD83D, 6),
            (#"\ud83d\n"#, .half, 0xD83D, 6),
            (#"\ud83d\ude0"#, .half, 0xD83D, 6), (#"\ud83d\\ude00"#, .half, 0xD83D, 6),
        ] as [(String, JSONEscape.Kind, UInt32, Int)])
    func numbers(text: String, kind: JSONEscape.Kind, value: UInt32, length: Int) {
        let escape = read(text)
        #expect(escape.kind == kind && escape.value == value && escape.length == length)
        #expect(read("ab" + text, at: 2).value == value)
    }

    @Test(
        "of what is none the backslash alone counts",
        arguments: [#"\"#, #"\x"#, #"\u"#, #"\u12"#, #"\u12xy"#, #"\ü"#, #"\N"#])
    func faults(text: String) {
        let escape = read(text)
        #expect(escape.kind == .fault && escape.length == 1)
    }
}
