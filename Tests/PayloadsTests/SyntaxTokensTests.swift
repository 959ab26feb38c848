import Payloads
import Testing

/// The colours of text that is being typed.
@Suite("Tokens of what is typed") struct SyntaxTokensTests {
    private func tokens(_ lines: [String]) -> [String] {
        var state = SyntaxTokens.XMLState.text
        var found: [String] = []
        for line in lines {
            let bytes = Array(line.utf8)
            bytes.withUnsafeBytes { buffer in
                SyntaxTokens.xml(buffer, &state) { kind, range in
                    found.append("\(kind) \(String(decoding: bytes[range], as: UTF8.self))")
                }
            }
        }
        return found
    }

    @Test("the dashes that open a comment do not close it")
    func comments() {
        #expect(tokens(["<!-->a-->b"]) == ["comment <!-->a-->"])
        #expect(tokens(["<!---->b"]) == ["comment <!---->"])
        #expect(tokens(["<!--", "-->"]) == ["comment <!--", "comment -->"])
        #expect(
            tokens(["<!-->", "x --><a>"]) == [
                "comment <!-->", "comment x -->", "punctuation <", "tag a", "punctuation >",
            ])
    }
}
