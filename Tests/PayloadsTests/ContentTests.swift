import Testing

@testable import Payloads

@Suite("What a payload is said to be")
struct ContentTests {
    private func decoded(_ bytes: [UInt8], _ claim: String, units: Int = 1 << 16) -> (text: String, failures: Int)? {
        let payload = PayloadBytes(bytes)
        guard let charset = Charset.find(payload, claim: MediaType(claim)).charset else { return nil }
        let decoder = CharsetDecoder(payload, charset)
        guard decoder.isAvailable else { return nil }
        var turns = 0
        while !decoder.advance(units: units), turns < 10_000 { turns += 1 }
        return (String(decoding: decoder.result.withBytes { Array($0) }, as: UTF8.self), decoder.failures)
    }

    @Test("media types")
    func mediaTypes() {
        #expect(MediaType("Application/JSON; Charset=\"UTF-8\"")?.name == "application/json")
        #expect(MediaType("Application/JSON; Charset=\"UTF-8\"")?.charset == "utf-8")
        #expect(MediaType("application/problem+json")?.kind == .json)
        #expect(MediaType("image/svg+xml")?.kind == .xml)
        #expect(MediaType("text/html;charset=x")?.kind == .html)
        #expect(MediaType("image/png")?.kind == nil)
        #expect(MediaType("nonsense") == nil)
        #expect(MediaType("") == nil)
    }

