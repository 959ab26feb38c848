import MQTT
import NIOCore
import Testing
import Wire

@Suite("Poll or push") struct RaceTests {
    private func poll(_ time: Int64, _ status: Int = 200, _ body: String? = nil, received: Int = 200) -> RaceTally.Poll
    {
        RaceTally.Poll(
            time: time * 1_000_000, status: status, sent: 100, received: received, body: body.map { Array($0.utf8) },
            isFirstOnConnection: time == 0)
    }

    private func push(_ text: String, _ time: Int64, _ tally: inout RaceTally) {
        tally.packet(0x30, bytes: 20, isSent: false, isSetUp: false)
        tally.pushed(Array(text.utf8), at: time * 1_000_000)
    }

    @Test("A poll sees the last change before it; those between two polls it misses")
    func delays() {
        var tally = RaceTally()
        push("0", 0, &tally)
        tally.polled(poll(0, 200, "0"))
        push("1", 100, &tally)
        push("2", 300, &tally)
        push("2", 400, &tally)
        tally.polled(poll(1000, 200, "2"))
        tally.polled(poll(2000, 304, received: 60))
        push("3", 2500, &tally)
        tally.polled(poll(3000, 200, "3"))
        #expect(tally.changes == 3 && tally.missed == 1 && tally.messages == 5)
        #expect(tally.pollDelays == [700_000_000, 500_000_000] && tally.pushDelays == [0, 0, 0])
        #expect(tally.requests == 4 && tally.notModified == 1 && tally.connections == 1)
    }

    @Test("While polls fail a million changes cost nothing, and the next poll sees the last of them")
    func failing() {
        var tally = RaceTally()
        push("0", 0, &tally)
        tally.polled(poll(0, 200, "0"))
        for number in 1...1_000_000 { push("\(number)", Int64(number), &tally) }
        tally.polled(poll(1_000_100, 200, "1000000"))
        #expect(tally.missed == 999_999 && tally.pollDelays == [100_000_000])
    }

    @Test("A change that a poll sees first is one, and push is late")
    func pushIsLate() {
        var tally = RaceTally()
        push("0", 0, &tally)
        tally.polled(poll(0, 200, "0"))
        tally.polled(poll(1000, 200, "1"))
        push("1", 1250, &tally)
        #expect(tally.changes == 1 && tally.missed == 0)
        #expect(tally.pollDelays == [0] && tally.pushDelays == [250_000_000])
        tally.polled(poll(2000, 0))
        tally.polled(poll(2500, 503))
        #expect(tally.failures == 2)
    }

    @Test("Requests that are nothing to race against are told: all of them, or those at the end")
    func dead() {
        func failed(_ time: Int64) -> RaceTally.Poll {
            RaceTally.Poll(
                time: time, status: 0, sent: 0, received: 0, body: nil, isFirstOnConnection: false, problem: "refused")
        }
        var tally = RaceTally()
        #expect(tally.pollProblem == nil)
        tally.polled(failed(1))
        #expect(tally.pollProblem == "the one request failed: refused")
        tally.polled(poll(2, 503))
        #expect(tally.pollProblem == "all 2 requests failed: the server answered 503")
        tally.polled(poll(3, 200, "0"))
        #expect(tally.pollProblem == nil)
        // One that is refused is an answer.
        tally.polled(poll(4, 503))
        #expect(tally.pollProblem == nil)
        tally.polled(failed(5))
        tally.polled(failed(6))
        #expect(tally.pollProblem == "the last 2 of 6 requests had no answer: refused")
        let report = RaceReport(tally, every: 1, keepAlive: 60, seconds: 6)
        #expect(report.text.contains("Nothing to compare with: the last 2 of 6 requests"))
        #expect(report.lines.contains(.row(name: "connections", push: "0", poll: "0")))
    }

    @Test("The mean and the ranks of delays")
    func ranks() {
        let delay = RaceReport.Delay((1...100).map { Int64($0) })
        #expect(delay?.mean == 50 && delay?.p50 == 50 && delay?.p99 == 99)
        #expect(RaceReport.Delay([7])?.p99 == 7 && RaceReport.Delay([]) == nil)
    }

