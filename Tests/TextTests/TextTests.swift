import Glibc
import Testing
import Text

@Suite("Base64") struct Base64Tests {
    /// RFC 4648 10, written from its table.
    @Test(
        "the standard's vectors, both ways",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, coded: String) throws {
        #expect(Base64.encode(plain.utf8) == coded)
        #expect(try Base64.decode(coded) == Array(plain.utf8))
        #expect(try Base64.decode(coded.filter { $0 != "=" }) == Array(plain.utf8))
    }

    @Test("every length and byte comes back; both alphabets and blanks are read")
    func roundTrip() throws {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            #expect(try Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(try Base64.decode("-_ +/\n8A==") == [0xFB, 0xFF, 0xBF, 0xF0])
    }

    @Test(
        "what is none is refused where it stands",
        arguments: [("Zg==x", 4), ("Z", 1), ("Zm9*", 3), ("Zh==", 4), ("Zm9=", 4)])
    func refused(text: String, offset: Int) {
        do throws(Base64.Problem) {
            _ = try Base64.decode(text)
            Issue.record("\(text) is taken")
        } catch {
            #expect(error.offset == offset)
        }
    }
}

@Suite("Percent-encoding") struct PercentEncodingTests {
    @Test("components, forms, what was typed, and back")
    func ways() {
        #expect(PercentEncoding.component("a b/ä~") == "a%20b%2F%C3%A4~")
        #expect(PercentEncoding.component([0x00, 0xFF, 0x41]) == "%00%FFA")
        #expect(PercentEncoding.form("a b~*&") == "a+b%7E*%26")
        #expect(PercentEncoding.typed("/a b?x=%41&[1]") == "/a%20b?x=%41&[1]")
        #expect(PercentEncoding.decode("a%20b%2f+%C3%A4%") == "a b/+ä%")
        #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
        #expect(PercentEncoding.octets(of: "%C3%e4%4%zz%") == [0xC3, 0xE4] + Array("%4%zz%".utf8))
        #expect(PercentEncoding.bytes(of: "%C3%zz") == nil)
        let bytes = Array("a%41%4".utf8)
        #expect([0, 1, 4].map { PercentEncoding.step(bytes, $0).length } == [1, 3, 1])
    }
}

@Suite("Strings of JSON") struct JSONStringTests {
    @Test("what must be escaped is, and nothing else")
    func escapes() {
        #expect(
            JSONString.quoted("a\"b\\c\n\r\t\u{8}\u{C}\u{1}\u{1F}\u{7F}/ä😀") == #""a\"b\\c\n\r\t\b\f\u0001\u001f"#
                + "\u{7F}/ä😀\"")
        #expect(JSONString.escaped("plain") == "plain" && JSONString.quoted("") == "\"\"")
    }
}

@Suite("The calendar") struct CivilDateTests {
    @Test("agrees with the system's library on four thousand years, and comes back")
    func agrees() {
        var day = -1_000_000
        while day < 1_000_000 {
            var seconds = time_t(day) * 86_400 + 86_399
            var parts = tm()
            gmtime_r(&seconds, &parts)
            let date = CivilDate(seconds: Int(seconds))
            #expect(
                date
                    == CivilDate(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
            )
            #expect(date.weekday == Int(parts.tm_wday) && date.count == day)
            #expect("\(TimeOfDay(seconds: Int(seconds)))" == "23:59:59")
            day += 997
        }
    }

    @Test("leap days, the turn of an era, and the text")
    func edges() {
        #expect(CivilDate(day: 0).description == "1970-01-01" && CivilDate(day: -1).description == "1969-12-31")
        #expect(CivilDate(year: 2000, month: 2, day: 29).count == 11_016)
        #expect(CivilDate(day: 11_017) == CivilDate(year: 2000, month: 3, day: 1))
        #expect(CivilDate(year: 2100, month: 3, day: 1).count - CivilDate(year: 2100, month: 2, day: 28).count == 1)
        #expect(TimeOfDay(seconds: -1).description == "23:59:59" && TimeOfDay(seconds: 3661).description == "01:01:01")
    }
}

@Suite("UTF-8") struct UTF8BytesTests {
    @Test("reads what Swift reads, whatever the bytes, and finds the first that is broken")
    func scalars() {
        var random = SystemRandomNumberGenerator()
        let heads: [UInt8] = [0x41, 0x80, 0xBF, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xA0, 0x90, 0x9F]
        for _ in 0..<4_000 {
            let input = (0..<Int.random(in: 1...12)).map { _ in heads.randomElement(using: &random) ?? 0 }
            var scalars: [UInt32] = []
            var flaw: Int?
            input.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                var index = 0
                while index < buffer.count {
                    let (value, length) = UTF8Bytes.scalar(base, index, buffer.count)
                    if length > 0 { scalars.append(value) } else { flaw = flaw ?? index }
                    index += max(1, length)
                }
                #expect(UTF8Bytes.firstFlaw(base, 0, buffer.count) == flaw)
            }
            #expect((flaw == nil) == (String(validating: input, as: UTF8.self) != nil), "\(input)")
            let read = String(decoding: input, as: UTF8.self).unicodeScalars.map(\.value)
            #expect(scalars.filter { $0 != 0xFFFD } == read.filter { $0 != 0xFFFD }, "\(input)")
        }
    }

    @Test("the end of a string of JSON is found whatever is in it")
    func strings() {
        for (text, rest) in [
            (#""a"b"#, "b"), (#""\\"b"#, "b"), (#""\"b""#, ""), (#""\u12"b"#, "b"), (#""é\nü" b"#, " b"),
            (#""never"#, ""),
            (#""end\"#, ""), ("\"a\u{1}b\"c", "c"),
        ] {
            Array(text.utf8).withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                let end = UTF8Bytes.endOfJSONString(base, 0, bytes.count)
                #expect(String(decoding: bytes[end...], as: UTF8.self) == rest, "\(text)")
            }
        }
    }

    @Test("seeded numbers are those of the reference") func seeded() {
        // Of the reference implementation by Vigna, with the seed 1234567.
        var numbers = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in numbers.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test("a member's name as a step of a JSONPath: no control character and no quote ends it")
    func steps() {
        for (name, step) in [
            ("a_1", ".a_1"), ("größe", ".größe"), ("", "['']"), ("1a", "['1a']"), ("a b", "['a b']"),
            ("it's \"x\"", #"['it\'s "x"']"#), ("a\\b\u{1B}\n", #"['a\\b\u001b\n']"#),
        ] { #expect(JSONPathStep.member(name) == step) }
    }
}

@Suite("White space in bytes") struct ByteSpaceTests {
    @Test("JSON has four, ASCII six; what stands around bytes is taken away")
    func space() {
        #expect((0...255 as ClosedRange<UInt8>).filter(\.isSpace) == [0x09, 0x0A, 0x0D, 0x20])
        #expect((0...255 as ClosedRange<UInt8>).filter(\.isWideSpace) == [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20])
        for (text, trimmed) in [(" \t a b\r\n", "a b"), ("a", "a"), (" \n", ""), ("", "")] {
            #expect(Array(Array(text.utf8).trimmedSpace) == Array(trimmed.utf8))
        }
    }
}
