import NIOCore
import Testing

@testable import MQTT

@Suite("Messages on their way out")
struct OutgoingTests {
    @Test func qos0IsSentAndTheWriterCompletesIt() {
        var talk = Conversation()
        #expect(words(talk.publish("x", .atMostOnce, token: 1)) == ["1 failed: notConnected"])
        talk.connect()
        #expect(words(talk.publish("x", .atMostOnce, token: 2)) == ["PUBLISH 0 x then 2"])
    }

    @Test func qos1() {
        var talk = Conversation(.v311)
        talk.connect()
        #expect(words(talk.publish("a", .atLeastOnce, token: 1)) == ["PUBLISH 1 a"])
        #expect(words(talk.hear(.publishAck(Acknowledgement(packetID: 1)))) == ["1 published Success"])
        // An answer to nothing is told and changes nothing.
        #expect(words(talk.hear(.publishAck(Acknowledgement(packetID: 1)))) == ["violated answerIsAskedFor"])
        #expect(talk.state.session.isEmpty)
    }

    @Test func qos2() {
        var talk = Conversation()
        talk.connect()
        #expect(words(talk.publish("a", .exactlyOnce, token: 1)) == ["PUBLISH 1 a"])
        #expect(words(talk.hear(.publishReceived(Acknowledgement(packetID: 1)))) == ["PUBREL 1"])
        // A second PUBREC answers nothing; its PUBREL has a PUBCOMP of its own, and then no further one is due.
        #expect(
            words(talk.hear(.publishReceived(Acknowledgement(packetID: 1))))
                == ["violated answerIsAskedFor", "PUBREL 1"])
        #expect(words(talk.hear(.publishComplete(Acknowledgement(packetID: 1)))) == ["1 published Success"])
        #expect(words(talk.hear(.publishComplete(Acknowledgement(packetID: 1)))) == [])
        #expect(
            words(talk.hear(.publishComplete(Acknowledgement(packetID: 1)))) == ["violated answerIsAskedFor"])
        #expect(talk.state.session.isEmpty)
    }

    @Test func theStepsOfAWatchedMessageAreTold() {
        var talk = Conversation()
        talk.connect()
        let publish = Publish(topic: "t", payload: ByteBuffer(string: "a"), qos: .exactlyOnce)
        #expect(
            words(talk.state.publish(publish, token: Token(1), isWatched: true, at: talk.now))
                == ["1 queued", "PUBLISH 1 a", "1 written"])
        #expect(
            words(talk.hear(.publishReceived(Acknowledgement(packetID: 1)))) == [
                "1 received", "PUBREL 1", "1 released",
            ])
        #expect(
            words(talk.hear(.publishComplete(Acknowledgement(packetID: 1)))) == ["1 completed", "1 published Success"])
        let simple = Publish(topic: "t", payload: ByteBuffer(string: "b"), qos: .atLeastOnce)
        _ = talk.state.publish(simple, token: Token(2), isWatched: true, at: talk.now)
        #expect(
            words(talk.hear(.publishAck(Acknowledgement(packetID: 2)))) == ["2 acknowledged", "2 published Success"])
        #expect(talk.state.session.watched.isEmpty)
    }

    @Test func aRefusedPublishEndsWithItsReason() {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("a", .atLeastOnce, token: 1)
        _ = talk.publish("b", .exactlyOnce, token: 2)
        #expect(
            words(talk.hear(.publishAck(Acknowledgement(packetID: 1, reason: .notAuthorized))))
                == ["1 published Not authorized"])
        #expect(
            words(talk.hear(.publishReceived(Acknowledgement(packetID: 2, reason: .quotaExceeded))))
                == ["2 published Quota exceeded"])
        #expect(talk.state.session.isEmpty)
    }

    @Test func theWindowOfTheServerIsKept() {
        var talk = Conversation()
        talk.connect([Property(.receiveMaximum, .twoBytes(2))])
        #expect(words(talk.publish("a", .atLeastOnce, token: 1)) == ["PUBLISH 1 a"])
        #expect(words(talk.publish("b", .exactlyOnce, token: 2)) == ["PUBLISH 2 b"])
        #expect(talk.publish("c", .atLeastOnce, token: 3).isEmpty)
        #expect(words(talk.publish("now", .atMostOnce, token: 4)) == ["PUBLISH 0 now then 4"])
        // PUBREC does not open the window, PUBCOMP does.
        #expect(words(talk.hear(.publishReceived(Acknowledgement(packetID: 2)))) == ["PUBREL 2"])
        #expect(
            words(talk.hear(.publishComplete(Acknowledgement(packetID: 2)))) == ["2 published Success", "PUBLISH 3 c"])
    }

    @Test func identifiersInFlightAreNotUsedAgain() {
        var talk = Conversation { $0.maximumInFlight = 70_000 }
        talk.state.session.maximumQueuedMessages = 100_000
        talk.connect()
        _ = talk.publish("stays", .atLeastOnce, token: 1)
        var ids: [UInt16] = []
        for token in 2...70_000 {
            for case .publish(let publish, _) in talk.publish("x", .atLeastOnce, token: UInt64(token)) {
                ids.append(publish.packetID)
                _ = talk.hear(.publishAck(Acknowledgement(packetID: publish.packetID)))
            }
        }
        #expect(ids.count == 69_999)
        #expect(!ids.contains(0))
        #expect(!ids.contains(1))
    }

    @Test func moreThanAllIdentifiersWait() {
        var talk = Conversation { $0.maximumInFlight = 100_000 }
        talk.state.session.maximumQueuedMessages = 100_000
        talk.connect()
        var sent = 0
        for token in 1...65_600 { sent += talk.publish("", .atLeastOnce, token: UInt64(token)).count }
        #expect(sent == 65_535)
        #expect(
            words(talk.hear(.publishAck(Acknowledgement(packetID: 9)))) == ["9 published Success", "PUBLISH 9 "])
    }

    @Test func aBurstWaitsForTheSocket() {
        var talk = Conversation()
        talk.connect()
        let half = String(repeating: "x", count: 1 << 19)
        func ids(_ actions: [ConnectionAction]) -> [UInt16] {
            actions.compactMap { if case .publish(let publish, _) = $0 { publish.packetID } else { nil } }
        }
        #expect((1...5).map { ids(talk.publish(half, .atLeastOnce, token: $0)) } == [[1], [2], [], [], []])
        #expect(talk.state.isPaced)
        // An acknowledgement opens the window, not the socket.
        #expect(ids(talk.hear(.publishAck(Acknowledgement(packetID: 1)))) == [])
        #expect(ids(talk.state.written(at: talk.now)) == [3, 4])
        #expect(ids(talk.state.written(at: talk.now)) == [5])
        #expect(!talk.state.isPaced)
        // On another connection what is in flight is paced too.
        var (next, actions) = talk.reconnected()
        #expect(ids(actions) == [2, 3])
        #expect(ids(next.state.written(at: next.now)) == [4, 5])
    }

    @Test func theQueueIsBounded() {
        var session = Session()
        session.maximumQueuedMessages = 2
        var talk = Conversation(session: session)
        #expect(talk.publish("a", .atLeastOnce, token: 1).isEmpty)
        #expect(talk.publish("b", .exactlyOnce, token: 2).isEmpty)
        #expect(words(talk.publish("c", .atLeastOnce, token: 3)) == ["3 failed: queueFull"])
        #expect(words(talk.connect()) == ["connected", "PUBLISH 1 a", "PUBLISH 2 b"])
    }

    /// Topics and properties may be as large as payloads.
    @Test func theQueueIsBoundedInBytesOfAllThatWaits() {
        var session = Session()
        session.maximumQueuedBytes = 1000
        let long = String(repeating: "t", count: 600)
        let topic = Publish(topic: long, qos: .atLeastOnce)
        let property = Publish(
            topic: "t", qos: .atLeastOnce, properties: [Property(.userProperty, .pair("name", long))])
        let first = [session.enqueue(topic, Token(1)), session.enqueue(property, Token(2))]
        let next = session.dequeue()
        #expect(first == [true, false] && next?.token == Token(1) && session.queuedBytes == 0)
        let second = [session.enqueue(property, Token(3)), session.enqueue(topic, Token(4))]
        #expect(second == [true, false])
    }

    @Test func unacknowledgedMessagesAreSentAgainInOrder() {
        var talk = Conversation()
        talk.connect()
        for (token, qos) in [QoS.atLeastOnce, .exactlyOnce, .exactlyOnce, .atLeastOnce, .exactlyOnce].enumerated() {
            _ = talk.publish("m\(token + 1)", qos, token: UInt64(token + 1))
        }
        _ = talk.hear(.publishReceived(Acknowledgement(packetID: 3)))
        _ = talk.hear(.publishReceived(Acknowledgement(packetID: 2)))
        _ = talk.hear(.publishAck(Acknowledgement(packetID: 1)))
        var (next, actions) = talk.reconnected()
        // PUBRELs in the order of their PUBRECs, then what has to wait for the window, in the order it was sent.
        #expect(words(actions) == ["connected", "PUBREL 3", "PUBREL 2", "PUBLISH 4 dup m4", "PUBLISH 5 dup m5"])
        #expect(words(next.hear(.publishComplete(Acknowledgement(packetID: 2)))) == ["2 published Success"])
        #expect(words(next.hear(.publishAck(Acknowledgement(packetID: 4)))) == ["4 published Success"])
        #expect(words(next.hear(.publishReceived(Acknowledgement(packetID: 5)))) == ["PUBREL 5"])
        #expect(words(next.hear(.publishComplete(Acknowledgement(packetID: 5)))) == ["5 published Success"])
        #expect(words(next.publish("new", .atLeastOnce, token: 6)) == ["PUBLISH 6 new"])
    }

    @Test func resendingKeepsToASmallerWindow() {
        var talk = Conversation()
        talk.connect()
        for token in 1...4 { _ = talk.publish("m\(token)", .atLeastOnce, token: UInt64(token)) }
        var (next, actions) = talk.reconnected([Property(.receiveMaximum, .twoBytes(2))])
        #expect(words(actions) == ["connected", "PUBLISH 1 dup m1", "PUBLISH 2 dup m2"])
        #expect(next.publish("m5", .atLeastOnce, token: 5).isEmpty)
        #expect(
            words(next.hear(.publishAck(Acknowledgement(packetID: 1)))) == ["1 published Success", "PUBLISH 3 dup m3"])
        #expect(
            words(next.hear(.publishAck(Acknowledgement(packetID: 2)))) == ["2 published Success", "PUBLISH 4 dup m4"])
        #expect(words(next.hear(.publishAck(Acknowledgement(packetID: 3)))) == ["3 published Success", "PUBLISH 5 m5"])
    }

    /// QoS 2 at every step at which the connection can be lost, session kept.
    @Test(arguments: 0...2)
    func qos2LostAtEveryStep(_ step: Int) {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("x", .exactlyOnce, token: 1)
        if step >= 1 { _ = talk.hear(.publishReceived(Acknowledgement(packetID: 1))) }
        if step >= 2 { _ = talk.hear(.publishComplete(Acknowledgement(packetID: 1))) }
        var (next, actions) = talk.reconnected()
        switch step {
        case 0:
            #expect(words(actions) == ["connected", "PUBLISH 1 dup x"])
            #expect(words(next.hear(.publishReceived(Acknowledgement(packetID: 1)))) == ["PUBREL 1"])
            #expect(words(next.hear(.publishComplete(Acknowledgement(packetID: 1)))) == ["1 published Success"])
        case 1:
            #expect(words(actions) == ["connected", "PUBREL 1"])
            #expect(words(next.hear(.publishComplete(Acknowledgement(packetID: 1)))) == ["1 published Success"])
        default:
            #expect(words(actions) == ["connected"])
        }
        #expect(next.state.session.isEmpty)
    }

    @Test func withoutASessionMessagesAreSentAsNew() {
        var talk = Conversation()
        talk.connect()
        for (token, qos) in [QoS.atLeastOnce, .exactlyOnce, .exactlyOnce].enumerated() {
            _ = talk.publish("m\(token + 1)", qos, token: UInt64(token + 1))
        }
        _ = talk.hear(.publishReceived(Acknowledgement(packetID: 2)))
        let (_, actions) = talk.reconnected(sessionPresent: false)
        // Of the second one the server has lost what it knew. The others have new identifiers and no DUP.
        #expect(words(actions) == ["connected", "2 failed: outcome unknown", "PUBLISH 4 m1", "PUBLISH 5 m3"])
    }

    /// PUBCOMP with 0x92: nothing wrong after a PUBREL that was sent again, else a lost message (MQTT 5 3.7.2.1).
    @Test(arguments: [false, true])
    func aReleaseThatTheServerDoesNotKnow(_ isAgain: Bool) {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("x", .exactlyOnce, token: 1)
        _ = talk.hear(.publishReceived(Acknowledgement(packetID: 1)))
        if isAgain { talk = talk.reconnected().0 }
        let answer = Acknowledgement(packetID: 1, reason: .packetIdentifierNotFound)
        #expect(
            words(talk.hear(.publishComplete(answer)))
                == [isAgain ? "1 published Success" : "1 failed: outcome unknown"])
    }

    @Test func aDiscardedSessionFailsWhatWaits() {
        var talk = Conversation()
        talk.connect([Property(.receiveMaximum, .twoBytes(1))])
        _ = talk.publish("a", .atLeastOnce, token: 1)
        _ = talk.publish("b", .atLeastOnce, token: 2)
        #expect(talk.state.connectionLost(.lost("cable")).isEmpty)
        #expect(talk.state.session.pendingTokens == [Token(1), Token(2)])
        #expect(words(talk.state.session.discard(failing: .closed)) == ["1 failed: closed", "2 failed: closed"])
        #expect(talk.state.session.isEmpty)
    }

    @Test func limitsOfTheServerAreNamedBeforeSending() {
        var talk = Conversation()
        talk.connect([
            Property(.maximumQoS, .byte(0)), Property(.retainAvailable, .byte(0)),
            Property(.maximumPacketSize, .fourBytes(20)),
        ])
        #expect(words(talk.publish("x", .atLeastOnce, token: 1)) == ["1 failed: limit QoS not supported"])
        let retained = Publish(topic: "t", retain: true)
        #expect(
            words(talk.state.publish(retained, token: Token(2), at: talk.now)) == [
                "2 failed: limit Retain not supported"
            ])
        #expect(
            words(talk.publish("more than twenty bytes", .atMostOnce, token: 3)) == ["3 failed: limit Packet too large"]
        )
        #expect(words(talk.publish("fits", .atMostOnce, token: 4)) == ["PUBLISH 0 fits then 4"])
    }

    @Test func aMessageQueuedBeforeTheLimitsWereKnownFailsThen() {
        var talk = Conversation()
        #expect(talk.publish("a", .exactlyOnce, token: 1).isEmpty)
        #expect(talk.publish("b", .atLeastOnce, token: 2).isEmpty)
        #expect(
            words(talk.connect([Property(.maximumQoS, .byte(1))]))
                == ["connected", "1 failed: limit QoS not supported", "PUBLISH 1 b"])
    }

    @Test func whatTheWireCannotCarryFails() {
        var talk = Conversation()
        talk.connect()
        for publish in [
            Publish(topic: ""), Publish(topic: "a/#"), Publish(topic: "a\0"),
            Publish(topic: "t", properties: [Property(.receiveMaximum, .twoBytes(1))]),
            Publish(topic: "t", properties: [Property(.contentType, .string(String(repeating: "x", count: 65_536)))]),
        ] {
            #expect(words(talk.state.publish(publish, token: Token(1), at: talk.now)) == ["1 failed: invalid"])
        }
    }

    @Test func topicsThatComeAgainBecomeAliases() throws {
        var talk = Conversation { $0.usesTopicAliases = true }
        talk.connect([Property(.topicAliasMaximum, .twoBytes(1))])
        func sent(_ topic: String, _ qos: QoS) -> (String, UInt16?) {
            for case .publish(let publish, _) in talk.state.publish(
                Publish(topic: topic, qos: qos), token: Token(1), at: talk.now)
            {
                return (publish.topic, publish.properties.topicAlias)
            }
            return ("nothing", nil)
        }
        #expect(sent("a", .atMostOnce) == ("a", 1))
        #expect(sent("a", .atLeastOnce) == ("", 1))
        #expect(sent("b", .atMostOnce) == ("b", nil))
        // A new connection knows no alias: what is sent again has its topic.
        let (_, actions) = talk.reconnected()
        guard case .publish(let again, _)? = actions.last else { return #expect(Bool(false)) }
        #expect(again.topic == "a")
        #expect(again.properties.topicAlias == nil)
    }

    @Test(arguments: [
        (QoS.exactlyOnce, Packet.publishComplete(Acknowledgement(packetID: 1))),
        (.atLeastOnce, .publishComplete(Acknowledgement(packetID: 1))),
    ])
    func theWrongAnswerIsAViolation(_ qos: QoS, _ answer: Packet) {
        var talk = Conversation { $0.isStrict = true }
        talk.connect()
        _ = talk.publish("x", qos, token: 1)
        #expect(words(talk.hear(answer)) == ["DISCONNECT Protocol Error", "close: violation Protocol Error"])
        #expect(talk.state.session.pendingTokens == [Token(1)])
    }

    /// RabbitMQ 3.10 answers QoS 2 by PUBACK: the message is there, and the connection stays.
    @Test func theWrongAnswerEndsTheMessage() {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("a", .exactlyOnce, token: 1)
        _ = talk.publish("b", .exactlyOnce, token: 2)
        _ = talk.publish("c", .atLeastOnce, token: 3)
        let breach = "violated answerFitsQoS"
        #expect(
            words(talk.hear(.publishAck(Acknowledgement(packetID: 1)))) == [breach, "1 published Success"])
        #expect(
            words(talk.hear(.publishComplete(Acknowledgement(packetID: 2)))) == [breach, "2 published Success"])
        #expect(words(talk.hear(.publishReceived(Acknowledgement(packetID: 3)))) == [breach, "PUBREL 3"])
        #expect(words(talk.hear(.publishComplete(Acknowledgement(packetID: 3)))) == ["3 published Success"])
        #expect(words(talk.hear(.publishAck(Acknowledgement(packetID: 9)))) == ["violated answerIsAskedFor"])
        #expect(talk.state.session.isEmpty)
    }

    /// After PUBREC a PUBACK says nothing: the message has its own way on.
    @Test func aPubackAfterPubrecEndsNothing() {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("a", .exactlyOnce, token: 1)
        _ = talk.hear(.publishReceived(Acknowledgement(packetID: 1)))
        #expect(words(talk.hear(.publishAck(Acknowledgement(packetID: 1)))) == ["violated answerFitsQoS"])
        #expect(words(talk.hear(.publishComplete(Acknowledgement(packetID: 1)))) == ["1 published Success"])
    }
}
