import TestSupport
import Testing
import Text
import Topics

struct MessageLogTests {
    private func sequences(_ log: MessageLog) -> [UInt64] {
        (0..<log.count).compactMap { log.sequence(at: $0) }
    }

    @Test(arguments: 0..<8)
    func showsWhatANaiveFilterShows(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let live = LiveData(memory: seed % 2 == 0 ? 1 << 20 : 1 << 16)
        let log = live.openLog()
        var sent: [(topic: String, payload: String)] = []
        var gone: Set<Int> = []
        var scope: String?
        var text = ""
        var heldEnd: Int?
        for step in 0..<4_000 {
            let topic =
                ["home/a", "home/b/c", "homes", "x/\(Int.random(in: 0..<40, using: &random))"]
                .randomElement(using: &random) ?? ""
            let payload = ["on", "OFF", "{\"value\": \(step)}", ""].randomElement(using: &random) ?? ""
            live.take(topic, payload.utf8)
            sent.append((topic, payload))
            switch Int.random(in: 0..<400, using: &random) {
            case 0..<3:
                scope = [nil, "home", "x", "x/7"].randomElement(using: &random) ?? nil
                log.scope = scope.flatMap { live.topics.find(topic: $0) }
                if log.scope == nil { scope = nil }
            case 3..<6:
                text = ["", "off", "value", "OFF", "zz"].randomElement(using: &random) ?? ""
                log.payloadText = text
            case 6:
                guard heldEnd == nil else { continue }
                heldEnd = sent.count
                log.hold()
            case 7, 8:
                heldEnd = nil
                log.follow()
            case 9:
                guard let id = live.topics.find(topic: topic) else { continue }
                for i in sent.indices where sent[i].topic == topic || sent[i].topic.hasPrefix(topic + "/") {
                    gone.insert(i)
                }
                live.forget(id)
                if log.scope == nil { scope = nil }
            default: break
            }
            if step % 7 == 0 { live.advance(until: .now) }
            guard step % 100 == 99 else { continue }
            live.settle()
            // Idle once more, so that what was evicted from the quiet messages is seen.
            live.settle()
            let expected = sent.indices.filter { i in
                live.messages.message(UInt64(i)) != nil && !gone.contains(i)
                    && (scope.map { sent[i].topic == $0 || sent[i].topic.hasPrefix($0 + "/") } ?? true)
                    && passes(sent[i].payload, text)
            }
            let visible = expected.filter { $0 < heldEnd ?? .max }.map { UInt64($0) }
            let shown = sequences(log)
            #expect(shown == visible, "seed \(seed) step \(step)")
            if shown != visible { return }
            #expect(log.isExact)
            if heldEnd != nil { #expect(log.arrivedSinceHold >= expected.count - visible.count) }
            for (i, sequence) in shown.enumerated().suffix(20) { #expect(log.index(of: sequence) == i) }
            #expect(log.index(of: live.messages.endSequence) == nil)
        }
    }

    private func passes(_ payload: String, _ text: String) -> Bool {
        if text.isEmpty { return true }
        let isPlain = text == text.lowercased()
        return (isPlain ? payload.lowercased() : payload).contains(text)
    }

    @Test func theNewestScreenComesFirst() {
        let live = LiveData()
        for i in 0..<50_000 { live.take("t/\(i % 100)", [1]) }
        let log = live.openLog()
        live.advance(until: .now)
        #expect(log.count > 100 && !log.isExact)
        #expect(log.sequence(at: log.count - 1) == 49_999)
        live.settle()
        #expect(log.isExact && log.count == 50_000)
    }

    @Test func topicFiltersHaveTheSyntaxOfTheTree() {
        let live = LiveData()
        for topic in ["a/b", "a/c", "$SYS/b", "b"] { live.take(topic) }
        let log = live.openLog()
        log.setTopicFilter("+/b")
        live.settle()
        #expect(sequences(log) == [0])
        log.setTopicFilter("re:^[ab]$")
        live.settle()
        #expect(sequences(log) == [3])
        log.setTopicFilter("re:(")
        live.settle()
        #expect(log.topicFilterProblem != nil && log.count == 4)
    }

    @Test func arrivalsAreCountedWhileHeld() {
        let live = LiveData()
        for _ in 0..<5 { live.take("a") }
        let log = live.openLog()
        live.settle()
        log.hold()
        for _ in 0..<3 { live.take("a") }
        live.settle()
        #expect(log.count == 5 && log.arrivedSinceHold == 3 && log.isHeld)
        log.follow()
        #expect(log.count == 8 && log.arrivedSinceHold == 0)
    }

    @Test func farBehindItShowsTheNewest() {
        let live = LiveData(memory: 128 << 20)
        let log = live.openLog()
        live.settle()
        for _ in 0..<450_000 { live.take("t") }
        live.advance(until: .now)
        #expect(log.sequence(at: log.count - 1) == 449_999)
        live.settle()
        #expect(log.count == live.messages.count)
    }
}
