import Payloads
import Testing

@Suite("Single values") struct ValuesTests {
    private func number(_ text: String) -> NumericValue? {
        Array(text.utf8).withUnsafeBytes { NumericValue($0) }
    }

    @Test("Numbers with and without units, and words of yes and no")
    func numbers() {
        #expect(number("21.4") == NumericValue(21.4))
        #expect(number(" -3e2\n") == NumericValue(-300))
        #expect(number("21.4 °C") == NumericValue(21.4, unit: "°C"))
        #expect(number("86%") == NumericValue(86, unit: "%"))
        #expect(number("1013 hPa") == NumericValue(1013, unit: "hPa"))
        #expect(number("3.5kWh") == NumericValue(3.5, unit: "kWh"))
        #expect(number("12 W/m²") == NumericValue(12, unit: "W/m²"))
        #expect(number("17 seconds") == NumericValue(17, unit: "seconds"))
        #expect(number("2.00000000000000000000e+01") == NumericValue(20))
        #expect(number("true") == NumericValue(1))
        #expect(number("OFF") == NumericValue(0))
        #expect(number("open") == NumericValue(1) && number(" Closed\n") == NumericValue(0))
        #expect(number("closer") == nil && number("opened") == nil)
        #expect(number("5e") == NumericValue(5, unit: "e"))
    }

    @Test("What only begins with digits is no number")
    func noNumbers() {
        for text in [
            "", " ", "abc", "12:31:05", "192.168.1.1", "2026-11-24", "1,2,3", "5 of 10", "nan", "inf", "1e999",
            "{\"a\":1}",
            "+", "-", ".", "1 2", "7 \"x\"", "0x1F:2", String(repeating: "1", count: 100),
        ] { #expect(number(text) == nil, "\(text)") }
    }

    private func scalar(_ path: JSONFieldPath, _ text: String) -> String? {
        Array(text.utf8).withUnsafeBytes { bytes in
            JSONValues.scalar(at: path, in: bytes).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test("A value is found by its path, in any nesting, and broken text finds nothing")
    func paths() {
        let text = #" { "a" : {"b\"c": [1, {"x": -2.5e3}, "t}]"]}, "d.e": true, "a": 9, "é": null } "#
        #expect(scalar(JSONFieldPath([.key("a"), .key("b\"c"), .index(1), .key("x")]), text) == "-2.5e3")
        #expect(scalar(JSONFieldPath([.key("a"), .key("b\"c"), .index(2)]), text) == "t}]")
        #expect(scalar(JSONFieldPath(keys: "d.e"), text) == "true")
        #expect(scalar(JSONFieldPath(keys: "é"), text) == "null")
        #expect(scalar(JSONFieldPath(keys: "a"), text) == nil)
        #expect(scalar(JSONFieldPath(keys: "zz"), text) == nil)
        #expect(scalar(JSONFieldPath([.index(9)]), "[1,2]") == nil)
        #expect(scalar(JSONFieldPath(), "42") == "42")
        for broken in ["{", "{\"a\"", "{\"a\":", "[", "{\"a\":\"", "{\"a\":[[[[", "{]", "{\"a\" 1}"] {
            #expect(scalar(JSONFieldPath([.key("a"), .key("b")]), broken) == nil, "\(broken)")
        }
        #expect(
            JSONFieldPath([.key("a"), .key("b c"), .index(3)]).description
                == #"."a"."b c"[3]"#.replacing("\"a\"", with: "a")
        )
        // A digit begins no plain name, in jq as in JSONPath.
        #expect(JSONFieldPath(keys: "0a", "a0").description == #"."0a".a0"#)
    }

    @Test("Every scalar is told with its path")
    func scalars() {
        let text = #"{"a":1,"b":{"c":[true,"x"],"d":{}},"e":[],"f":null}"#
        var found: [String] = []
        Array(text.utf8).withUnsafeBytes { bytes in
            JSONValues.forEachScalar(in: bytes) { path, value in
                found.append("\(path)=\(String(decoding: value, as: UTF8.self))")
                return true
            }
        }
        #expect(found == [".a=1", ".b.c[0]=true", ".b.c[1]=x", ".f=null"])
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        Array(deep.utf8).withUnsafeBytes { JSONValues.forEachScalar(in: $0) { _, _ in true } }
    }

    @Test("Escapes in keys and strings are resolved")
    func escapes() {
        func text(_ raw: String) -> String { Array(raw.utf8).withUnsafeBytes { JSONValues.text($0) } }
        #expect(text(#"a\"b\\c\/d\n"#) == "a\"b\\c/d\n")
        #expect(text(#"\u00e9\uD83D\uDE00 x"#) == "é😀 x")
        #expect(text(#"\uZZ"#) == "uZZ")
    }
}
