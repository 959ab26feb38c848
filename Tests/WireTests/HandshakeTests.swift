import MQTT
import Testing
import Wire

@Suite("Handshakes on the wire") struct HandshakeTests {
    @Test("QoS 2 is one row with the time of each step") func exactlyOnce() throws {
        let test = TestLog()
        try test.connect()
        try test.say(.sent, .publish(Publish("home/a", qos: .exactlyOnce, id: 7)))
        try test.say(.received, after: 2, .publishReceived(Acknowledgement(packetID: 7)))
        try test.say(.sent, after: 3, .publishRelease(Acknowledgement(packetID: 7)))
        #expect(test.heads.last?.handshake == .open)
        try test.say(.received, after: 4, .publishComplete(Acknowledgement(packetID: 7)))
        let row = try #require(test.heads.last)
        #expect(row.summary == "PUBLISH q2 #7 home/a 7 B")
        #expect(row.outcome == "rec +2.0 ms rel +3.0 ms comp +4.0 ms")
        #expect(row.duration == 9_000_000 && row.handshake == .done)
        #expect(test.verdicts.isEmpty)
    }

    @Test("The two directions number their handshakes independently") func directions() throws {
        let test = TestLog()
        try test.connect()
        try test.say(.sent, .publish(Publish("a", qos: .atLeastOnce, id: 1)))
        try test.say(.received, .publish(Publish("b", qos: .atLeastOnce, id: 1)))
        try test.say(.received, .publishAck(Acknowledgement(packetID: 1)))
        try test.say(.sent, .publishAck(Acknowledgement(packetID: 1)))
        #expect(test.heads.suffix(2).map(\.handshake) == [.done, .done])
        #expect(test.log.sending.count == 0 && test.log.receiving.count == 0 && test.verdicts.isEmpty)
    }

    @Test("SUBSCRIBE has each filter beside its code; less than asked is a verdict") func subscribe() throws {
        let test = TestLog()
        try test.connect()
        let filters = [
            Subscription(filter: "a/#", qos: .exactlyOnce), Subscription(filter: "b", qos: .atMostOnce),
        ]
        try test.say(.sent, .subscribe(Subscribe(packetID: 2, subscriptions: filters)))
        try test.say(
            .received, .subscribeAck(SubscribeAck(packetID: 2, reasons: [.grantedQoS1, .notAuthorized])))
        let row = try #require(test.heads.last)
        #expect(row.summary == "SUBSCRIBE #2 a/# q2, b q0")
        #expect(row.outcome == "granted 1, refused 0x87 +1.0 ms")
        #expect(test.verdicts == ["QoS 2 asked, 1 granted: a/#"])
    }

    @Test("What answers wrongly, nothing, or with too few codes is judged") func faults() throws {
        let test = TestLog()
        try test.connect()
        try test.say(.sent, .publish(Publish("a", qos: .atLeastOnce, id: 1)))
        try test.say(.received, .publishReceived(Acknowledgement(packetID: 1)))
        try test.say(.received, .publishAck(Acknowledgement(packetID: 9)))
        try test.say(.sent, .publish(Publish("b", qos: .atLeastOnce, id: 1)))
        try test.say(
            .sent,
            .subscribe(
                Subscribe(packetID: 3, subscriptions: ["x", "y"].map { Subscription(filter: $0, qos: .atMostOnce) })))
        try test.say(.received, .subscribeAck(SubscribeAck(packetID: 3, reasons: [.success])))
        try test.say(.sent, .pingRequest)
        try test.say(.sent, .pingRequest)
        #expect(
            test.verdicts == [
                "wrong answer to #1", "#9 answers nothing", "#1 is in use", "1 codes for 2 filters",
                "the ping before is unanswered",
            ])
        #expect(test.log.verdictCount == 5)
    }

    @Test("What CONNACK does not allow is judged") func allowance() throws {
        let test = TestLog()
        var answer = ConnectAck()
        answer.properties.receiveMaximum = 1
        answer.properties.maximumQoS = .atLeastOnce
        answer.properties.retainAvailable = false
        answer.properties.serverKeepAlive = 5
        try test.connect(answer)
        var publish = Publish("a", qos: .exactlyOnce, id: 1)
        publish.retain = true
        try test.say(.sent, .publish(publish), .publish(Publish("b", qos: .atLeastOnce, id: 2)))
        #expect(
            test.verdicts == [
                "keep alive 5 s, 60 asked", "QoS 2, at most 1", "RETAIN is not available", "2 under way, 1 allowed",
            ])
        #expect(test.log.sending.count == 2 && test.log.sending.most == 1)
    }

    @Test("An alias above the broker's maximum is judged") func alias() throws {
        let test = TestLog()
        var answer = ConnectAck()
        answer.properties.topicAliasMaximum = 3
        try test.connect(answer)
        for number: UInt16 in [3, 4] {
            var publish = Publish("a", qos: .atMostOnce)
            publish.properties.topicAlias = number
            try test.say(.sent, .publish(publish))
        }
        #expect(test.verdicts == ["alias 4, at most 3"])
    }

    @Test("DUP joins the message of before; the end of a session ends what waits") func sessions() throws {
        let test = TestLog(.v311)
        try test.connect(clean: false)
        try test.say(.sent, .publish(Publish("a", qos: .atLeastOnce, id: 1)))
        try test.connect(clean: false, ConnectAck(sessionPresent: true, reason: .success))
        try test.say(.sent, .publish(Publish("a", qos: .atLeastOnce, id: 1, duplicate: true)))
        try test.say(.received, .publishAck(Acknowledgement(packetID: 1)))
        let row = try #require(test.heads.first { $0.summary.hasPrefix("PUBLISH") })
        #expect(row.handshake == .done && row.outcome.hasPrefix("sent again +"))
        try test.say(.sent, .publish(Publish("b", qos: .atLeastOnce, id: 2)))
        try test.connect()
        #expect(test.heads.first { $0.summary.contains(" b ") }?.handshake == .failed)
        #expect(test.verdicts.isEmpty, "\(test.verdicts)")
    }
}
