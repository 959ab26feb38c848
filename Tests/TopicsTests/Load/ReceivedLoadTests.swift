import TestSupport
import Testing
import Text
import Topics

@Suite("What martlet measures itself") struct ReceivedLoadTests {
    static let start: Moment = 1_767_323_045_000_000

    /// Messages of each second: topic, payload size, how many.
    private func play(
        _ seconds: Int, from first: Int = 0, _ messages: [(topic: String, size: Int, count: Int)],
        into live: LiveData,
        flags: MessageFlags = []
    ) {
        for second in first..<first + seconds {
            let time = Self.start + Int64(second) * 1_000_000
            for (topic, size, count) in messages {
                for index in 0..<count {
                    live.take(
                        topic, repeatElement(0x61, count: size), flags: flags,
                        at: time + Int64(index) * 1_000_000 / Int64(count))
                }
            }
            live.advance(until: .now + .seconds(1), now: time + 999_999)
        }
        live.catchUp(now: Self.start + Int64(first + seconds) * 1_000_000)
    }

    private func now(_ seconds: Int) -> Moment { Self.start + Int64(seconds) * 1_000_000 }

    @Test("Rates, shares and sizes")
    func figures() {
        let live = LiveData()
        play(12, [("a/b", 100, 90), ("a/c", 5_000, 10)], into: live)
        let received = live.received
        #expect(received.tile(.messages).value == 100)
        #expect(received.tile(.bytes).value == Double(90 * 103 + 10 * 5_003))
        #expect(received.tile(.qos).text == "0: 100 %  1: 0 %  2: 0 %")
        #expect(received.tile(.retained).value == 0)
        let median = received.tile(.sizeMedian).value ?? 0
        #expect((median - 100).magnitude < 7)
        let high = received.tile(.sizeHigh).value ?? 0
        #expect((high - 5_000).magnitude < 320)
        #expect(received.stride == 1)
    }

    @Test("Seconds in which nothing came are zero, not missing")
    func quiet() {
        let live = LiveData()
        play(3, [("a", 1, 5)], into: live)
        live.catchUp(now: now(30))
        play(2, from: 40, [("a", 1, 5)], into: live)
        let history = live.received.tile(.messages).history
        #expect(history.first { $0.time > now(4) && $0.time < now(40) }?.value == 0)
        #expect(history.last?.value == 5)
        #expect(zip(history, history.dropFirst()).allSatisfy { $0.time < $1.time })
    }

    @Test("The busiest topics over three windows, by messages and by bytes, with their share")
    func top() throws {
        let live = LiveData()
        play(70, [("slow/big", 10_000, 1), ("fast/small", 10, 99)], into: live)
        let top = live.received.top
        for window in TopMeter.Window.allCases {
            let rows = top.rows(window, .topics, by: .messages, in: live.topics)
            #expect(rows.map { live.topics.topic($0.topic) } == ["fast/small", "slow/big"], "\(window)")
            #expect((rows[0].messages - 99).magnitude < 0.5, "\(window): \(rows[0].messages)")
            #expect((rows[0].share - 0.99).magnitude < 0.001)
        }
        let big = top.rows(.minute, .topics, by: .bytes, in: live.topics)[0]
        #expect(live.topics.topic(big.topic) == "slow/big")
        #expect((big.bytes - 10_008).magnitude < 60)
        // What is over leaves the windows one after the other.
        play(15, from: 70, [("other", 1, 1)], into: live)
        #expect(top.rows(.tenSeconds, .topics, by: .messages, in: live.topics).count == 1)
        #expect(top.rows(.minute, .topics, by: .messages, in: live.topics).count == 3)
        live.catchUp(now: now(600))
        #expect(top.rows(.fiveMinutes, .topics, by: .messages, in: live.topics).isEmpty)
    }

    @Test("Subtrees and patterns gather topics, a filter narrows them")
    func groups() {
        let live = LiveData()
        let devices = (0..<8).map { (topic: "devices/d\($0)/state", size: 10, count: 2) }
        play(11, devices + [("devices/d0/log", 10, 1), ("lonely", 10, 3)], into: live)
        let top = live.received.top
        func names(_ rows: [TopMeter.Row]) -> [String] {
            rows.map { "\($0.pattern ?? live.topics.topic($0.topic)) \($0.topics) \(Int($0.messages.rounded()))" }
        }
        let patterns = top.rows(.tenSeconds, .patterns, by: .messages, in: live.topics)
        // d0's two topics share a pattern too, but more share the other one: its log stands alone, if with an open level.
        #expect(Array(names(patterns).prefix(2)) == ["devices/+/state 8 16", "lonely 1 3"])
        #expect(patterns.count == 3)
        let subtrees = top.rows(.tenSeconds, .subtrees, by: .messages, in: live.topics)
        #expect(names(subtrees).first == "devices 9 17")
        #expect(names(subtrees).contains("devices/d0 2 3"))
        let filtered = top.rows(.tenSeconds, .topics, by: .messages, filter: "devices/+/log", in: live.topics)
        #expect(names(filtered) == ["devices/d0/log 1 1"])
        #expect((filtered[0].share - 1.0 / 20).magnitude < 0.001)
    }

