import TestSupport
import Testing
import Topics

@Suite("The traffic meter") struct TrafficMeterTests {
    private func receive(_ count: Int, at time: Int64, in live: LiveData) {
        let topic = Array("a".utf8)
        topic.withUnsafeBytes { topic in
            for _ in 0..<count {
                live.receive(
                    topic: topic, payload: topic, properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: [],
                    at: time)
            }
        }
    }

    @Test("Bytes of a message on its way are counted as they come, and not again at its end")
    func begun() {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        live.receiving(bytes: 300, at: start + 100_000)
        live.receiving(bytes: 1000, at: start + 200_000)
        #expect(live.traffic.bytesPerSecond(now: start + 1_000_000) == 1000)
        #expect(live.traffic.messagesPerSecond(now: start + 1_000_000) == 0)
        live.receiving(bytes: 1500, at: start + 1_100_000)
        let payload = [UInt8](repeating: 0, count: 1999)
        "a".utf8.withContiguousStorageIfAvailable { topic in
            payload.withUnsafeBytes {
                live.receive(
                    topic: UnsafeRawBufferPointer(topic), payload: $0,
                    properties: UnsafeRawBufferPointer(start: nil, count: 0), flags: [], at: start + 1_200_000)
            }
        }
        receive(1, at: start + 1_300_000, in: live)
        #expect(live.traffic.totalBytes == 2002 && live.traffic.totalMessages == 2)
        #expect(live.traffic.bytesPerSecond(now: start + 2_000_000) == 1002)
        // A message that was lost on its way is no part of the next.
        live.receiving(bytes: 50, at: start + 3_000_000)
        live.markGap(at: start + 3_100_000)
        receive(1, at: start + 3_200_000, in: live)
        #expect(live.traffic.bytesPerSecond(now: start + 4_000_000) == 52)
    }

    @Test("The last whole second is shown, and silence becomes zero")
    func rates() {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        receive(7, at: start + 100_000, in: live)
        #expect(live.traffic.messagesPerSecond(now: start + 200_000) == 0)
        #expect(live.traffic.messagesPerSecond(now: start + 1_200_000) == 7)
        receive(3, at: start + 1_300_000, in: live)
        #expect(live.traffic.messagesPerSecond(now: start + 1_400_000) == 7)
        #expect(live.traffic.bytesPerSecond(now: start + 2_100_000) == 6)
        #expect(live.traffic.messagesPerSecond(now: start + 3_100_000) == 0)
    }

    @Test("Who speaks every two seconds has one rate, which sinks to zero when nothing comes any more")
    func mean() {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        for beat in 0..<12 { receive(10, at: start + Int64(beat) * 2_000_000, in: live) }
        let last = start + 22_000_000
        let steady = (0..<4).map { live.traffic.meanMessages(now: last - 1 + Int64($0) * 500_000) }
        #expect(steady.allSatisfy { abs($0 - 5) < 0.05 }, "\(steady)")
        let sinking = (1..<18).map { live.traffic.meanMessages(now: last + Int64($0) * 1_000_000) }
        #expect(zip(sinking, sinking.dropFirst()).allSatisfy { $0 >= $1 - 0.05 } && sinking.last == 0, "\(sinking)")
        #expect(live.traffic.meanBytes(now: last + 1_000_000) == 2 * live.traffic.meanMessages(now: last + 1_000_000))
        #expect(live.traffic.nextChange(now: last + 16_500_000) == last + 17_000_000)
        #expect(live.traffic.nextChange(now: last + 17_000_000) == nil)
        // Of the first seconds no more is known than they were.
        let young = LiveData()
        receive(10, at: start, in: young)
        #expect(young.traffic.meanMessages(now: start + 500_000) == 10)
        receive(20, at: start + 1_000_000, in: young)
        #expect(young.traffic.meanMessages(now: start + 1_000_000) == 10)
        #expect(abs(young.traffic.meanMessages(now: start + 2_000_000) - 15) < 0.1)
    }

    @Test("A stream has a rate as long as its topics have one, and about the same while it goes on")
    func agrees() throws {
        let start: Int64 = 1_767_323_045_000_000
        // A burst, which is told at once; and a stream that ends.
        for seconds in [1, 30] {
            let live = LiveData()
            var now = start
            for second in 0..<seconds {
                now = start + Int64(second) * 1_000_000
                receive(16, at: now, in: live)
            }
            let topic = try #require(live.topics.find(topic: "a"))
            var differences: [Double] = []
            for tenth in 0..<150 {
                let moment = now + Int64(tenth) * 100_000
                let (mean, rate) = (live.traffic.meanMessages(now: moment), live.topics.info(topic, now: moment).rate)
                #expect(mean > 0 || rate == 0, "\(tenth): \(mean), \(rate)")
                differences.append(abs(mean - rate))
            }
            #expect(differences[0] < 2, "\(differences)")
        }
    }

