import MQTT
import NIOCore
import Testing
import Wire

@Suite("Topics that an alias alone names") struct AliasTests {
    private func publish(_ topic: String, alias: UInt16, _ payload: String = "x") -> Packet {
        var publish = Publish(topic: topic, payload: ByteBuffer(string: payload), qos: .atMostOnce)
        publish.properties.topicAlias = alias
        return .publish(publish)
    }

    private func connected(budget: Int = WireLog.standardBudget) throws -> TestLog {
        let test = TestLog(budget: budget)
        var connect = Connect(version: .v5, clientID: "me")
        connect.properties.topicAliasMaximum = 10
        try test.say(.sent, .connect(connect))
        var answer = ConnectAck()
        answer.properties.topicAliasMaximum = 10
        try test.say(.received, .connectAck(answer))
        return test
    }

    @Test("A broker that sends one message again and again does not make the log walk over all of them each time")
    func repeated() throws {
        let test = try connected()
        let publish = Publish(topic: "a", payload: ByteBuffer(string: "x"), qos: .exactlyOnce, packetID: 7)
        var bytes = ByteBuffer()
        for _ in 0..<20_000 { try PacketEncoder(version: .v5).encode(.publish(publish), into: &bytes) }
        let start = ContinuousClock.now
        test.say(.received, bytes: bytes)
        while test.log.advance(until: .now + .seconds(1)) {}
        // 200 million steps along the rows took seconds.
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(test.rows.count > 10_000)
    }

    @Test("Rows, filters and the way from a message know them, each way of its own") func resolved() throws {
        let test = try connected()
        try test.say(.received, publish("home/lamp", alias: 1))
        try test.say(.sent, publish("home/door", alias: 1))
        try test.say(.received, publish("", alias: 1, "on"), publish("", alias: 2))
        try test.say(.sent, publish("", alias: 1))
        let rows = test.rows
        #expect(
            rows.suffix(3).map(\.summary) == [
                "PUBLISH q0 home/lamp (by alias) 2 B", "PUBLISH q0 (topic alias) 1 B",
                "PUBLISH q0 home/door (by alias) 1 B",
            ])
        guard case .packet(let packet) = rows[4].content else { throw TestLogProblem() }
        #expect(packet.message?.topic == "home/lamp" && packet.message?.size == 2)
        let fields = WireBytes(rows[4], isRevealed: false).fields
        #expect(fields.contains { $0.name == "Topic Alias" && $0.meaning == "home/lamp" })
        #expect(test.log.publish("home/lamp", upTo: .max, Array("on".utf8), size: 2) == rows[4].number)
        for (text, count) in [
            ("mqtt.topic == \"home/lamp\"", 2), ("lamp", 2), ("mqtt.topic contains door", 2),
            ("mqtt.topic != home/lamp", 3),
        ] {
            let filter = try WireFilter(text)
            #expect(rows.filter { filter.matches($0) }.count == count, "\(text)")
            let list = WireList()
            list.show([test.log])
            list.filter = filter
            _ = list.advance(until: .now + .seconds(5))
            #expect(list.count == count, "\(text)")
        }
    }

    @Test("They end with the connection, and with packets that nobody looked at") func forgotten() throws {
        let test = try connected()
        try test.say(.received, publish("home/lamp", alias: 1))
        try test.say(.sent, .connect(Connect(version: .v5, clientID: "me")))
        try test.say(.received, .connectAck(ConnectAck()))
        try test.say(.received, publish("", alias: 1))
        #expect(test.rows.last?.summary == "PUBLISH q0 (topic alias) 1 B")
        let second = try connected(budget: 64 * 1024)
        try second.say(.received, publish("home/lamp", alias: 1))
        // More than is looked through at once, and more than is kept.
        for _ in 0..<40 {
            var flood = ByteBuffer()
            for _ in 0..<400 { try PacketEncoder(version: .v5).encode(publish("b", alias: 1), into: &flood) }
            second.say(.received, bytes: flood, messages: 400)
        }
        _ = second.rows
        try second.say(.received, publish("", alias: 1))
        #expect(second.log.dropped > 0 && second.rows.last?.summary == "PUBLISH q0 b (by alias) 1 B")
    }

    @Test("Topics are let go with the last row that was told by them") func bounded() throws {
        let test = try connected(budget: 32 * 1024)
        test.log.watch()
        for number in 0..<3000 {
            try test.say(.received, publish("topic/\(number)", alias: UInt16(number % 10 + 1)))
            try test.say(.received, publish("", alias: UInt16(number % 10 + 1)))
        }
        let rows = test.rows
        #expect(test.log.dropped > 0 && rows.last?.summary == "PUBLISH q0 topic/2999 (by alias) 1 B")
        #expect(rows.allSatisfy { !$0.summary.contains("(topic alias)") })
    }

    private struct TestLogProblem: Error {}
}

@Suite("Retained messages that nothing asked for") struct UnaskedRetainTests {
    private static let words = "retained, and not asked for"

    private func retained(_ topic: String, duplicate: Bool = false) -> Packet {
        .publish(
            Publish(
                topic: topic, payload: ByteBuffer(string: "x"), qos: .atLeastOnce, retain: true, duplicate: duplicate,
                packetID: 1))
    }

    private func subscribe(_ filters: String..., change: (inout Subscription) -> Void = { _ in }) -> Packet {
        let subscriptions = filters.map { filter in
            var subscription = Subscription(filter: filter, qos: .atLeastOnce)
            change(&subscription)
            return subscription
        }
        return .subscribe(Subscribe(packetID: 9, subscriptions: subscriptions))
    }

    /// How many of the packets that came were judged so.
    private func count(_ test: TestLog) -> Int { test.verdicts.filter { $0 == Self.words }.count }

    @Test(
        "One for each filter and topic is asked for; what comes again is not", arguments: [ProtocolVersion.v311, .v5])
    func once(_ version: ProtocolVersion) throws {
        let test = TestLog(version)
        try test.connect()
        try test.say(.sent, subscribe("a/#", "a/b"))
        try test.say(.received, retained("a/b"), retained("a/b"), retained("a/c"))
        #expect(count(test) == 0)
        try test.say(.received, retained("a/c"))
        #expect(count(test) == 1)
        let verdict = try #require(test.rows.last?.verdicts.first { $0.words == Self.words })
        #expect(verdict.weight == .breach && verdict.section.hasSuffix("3.3.1.3"))
        // A topic that nothing was asked for, and a renewal that asks once more.
        try test.say(.received, retained("b"))
        #expect(count(test) == 2)
        try test.say(.sent, subscribe("a/#"))
        try test.say(.received, retained("a/c"), retained("a/c", duplicate: true))
        #expect(count(test) == 2)
    }

    @Test("Retain As Published says nothing; what is not to be sent, or is shared, is not asked for")
    func options() throws {
        let test = TestLog()
        try test.connect()
        try test.say(.sent, subscribe("a") { $0.retainAsPublished = true })
        try test.say(.received, retained("a"), retained("a"), retained("a"))
        #expect(count(test) == 0)
        try test.say(.sent, subscribe("b") { $0.retainHandling = .doNotSend }, subscribe("$share/g/c"))
        try test.say(.received, retained("b"), retained("c"))
        #expect(count(test) == 2)
    }

    @Test("Of a session of before, and before CONNACK, nothing is said")
    func unknown() throws {
        let test = TestLog()
        try test.say(.received, retained("a"))
        var answer = ConnectAck()
        answer.sessionPresent = true
        try test.connect(clean: false, answer)
        try test.say(.received, retained("a"), retained("a"))
        #expect(count(test) == 0)
    }
}