    @Test("Under a flood one of many is looked at, and the figures still agree")
    func flood() throws {
        let live = LiveData(memory: 64 << 20)
        let topics = (0..<10).map { "t\($0)" }
        for slice in 0..<60 {
            let time = Self.start + Int64(slice) * 50_000
            for index in 0..<10_000 {
                // A fifth of all is of t0; the rest goes round, which must not lead the eye astray.
                live.take(index % 5 == 0 ? "t0" : topics[1 + index % 9], [1, 2, 3], at: time)
            }
            live.advance(until: .now, now: time)
        }
        live.catchUp(now: now(3))
        #expect(live.received.stride > 1)
        let rows = live.received.top.rows(.tenSeconds, .topics, by: .messages, in: live.topics)
        let first = try #require(rows.first)
        #expect(live.topics.topic(first.topic) == "t0")
        #expect((first.share - 0.2).magnitude < 0.02, "\(first.share)")
        #expect((first.messages - 40_000).magnitude < 6_000, "\(first.messages)")
        #expect(rows.count == 10)
    }

    @Test("Forgetting takes topics out of every list")
    func forgetting() throws {
        let live = LiveData()
        play(12, [("a/b", 1, 2), ("c", 1, 1)], into: live)
        live.forget(try #require(live.topics.find(topic: "a")))
        let rows = live.received.top.rows(.tenSeconds, .topics, by: .messages, in: live.topics)
        #expect(rows.map { live.topics.topic($0.topic) } == ["c"])
        live.forgetAll()
        #expect(live.received.top.rows(.minute, .topics, by: .messages, in: live.topics).isEmpty)
        play(3, from: 12, [("d", 1, 2)], into: live)
        #expect(live.received.top.rows(.minute, .topics, by: .messages, in: live.topics).count == 1)
    }

    // MARK: - Rhythm

    private func findings(_ live: LiveData, at seconds: Int) -> [String] {
        live.catchUp(now: now(seconds))
        return live.received.rhythms.findings(now: now(seconds), top: live.received.top).map {
            "\($0.kind) \(live.topics.topic($0.topic))"
        }
    }

    @Test("Late, then silent, against what the topic itself used to do")
    func late() {
        let live = LiveData()
        for second in 0..<100 {
            live.take("fast", [1], at: now(second))
            if second % 20 == 0 { live.take("slow", [1], at: now(second)) }
            live.advance(until: .now, now: now(second) + 500_000)
        }
        live.take("slow", [1], at: now(100))
        live.take("once", [1], at: now(100))
        live.advance(until: .now, now: now(100) + 500_000)
        // Every 20 seconds is no delay for one that always did so.
        #expect(findings(live, at: 101).isEmpty)
        #expect(findings(live, at: 104) == ["late fast"])
        #expect(findings(live, at: 115) == ["silent fast"])
        #expect(Set(findings(live, at: 150)) == ["silent fast", "late slow"])
    }

    @Test("A burst is told while it lasts; a lost connection makes nobody late")
    func burst() {
        let live = LiveData()
        play(60, [("steady", 1, 1)], into: live)
        play(3, from: 60, [("steady", 1, 100)], into: live)
        #expect(findings(live, at: 63) == ["bursting steady"])
        live.markGap(at: now(64))
        #expect(findings(live, at: 200).isEmpty)
        play(2, from: 200, [("steady", 1, 1)], into: live)
        #expect(findings(live, at: 202).isEmpty)
    }

    @Test("What the broker had stored is no sign of life")
    func stored() {
        let live = LiveData()
        play(10, [("kept", 1, 1)], into: live, flags: .retain)
        #expect(findings(live, at: 500).isEmpty)
    }

    // MARK: - States

    @Test("Devices that are gone, by the usual names and words")
    func offline() {
        let live = LiveData()
        let gone = [
            ("tele/lamp/LWT", "Offline"), ("zigbee2mqtt/bulb/availability", #"{"state":"offline"}"#),
            ("shelly/x/online", "false"), ("homie/d/$state", "lost"), ("d/connected", "0"),
            ("$SYS/broker/connection/b/state", "0"),
            ("n/status", #"{"status": "disconnected"}"#),
        ]
        let here = [
            ("tele/other/LWT", "Online"), ("z/availability", #"{"state":"online"}"#), ("relay/state", "0"),
            ("lamp/state", "OFF"), ("shelly/y/online", "true"), ("x/status", "ready"), ("offline/value", "offline"),
            // A count of the broker's own: nobody is gone before the first figures have come.
            ("$SYS/broker/clients/connected", "0"),
        ]
        for (topic, value) in gone + here { live.take(topic, Array(value.utf8), flags: .retain) }
        live.settle()
        let found = live.states.offline(in: live.messages).map { live.topics.topic($0.topic) }
        #expect(Set(found) == Set(gone.map(\.0)))
        live.take("tele/lamp/LWT", Array("Online".utf8))
        #expect(live.states.offline(in: live.messages).count == gone.count - 1)
        live.forgetAll()
        #expect(live.states.offline(in: live.messages).isEmpty)
        live.take("new/LWT", Array("offline".utf8))
        live.settle()
        #expect(live.states.offline(in: live.messages).count == 1)
    }
}