    @Test("charsets are honoured, a unit at a time too", arguments: [1, 1 << 16])
    func charsets(units: Int) {
        #expect(decoded([0x63, 0x61, 0x66, 0xE9], "text/plain; charset=iso-8859-1", units: units)?.text == "café")
        #expect(decoded([0x80, 0x99], "text/plain; charset=windows-1252", units: units)?.text == "€™")
        #expect(decoded([0xFF, 0xFE, 0x61, 0, 0xAC, 0x20], "text/plain", units: units)?.text == "a€")
        #expect(
            decoded([0xFE, 0xFF, 0, 0x61, 0xD8, 0x3D, 0xDE, 0x00], "text/plain; charset=utf-16", units: units)?.text
                == "a😀")
        #expect(decoded([0x61, 0, 0x62, 0], "application/json; charset=utf-16", units: units)?.text == "ab")
        #expect(decoded([0, 0x61, 0, 0x62], "application/json; charset=utf-16", units: units)?.text == "ab")
        #expect(decoded([0xC1, 0xC2], "text/plain; charset=koi8-r", units: units)?.text == "аб")
        #expect(decoded([0x93, 0xFA, 0x96, 0x7B], "text/html; charset=Shift_JIS", units: units)?.text == "日本")
    }

    @Test("what cannot be read is counted and stands as U+FFFD")
    func failures() {
        #expect(decoded([0xD8, 0x00, 0x00, 0x61, 0x00], "text/plain; charset=utf-16be")?.text == "\u{FFFD}a\u{FFFD}")
        #expect(decoded([0xD8, 0x00, 0x00, 0x61, 0x00], "text/plain; charset=utf-16be")?.failures == 2)
        #expect(decoded([0x61, 0x93], "text/plain; charset=shift_jis")?.text == "a\u{FFFD}")
    }

    @Test("a charset that is not known is said, and never handed on")
    func unknown() {
        let payload = PayloadBytes([0x61])
        for name in ["x-unknown", "../../../tmp/evil", "utf-8//translit", ""] {
            let found = Charset.find(payload, claim: MediaType("text/plain; charset=\(name)"))
            #expect(found.charset == nil)
            #expect(name.isEmpty || found.words?.contains("not known") == true, "\(name)")
        }
    }

    @Test("XML and HTML say their charset themselves")
    func declared() {
        let xml = Array("<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(decoded(xml, "application/xml")?.text.contains("é") == true)
        let html = Array("<html><meta charset=\"windows-1252\">".utf8) + [0x80]
        #expect(decoded(html, "text/html")?.text.hasSuffix("€") == true)
        // What is read byte by byte was not made of wider units, whatever it says of itself (HTML 13.2.3.2).
        for name in ["utf-16", "UTF-16LE", "utf-32"] {
            let copied = PayloadBytes(Array("<?xml version='1.0' encoding='\(name)'?><a>é</a>".utf8))
            let found = Charset.find(copied, claim: MediaType("application/xml"))
            #expect(found.charset == nil && found.words == nil, "\(name)")
            let page = PayloadBytes(Array("<meta charset=\(name)>".utf8))
            #expect(Charset.find(page, claim: MediaType("text/html")).charset == nil)
        }
        // Its mark says so first.
        let marked = PayloadBytes([0xFF, 0xFE] + "<a/>".utf8.flatMap { [$0, 0] })
        #expect(Charset.find(marked, claim: MediaType("text/html")).charset == .utf16(isBigEndian: false))
    }

    @Test(
        "the bytes decide, and a claim that does not fit is said",
        arguments: [
            ("{\"a\":1}", "application/json", .json, nil), ("\"word\"", "application/json", .json, nil),
            ("true", "application/json", .json, nil), ("12.50", "application/json", .json, nil),
            (
                "oops\nno", "application/json", .text,
                "says JSON, is not: it has a word that is no value at line 1 column 1"
            ),
            ("<!DOCTYPE html><p>", "application/json", .html, "says JSON, is HTML"),
            ("<a/>", "application/json", .xml, "says JSON, is XML"), ("<a/>", "text/html", .html, nil),
            ("{}", "text/plain", .json, nil), ("{}", "text/xml", .json, "says XML, is JSON"),
            ("\u{0}\u{0}", "text/plain", .binary, "says text, is not text"), ("\u{0}\u{0}", "image/png", .binary, nil),
            ("", "application/json", .empty, nil), ("hello", "", .text, nil),
        ] as [(String, String, PayloadKind, String?)])
    func judged(text: String, claim: String, kind: PayloadKind, words: String?) {
        let judged = PayloadKind.judge(PayloadBytes(Array(text.utf8)), claim: MediaType(claim))
        #expect(judged.kind == kind)
        #expect(judged.mismatch == words)
    }

    @Test("text in another charset than it says is named by its first byte")
    func otherCharset() {
        let latin = PayloadBytes(Array("caf".utf8) + [0xE9, 0x21])
        let (place, guess) = ("byte E9 at offset 3", "; it may be ISO-8859-1")
        #expect(
            PayloadKind.judge(latin, claim: MediaType("text/plain; charset=UTF-8")).mismatch
                == "says UTF-8, and is not: \(place)\(guess)")
        #expect(
            PayloadKind.judge(latin, claim: MediaType("application/json")).mismatch
                == "names no charset, so that UTF-8 holds, and \(place) is none\(guess)")
        #expect(PayloadKind.judge(latin, claim: MediaType("image/png")).mismatch == nil)
    }

    @Test("HTML is coloured as it was written, and never wrong")
    func html() {
        let source =
            "<!DOCTYPE html>\n<p class=\"a\" id=b>1 < 2 &amp; x</p>\n<script>\nif (a<b) {\n</script><!-- a\nb --><br/>"
        let document = Document(PayloadBytes(Array(source.utf8)), view: .pretty, kind: .html)
        document.advance(units: 1 << 16)
        let lines = (0..<document.lineCount).map { document.line($0, from: 0, columns: 200) }
        #expect(lines.map { $0.map(\.text).joined() }.joined(separator: "\n") == source)
        #expect(lines[0].allSatisfy { $0.kind == .comment })
        #expect(lines[1].contains(Span(kind: .tag, text: "p")))
        #expect(lines[1].contains(Span(kind: .attribute, text: "class")))
        #expect(lines[1].contains(Span(kind: .string, text: "\"a\"")))
        #expect(lines[1].contains(Span(kind: .string, text: "b")))
        #expect(lines[3] == [Span(kind: .plain, text: "if (a<b) {")])
        #expect(lines[4].contains(Span(kind: .comment, text: "<!-- a")))
        #expect(lines[5].contains(Span(kind: .comment, text: "b -->")))
        #expect(document.problem == nil)
    }

    @Test("HTML cut off anywhere is shown whole")
    func cut() {
        let source = Array("<a href='x' b>t</a><style>p{}</style><!--c--><!d><textarea><b></textarea>".utf8)
        for count in 0...source.count {
            let document = Document(PayloadBytes(Array(source[..<count])), view: .pretty, kind: .html)
            document.advance(units: 1 << 16)
            let text = (0..<document.lineCount).map { document.line($0, from: 0, columns: 200).map(\.text).joined() }
            #expect(text.joined() == String(decoding: source[..<count], as: UTF8.self))
        }
    }

    @Test("JSON is one value; NDJSON is that by its type or by every line")
    func lines() {
        func remark(_ text: String, _ type: String) -> String? {
            PayloadKind.remark(on: PayloadBytes(Array(text.utf8)), claim: MediaType(type))
        }
        let json = "application/json"
        #expect(remark("{\"a\": [1]}\n", json) == nil && remark("17", json) == nil)
        #expect(remark("[][]", json) == "says JSON, is not: it goes on after its end at line 1 column 3")
        #expect(
            remark("{\"a\":true} \"x\"", json) == "says JSON, is not: it goes on after its end at line 1 column 12")
        #expect(remark("{\"a\":1}\n{\"a\":2}\n", json) == "says JSON, is NDJSON: 2 values, a line each")
        #expect(remark("{\n \"a\":\n", json) == "says JSON, is not: it ends early at line 3 column 1")
        for type in ["application/x-ndjson", "application/jsonl; charset=utf-8"] {
            #expect(remark("{\"a\":1}\n\n17\n\"x\"\n", type) == nil)
            #expect(remark("{\"a\":1}\n{\"a\"\n", type) == "says NDJSON, is not: JSON ends early in line 2")
            #expect(remark("[][]\n", type) == "says NDJSON, is not: JSON goes on after its end in line 1")
        }
        #expect(remark("\u{1E}{\"a\":1}\n\u{1E}[2]\n", "application/json-seq") == nil)
        #expect(JSONLines(PayloadBytes(Array("1\n[2]\n\n".utf8))).count == 2)
    }
}
