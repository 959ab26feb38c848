import Testing

@testable import Model

/// When a request is sent next.
@Suite("The beat of a request that is repeated") struct RepeatScheduleTests {
    @Test("A period after the start of the one before, whatever the answer took")
    func onTime() {
        var schedule = RepeatSchedule(period: 100)
        #expect(schedule.next(after: 0, answeredAt: 30, pause: nil) == 100)
        #expect(schedule.next(after: 100, answeredAt: 200, pause: nil) == 200)
        #expect(schedule.late == 0)
    }

    @Test("Never two at once: what was due while an answer was late is left out and counted, and the beat stays")
    func late() {
        var schedule = RepeatSchedule(period: 100)
        #expect(schedule.next(after: 0, answeredAt: 250, pause: nil) == 300)
        #expect(schedule.late == 2)
    }

    @Test("A pause that the server asks for is kept, and is not late")
    func pause() {
        var schedule = RepeatSchedule(period: 100)
        #expect(schedule.next(after: 0, answeredAt: 30, pause: 500) == 530)
        #expect(schedule.next(after: 530, answeredAt: 540, pause: 5) == 630)
        #expect(schedule.late == 0)
    }
}
