import Glibc
import Testing
import Text

@testable import JSONPath
@testable import Payloads

@Suite("JSONPath: cases for every rule of RFC 9535")
struct JSONPathCasesTests {
    @Test("every case, whole and a unit at a time", arguments: try JSONPathCase.all())
    func cases(_ suite: JSONPathCase.Collection) {
        #expect(suite.cases.count >= 300)
        for one in suite.cases {
            guard !one.answers.isEmpty else {
                #expect(throws: JSONPathError.self, "\(suite.name): \(one.selector)") { try JSONPath(one.selector) }
                continue
            }
            guard let path = try? JSONPath(one.selector) else {
                Issue.record("\(suite.name): \(one.selector) is refused")
                continue
            }
            let answer = ask(path, one.document)
            #expect(one.answers.contains { $0 == answer }, "\(suite.name): \(one.selector) gives \(answer)")
            #expect(ask(path, one.document, units: 1) == answer, "\(suite.name): \(one.selector), in slices")
        }
    }

    @Test("a query of member names alone says them")
    func names() throws {
        let cases: [(String, [String]?)] = [
            ("$", []), ("$._embedded['hal:items']", ["_embedded", "hal:items"]), ("$..a", nil), ("$[0]", nil),
            ("$.*", nil), ("$['a','b']", nil),
        ]
        for (text, names) in cases {
            let path = try JSONPath(text)
            #expect(path.names == names, "\(text)")
        }
    }

    @Test("blanks may stand where RFC 9535 has them, and nowhere else")
    func blanks() throws {
        let document = #"{"a":[{"b":1},{"b":2}],"c":{"d":3}}"#
        // Between these pieces blanks may stand; within them not.
        let pieces = [
            (["$", "[", "'a'", "]", "[", "0", ",", "1", "]", ".b"], "[1,2]"),
            (["$", "[", "'a'", ",", "'c'", "]", ".d"], "[3]"),
            (["$", ".a", "[", "0", ":", "2", ":", "1", "]", ".b"], "[1,2]"),
            (["$", ".a", "[", "?", "@", ".b", "==", "2", "]", ".b"], "[2]"),
            (["$", "..b"], "[1,2]"),
            (
                ["$", ".a", "[", "?", "(", "@", ".b", ">", "1", ")", "&&", "!", "(", "@", ".b", "==", "3", ")", "]"],
                #"[{"b":2}]"#
            ),
            (
                ["$", ".a", "[", "?", "count(", "@", ".*", ")", "==", "1", "||", "false", "==", "true", "]", ".b"],
                "[1,2]"
            ),
        ]
        for (pieces, values) in pieces {
            #expect(ask(try JSONPath(pieces.joined()), document).values == values)
            for blank in [" ", "\t", "\n", "\r", " \n "] {
                #expect(ask(try JSONPath(pieces.joined(separator: blank)), document).values == values, "\(pieces)")
            }
            #expect(throws: JSONPathError.self) { try JSONPath(" " + pieces.joined()) }
            #expect(throws: JSONPathError.self) { try JSONPath(pieces.joined() + " ") }
            #expect(throws: JSONPathError.self) { try JSONPath(pieces.joined(separator: "\u{A0}")) }
        }
        for wrong in [
            "$. a", "$.. b", "$ . a", "$['a' 'c']", "$[- 1]", "$.a[?count (@.*)==1]", "$.a[? @.b= =1]", "$.a[?@. b]",
        ] {
            #expect(throws: JSONPathError.self, "\(wrong)") { try JSONPath(wrong) }
        }
    }
}

/// The results as an array, and their normalized paths as one.
func ask(_ path: JSONPath, _ document: String, units: Int = 1 << 20) -> (values: String, paths: String) {
    let bytes = PayloadBytes(Array(document.utf8))
    let search = JSONPathSearch(path, in: bytes)
    var steps = 0
    while !search.advance(units: units), steps < 10_000 { steps += 1 }
    let text = Array(document.utf8)
    let values = search.ranges.map { String(decoding: text[$0], as: UTF8.self) }.joined(separator: ",")
    let locator = JSONPathLocator(bytes)
    let paths = search.ranges.map { range in
        var found: String?
        while found == nil, steps < 20_000 {
            steps += 1
            var units = units
            found = locator.path(ofValueAt: range.lowerBound, units: &units)
        }
        return JSONString.quoted(found ?? "")
    }
    return ("[\(values)]", "[\(paths.joined(separator: ","))]")
}

/// A file beside this one.
func file(_ name: String, _ here: String = #filePath) throws -> String {
    let folder = here.split(separator: "/").dropLast().joined(separator: "/")
    return try contents("/\(folder)/\(name)")
}

/// The text of a file.
func contents(_ path: String) throws -> String {
    guard let stream = fopen(path, "r") else { throw Unreadable(path: path) }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
}

struct Unreadable: Error {
    let path: String
}

