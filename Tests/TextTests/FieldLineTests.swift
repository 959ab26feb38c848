import Testing
import Text

/// Lines, lists and parameters of header fields.
struct FieldLineTests {
    @Test("A line of a header, as RFC 9112 5 has it")
    func lines() {
        for (line, name, value) in [
            ("A: b", "A", "b"), ("A:b", "A", "b"), ("A: \t b c \t", "A", "b c"), ("A:", "A", ""), ("A: \t", "A", ""),
            ("A :b", "A ", "b"), (":b", "", "b"), ("A:b:c", "A", "b:c"), ("A: \u{A0}b", "A", "\u{A0}b"),
        ] {
            let (text, bytes) = (FieldLine(line), FieldLine(bytes: Array(line.utf8)[...]))
            #expect(text?.name == name[...] && text?.value == value[...], "\(line)")
            #expect(
                bytes.map { Array($0.name) } == Array(name.utf8) && bytes.map { Array($0.value) } == Array(value.utf8))
        }
        #expect(FieldLine("A")?.name == nil && FieldLine("")?.name == nil)
    }

    @Test("Lists: commas within quotes part nothing")
    func lists() {
        #expect(FieldList.items(" a, \"b,c\" ,, d;x=\",\" ") == ["a", "\"b,c\"", "d;x=\",\""])
        #expect(FieldList.tokens("Gzip,\tBR ,, x") == ["gzip", "br", "x"])
        #expect(FieldList.parts(";a; ;b", at: ";", keepsEmpty: true) == ["", "a", "", "b"])
    }

    @Test("A value and its parameters")
    func parameters() {
        let type = TypedValue(" Text/Plain ; Charset = \"UTF-8\"; x=\"a;b\\\"c\"; charset=other; none; y=")
        #expect(type.name == "text/plain" && type["charset"] == "UTF-8" && type["x"] == "a;b\"c")
        #expect(type["none"] == nil && type["y"] == "" && type["z"] == nil)
        #expect(TypedValue("").name == "" && TypedValue(";a=b").name == "" && TypedValue(";a=b")["a"] == "b")
    }
}
