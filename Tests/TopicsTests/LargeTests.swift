import TestSupport
import Testing

@testable import Topics

/// What is too large for one step.
struct LargeTests {
    /// Keeps bytes in place, and tells when nobody needs them any more.
    private final class Owner {
        let bytes: UnsafeMutableRawBufferPointer
        init(_ count: Int) {
            bytes = .allocate(byteCount: count, alignment: 16)
            bytes.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "x"))
        }
        deinit { bytes.deallocate() }
    }

    private func receive(_ count: Int, at live: LiveData, _ topic: String = "camera") -> () -> Bool {
        let owner = Owner(count)
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        Array(topic.utf8).withUnsafeBytes {
            live.receive(
                topic: $0, adopting: UnsafeRawBufferPointer(owner.bytes), owner: owner, properties: none, flags: [],
                at: 1_000_000)
        }
        return { [weak owner] in owner != nil }
    }

    @Test("a large payload stays where it is, and goes when it is evicted and nobody reads it")
    func adoptedPayloads() {
        let live = LiveData(memory: 4 << 20)
        for i in 0..<2_000 { live.take("small", Array("\(i)".utf8)) }
        let isHeld = receive(3 << 20, at: live)
        var payload: AnyObject? = live.messages.payload(2_000)
        #expect(live.messages.message(2_000)?.keptSize == 3 << 20)
        live.take("small", [1])
        #expect(live.messages.withPayload(2_001) { $0.count } == 1)
        let second = receive(3 << 20, at: live)
        live.settle()
        #expect(live.messages.message(2_000) == nil)
        #expect(live.messages.keptBytes <= 4 << 20)
        #expect(isHeld())
        #expect(payload != nil)
        payload = nil
        #expect(!isHeld())
        #expect(second())
        live.forgetAll()
        #expect(!second())
    }

    @Test("one larger than the budget is kept alone until the next comes")
    func largerThanTheBudget() {
        let live = LiveData(memory: 1 << 20)
        live.take("small", [1])
        let isHeld = receive(2 << 20, at: live)
        live.settle()
        #expect(isHeld())
        #expect(live.messages.message(1)?.keptSize == 2 << 20)
        for _ in 0..<1_000 { live.take("small", Array(repeating: 7, count: 1_000)) }
        live.settle()
        #expect(!isHeld())
        #expect(live.messages.keptBytes <= 1 << 20)
    }

    @Test("the text a payload must contain is found across the slices it is searched in")
    func searchInSlices() {
        let live = LiveData(memory: 32 << 20)
        let owner = Owner(9 << 20)
        let text = Array("needle".utf8)
        owner.bytes.baseAddress?.advanced(by: 4 << 20 - 3).copyMemory(from: text, byteCount: text.count)
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        for topic in ["with", "without"] {
            Array(topic.utf8).withUnsafeBytes {
                live.receive(
                    topic: $0,
                    adopting: UnsafeRawBufferPointer(rebasing: owner.bytes[(topic == "with" ? 0 : 5 << 20)...]),
                    owner: owner, properties: none, flags: [], at: 1_000_000)
            }
        }
        let log = live.openLog()
        log.payloadText = "needle"
        var steps = 0
        while live.advance(until: .now) { steps += 1 }
        #expect(steps >= 3)
        #expect(log.count == 1 && log.sequence(at: 0) == 0 && log.isExact)
    }

    @Test("a large payload without the text is no row when the ring moves past it, and it is searched in slices")
    func quietLarge() {
        let live = LiveData(memory: 64 << 20)
        let log = live.openLog()
        log.payloadText = "needle"
        _ = receive(5 << 20, at: live)
        live.settle()
        #expect(log.count == 0 && log.isExact)
        for _ in 0..<900 { live.take("small", Array(repeating: 7, count: 100_000)) }
        // The last of its topic: it outlives the ring.
        #expect(live.messages.message(0) != nil && live.messages.ringStart > 0)
        live.settle()
        #expect(log.count == 0 && log.isExact)
    }

    @Test("a forgotten subtree is gone at once, and taken apart in slices")
    func forgettingInSlices() throws {
        let live = LiveData(memory: 1 << 20)
        let tree = TopicTree(live.topics)
        for i in 0..<40_000 { live.take("house/room\(i / 100)/s\(i)", [1]) }
        live.take("other", [2])
        let log = live.openLog()
        live.settle()
        let deep = try #require(tree.store.find(topic: "house/room399/s39999"))
        live.forget(try #require(tree.store.find(topic: "house")))
        // Not all is taken apart, and nothing of it is there.
        #expect(tree.store.forgetCursor != 0)
        #expect(!tree.store.contains(deep) && tree.store.find(topic: "house/room399/s39999") == nil)
        #expect(tree.store.count == 1 && tree.rowCount == 1)
        #expect(live.messages.message(39_999) == nil)
        // It comes back as something new.
        live.take("house/room399/s39999", [3])
        let back = try #require(tree.store.find(topic: "house/room399/s39999"))
        #expect(back != deep && tree.store.contains(back) && tree.store.count == 2)
        tree.setFilter("s39999")
        var steps = 0
        while live.advance(until: .now) { steps += 1 }
        #expect(steps >= 2)
        #expect(tree.store.forgetCursor == 0 && tree.store.contains(back) && tree.matchCount == 1)
        #expect(tree.lines() == ["-house", "  -room399", "     s39999*"])
        #expect(log.count == 2 && log.isExact)
    }
}
