import Payloads
import TestSupport
import Testing
import Text
import Topics

struct MessageStoreTests {
    @Test func aMessageIsKeptAsItCame() throws {
        let live = LiveData()
        live.take(
            "a/b", "one".utf8, properties: [1, 2, 3], flags: MessageFlags(qos: 2, retain: true), at: 5)
        live.markGap(at: 6)
        live.take("a/b", "three".utf8, flags: MessageFlags(qos: 1, duplicate: true), at: 7)
        let store = live.messages
        let first = try #require(store.message(0))
        #expect(
            first.time == 5 && first.payloadSize == 3 && first.keptSize == 3 && !first.gapBefore
                && !first.isCut)
        #expect(first.flags.qos == 2 && first.flags.isRetained && !first.flags.isDuplicate)
        #expect(store.properties(0) == [1, 2, 3])
        #expect(store.withPayload(0) { Array($0) } == Array("one".utf8))
        let second = try #require(store.message(1))
        #expect(second.gapBefore && second.flags.isDuplicate && second.flags.qos == 1)
        #expect(store.previousOfTopic(1) == 0 && store.previousOfTopic(0) == nil)
        #expect(store.message(2) == nil && store.payload(2) == nil)
        #expect(store.firstSequence == 0 && store.endSequence == 2 && store.count == 2)
    }

    @Test func emptyPayloadsAreMessages() throws {
        let live = LiveData(memory: 1 << 16)
        for _ in 0..<10_000 { live.take("empty") }
        let store = live.messages
        #expect(try #require(store.message(9_999)).payloadSize == 0)
        #expect(store.payload(9_999)?.count == 0)
        #expect(store.keptBytes <= store.budget)
        #expect(store.count + live.losses.evictedMessages == 10_000)
    }

    @Test(arguments: 0..<8)
    func nothingIsLostUncountedAndNothingKeptIsWrong(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let budget = [1 << 16, 1 << 18, 1 << 20, 100_000][Int(seed % 4)]
        let live = LiveData(memory: budget, maximumPayload: seed % 2 == 0 ? nil : 500)
        let store = live.messages
        var sent: [(topic: String, payload: [UInt8], properties: [UInt8])] = []
        var lastOfTopic: [String: [Int]] = [:]
        var forgotten: Set<String> = []
        for step in 0..<3_000 {
            let topic =
                Int.random(in: 0..<50, using: &random) == 0
                ? "rare/\(Int.random(in: 0..<20, using: &random))"
                : "busy/\(Int.random(in: 0..<30, using: &random))"
            var size = Int.random(in: 0..<120, using: &random)
            if Int.random(in: 0..<200, using: &random) == 0 {
                size = Int.random(in: 0..<budget / 3, using: &random)
            }
            let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ step) }
            let properties = [UInt8](
                repeating: UInt8(step & 255), count: Int.random(in: 0..<9, using: &random))
            live.take(topic, payload, properties: properties, at: Moment(step))
            lastOfTopic[topic, default: []].append(sent.count)
            sent.append((topic, payload, properties))
            forgotten.remove(topic)
            if step % 700 == 699, let id = live.topics.find(topic: "busy/\(step % 30)") {
                live.forget(id)
                forgotten.insert("busy/\(step % 30)")
                lastOfTopic["busy/\(step % 30)"] = nil
            }
            #expect(store.keptBytes <= budget)
        }
        let losses = live.losses
        #expect(store.count + losses.evictedMessages + losses.forgottenMessages == sent.count)
        var seen = 0
        var withPrevious = 0
        var next = store.next(from: 0)
        while let sequence = next {
            let message = sent[Int(sequence)]
            let limit = live.maximumPayload ?? .max
            #expect(store.withPayload(sequence) { Array($0) } == Array(message.payload.prefix(limit)))
            #expect(store.properties(sequence) == message.properties)
            let facts = store.message(sequence)
            #expect(facts?.payloadSize == message.payload.count && facts?.time == Moment(sequence))
            #expect(facts.map { live.topics.topic($0.topic) } == message.topic)
            if let previous = store.previousOfTopic(sequence) {
                withPrevious += 1
                #expect(sent[Int(previous)].topic == message.topic)
            }
            seen += 1
            next = store.next(from: sequence + 1)
        }
        // Those of forgotten topics are counted until they are evicted.
        #expect(seen <= store.count && seen > store.count / 2 && withPrevious > 0)
        // The last value of every topic outlives any number of other messages, unless it is large.
        for (topic, numbers) in lastOfTopic where !forgotten.contains(topic) {
            guard let last = numbers.last, sent[last].payload.count < 200 else { continue }
            #expect(store.message(UInt64(last)) != nil, "\(topic) \(last)")
        }
    }

    @Test func aQuietTopicKeepsItsLastThree() {
        let live = LiveData(memory: 1 << 18)
        for i in 0..<5 { live.take("quiet", "\(i)".utf8) }
        for i in 0..<20_000 { live.take("busy/\(i % 10)", "some payload \(i)".utf8) }
        let store = live.messages
        #expect(store.message(0) == nil && store.message(1) == nil)
        #expect((2..<5).map { store.withPayload(UInt64($0)) { $0[0] } } == [0x32, 0x33, 0x34])
        #expect(store.previousOfTopic(4) == 3 && store.previousOfTopic(2) == nil)
        #expect(store.firstSequence == 2 && store.next(from: 0) == 2)
        #expect(store.keptBytes <= 1 << 18)
    }

    @Test func moreTopicsThanTheBudgetHoldsStayWithinIt() {
        let live = LiveData(memory: 1 << 18)
        for round in 0..<3 {
            for i in 0..<5_000 {
                live.take("t/\(i)", "payload \(round)".utf8)
                if i % 500 == 0 { #expect(live.messages.keptBytes <= 1 << 18) }
            }
        }
        #expect(live.messages.count + live.losses.evictedMessages == 15_000)
    }

    @Test func aPayloadOverTheBudgetIsReadableWhileNewest() throws {
        let live = LiveData(memory: 1 << 16)
        for i in 0..<100 { live.take("small", "\(i)".utf8) }
        let huge = [UInt8](repeating: 7, count: 1 << 20)
        live.take("huge", huge)
        let payload = try #require(live.messages.payload(100))
        #expect(payload.count == huge.count)
        live.take("small", "after".utf8)
        #expect(live.messages.payload(100) == nil)
        #expect(live.messages.keptBytes <= 1 << 16)
        #expect(live.losses.evictedBytes >= huge.count)
        // Held bytes stay what they were.
        for i in 0..<10_000 { live.take("small", "\(i)".utf8) }
        #expect(payload.withBytes { $0.allSatisfy { $0 == 7 } })
    }

    @Test func aHeldPayloadIsNeverWrittenOver() throws {
        let live = LiveData(memory: 1 << 16)
        live.take("held", "precious".utf8)
        let payload = try #require(live.messages.payload(0))
        for i in 0..<20_000 { live.take("other/\(i % 100)", "noise \(i)".utf8) }
        #expect(payload.withBytes { Array($0) } == Array("precious".utf8))
    }

    @Test func cutPayloadsAreMarkedAndCounted() throws {
        let live = LiveData(maximumPayload: 4)
        live.take("a", "123456".utf8)
        live.take("a", "1234".utf8)
        let message = try #require(live.messages.message(0))
        #expect(message.isCut && message.payloadSize == 6 && message.keptSize == 4)
        #expect(live.losses.cutMessages == 1 && live.losses.cutBytes == 2)
        #expect(live.messages.message(1)?.isCut == false)
    }

    @Test func forgettingEverythingKeepsNumbersGoing() {
        let live = LiveData()
        for _ in 0..<10 { live.take("a/b") }
        live.forgetAll()
        #expect(
            live.messages.count == 0 && live.topics.count == 0 && TopicTree(live.topics).rowCount == 0
        )
        #expect(live.messages.firstSequence == 10 && live.losses.forgottenMessages == 10)
        live.take("c")
        #expect(live.messages.message(10) != nil && live.topics.count == 1)
    }
}
