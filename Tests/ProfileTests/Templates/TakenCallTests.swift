import Payloads
import Profile
import Testing

/// Calls for values of answers and topics, as they are made of what is looked at.
@Suite("Calls that are made of values") struct TakenCallTests {
    @Test("Plain names short, others in quotes; what no quotes can hold not at all")
    func written() {
        #expect(TakenCall.response("login", "$.token") == "{{response:login#$.token}}")
        #expect(TakenCall.response("users/log in", "$.token") == "{{response 'users/log in' '$.token'}}")
        #expect(TakenCall.response("login", "$['a b']") == #"{{response 'login' "$['a b']"}}"#)
        #expect(TakenCall.response("it's", #"$['a"b']"#) == nil)
        #expect(TakenCall.topic("home/lamp", "$.on") == "{{topic:home/lamp#$.on}}")
        #expect(TakenCall.topic("home/lamp", nil) == "{{topic:home/lamp}}")
        #expect(TakenCall.topic("my lamp", nil) == "{{topic 'my lamp'}}")
        #expect(TakenCall.topic("my lamp", "$.on") == "{{topic 'my lamp' '$.on'}}")
    }

    @Test("A topic's value, by each way of writing, no older than a time")
    func topics() throws {
        var generators = Generators()
        func value(_ name: String, _ arguments: [String]) throws -> String {
            try generators.value(name, arguments, now: 10_000_000) { topic in
                topic == "a b" || topic == "t" ? TopicValue(#"{"v": 1.50}"#, time: 0, isRetained: false) : nil
            }
        }
        #expect(try value("topic:t#$.v", []) == "1.50")
        #expect(try value("topic:t", []) == #"{"v": 1.50}"#)
        #expect(try value("topic", ["a b", "$.v"]) == "1.50")
        #expect(try value("topic", ["a b", "$.v", "10s"]) == "1.50")
        #expect(try value("topic:t#$.v", ["never"]) == "1.50")
        #expect(try value("topic", ["t", "1min"]) == #"{"v": 1.50}"#)
        #expect(throws: Generators.Problem.self) { try value("topic:t#$.v", ["9s"]) }
        #expect(throws: Generators.Problem.self) { try value("topic:t#$.v", ["always"]) }
        #expect(throws: Generators.Problem.self) { try value("topic:none", []) }
    }

    @Test("The way to a value as JSONPath writes it")
    func paths() {
        let path = JSONFieldPath([.key("a"), .index(2), .key("o'k \"x\""), .key("1st"), .key("ä_1")])
        #expect(path.jsonPath == #"$.a[2]['o\'k "x"']['1st'].ä_1"#)
        #expect(JSONFieldPath().jsonPath == "$")
    }

    @Test("A check that is switched off stays in the profile, in its place")
    func checks() throws {
        let text = #"""
            {"version": 1, "requests": [{"name": "r", "method": "GET", "url": "http://h/",
              "checks": ["status == 200", {"check": "$.a exists", "enabled": false}, {"check": "size > 1"}]}]}
            """#
        let (profile, problems) = try Profile.read(Array(text.utf8)).get()
        #expect(problems.isEmpty)
        let draft = try #require(profile.requests.values.first)
        #expect(
            draft.checkRows == [
                RequestCheck("status == 200"), RequestCheck("$.a exists", isEnabled: false), RequestCheck("size > 1"),
            ])
        #expect(draft.checks == ["status == 200", "size > 1"])
        let again = try Profile.read(profile.bytes).get()
        #expect(again.problems.isEmpty && again.profile.requests.values.first == draft)
        #expect(String(decoding: profile.bytes, as: UTF8.self).contains(#"{"check": "$.a exists", "enabled": false}"#))
    }
}
