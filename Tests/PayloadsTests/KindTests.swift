import Payloads
import Testing

/// Payloads are judged by their bytes.
struct KindTests {
    @Test(arguments: [
        ("", PayloadKind.empty), ("{\"a\":1}", .json), (" \n[1,2]", .json), ("[]", .json), ("{", .json),
        ("{}\n{}", .json),
        ("\u{FEFF}{}", .json), ("{\"a\":1}\0", .json), ("[true, 1.5]", .json), ("[[1]]", .json), ("[\"a\"", .json),
        ("[12] started", .text), ("[INFO] x", .text), ("{hello}", .text), ("{{name}}", .text),
        ("[2026-11-24] ok", .text),
        ("21.4", .number), (" -1e5\n", .number), ("12345678901234567890", .number), ("21.4 C", .text), ("01", .text),
        ("true", .text), ("\"hello\"", .text), ("ON", .text), ("   ", .text), ("héllo", .text), ("1\n2", .text),
        ("<a>1</a>", .xml), ("<?xml?><r/>", .xml), ("\n<!-- c --><r/>", .xml), ("<3 you", .text), ("< 5", .text),
        ("a <b> c", .text), ("\u{1B}[31mred", .text), ("text\0", .text), ("a\0b\0", .binary),
        ("\u{1}\u{2}\u{3}", .binary),
        ("\0", .binary),
    ])
    func detects(text: String, kind: PayloadKind) {
        Array(text.utf8).withUnsafeBytes { #expect(PayloadKind.detect($0) == kind) }
    }

    @Test func bytesThatAreNotUTF8AreBinary() {
        for bytes: [UInt8] in [
            [0xFF], [0x41, 0xC3], [0x80, 0x81], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
        ] {
            bytes.withUnsafeBytes { #expect(PayloadKind.detect($0) == .binary) }
        }
        // A scalar cut where reading stops is no flaw.
        let long = Array(String(repeating: "é", count: 100_000).utf8)
        ([0x41] + long).withUnsafeBytes { #expect(PayloadKind.detect($0) == .text) }
        (Array(String(repeating: "[", count: 500_000).utf8)).withUnsafeBytes {
            #expect(PayloadKind.detect($0) == .json)
        }
    }

    private func excerpt(_ text: String, _ limit: Int) -> String {
        Array(text.utf8).withUnsafeBytes { Payloads.excerpt($0, limit: limit) }
    }

    @Test func excerpts() {
        #expect(excerpt("21.4\n", 20) == "21.4")
        #expect(excerpt("", 20) == "")
        // Values one after another stay apart, and what is within one does not.
        #expect(excerpt("{\"i\": 17}\nsecond line", 30) == "{\"i\": 17} second line")
        #expect(excerpt("[ {\n\"a\": [1 ] }\n, 2 ]\n[3]", 40) == "[{\"a\":[1]}, 2] [3]")
        #expect(excerpt("[1]\n\"text\"\n{\"b\": {\"c\": [ 2 ]}}\n5\n[3]", 60) == #"[1] "text" {"b":{"c":[2]}} 5 [3]"#)
        #expect(excerpt("21.4", 0) == "")
        #expect(excerpt("  \t\r\n", 20) == "␠␠␉␍␊" && excerpt(" ", 20) == "␠" && excerpt("\u{FEFF}", 20) == "«U+FEFF»")
        #expect(excerpt("      ", 4) == "␠␠␠…" && excerpt(String(repeating: "\n", count: 100_000), 4) == "␊␊␊…")
        #expect(excerpt("{\n  \"a\": 1,\n  \"b\": \"x  y\"\n}", 40) == "{\"a\": 1, \"b\": \"x  y\"}")
        #expect(excerpt("{\"on\":true,\"b\":1}", 10) == "{\"on\":tru…")
        #expect(excerpt("exactly 10", 10) == "exactly 10")
        #expect(excerpt("exactly 101", 10) == "exactly 1…")
        #expect(excerpt("two\n   lines\tand", 40) == "two lines and")
        #expect(excerpt("日本語", 6) == "日本語")
        #expect(excerpt("日本語x", 6) == "日本…")
        #expect(excerpt("\u{1B}[31m", 40) == "␛[31m")
        #expect(excerpt("x", 1) == "x" && excerpt("xy", 1) == "…")
        #expect(excerpt(String(repeating: " ", count: 100_000) + "x", 10).count <= 10)
        let bytes: [UInt8] = [0x12, 0x34, 0x00, 0xFF]
        bytes.withUnsafeBytes {
            #expect(Payloads.excerpt($0, limit: 20) == "0x12 34 00 ff")
            #expect(Payloads.excerpt($0, limit: 13) == "0x12 34 00 ff")
            #expect(Payloads.excerpt($0, limit: 12) == "0x12 34 00 …")
            #expect(Payloads.excerpt($0, limit: 2) == "…")
        }
    }
}
