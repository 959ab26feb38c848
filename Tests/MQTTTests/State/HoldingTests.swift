import NIOCore
import Testing

@testable import MQTT

@Suite("A message that ends the connection")
struct HoldingTests {
    /// The broker closes; another connection begins with the session.
    private func closed(
        _ talk: Conversation, sessionPresent: Bool = true, after time: TimeAmount = .milliseconds(2),
        _ end: ConnectionHandler.End = .closedByPeer
    ) -> (next: Conversation, judged: [String], sent: [String]) {
        var old = talk
        old.now = old.now + time
        let judged = old.state.judge(old.state.cause(end.closer, reason: end.reason, at: old.now))
        _ = old.state.connectionLost(.lost("cable"))
        var next = Conversation(talk.version, session: old.state.session)
        next.now = old.now + .seconds(1)
        let sent = next.connect(sessionPresent: sessionPresent)
        return (next, words(judged), words(sent))
    }

    private func watched(_ payload: String, _ qos: QoS, token: UInt64, _ talk: inout Conversation) -> [String] {
        let publish = Publish(topic: "t", payload: ByteBuffer(string: payload), qos: qos)
        return words(talk.state.publish(publish, token: Token(token), isWatched: true, at: talk.now))
    }

    private func held(_ talk: Conversation, _ token: UInt64) -> HeldPublish? {
        talk.state.session.held[Token(token)]?.held
    }

