import Payloads
import Testing

/// A JSON value of a text that is one.
func json(_ text: String) throws -> JSONValue { try JSONValue(reading: Array(text.utf8)) }

@Suite("Patches of JSON") struct PatchTests {
    @Test(
        "the examples of RFC 7396 appendix A",
        arguments: [
            (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
            (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
            (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
            (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
            (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
            (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
            (#"{"a":"foo"}"#, #""bar""#, #""bar""#), (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
            ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
            ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        ])
    func mergePatch(_ value: String, _ patch: String, _ expected: String) throws {
        #expect(try json(value).applying(mergePatch: json(patch)) == json(expected))
    }

    @Test("what a merge patch leaves alone stays as it was written")
    func exact() throws {
        let value = try json(#"{"b":1.00,"a":{"x":"\u00e4","y":1e5}}"#).applying(mergePatch: json(#"{"a":{"y":2}}"#))
        #expect(value.excerpt(200) == #"{"b": 1.00, "a": {"x": "\u00e4", "y": 2}}"#)
        #expect(
            try json(#"{"a":{"b":1,"c":{}},"d":null}"#).mergePatchPlaces.map(\.description) == ["/a/b", "/a/c", "/d"])
    }

    @Test("a name that stands twice counts as the last of them, whichever side is asked")
    func twice() throws {
        let (one, other) = (try json(#"{"a":0,"a":1}"#), try json(#"{"a":1,"b":1}"#))
        #expect(!one.isSame(as: other) && !other.isSame(as: one))
        let (left, right) = (try json(#"{"a":0,"b":3,"a":1}"#), try json(#"{"b":2,"a":1,"b":3}"#))
        #expect(left.isSame(as: right) && right.isSame(as: left))
    }

    @Test("numbers are the same by their value, to the last digit")
    func numbers() throws {
        let patch = try JSONPatch(json(#"[{"op":"test","path":"/id","value":9007199254740993}]"#))
        #expect(throws: JSONPatch.Problem.self) { try patch.applied(to: json(#"{"id":9007199254740992}"#)) }
        for text in ["9007199254740993", "9007199254740993.0", "9.007199254740993e15"] {
            #expect(try patch.applied(to: json(#"{"id":\#(text)}"#))["id"] != nil)
        }
    }

    @Test("pointers of RFC 6901")
    func pointers() throws {
        let value = try json(#"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3," ":7,"m~n":8,"01":{"-":9}}"#)
        let expected: [(String, String)] = [
            ("/foo", #"["bar", "baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
            ("/ ", "7"), ("/m~0n", "8"), ("/01/-", "9"),
        ]
        for (text, found) in expected {
            let pointer = try #require(JSONPointer(text))
            #expect(value[pointer]?.excerpt(50) == found, "\(text)")
            #expect(pointer.description == text)
        }
        for text in ["a", "/a~2", "/~"] { #expect(JSONPointer(text) == nil) }
        for text in ["/foo/2", "/foo/00", "/foo/-", "/foo/01", "/x/y", "/foo/99999999999999999999"] {
            #expect(try value[#require(JSONPointer(text))] == nil, "\(text)")
        }
    }

    @Test(
        "the steps of RFC 6902 appendix A",
        arguments: [
            (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"foo":"bar","baz":"qux"}"#),
            (
                #"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#,
                #"{"foo":["bar","qux","baz"]}"#
            ),
            (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
            (#"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
            (#"{"baz":"qux"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#, #"{"baz":"boo"}"#),
            (
                #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
                #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
                #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#
            ),
            (
                #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
                #"{"foo":["all","cows","eat","grass"]}"#
            ),
            (#"{"a":[1,2]}"#, #"[{"op":"copy","from":"/a","path":"/b"}]"#, #"{"a":[1,2],"b":[1,2]}"#),
            (
                #"{"baz":"qux","foo":["a",2,"c"]}"#,
                #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2.0}]"#,
                #"{"baz":"qux","foo":["a",2,"c"]}"#
            ),
            (
                #"{"foo":"bar"}"#, #"[{"op":"add","path":"/child","value":{"x":{}}, "more":1}]"#,
                #"{"foo":"bar","child":{"x":{}}}"#
            ),
            (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/":9,"~1":10}"#),
            (
                #"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#,
                #"{"foo":["bar",["abc","def"]]}"#
            ),
            (#"1"#, #"[{"op":"replace","path":"","value":2}]"#, #"2"#),
        ])
    func jsonPatch(_ value: String, _ patch: String, _ expected: String) throws {
        #expect(try JSONPatch(json(patch)).applied(to: json(value)) == json(expected))
    }

    @Test(
        "a step that cannot be done ends it, in words",
        arguments: [
            (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":2}]"#, "step 1: test /a fails: 1 is there, not 2"),
            (#"{"a":1}"#, #"[{"op":"add","path":"/b/c","value":2}]"#, "step 1: add /b/c does not lead anywhere"),
            (#"{"a":1}"#, #"[{"op":"remove","path":"/b"}]"#, "step 1: remove /b finds nothing there"),
            (#"{"a":1}"#, #"[{"op":"replace","path":"/b","value":1}]"#, "step 1: replace /b finds nothing there"),
            (
                #"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a/b"}]"#,
                "step 1: move /a/b leads into what is moved"
            ),
            (#"{"a":[1]}"#, #"[{"op":"add","path":"/a/2","value":1}]"#, "step 1: add /a/2 does not lead anywhere"),
            (#"{}"#, #"[{"op":"copy","from":"/x","path":"/y"}]"#, "step 1: copy /y finds nothing at /x"),
            (#"{}"#, #"[{"op":"spin","path":"/y"}]"#, "step 1 has no \"op\" of RFC 6902"),
            (#"{}"#, #"[{"op":"add","path":"y"}]"#, "step 1 has no \"value\""),
            (#"{}"#, #"[{"op":"add","path":"y","value":1}]"#, "step 1 has no \"path\" that is a JSON Pointer"),
            (#"{}"#, #"{"a":1}"#, "a JSON Patch is a list of steps"),
        ])
    func problems(_ value: String, _ patch: String, _ words: String) throws {
        let value = try json(value)
        let patch = try json(patch)
        let problem = #expect(throws: JSONPatch.Problem.self) { try JSONPatch(patch).applied(to: value) }
        #expect(problem?.description == words)
    }
}
