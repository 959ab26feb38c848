import Testing

@testable import Payloads

/// The examples are those of RFC 8949, appendix A.
@Suite("CBOR") struct CBORTests {
    private func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8).map { UInt8(Character(Unicode.Scalar($0)).hexDigitValue ?? 0) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private func line(_ hex: String) -> String? {
        bytes(hex).withUnsafeBytes { CBORItem.isAll(of: $0) ? CBORLines.line(of: $0, spans: 1000) : nil }
    }

    @Test(
        "Items in diagnostic notation",
        arguments: [
            ("00", "0"), ("17", "23"), ("1818", "24"), ("1903e8", "1000"),
            ("1bffffffffffffffff", "18446744073709551615"),
            ("3bffffffffffffffff", "-18446744073709551616"), ("29", "-10"), ("3903e7", "-1000"), ("f90000", "0.0"),
            ("f98000", "-0.0"), ("f93c00", "1.0"), ("f97bff", "65504.0"), ("f90001", "5.960464477539063e-08"),
            ("f9c400", "-4.0"), ("fa47c35000", "100000.0"), ("fb3ff199999999999a", "1.1"), ("f97c00", "Infinity"),
            ("f97e00", "NaN"), ("faff800000", "-Infinity"), ("f4", "false"), ("f5", "true"), ("f6", "null"),
            ("f7", "undefined"), ("f0", "simple(16)"), ("f8ff", "simple(255)"), ("c11a514b67b0", "1(1363896240)"),
            ("d74401020304", "23(h'01020304')"), ("40", "h''"), ("60", "\"\""), ("62225c", #""\"\\""#),
            ("62c3bc", "\"ü\""), ("80", "[]"), ("83010203", "[1, 2, 3]"), ("a0", "{}"), ("a201020304", "{1: 2, 3: 4}"),
            ("a26161016162820203", #"{"a": 1, "b": [2, 3]}"#), ("5f42010243030405ff", "(_ h'0102', h'030405')"),
            ("7f657374726561646d696e67ff", #"(_ "strea", "ming")"#),
            ("9f018202039f0405ffff", "[_ 1, [2, 3], [_ 4, 5]]"),
            ("bf61610161629f0203ffff", #"{_ "a": 1, "b": [_ 2, 3]}"#),
        ])
    func items(hex: String, text: String) { #expect(line(hex) == text) }

    @Test(
        "What is not well-formed is no CBOR",
        arguments: [
            "", "18", "1c", "3e", "62", "62c3", "61ff", "82", "8201", "a1", "a101", "ff", "5f", "5f00ff",
            "5f5f4100ffff",
            "7f4100ff", "9f", "a10102ff", "0000", "f810", "df00", "1f", "bf01ff", "9bffffffffffffffff",
            "5bffffffffffffffff",
            String(repeating: "81", count: 70) + "00",
        ])
    func damaged(hex: String) { #expect(line(hex) == nil) }

    @Test("Bytes that nobody calls CBOR are it when they have names, or say so themselves")
    func found() {
        func kind(_ hex: String) -> PayloadKind { bytes(hex).withUnsafeBytes { PayloadKind.detect($0) } }
        #expect(kind("a26174f94d606168f5") == .cbor && kind("81a1616e01") == .cbor && kind("d9d9f70102") == .binary)
        #expect(kind("d9d9f78101") == .cbor && kind("a10102") == .binary && kind("8101") == .binary)
        #expect(kind("a26174f94d606168f500") == .binary && kind("a16174ff") == .binary)
        let payload = PayloadBytes(bytes("8101"))
        #expect(PayloadKind.judge(payload, claim: MediaType("application/cbor")).kind == .cbor)
        let wrong = PayloadKind.judge(PayloadBytes(bytes("81")), claim: MediaType("application/senml+cbor"))
        #expect(wrong.kind == .binary && wrong.mismatch == "says CBOR, is not")
        #expect(
            PayloadKind.judge(PayloadBytes(bytes("a1616e00")), claim: MediaType("application/json")).mismatch
                == "says JSON, is CBOR")
    }

    @Test("A member a line, in a pane and in a row; control bytes never reach it raw")
    func shown() {
        let payload = PayloadBytes(bytes("a2616ef94d60656e1b5b326a82f5421b5b"))
        let document = Document(payload, view: .pretty)
        let lines = (0..<document.lineCount).map { document.line($0, from: 0, columns: 80).map(\.text).joined() }
        #expect(
            lines == ["{", #"  "n": 21.5,"#, #"  "n\u001b[2j": ["#, "    true,", "    h'1b5b'", "  ]", "}"], "\(lines)")
        #expect(document.kind == .cbor && document.line(1, from: 2, columns: 3).first?.kind == .key)
        let row = payload.withBytes { excerpt($0, limit: 40) }
        #expect(row == #"{"n": 21.5, "n\u001b[2j":[true, h'1b5b'…"#, "\(row)")
        let short = payload.withBytes { excerpt($0, limit: 12) }
        #expect(short == #"{"n": 21.5,…"#, "\(short)")
    }

    @Test("A row of a large item is its beginning, and what only begins as one is none")
    func large() {
        /// `{"n": 1, "d": …}` with a value of its own.
        func row(_ value: String, limit: Int = 40) -> String {
            PayloadBytes(bytes("a2616e016164" + value)).withBytes { excerpt($0, limit: limit) }
        }
        let numbers = "990800" + String(repeating: "17", count: 2048)
        #expect(row(numbers) == #"{"n": 1, "d":[23, 23, 23, 23, 23, 23, 2…"#)
        let text = row("792000" + String(repeating: "78", count: 8192))
        #expect(text == #"{"n": 1, "d": ""# + String(repeating: "x", count: 24) + "…")
        let zeros = row("592000" + String(repeating: "00", count: 8192))
        #expect(zeros == #"{"n": 1, "d": h'"# + String(repeating: "0", count: 23) + "…")
        #expect(row(numbers + "ff").hasPrefix("0xa2 61 6e 01"))
        #expect(row("79ffff" + String(repeating: "78", count: 65535)).hasPrefix("0xa2"))
    }

    @Test("Random bytes never do harm")
    func fuzz() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            bytes.withUnsafeBytes { bytes in
                if CBORItem.isAll(of: bytes) { #expect(!CBORLines.lines(of: bytes).isEmpty) }
            }
        }
    }
}
