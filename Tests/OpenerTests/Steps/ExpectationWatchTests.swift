import Expectations
import Payloads
import Profile
import Testing

@testable import Opener

/// What messages and the end of the time make of an expectation.
@Suite("A watch for messages") struct ExpectationWatchTests {
    private func watch(_ kind: ExpectedDraft.Kind, where condition: String = "") throws -> ExpectationWatch {
        var expected = ExpectedDraft()
        expected.filter = "home/+"
        expected.condition = condition
        expected.kind = kind
        expected.time = 1_000_000_000
        return try ExpectationWatch(expected, Variables([.init("n", .literal("2"), origin: "")]))
    }

    private func message(_ payload: String) -> Subject {
        Subject(topic: "home/a", qos: 0, isRetained: false, payload: PayloadBytes(Array(payload.utf8)))
    }

    @Test("So many or more is met with the last of them, exactly so many at the end, never at the first not")
    func counts() throws {
        var least = try watch(.atLeast(2))
        var exact = try watch(.exactly(2))
        var never = try watch(.never)
        for time: Int64 in [1, 2] {
            least.take(message("x"), at: time)
            exact.take(message("x"), at: time)
            if time == 1 {
                never.take(message("x"), at: time)
                #expect(least.isOpen && never.outcome == .missed)
            }
        }
        #expect(least.outcome == .met && exact.isOpen)
        var more = exact
        more.take(message("x"), at: 3)
        #expect(more.outcome == .missed)
        exact.close()
        #expect(exact.outcome == .met)
        #expect(never.words(StepOrigin()) == ["none on home/+: one came", "came: home/a x after 0 s"])
    }

    @Test("Unchanged is the value of a path, digit for digit; a rate is counted over the whole time")
    func values() throws {
        var unchanged = try watch(.unchanged(path: "$.v"))
        unchanged.take(message(#"{"v": 1.0, "t": 1}"#), at: 1)
        unchanged.take(message(#"{"v": 1.0, "t": 2}"#), at: 2)
        #expect(unchanged.isOpen)
        unchanged.take(message(#"{"v": 1.00, "t": 2}"#), at: 3)
        #expect(unchanged.words(StepOrigin())[0].hasSuffix("it changed from 1.0 to 1.00"))
        var rate = try watch(.rate(least: 2, most: 3))
        for time: Int64 in [1, 2, 3, 4] { rate.take(message("x"), at: time) }
        rate.close()
        #expect(rate.words(StepOrigin()) == ["2 to 3 a second on home/+: 4 came within 1 s, 4 a second"])
        // Of more than are kept one by one none is left out.
        var many = try watch(.rate(least: 2, most: 5))
        many.mostMoments = 2
        many.timeBegins(at: 1)
        for time: Int64 in [0, 1, 2, 3, 4, 2_000_000_000] { many.take(message("x"), at: time) }
        many.close()
        #expect(many.outcome == .met && many.counted == 4)
        // What came before the time began, while the trigger was on its way, is not in it.
        var late = try watch(.rate(least: 2, most: 3))
        for time: Int64 in [1, 2, 3, 4] { late.take(message("x"), at: time) }
        late.timeBegins(at: 3)
        late.close()
        #expect(late.outcome == .met && late.note(StepOrigin(time: 3)) == "2 to 3 a second on home/+: 2, 2 within 1 s")
    }

    @Test("The nearest miss is the message that passed most tests, with what did not pass")
    func nearest() throws {
        var watch = try watch(.atLeast(1), where: "$.a == 1 && $.b == {{n}}")
        watch.take(message(#"{"a": 0, "b": 0}"#), at: 5_000_000)
        watch.take(message(#"{"a": 1, "b": 0}"#), at: 10_000_000)
        watch.take(message(#"{"a": 0, "b": 0}"#), at: 15_000_000)
        watch.close()
        #expect(
            watch.words(StepOrigin(time: 4_000_000, event: "200")) == [
                "home/+ where $.a == 1 && $.b == {{n}}: none within 1 s",
                #"nearest: home/a {"a": 1, "b": 0} 6 ms after 200"#, "$.b == {{n}}: got 0 at $['b']",
            ])
    }

    @Test("What cannot be understood, or has no value, is told")
    func problems() {
        #expect(throws: StepProblem.self) { try watch(.never, where: "$.a == {{nobody}}") }
        #expect(throws: StepProblem.self) { try watch(.never, where: "status == 200") }
    }
}
