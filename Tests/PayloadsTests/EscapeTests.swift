import Testing
import Text

@testable import Payloads

/// Letters by their numbers, as Python writes them unless told otherwise.
@Suite("Escapes of JSON, and the characters that they stand for") struct EscapeTests {
    private func payload(_ text: String) -> PayloadBytes { PayloadBytes(Array(text.utf8)) }

    private func decoded(_ text: String) -> String {
        // In steps of any size it is the same.
        let whole = decoded(text, step: .max)
        for step in 1...7 { #expect(decoded(text, step: step) == whole) }
        return whole
    }

    private func decoded(_ text: String, step: Int) -> String {
        let decoder = EscapeDecoder(payload(text))
        while !decoder.advance(bytes: step) {}
        return decoder.decoded.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    private func hasEscapes(_ text: String) -> Bool {
        var whole = EscapeSearch(payload(text))
        whole.advance()
        for step in 1...7 {
            var search = EscapeSearch(payload(text))
            while !search.advance(bytes: step) {}
            #expect(search.isFound == whole.isFound)
        }
        return whole.isFound == true
    }

    @Test(
        "each character stands where its escape did; what JSON must escape, and half a pair, stays",
        arguments: [
            (#"{"n":"M\u00fcller \u00FC"}"#, #"{"n":"Müller ü"}"#), (#""\ud83d\ude00""#, "\"😀\""),
            (#""\u0041\u0022\u005c\u000a\u001b""#, #""A\u0022\u005c\u000a\u001b""#),
            (#""\ud83d \ude00 \ud83d\u0041""#, #""\ud83d \ude00 \ud83dA""#),
            (#""\\u00fc \\\u00fc""#, #""\\u00fc \\ü""#), (#""\u00f""#, #""\u00f""#), (#""\u00"#, #""\u00"#),
            (#"\"#, #"\"#), ("", ""), ("no escape", "no escape"), (#"a\nb"#, #"a\nb"#),
        ])
    func characters(sent: String, shown: String) { #expect(decoded(sent) == shown) }

    @Test("the view says what is wrong by the bytes that came, and is the pretty one for what has no escapes")
    func view() {
        let document = Document(payload(#"{"name":"M\u00fcller","x":}"#), view: .decoded)
        turn { document.advance(units: 1000) }
        let lines = (0..<document.lineCount).map { document.line($0, from: 0, columns: 80).map(\.text).joined() }
        #expect(lines[1] == #"  "name": "Müller","#)
        let sent = Document(payload(#"{"name":"M\u00fcller","x":}"#), view: .pretty)
        turn { sent.advance(units: 1000) }
        #expect(document.problem == sent.problem && document.problem?.contains("column 27") == true)
        #expect(!hasEscapes(#"{"a":"\\u00fc"}"#) && hasEscapes(#""\u00fc""#) && !hasEscapes("\\") && !hasEscapes(""))
    }

    @Test(
        "letters are found in either spelling, however they are typed",
        arguments: ["müller", "Müller", #"M\u00fcller"#, "ü", #"\u00FC"#, "r 😀", #"\ud83d\ude00"#])
    func found(typed: String) {
        for text in [#"{"n":"Müller 😀"}"#, #"{"n":"M\u00fcller \ud83d\ude00"}"#, #"{"n":"M\u00FCller 😀"}"#] {
            let search = ByteSearch(typed, readsEscapes: true)
            #expect(payload(text).withBytes { search.isFound(in: $0) }, "\(text)")
            for view in [PayloadView.pretty, .decoded, .raw] {
                let find = Document(payload(text), view: view).find(typed, from: 0, forward: true)
                var step = find.advance(units: 1000)
                while step == .more { step = find.advance(units: 1000) }
                guard case .found(let match) = step else {
                    Issue.record("\(typed) in \(text), \(view)")
                    continue
                }
                #expect(match.line == (view == .raw ? 0 : 1) && match.length > 0)
            }
        }
        // Each letter may be escaped, those of ASCII too: so far a slice has to reach.
        #expect(ByteSearch("aü", readsEscapes: true).count == 12)
        #expect(payload(#"{"n":"\u0061\u00fc"}"#).withBytes { ByteSearch("aü", readsEscapes: true).isFound(in: $0) })
        #expect(!payload(#"{"n":"Muller"}"#).withBytes { ByteSearch(typed, readsEscapes: true).isFound(in: $0) })
    }

    @Test("capitals matter once one is typed")
    func capitals() {
        let sent = payload(#""M\u00dcLLER""#)
        #expect(sent.withBytes { ByteSearch("müller", readsEscapes: true).isFound(in: $0) })
        #expect(!sent.withBytes { ByteSearch("Müller", readsEscapes: true).isFound(in: $0) })
        #expect(sent.withBytes { ByteSearch("MÜLLER", readsEscapes: true).isFound(in: $0) })
        #expect(!sent.withBytes { ByteSearch("müller").isFound(in: $0) })
    }
}
