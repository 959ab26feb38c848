import Expectations
import Payloads
import Testing

/// What is taken out of answers and messages.
@Suite("Extractions") struct ExtractionTests {
    @Test(
        "Text of strings, all else as it was sent",
        arguments: [
            ("$.name", "sensor1"), ("$.value", "21.40"), ("$.big", "12345678901234567890123"), ("$.on", "true"),
            ("$.list[0]", "{\"v\": 1}"), ("$.uni", "é"), ("status", "200"), ("header content-length", "42"),
            ("$.none", "null"),
        ])
    func values(_ text: String, _ value: String) throws {
        #expect(try Extraction(text, about: .answer).value(of: ConditionTests.answer()) == value)
    }

    @Test("What is missing, or several, is told")
    func problems() throws {
        func words(_ text: String) throws -> String {
            do {
                return try Extraction(text, about: .answer).value(of: ConditionTests.answer())
            } catch {
                return "\(error)"
            }
        }
        #expect(try words("$.tokn") == "there is no $.tokn")
        #expect(try words("$.list[*].v") == "$.list[*].v is 3 values, and one is needed")
        #expect(try words("header x") == "there is no header x")
        #expect(throws: ConditionProblem.self) { try Extraction("$.a == 3", about: .answer) }
        #expect(try Extraction("topic", about: .message).value(of: ConditionTests.message("x")) == "home/hall/lamp")
        #expect(try Extraction("payload", about: .message).value(of: ConditionTests.message("21.40")) == "21.40")
        #expect(try Extraction("$.a.token", about: .answer).name == "token")
    }
}