    @Test(arguments: [true, false])
    func afterTwoEndsItIsHeldAndTheOthersGoOn(sessionPresent: Bool) {
        var talk = Conversation()
        talk.connect()
        _ = watched("bad", .exactlyOnce, token: 1, &talk)
        var (next, judged, sent) = closed(talk, sessionPresent: sessionPresent)
        #expect(judged.isEmpty && sent.contains(sessionPresent ? "PUBLISH 1 dup bad" : "PUBLISH 2 bad"))
        // What comes meanwhile waits: the next end must be clear.
        #expect(watched("good", .exactlyOnce, token: 2, &next) == ["2 queued"])
        (next, judged, sent) = closed(next, sessionPresent: sessionPresent)
        #expect(judged == ["1 held"])
        #expect(
            held(next, 1)?.words.hasPrefix("2 connections ended right behind it, the last 2 ms after it") == true
        )
        #expect(sent.filter { $0.hasPrefix("PUBLISH") } == ["PUBLISH \(sessionPresent ? 2 : 3) good"])
        #expect(!next.state.session.isEmpty && next.state.session.pendingTokens == [Token(1), Token(2)])
    }

    @Test func whoIsNotWatchedFails() {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("bad", .atLeastOnce, token: 1)
        talk = closed(talk).next
        let (next, judged, _) = closed(talk)
        #expect(judged == ["1 failed: endsConnection"] && next.state.session.isEmpty)
    }

    @Test func theOneAmongManyIsFound() {
        var talk = Conversation()
        talk.connect()
        for token in 1...20 { _ = talk.publish(token == 7 ? "bad" : "m\(token)", .atLeastOnce, token: UInt64(token)) }
        var connections = 1
        var delivered: Set<String> = []
        var failed: [String] = []
        var pending = (1...20).map { UInt16($0) }
        // A broker that acknowledges in order until it comes to the bad one.
        while connections < 10, failed.isEmpty {
            while let id = pending.first, let message = talk.state.session.inFlight[id]?.publish {
                let payload = String(buffer: message.payload)
                if payload == "bad" { break }
                pending.removeFirst()
                delivered.insert(payload)
                for case .publish(let publish, _) in talk.hear(.publishAck(Acknowledgement(packetID: id))) {
                    pending.append(publish.packetID)
                }
            }
            let (next, judged, sent) = closed(talk)
            failed = judged
            talk = next
            pending = sent.compactMap { $0.split(separator: " ").dropFirst().first.flatMap { UInt16($0) } }
            connections += 1
        }
        #expect(failed == ["7 failed: endsConnection"] && connections <= 5, "\(connections)")
        #expect(delivered.count >= 6 && talk.state.session.pendingTokens.count == 19 - delivered.count)
    }

    @Test func aMessageThatGoesThroughIsForgiven() {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("a", .atLeastOnce, token: 1)
        talk = closed(talk).next
        #expect(talk.state.session.ends == [Token(1): 1])
        #expect(words(talk.hear(.publishAck(Acknowledgement(packetID: 1)))) == ["1 published Success"])
        #expect(talk.state.session.ends.isEmpty && talk.state.session.isEmpty)
    }

    @Test(arguments: [
        ConnectionHandler.End.state(.keepAliveTimeout), .state(.disconnected(Disconnect(reason: .serverShuttingDown))),
    ])
    func otherEndsAreNoEvidence(_ end: ConnectionHandler.End) {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("a", .atLeastOnce, token: 1)
        for _ in 0..<3 {
            let (next, judged, sent) = closed(talk, end)
            #expect(judged.isEmpty && sent.contains("PUBLISH 1 dup a"))
            talk = next
        }
        // Nor is one that came long after it.
        for _ in 0..<3 {
            let (next, judged, _) = closed(talk, after: .seconds(20))
            #expect(judged.isEmpty)
            talk = next
        }
    }

    @Test func aSubscriptionIsSuspectedBeforeAMessage() {
        var talk = Conversation()
        talk.connect()
        _ = talk.state.subscribe([Subscription(filter: "#")], token: Token(9), at: talk.now)
        _ = watched("a", .atLeastOnce, token: 1, &talk)
        for _ in 0..<3 {
            let (next, judged, _) = closed(talk, sessionPresent: false)
            #expect(judged.isEmpty)
            talk = next
            _ = talk.state.subscribe([Subscription(filter: "#")], token: Token(9), at: talk.now)
        }
    }

    @Test func subscriptionsAreAnsweredBeforeASuspectGoes() {
        var talk = Conversation()
        talk.connect()
        _ = talk.state.subscribe([Subscription(filter: "#")], token: Token(9), at: talk.now)
        _ = talk.hear(.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success])))
        _ = talk.publish("bad", .atLeastOnce, token: 1)
        let (closed, _, sent) = closed(talk, sessionPresent: false)
        var next = closed
        #expect(sent == ["connected #"])
        _ = next.state.subscribe([Subscription(filter: "#")], token: Token(10), at: next.now)
        #expect(
            words(next.hear(.subscribeAck(SubscribeAck(packetID: 3, reasons: [.success])))) == [
                "10 subscribed [\"Granted QoS 0\"]", "PUBLISH 4 bad",
            ])
    }

    @Test func whatBecomesOfIt() throws {
        var talk = Conversation(.v311)
        talk.connect()
        for token in 1...4 {
            _ = watched("m\(token)", .exactlyOnce, token: UInt64(token), &talk)
            _ = talk.state.hold(UInt16(token), "it ended connections")
        }
        func settle(_ token: UInt64, _ decision: HeldPublish.Decision) throws -> [String] {
            words(talk.state.settle(try #require(held(talk, token)), decision, at: talk.now))
        }
        #expect(try settle(1, .send(.exactlyOnce)) == ["1 queued", "PUBLISH 1 dup m1", "1 written"])
        #expect(try settle(2, .send(.atLeastOnce)) == ["2 queued", "PUBLISH 5 m2", "2 written"])
        #expect(
            words(talk.hear(.publishAck(Acknowledgement(packetID: 5)))) == ["2 acknowledged", "2 published Success"])
        #expect(try settle(3, .send(.atMostOnce)) == ["PUBLISH 0 m3 then 3"])
        #expect(try settle(4, .giveUp) == ["4 failed: endsConnection"])
        #expect(talk.state.session.held.isEmpty && talk.state.session.watched == [Token(1)])
        // One that was sent again is held at the first end.
        _ = talk.hear(.publishReceived(Acknowledgement(packetID: 1)))
        #expect(talk.state.session.inFlight.count == 1)
    }

    @Test func withoutAConnectionQoS0StaysHeld() throws {
        var talk = Conversation(.v311)
        talk.connect()
        _ = watched("a", .atLeastOnce, token: 1, &talk)
        _ = talk.state.hold(1, "it ended connections")
        let message = try #require(held(talk, 1))
        _ = talk.state.connectionLost(.lost("cable"))
        #expect(words(talk.state.settle(message, .send(.atMostOnce), at: talk.now)) == ["1 held"])
        #expect(words(talk.state.settle(message, .send(.atLeastOnce), at: talk.now)) == ["1 queued"])
        let (_, _, sent) = closed(talk)
        #expect(sent.contains("PUBLISH 1 dup a"))
    }
}
