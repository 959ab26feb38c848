import JSONPath
import Payloads
import Profile
import REST
import Testing

@testable import Model

/// A request that is sent again and again: the machine that the screen and `martlet run --every` share.
@Suite("A request that is repeated") struct RepeatRunTests {
    private func plan(_ change: (inout RepeatPlan) -> Void = { _ in }) -> RepeatPlan {
        var plan = RepeatPlan(every: 100)
        change(&plan)
        return plan
    }

    private func body(_ text: String) -> PayloadBytes { PayloadBytes(Array(text.utf8)) }

    @discardableResult
    private func answer(
        _ run: inout RepeatRun, _ text: String, status: Int = 200, tag: String? = nil, after: Int64 = 10,
        pause: Int64? = nil, ends: Bool = false
    ) throws -> RepeatTally.Change {
        let due = try #require(run.nextDue)
        run.begin()
        #expect(run.nextDue == nil, "never two in flight")
        return run.answered(
            Response(status: status, fields: tag.map { [Field("ETag", $0)] } ?? []), body: body(text), duration: after,
            now: due + after, pause: pause
        ) { _ in ends }
    }

    @Test("It counts what changed, ends by count, and asks for what is new by the tag of the answer before")
    func counts() throws {
        var run = RepeatRun(plan { $0.count = 4 }, now: 0)
        #expect(run.conditions(method: "GET", fieldNames: []).isEmpty)
        #expect(try answer(&run, "a", tag: "\"1\"") == .first)
        #expect(run.conditions(method: "GET", fieldNames: []) == [Field("If-None-Match", "\"1\"")])
        #expect(run.conditions(method: "GET", fieldNames: ["if-MATCH"]).isEmpty)
        #expect(run.conditions(method: "PUT", fieldNames: []).isEmpty)
        #expect(try answer(&run, "", status: 304) == .same)
        #expect(try answer(&run, "b", tag: "\"2\"") == .changed)
        #expect(run.isActive && run.nextDue == 300)
        #expect(try answer(&run, "b", tag: "\"2\"") == .same)
        #expect(run.state == .finished && run.nextDue == nil)
        #expect(run.tally.sent == 4 && run.tally.changed == 1 && run.tally.savedBytes == 1)
        #expect(run.summary == "every 0 s: 4 sent, 1 changed, 1×304 saved 1 bytes, p50 0 s p99 0 s")
    }

    @Test("A 304 is judged as the answer that it confirms, with the fields that it renews; any other as it is")
    func judged() throws {
        var run = RepeatRun(plan(), now: 0)
        #expect(run.tally.judged(Response(status: 304)).status == 304, "nothing is there to confirm")
        try answer(&run, "a", tag: "\"1\"")
        let judged = run.tally.judged(
            Response(status: 304, fields: [Field("Date", "now"), Field("Content-Length", "0"), Field("ETag", "\"1\"")]))
        #expect(judged.status == 200)
        #expect(Set(judged.fields) == [Field("Date", "now"), Field("ETag", "\"1\"")])
        #expect(run.tally.judged(Response(status: 404)).status == 404)
        try answer(&run, "", status: 404)
        #expect(run.tally.judged(Response(status: 304)).status == 304)
    }

    @Test("Without conditions none is sent; paths that are ignored make no difference")
    func unconditional() throws {
        let path = try JSONPath("$.time")
        var run = RepeatRun(
            plan {
                $0.isConditional = false
                $0.ignored = [path]
            }, now: 0)
        try answer(&run, #"{"v": 1, "time": 1}"#, tag: "\"1\"")
        #expect(run.conditions(method: "GET", fieldNames: []).isEmpty)
        #expect(try answer(&run, #"{"v": 1, "time": 2}"#) == .same)
        #expect(try answer(&run, #"{"v": 2, "time": 3}"#) == .changed)
    }

    @Test("Paths that find values within values, one value twice, or several values make no difference either")
    func ignoredTogether() throws {
        for (paths, before, after, changed) in [
            (
                ["$..a"], #"{"a":{"a":"2026-11-29T00:00"},"v":1}"#, #"{"a":{"a":"2026-11-29T00:01"},"v":1}"#,
                #"{"a":1,"v":2}"#
            ),
            (["$['a','a']"], #"{"a":1,"v":1}"#, #"{"a":12,"v":1}"#, #"{"a":1,"v":2}"#),
            (["$.a", "$.b"], #"{"a":1,"b":2,"v":1}"#, #"{"a":3,"b":4,"v":1}"#, #"{"a":3,"b":4,"v":2}"#),
        ] {
            let ignored = try paths.map { try JSONPath($0) }
            var run = RepeatRun(plan { $0.ignored = ignored }, now: 0)
            try answer(&run, before)
            #expect(try answer(&run, after) == .same, "\(paths)")
            #expect(try answer(&run, changed) == .changed, "\(paths)")
        }
    }

    @Test("What was due while an answer was late is left out and counted; Retry-After is waited for and not late")
    func late() throws {
        var run = RepeatRun(plan(), now: 1000)
        try answer(&run, "a", after: 250)
        #expect(run.nextDue == 1300 && run.late == 2)
        try answer(&run, "a", pause: 5000)
        #expect(run.nextDue == 6310 && run.late == 2 && run.pausedUntil == 6310)
    }

    @Test("Jitter makes a start later and leaves the beat")
    func jitter() throws {
        var run = RepeatRun(plan { $0.jitter = 40 }, now: 0) { 0.5 }
        try answer(&run, "a")
        #expect(run.nextDue == 120)
        run.begin()
        _ = run.answered(Response(status: 200), body: body("a"), duration: 5, now: 125, pause: nil)
        #expect(run.nextDue == 220)
    }

    @Test("It ends by time, by what it waits for, and by failures in a row, which an answer interrupts")
    func ends() throws {
        var timed = RepeatRun(plan { $0.time = 150 }, now: 0)
        try answer(&timed, "a")
        try answer(&timed, "a")
        #expect(timed.state == .finished && timed.tally.sent == 2)
        var until = RepeatRun(plan(), now: 0)
        try answer(&until, "a", ends: true)
        #expect(until.state == .finished)
        var failing = RepeatRun(plan { $0.failures = 2 }, now: 0)
        for step in 0..<4 {
            if step == 1 {
                try answer(&failing, "a")
                continue
            }
            failing.begin()
            failing.failed("refused", duration: 1, now: Int64(step) * 100)
        }
        #expect(failing.state == .stopped("2 failures in a row: refused") && failing.tally.failed == 3)
    }

    @Test("Halted it waits; what was due then is not made up for, and is not late")
    func pause() throws {
        var run = RepeatRun(plan(), now: 0)
        try answer(&run, "a")
        run.togglePause(now: 50)
        #expect(run.nextDue == nil && run.isActive)
        run.togglePause(now: 950)
        #expect(run.nextDue == 950 && run.late == 0)
        run.stop()
        #expect(run.state == .stopped(nil))
        run.togglePause(now: 1000)
        #expect(run.nextDue == nil)
    }

    @Test("Retry-After is seconds or a date, a day at most")
    func retryAfter() {
        func pause(_ text: String) -> Int64? {
            Response(status: 503, fields: [Field("Retry-After", text)]).retryAfter(now: 784_111_770)
        }
        #expect(pause("120") == 120_000_000_000)
        #expect(pause("Sun, 06 Nov 1994 08:49:37 GMT") == 7_000_000_000)
        #expect(pause("99999999") == 86_400_000_000_000)
        #expect(pause("-5") == 0 && pause("soon") == nil)
        #expect(Response(status: 503).retryAfter(now: 0) == nil)
    }
}
