import Expectations
import Payloads
import Testing

/// What conditions mean.
@Suite("Conditions") struct ConditionTests {
    static let body = #"""
        {"name": "sensor1", "value": 21.40, "big": 12345678901234567890123, "on": true, "none": null, "text": "21.4",
         "list": [{"v": 1}, {"v": 2}, {"v": 30}], "empty": [], "nested": {"a.b": "it's"}, "whole": 2e1, "uni": "\u00e9"}
        """#

    static func answer(_ body: String = body, status: Int = 200) -> Subject {
        Subject(
            status: status,
            fields: [
                Subject.Field("Content-Type", "application/json; charset=utf-8"), Subject.Field("Set-Cookie", "a=1"),
                Subject.Field("Set-Cookie", "b=2"), Subject.Field("Content-Length", "42"),
            ],
            body: PayloadBytes(Array(body.utf8)), duration: 12_400_000)
    }

    static func message(_ payload: String, topic: String = "home/hall/lamp", isRetained: Bool = false) -> Subject {
        Subject(
            topic: topic, qos: 1, isRetained: isRetained, properties: [Subject.Field("content-type", "text/plain")],
            payload: PayloadBytes(Array(payload.utf8)))
    }

    @Test(
        "What holds of an answer",
        arguments: [
            "status == 200", "status == 2xx", "status != 4xx", "status < 300", "status in [200, 204]",
            "not status == 404",
            "status==200&&$.on==true", "!(status == 404 || status == 500)", "status == 404 or $.on",
            "header content-type contains json", "header 'Content-Type' startsWith application/", "header x not exists",
            "header set-cookie count == 2", "any header set-cookie == 'b=2'", "header content-length == 42.0",
            "$.value == 21.4", "$.value == 21.40", "$.value >= 21.4 and $.value < 21.5",
            "$.big == 12345678901234567890123", "$.big != 12345678901234567890124", "$.big > 12345678901234567890122",
            "$.text == '21.4'", "$.text != 21.4", "$.name == sensor1", #"$.name == "sensor1""#,
            "$.name matches '^sensor[0-9]$'",
            "$.name matches /or1/", "$.name contains nso", "$.name endsWith 1", "$.name length == 7",
            "$.none isNull", "$.none == null", "$.none exists", "$.on isBoolean", "$.list isList", "$.list isArray",
            "$.nested isObject", "$.value isNumber", "$.whole isInteger", "$.value not isInteger", "$.text isString",
            "$.empty isEmpty", "$.list count == 3", "$.list[*].v count == 3", "any $.list[*].v == 30",
            "$.list[*].v >= 1",
            "$.list[?@.v > 5] count == 1", "$.list length >= 3", "$.nested['a.b'] == 'it\\'s'", "$.missing not exists",
            "not $.missing", "$.uni == é", "$.list type == list", "$ type == object", "duration < 13ms",
            "duration > 12",
            "size > 100", "body contains sensor1", "sha256 matches '^[0-9a-f]{64}$'", "$..v count == 3",
        ])
    func holds(_ text: String) throws {
        let condition = try Condition(text, about: .answer)
        #expect(condition.judge(Self.answer()).isMet, "\(condition.judge(Self.answer()).findings)")
        #expect(condition.holds(for: Self.answer()))
    }

    @Test("A text of a thousand digits and more is no number, whatever its beginning; blanks around one do not count")
    func longNumbers() throws {
        let blanks = String(repeating: " ", count: 2000)
        #expect(try Condition("body == 21.5", about: .answer).holds(for: Self.answer("\(blanks)21.5\(blanks)")))
        let digits = String(repeating: "1", count: 1500)
        #expect(try !Condition("body > 1", about: .answer).holds(for: Self.answer("x" + digits)))
        #expect(try !Condition("body == \(digits.prefix(1000))", about: .answer).holds(for: Self.answer(digits)))
    }

    @Test(
        "What does not hold, and why",
        arguments: [
            ("status == 404", "status == 404: got 200"), ("$.missing == 3", "$.missing == 3: got nothing"),
            ("$.missing != 3", "$.missing != 3: got nothing"),
            ("$.value == 21.5", "$.value == 21.5: got 21.40 at $['value']"),
            ("$.list[*].v < 5", "$.list[*].v < 5: got 30 at $['list'][2]['v']"),
            ("any $.list[*].v > 99", "any $.list[*].v > 99: got 1 at $['list'][0]['v']"),
            ("header x == 1", "header x == 1: got nothing"), ("$.on == false", "$.on == false: got true at $['on']"),
            ("$.text == 21.4", "$.text == 21.4: got \"21.4\" at $['text']"),
            ("duration < 5ms", "duration < 5ms: got 12.4 ms"),
            ("not $.on", "not $.on: got true at $['on']"),
            ("$.on count == 1", "$.on count == 1: got a value that has no elements"),
            ("$.list count == 2", "$.list count == 2: got 3 at $['list']"),
        ])
    func fails(_ text: String, _ words: String) throws {
        let verdict = try Condition(text, about: .answer).judge(Self.answer())
        #expect(!verdict.isMet)
        #expect(verdict.missed.map(\.words) == [words])
    }

    @Test("The md5 and sha256 of a body are its own")
    func hashes() throws {
        let abc = Self.answer("abc")
        #expect(try Condition("md5 == 900150983cd24fb0d6963f7d28e17f72", about: .answer).holds(for: abc))
        #expect(
            try Condition(
                "sha256 == ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", about: .answer
            ).holds(for: abc))
    }

    @Test("Messages: payloads that are words and numbers, topics, flags, properties")
    func messages() throws {
        func holds(_ text: String, _ subject: Subject) throws -> Bool {
            try Condition(text, about: .message).holds(for: subject)
        }
        #expect(try holds("payload == 21.4 && $ > 20 && payload > 20", Self.message("21.40")))
        #expect(try holds("payload == ON", Self.message("ON")))
        #expect(try holds("payload == true", Self.message("true")))
        #expect(try !holds("payload == on", Self.message("ON")))
        #expect(try holds("topic == home/hall/lamp && qos == 1 && not retain", Self.message("x")))
        #expect(try holds("retain == true && retain", Self.message("x", isRetained: true)))
        #expect(try holds("property content-type == text/plain", Self.message("x")))
        #expect(try holds("payload isEmpty && size == 0 && $.a not exists", Self.message("")))
        let verdict = try Condition("$.on == true", about: .message).judge(Self.message("{\"on\": tru"))
        #expect(verdict.missed[0].got.hasPrefix("nothing: JSON"))
        #expect(try Condition("payload == x", about: .message).judge(Self.message("\u{1B}[2J")).missed[0].got == "?[2J")
    }

    @Test(
        "What is wrong is told with its place",
        arguments: [
            ("", "column 1: a condition is missing, such as status == 200"),
            ("status = 200", "column 8: equal is written =="),
            ("status == two", "column 11: a number is expected here"), ("$.a[ == 3", "column 6: = starts no selector"),
            ("statu == 200", "column 1: an answer has no statu"),
            ("status == 200 $.a", "column 15: $.a belongs to nothing"),
            ("(status == 200", "column 1: there is no ) for this ("),
            ("status == 200)", "column 14: there is no ( for this )"),
            ("$.a == ", "column 8: a value is missing"), ("$.a is 3", "column 5: is is no comparison"),
            ("topic == x", "column 1: an answer has no topic"),
            ("duration < 5 days", "column 14: days belongs to nothing"),
            ("$.a matches '('", "column 13: this is no pattern"),
            ("$.a == \"x", "column 8: the text has no \" at its end"),
            ("$.a in 3", "column 8: a list is missing"), ("&& status == 200", "column 1: && begins no test"),
        ])
    func problems(_ text: String, _ words: String) {
        do {
            _ = try Condition(text, about: .answer)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.description.hasPrefix(words), "\(error)")
        }
    }

    @Test("Values are filled in where they stand; what stands for nothing is told")
    func filling() throws {
        func fill(_ text: String) throws(Condition.FillProblem) -> String {
            if text.contains("missing") { throw Condition.FillProblem("nothing is called missing") }
            return text.replacing("{{n}}", with: "21.4")
        }
        #expect(try Condition("$.value == {{n}}", about: .answer, filling: fill).holds(for: Self.answer()))
        #expect(try Condition("$.text == '{{n}}'", about: .answer, filling: fill).holds(for: Self.answer()))
        #expect(throws: ConditionProblem.self) { try Condition("$.a == {{missing}}", about: .answer, filling: fill) }
        // Without values it is read all the same: as the profile is checked.
        _ = try Condition("status == {{code}} && $.a == {{ n }}", about: .answer)
    }

    @Test("How near a miss was is the number of tests that it passed")
    func nearness() throws {
        let condition = try Condition("$.on == true && $.value > 20 && $.name == x", about: .answer)
        #expect(condition.judge(Self.answer()).nearness == 2)
        #expect(condition.judge(Self.answer("{}")).nearness == 0)
    }

    @Test("Hostile texts end in words, soon")
    func hostile() {
        for text in [
            String(repeating: "(", count: 10_000), String(repeating: "!", count: 10_000),
            String(repeating: "status ==", count: 2000),
            "$" + String(repeating: "[", count: 5000), String(repeating: "$.a && ", count: 2000), "$.a == '\\ud800",
            "\u{0}",
            "$.a matches '(((((a{1000}){1000}){1000}){1000}'",
        ] {
            #expect(throws: ConditionProblem.self) { try Condition(text, about: .answer) }
        }
    }
}
