import Testing
import Text

@testable import Model
@testable import Profile

@Suite("A publish sent again and again")
struct PublishRunTests {
    private func run(
        _ source: PublishRun.Source = .draft, every interval: Int64 = 1000, total: Int? = nil
    ) -> PublishRun {
        var draft = PublishDraft()
        draft.topic = "a"
        draft.payload = "x"
        return PublishRun(
            id: 1, draft: draft, source: source, interval: interval, total: total, generators: Generators(seed: 1),
            now: 0)
    }

    @Test func sendsInItsRhythm() {
        var run = run(every: 1000, total: 3)
        var sent: [Moment] = []
        for now in stride(from: Moment(0), through: 5000, by: 250) {
            if run.takeDue(now: now) != nil {
                sent.append(now)
                run.ended(.delivered(nil), roundTrip: 10)
            }
        }
        #expect(sent == [0, 1000, 2000])
        #expect(run.state == .finished)
        #expect(run.delivered == 3)
        #expect(run.nextDue == nil)
    }

    @Test func waitsForTheAnswer() {
        var run = run(every: 1000)
        #expect(run.takeDue(now: 0) != nil)
        #expect(run.nextDue == nil)
        #expect(run.takeDue(now: 5000) == nil)
        run.ended(.delivered(nil), roundTrip: 5100)
        // The four that were missed are not made up for.
        #expect(run.takeDue(now: 5100) != nil)
        run.ended(.delivered(nil), roundTrip: 10)
        #expect(run.nextDue == 6100)
    }

    @Test func linesEndByThemselves() {
        var run = run(.lines(["one", "two"]), every: 0)
        #expect(run.takeDue(now: 0)?.payload == "one")
        run.ended(.delivered(nil), roundTrip: 1)
        #expect(run.takeDue(now: 0)?.payload == "two")
        #expect(run.state == .running)
        run.ended(.failed("refused"), roundTrip: 1)
        #expect(run.state == .finished)
        #expect(run.failures == 1)
        #expect(self.run(.lines([])).state == .finished)
    }

    @Test func pausesAndStops() {
        var run = run(every: 1000)
        run.togglePause(now: 0)
        #expect(run.takeDue(now: 10_000) == nil)
        run.togglePause(now: 10_000)
        #expect(run.takeDue(now: 10_000) != nil)
        run.stop()
        run.ended(.delivered(nil), roundTrip: 1)
        #expect(run.state == .stopped(nil))
        #expect(run.delivered == 1)
        #expect(run.nextDue == nil)
    }

    @Test func whatIsNotKnownIsCountedApart() {
        var run = run(every: 0, total: 2)
        _ = run.takeDue(now: 0)
        run.ended(.unknown("the session is lost"), roundTrip: 1)
        _ = run.takeDue(now: 0)
        run.ended(.delivered(nil), roundTrip: 1)
        #expect(run.state == .finished)
        #expect(run.unknown == 1 && run.delivered == 1 && run.failures == 0)
        #expect(run.lastFailure == "the session is lost")
    }

    @Test func givesUpWhenEveryMessageFails() {
        var run = run(every: 0)
        for _ in 0..<PublishRun.maximumFailuresInRow {
            #expect(run.takeDue(now: 0) != nil)
            run.ended(.failed("not authorized"), roundTrip: 1)
        }
        #expect(run.takeDue(now: 0) == nil)
        guard case .stopped(.some(let reason)) = run.state else {
            Issue.record("\(run.state)")
            return
        }
        #expect(reason.contains("not authorized"))
    }

    @Test("a message that is not sent after all is not counted, and the next one may go")
    func withdrawn() {
        var run = PublishRun(
            id: 1, draft: PublishDraft(), interval: 10, total: 3, generators: Generators(seed: 1), now: 0)
        #expect(run.takeDue(now: 0) != nil && run.sent == 1 && run.nextDue == nil)
        run.withdraw()
        #expect(run.sent == 0 && run.failures == 0 && run.nextDue == 10)
    }
}