    /// What a SUBSCRIBE brings from the broker's store was published at any time: no rate of now.
    @Test("Ten thousand retained messages replayed are no rate, live ones are", arguments: [false, true])
    func replay(isForwarded: Bool) throws {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        live.expectReplay(isForwarded: isForwarded, at: start)
        for index in 0..<10_000 {
            live.take(
                "site/\(index)/state", "21.5".utf8, flags: .retain, at: start + Int64(index) * 50)
        }
        let now = start + 1_000_000
        #expect(live.traffic.totalMessages == 10_000)
        #expect(live.traffic.messagesPerSecond(now: now) == 0)
        #expect(live.traffic.bytesPerSecond(now: now) == 0)
        let site = try #require(live.topics.find(topic: "site"))
        let all = live.topics.info(site, now: now)
        #expect(all.messages == 10_000 && all.rate == 0 && all.lastTime == start + 9_999 * 50)
        let state = try #require(live.topics.find(topic: "site/7/state"))
        #expect(live.topics.info(state, now: now).messages == 1)
        #expect(live.topics.info(state, now: now).rate == 0)
        live.advance(until: .now + .seconds(1), now: now)
        live.catchUp(now: now)
        #expect(live.received.tile(.messages).value == 0)
        #expect(live.received.top.rows(.tenSeconds, .topics, by: .messages, in: live.topics).isEmpty)
        // What is published now is one, with the flag as it was published too where that was asked for.
        for _ in 0..<10 {
            live.take("site/7/state", "22".utf8, flags: isForwarded ? .retain : [], at: now + 100)
        }
        #expect(live.traffic.messagesPerSecond(now: now + 1_000_000) == 10)
        #expect(live.topics.info(state, now: now + 1_000_000).rate > 0)
        #expect(live.topics.info(site, now: now + 1_000_000).rate > 0)
        #expect(live.topics.info(site, now: now).messages == 10_010)
    }

    @Test("A large retained message on its way is no rate either")
    func begunReplay() {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        live.receiving(bytes: 1000, isRetained: true, at: start)
        #expect(live.traffic.bytesPerSecond(now: start + 1_000_000) == 0)
        #expect(live.traffic.totalBytes == 1000)
    }

    /// What is live where RETAIN stays as it was published, and since when.
    private func forwarded() -> (live: LiveData, start: Int64) {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        live.expectReplay(isForwarded: true, at: start)
        return (live, start)
    }

    @Test("Where RETAIN stays as it was published, a new topic behind a pause is live")
    func laterTopic() {
        let (live, start) = forwarded()
        live.take("kept", "1".utf8, flags: .retain, at: start + 1)
        live.take("new", "1".utf8, flags: .retain, at: start + 10_000_000)
        #expect(live.traffic.messagesPerSecond(now: start + 1_000_000) == 0)
        #expect(live.traffic.messagesPerSecond(now: start + 11_000_000) == 1)
    }

    @Test("Where RETAIN stays as it was published, what came below a topic is none of its own")
    func levels() {
        let (live, start) = forwarded()
        live.take("kept/below", "1".utf8, flags: .retain, at: start + 1)
        live.take("kept", "1".utf8, flags: .retain, at: start + 2)
        #expect(live.traffic.messagesPerSecond(now: start + 1_000_000) == 0)
        live.take("kept", "1".utf8, flags: .retain, at: start + 1_000_003)
        #expect(live.traffic.messagesPerSecond(now: start + 2_000_000) == 1)
    }

    @Test("A broker that leaves RETAIN unasked: of a topic only what came first is kept, the rest is a rate")
    func forwardedUnasked() {
        let live = LiveData()
        let start: Int64 = 1_767_323_045_000_000
        live.expectReplay(isForwarded: false, at: start)
        live.take("a", "1".utf8, flags: .retain, at: start + 1)
        for number in 0..<5 { live.take("a", "1".utf8, flags: .retain, at: start + 10_000_000 + Int64(number)) }
        live.take("b", "1".utf8, flags: .retain, at: start + 10_000_009)
        #expect(live.traffic.messagesPerSecond(now: start + 1_000_000) == 0)
        #expect(live.traffic.messagesPerSecond(now: start + 11_000_000) == 5)
    }
}
