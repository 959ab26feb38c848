import Expectations
import Testing

@Suite("What a condition speaks of") struct ConditionReachTests {
    @Test(
        "Head, body and time, and all of its parts",
        arguments: [
            ("status == 200", Condition.Reach.head), ("header content-type contains json", .head),
            ("$.a < 5", .body), ("body contains x", .body), ("size < 9", .body), ("sha256 == abc", .body),
            ("duration < 1s", .time), ("status == 200 && $.a", [.head, .body]),
            ("not (duration < 1s or $.b)", [.body, .time]),
        ] as [(String, Condition.Reach)])
    func reach(_ text: String, _ reach: Condition.Reach) throws {
        #expect(try Condition(text, about: .answer).reach == reach)
    }
}
