import TestSupport
import Testing
import Text
import Topics

struct StatusTests {
    @Test func trafficIsThatOfTheLastWholeSecond() {
        let live = LiveData()
        for i in 0..<30 { live.take("ab", "cd".utf8, at: 10_000_000 + Int64(i) * 100_000) }
        let meter = live.traffic
        #expect(
            meter.messagesPerSecond(now: 12_950_000) == 10 && meter.bytesPerSecond(now: 12_950_000) == 40)
        #expect(
            meter.messagesPerSecond(now: 13_500_000) == 10
                && meter.messagesPerSecond(now: 14_000_000) == 0)
        #expect(meter.totalMessages == 30 && meter.totalBytes == 120)
        #expect(
            meter.nextChange(now: 12_950_000) == 13_000_000 && meter.nextChange(now: 29_000_000) == nil)
    }

    @Test func aFirstGapIsNoGap() {
        let live = LiveData()
        live.markGap(at: 0)
        live.take("a")
        #expect(live.messages.message(0)?.gapBefore == false)
    }

    @Test func aBatchIsWhatItsMessagesAreOneByOne() {
        let one = LiveData(memory: 1 << 18)
        let batch = LiveData(memory: 1 << 18)
        let topics = (0..<50).map { Array("t/\($0 % 7)/\($0)".utf8) }
        for round in 0..<40 {
            for (i, topic) in topics.enumerated() {
                topic.withUnsafeBytes { topic in
                    one.receive(topic: topic, payload: topic, properties: topic, flags: [], at: Moment(round * 50 + i))
                }
            }
            let all = topics.flatMap { $0 }
            all.withUnsafeBytes { all in
                var start = 0
                for (i, topic) in topics.enumerated() {
                    let topic = UnsafeRawBufferPointer(rebasing: all[start..<start + topic.count])
                    start += topic.count
                    batch.receivePending(
                        topic: topic, payload: topic, properties: topic, flags: [], at: Moment(round * 50 + i))
                }
                batch.applyPending()
            }
        }
        #expect(one.messages.endSequence == 2_000 && batch.messages.endSequence == 2_000)
        #expect((0..<2_000).allSatisfy { one.messages.message($0) == batch.messages.message($0) })
        let trees = [one, batch].map { TopicTree($0.topics) }
        for tree in trees { tree.openAll() }
        #expect(trees[0].lines() == trees[1].lines())
        #expect(one.traffic == batch.traffic)
    }
}