    @Test("Idle costs and the break-even line follow from what was measured")
    func report() {
        var tally = RaceTally()
        tally.packet(0x10, bytes: 14, isSent: true, isSetUp: true)
        tally.packet(0xC0, bytes: 2, isSent: true, isSetUp: false)
        tally.packet(0xD0, bytes: 2, isSent: false, isSetUp: false)
        push("0", 0, &tally)
        tally.polled(poll(0, 200, "0"))
        tally.polled(poll(1000, 304, received: 60))
        push("1", 1500, &tally)
        tally.polled(poll(2000, 200, "1"))
        let report = RaceReport(tally, every: 60, keepAlive: 60, seconds: 2)
        #expect(report.bytesOfMessage == 20 && report.bytesOfIdlePoll == 160 && report.bytesOfChangedPoll == 300)
        #expect(
            report.idlePush.map(\.bytes) == [240, 120, 60, 28] && report.idlePush.map(\.count) == [120, 60, 30, 14])
        // An answer is no further request.
        #expect(
            report.idlePoll.map(\.bytes) == [9600, 4800, 2400, 1120]
                && report.idlePoll.map(\.count) == [60, 30, 15, 7])
        // A message costs less than what a poll with news costs more than one without.
        #expect(report.breakEven == nil)
        #expect(report.text.contains("Push costs fewer bytes at any rate of changes."))
        #expect(!report.text.contains("same thing"))
        var other = RaceTally()
        for number in 0..<5 as Range<Int64> {
            push("\(number)", number * 1000, &other)
            other.polled(poll(number * 1000 + 500, number == 0 ? 200 : 304, "busy"))
        }
        let doubt = RaceReport(other, every: 1, keepAlive: 60, seconds: 5)
        #expect(doubt.text.contains("The request has shown none of the topic's changes: is it the same thing?"))
        #expect(doubt.lines.contains(.row(name: "changes missed", push: "0", poll: "-")), "\(doubt.text)")
        var dear = tally
        for number in 0..<100 {
            dear.packet(0x30, bytes: 500, isSent: false, isSetUp: false)
            dear.pushed(Array("\(number)".utf8), at: 2_100_000_000)
        }
        let second = RaceReport(dear, every: 60, keepAlive: 60, seconds: 2)
        #expect(second.bytesOfMessage == 490)
        // 60 requests of 160 B less 60 pings of 4 B, by 490 - 140 B.
        #expect(second.breakEven.map { Int($0) } == 26)
        #expect(second.text.contains("changes missed"))
        #expect(second.json.contains("\"breakEvenChangesPerHour\":26.7"))
    }
}

@Suite("A race as it goes on") struct RaceCourseTests {
    private func race() -> Race {
        Race(Race.Plan(topic: "a", url: "http://h/a", every: .seconds(1), time: .seconds(10), keepAlive: 60))
    }

    private func poll(_ seconds: Int64, _ body: String) -> RaceTally.Poll {
        RaceTally.Poll(
            time: seconds * 1_000_000_000, status: 200, sent: 100, received: 200, body: Array(body.utf8),
            isFirstOnConnection: false)
    }

    @Test("It waits, runs from the grant on, and is over for good")
    func course() throws {
        var race = race()
        #expect(race.state == .waiting && race.isRunning)
        race.take(.subscribed(at: 5_000_000_000))
        #expect(race.state == .running && race.began == 5_000_000_000)
        var bytes = ByteBuffer()
        try PacketEncoder(version: .v5).encode(.publish(Publish("a", qos: .atMostOnce)), into: &bytes)
        race.take(
            .traffic(
                Traffic(direction: .received, version: .v5, time: 0, uptime: 6_000_000_000, bytes: bytes)))
        race.take(.poll(poll(7, "payload")))
        #expect(race.tally.messages == 1 && race.tally.requests == 1)
        #expect(race.curve.map(\.after) == [0, 1_000_000_000, 2_000_000_000])
        #expect(race.curve.last?.push == bytes.readableBytes && race.curve.last?.poll == 300)
        #expect(race.report(at: 8_000_000_000).seconds == 3)
        race.take(.ended("stopped", at: 9_000_000_000))
        race.take(.poll(poll(10, "x")))
        #expect(race.state == .over("stopped") && race.tally.requests == 1)
        #expect(race.report(at: 99_000_000_000).seconds == 4)
    }

    @Test("Changes beyond the delays that are kept are seen, and none of them missed")
    func many() {
        var tally = RaceTally()
        for second in 0...100_010 as ClosedRange<Int64> { tally.pushed([UInt8(second % 2)], at: second) }
        let report = RaceReport(tally, every: 1, keepAlive: 60, seconds: 1)
        #expect(tally.changes == 100_010 && tally.pushDelays.count == 100_000)
        #expect(report.json.contains("\"missed\":0,\"seen\":100010"), "\(report.json)")
        #expect(report.text.contains("changes seen              100,010"), "\(report.text)")
    }

    @Test("Its curve is bounded, whole from the beginning to the end, and never falls")
    func curve() {
        var race = race()
        race.take(.subscribed(at: 0))
        for second in 1...5000 { race.take(.poll(poll(Int64(second), "x"))) }
        race.take(.ended("", at: 5_000_500_000_000))
        #expect(race.curve.count <= 512 && race.curve.count > 200)
        #expect(race.curve.first?.after == 0 && race.curve.last?.after == 5_000_500_000_000)
        #expect(race.curve.last?.poll == 5000 * 300)
        #expect(zip(race.curve, race.curve.dropFirst()).allSatisfy { $0.after < $1.after && $0.poll <= $1.poll })
    }
}