@Suite("JSONPath: what no suite asks")
struct JSONPathTests {
    private func values(_ path: String, _ document: String) throws -> String {
        ask(try JSONPath(path), document).values
    }

    @Test("numbers keep their text, and are compared exactly")
    func numbers() throws {
        #expect(
            try values("$[?@ == 1]", "[1, 1.0, 1e0, 10E-1, 0.1e1, 1.00000000000000000001]") == "[1,1.0,1e0,10E-1,0.1e1]"
        )
        #expect(try values("$[?@ > 9007199254740992]", "[9007199254740992,9007199254740993]") == "[9007199254740993]")
        #expect(try values("$[?@ < -1e400]", "[-1e401, -1e399, 0]") == "[-1e401]")
        #expect(try values("$[?@ == 0]", "[-0, 0.000, 0e9]") == "[-0,0.000,0e9]")
        #expect(try values("$[?@ < 1e99999999999999999999]", "[1e99999999999999999999999, 5]").hasSuffix("5]"))
    }

    @Test("a name that was sent twice gives both, and compares as the last")
    func twice() throws {
        #expect(try values("$.a", #"{"a":1,"a":2}"#) == "[1,2]")
        #expect(try values("$[?@.a == 2]", #"[{"a":1,"a":2}]"#) == #"[{"a":1,"a":2}]"#)
        // Whichever of the two is asked first.
        for (one, other) in [("1", "2"), ("2", "1")] {
            let document = #"[{"1":{"x":0,"x":1},"2":{"x":1,"y":1}}]"#
            #expect(try values("$[?@['\(one)'] == @['\(other)']]", document) == "[]")
            let alike = #"[{"1":{"x":0,"y":3,"x":1},"2":{"y":2,"x":1,"y":3}}]"#
            #expect(try values("$[?@['\(one)'] == @['\(other)']]", alike) == alike)
        }
    }

    @Test("names with escapes are found by what they mean")
    func names() throws {
        #expect(try values(#"$["a\"b"]"#, #"{"a\"b":1}"#) == "[1]")
        #expect(try values("$['☺']", #"{"\u263a":1}"#) == "[1]")
        #expect(try values("$['\u{1D11E}']", #"{"\ud834\udd1e":1}"#) == "[1]")
        // What is no escape is asked for as it is shown: without its backslash.
        #expect(try values("$['au12']", #"{"a\u12":1}"#) == "[1]")
        #expect(try values("$['xü']", #"{"x\ü":1}"#) == "[1]")
        // The same bytes, but not the same name.
        #expect(try values(#"$['\\n']"#, #"{"\n":1}"#) == "[]")
    }

    @Test("containers are equal whatever the order of their members")
    func containers() throws {
        let document =
            #"{"a":{"x":[1,{"y":2}],"z":null},"b":{"z":null,"x":[1.0,{"y":2}]},"c":{"z":null,"x":[1,{"y":3}]}}"#
        #expect(try values("$[?@ == $.a]", document).contains("1.0"))
        #expect(try !values("$[?@ == $.a]", document).contains(":3"))
        #expect(try values("$[?@ <= $.list]", #"{"list":[1,2],"other":[1,2,3]}"#) == "[[1,2]]")
    }

    @Test("several values one after another are each asked")
    func several() throws {
        #expect(try values("$.a", "{\"a\":1}\n{\"a\":2}\n{\"b\":3}") == "[1,2]")
        #expect(try values("$", "1 2 \"x\"") == "[1,2,\"x\"]")
    }

    @Test(
        "broken JSON gives what comes before the break, and says where it is",
        arguments: [
            (#"{"a":1,"b":[1,2"#, "$.a", 1), ("[1,2,nan]", "$[*]", 3), ("[1 2]", "$[0]", 1), ("{a:1}", "$.a", 0),
            ("", "$", 0), ("]", "$..*", 0), ("[1,2}", "$[1]", 1), ("\u{0}", "$", 1),
        ])
    func broken(document: String, path: String, count: Int) throws {
        let search = JSONPathSearch(try JSONPath(path), in: PayloadBytes(Array(document.utf8)))
        #expect(search.advance(units: 1 << 20))
        #expect(search.count == count)
        #expect((search.problem == nil) == (document.isEmpty || document == "[1,2}" || document == "[1 2]"))
    }

    @Test(
        "an error says the column and what is missing",
        arguments: [
            ("a", "column 1: a path starts with $"), ("$.", "column 3: a name or * is missing after the dot"),
            ("$[0", "column 4: a ] is missing for the [ at column 2"), ("$['a", "column 3: the string has no end"),
            ("$[?@.a==]", "column 9: ] starts no expression: @, $, a value or a function"),
            ("$[?foo(@)]", "column 4: there is no function foo(): length, count, value, match, search"),
            ("$[?@..a==1]", "column 4: only a path to one value can be compared: names and indexes"),
            ("$[?count(1)>1]", "column 10: count() takes a path"), ("$.a ", "column 4: a blank does not belong here"),
        ])
    func errors(path: String, words: String) {
        do throws(JSONPathError) {
            _ = try JSONPath(path)
            Issue.record("\(path) is taken")
        } catch {
            #expect(error.description == words)
        }
    }

    @Test("a pattern that ruins others is followed in time, and a huge one is refused")
    func patterns() throws {
        let text = String(repeating: "a", count: 20_000)
        #expect(try values("$[?match(@, '(a+)+b')]", "[\"\(text)\"]") == "[]")
        #expect(try values("$[?search(@, '(a*)*(a|aa)+$')]", "[\"\(text)\"]").count > 20_000)
        #expect(throws: JSONPathError.self) { try JSONPath("$[?match(@, '((a{1000}){1000}){1000}')]") }
        #expect(throws: JSONPathError.self) {
            try JSONPath("$[?match(@, '" + String(repeating: "(", count: 5000) + "')]")
        }
        #expect(try values("$[?match(@, '((){10000}){10000}')]", #"["",1]"#) == #"[""]"#)
    }

    @Test("what is nested deeply ends in words, not in a crash")
    func deep() throws {
        let document = String(repeating: "[", count: 300_000)
        let search = JSONPathSearch(try JSONPath("$..*"), in: PayloadBytes(Array(document.utf8)))
        var turns = 0
        while !search.advance(units: 1 << 16), turns < 100 { turns += 1 }
        #expect(search.problem != nil)
        #expect(throws: JSONPathError.self) { try JSONPath("$[?" + String(repeating: "(", count: 100_000)) }
        #expect(throws: JSONPathError.self) { try JSONPath("$" + String(repeating: ".a", count: 10_000)) }
    }

    @Test("more results than are kept are counted")
    func many() throws {
        let item = "\"" + String(repeating: "x", count: 1 << 20) + "\""
        let document = "[" + Array(repeating: item, count: 20).joined(separator: ",") + "]"
        let search = JSONPathSearch(try JSONPath("$[*]"), in: PayloadBytes(Array(document.utf8)))
        var turns = 0
        while !search.advance(units: 1 << 20), turns < 1000 { turns += 1 }
        #expect(search.count == 20)
        #expect(search.ranges.count == 15)
        #expect(!search.isWhole)
    }

    /// The slices of so many units that a search takes.
    private func slices(_ path: String, _ document: String, units: Int) throws -> Int {
        let search = JSONPathSearch(try JSONPath(path), in: PayloadBytes(Array(document.utf8)))
        var count = 1
        while !search.advance(units: units), count < 1_000_000 { count += 1 }
        return count
    }

    @Test("the length of a large array is counted in slices")
    func largeLength() throws {
        let document = "{\"a\":[\(String(repeating: "0,", count: 200_000))0]}"
        // A slice may count as many elements as it has units at most, and each element has the price of a step.
        #expect(try slices("$[?length(@) > 3]", document, units: 10_000) >= 80)
        #expect(try values("$[?length(@) == 200001]", document).count == 400_005)
    }

    @Test("what one filter has found for all holds beside another one")
    func filtersInOneBracket() throws {
        let items = (0..<300).map { "{\"a\":\($0)}" }.joined(separator: ",")
        let document = "{\"items\":[\(items)],\"limit\":7}"
        let one = try slices("$..[?@.a == $.limit]", document, units: 1000)
        let other = try slices("$..[?@.b]", document, units: 1000)
        #expect(try slices("$..[?@.a == $.limit, ?@.b]", document, units: 1000) <= 2 * (one + other))
        #expect(try values("$..[?@.a == $.limit, ?@.b, ?@.a == $.limit]", document) == "[{\"a\":7},{\"a\":7}]")
    }

    @Test("a pattern out of the document has the price of what is made of it")
    func foundPatterns() throws {
        let items = (0..<100).map { "{\"t\":\"b\",\"p\":\"\($0 % 2 == 0 ? "a" : "b")\($0){19000}\"}" }
        let document = "[\(items.joined(separator: ","))]"
        #expect(try slices("$[?match(@.t, @.p)]", document, units: 10_000) >= 100)
        // In slices as small as any, two patterns of one node end as well.
        let text = #"[{"t":"ab","p":"a{3}","q":"ab"},{"t":1,"p":"a","q":"b"}]"#
        for (filter, values) in [
            ("match('aaa', @.p) && match(@.t, @.q)", #"["ab"]"#),
            ("match(@.t, @.p) || match(@.t, @.q) && match('ab', @.q)", #"["ab"]"#),
            ("match(@.t, @.p) || match(@.q, @.q)", #"["ab","b"]"#),
        ] {
            #expect(ask(try JSONPath("$[?\(filter)].q"), text, units: 1).values == values)
        }
    }
}
