import NIOCore
import Profile
import Testing

@testable import MQTT
@testable import Opener
@testable import REST

/// One step: its trigger, and messages with the times that the wire has of them.
@Suite("A step") struct StepRunTests {
    private static let ms: Int64 = 1_000_000

    private func step(_ expected: [ExpectedDraft], inOrder: Bool = false) -> StepDraft {
        var step = StepDraft()
        (step.name, step.expected, step.isInOrder) = ("lamp", expected, inOrder)
        return step
    }

    private func expect(
        _ topic: String, _ kind: ExpectedDraft.Kind = .atLeast(1), within time: Int64 = 1000,
        where condition: String = ""
    ) -> ExpectedDraft {
        var expected = ExpectedDraft()
        (expected.filter, expected.kind, expected.time, expected.condition) = (topic, kind, time * Self.ms, condition)
        return expected
    }

    /// A read with messages, as the client tells of it: the messages, then its record.
    private func receive(_ messages: [(String, String)], retain: Bool = false, at time: Int64, _ run: inout StepRun)
        throws
    {
        var bytes = ByteBuffer()
        for (topic, payload) in messages {
            var publish = Publish(topic: topic, payload: ByteBuffer(string: payload), qos: .atMostOnce)
            publish.retain = retain
            try PacketEncoder(version: .v311).encode(.publish(publish), into: &bytes)
        }
        var decoder = StreamDecoder(version: .v311)
        var batches: [MessageBatch] = []
        try decoder.receive(bytes) { if case .messages(let batch) = $0 { batches.append(batch) } }
        for batch in batches { run.take(batch) }
        run.take(traffic(.received, bytes, at: time))
    }

    private func traffic(_ direction: TapEvent.Direction, _ bytes: ByteBuffer, at time: Int64) -> Traffic {
        Traffic(direction: direction, version: .v311, time: 0, uptime: time * Self.ms, bytes: bytes)
    }

    private func run(_ draft: StepDraft, qos: QoS? = nil) throws -> StepRun {
        try StepRun(draft, Variables([]), qos: qos)
    }

    @Test("The time begins with the answer's status line, by the wire; a message before it counts, and is told so")
    func request() throws {
        var run = try run(step([expect("lamp")]))
        run.begin(isTriggered: true, at: 100 * Self.ms)
        try receive([("lamp", "on")], at: 130, &run)
        #expect(!run.isDecided, "the answer has not come")
        var hop = Hop(url: "http://h/", sent: Sent(method: "PUT", target: "/"), response: Response(status: 200))
        hop.timings.firstByte = 50 * Self.ms
        let exchange = Exchange(
            request: Request(.put, "http://h/"), startedAt: 0, hops: [hop], body: REST.Body([]))
        run.take(exchange, began: 101 * Self.ms, at: 160 * Self.ms)
        #expect(run.isDecided)
        let (entry, _) = run.result(Variables([]), .named)
        #expect(entry.isMet && entry.notes.last == "lamp on 21 ms before 200")
    }

    @Test("After a publish the time begins with the acknowledgement as the wire has it, or with the write at QoS 0")
    func publish() throws {
        for (qos, event) in [(QoS.atLeastOnce, "PUBACK"), (.atMostOnce, "the write")] {
            var run = try run(step([expect("lamp")]), qos: qos)
            run.begin(isTriggered: true, at: 0)
            var bytes = ByteBuffer()
            let publish = Publish(topic: "t", payload: ByteBuffer(string: "x"), qos: .atMostOnce)
            try PacketEncoder(version: .v311).encode(.publish(publish), into: &bytes)
            run.take(traffic(.sent, bytes, at: 10))
            if qos == .atLeastOnce { run.take(traffic(.received, ByteBuffer(bytes: [0x40, 2, 0, 1]), at: 10)) }
            // Told late: what counts is what the wire has.
            run.published(at: 99 * Self.ms)
            try receive([("lamp", "on")], at: 30, &run)
            let (entry, _) = run.result(Variables([]), .named)
            #expect(entry.notes == ["lamp on 20 ms after \(event)"])
        }
    }

    @Test("An acknowledgement that is told before its record has the time of that all the same")
    func provisional() throws {
        var run = try run(step([expect("lamp")]), qos: .atLeastOnce)
        run.begin(isTriggered: true, at: 0)
        run.published(at: 15 * Self.ms)
        run.take(traffic(.received, ByteBuffer(bytes: [0x40, 2, 0, 1]), at: 10))
        try receive([("lamp", "on")], at: 30, &run)
        #expect(run.result(Variables([]), .named).entry.notes == ["lamp on 20 ms after PUBACK"])
    }

    @Test("In their order: one that comes before its turn does not count, and is told")
    func order() throws {
        var run = try run(step([expect("a"), expect("b", within: 500)], inOrder: true))
        run.begin(isTriggered: false, at: 0)
        try receive([("b", "1")], at: 10, &run)
        try receive([("a", "1")], at: 20, &run)
        run.advance(to: 600 * Self.ms)
        let (entry, _) = run.result(Variables([]), .named)
        #expect(entry.words == ["b: none within 500 ms", "before its turn: 1 came after 10 ms"])
        var right = try self.run(step([expect("a"), expect("b")], inOrder: true))
        right.begin(isTriggered: false, at: 0)
        try receive([("a", "1"), ("b", "1")], at: 10, &right)
        #expect(right.isDecided && right.result(Variables([]), .named).entry.isMet)
    }

    @Test("What the broker keeps is not counted, but told; what came before it began is nothing")
    func retained() throws {
        var run = try run(step([expect("lamp", within: 100)]))
        try receive([("lamp", "old")], at: 1, &run)
        try receive([("lamp", "kept")], retain: true, at: 2, &run)
        run.begin(isTriggered: false, at: 10 * Self.ms)
        #expect(run.news(.named) == ["waits: lamp; 1 retained copy not counted"])
        run.advance(to: 200 * Self.ms)
        let (entry, _) = run.result(Variables([]), .named)
        #expect(entry.words == ["lamp: none within 100 ms", "nothing came on lamp", "1 retained copy not counted"])
    }
}
