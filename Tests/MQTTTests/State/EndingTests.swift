import NIOCore
import Testing

@testable import MQTT

@Suite("How a connection ended")
struct EndingTests {
    private let endpoint = Endpoint(host: "broker", port: 1883)

    private func ended(
        _ talk: Conversation, _ end: ConnectionHandler.End = .closedByPeer, after time: TimeAmount = .milliseconds(5)
    ) -> ConnectionCause {
        talk.state.cause(end.closer, reason: end.reason, at: talk.now + time)
    }

    private func words(_ cause: ConnectionCause) -> String { ConnectionFailure.lost(endpoint, nil, cause).description }

    @Test func closedAtASubscription() {
        var talk = Conversation(.v311)
        talk.connect()
        _ = talk.state.subscribe([Subscription(filter: "#")], token: Token(1), at: talk.now)
        #expect(
            words(ended(talk)) == "broker:1883 closed the connection 5 ms after SUBSCRIBE #; "
                + "it may not allow that filter: unsubscribe from it, or ask for another")
        _ = talk.state.subscribe([Subscription(filter: "$SYS/#")], token: Token(2), at: talk.now + .milliseconds(4))
        let cause = ended(talk, after: .microseconds(5600))
        #expect(cause.suspect?.subjects == ["#", "$SYS/#"])
        #expect(
            words(cause).hasPrefix(
                "broker:1883 closed the connection 1.6 ms after SUBSCRIBE # and $SYS/#; it may not allow one of"))
        #expect(cause.sent.map(\.type) == [.connect, .subscribe, .subscribe])
        #expect(cause.received.map(\.type) == [.connectAck])
    }

    @Test func whatWasAnsweredIsNotSuspected() {
        var talk = Conversation(.v311)
        talk.connect()
        _ = talk.state.subscribe([Subscription(filter: "#")], token: Token(1), at: talk.now)
        _ = talk.hear(.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success])))
        let cause = ended(talk, after: .seconds(3))
        #expect(cause.suspect == nil)
        #expect(
            words(cause) == "broker:1883 closed the connection without a word, 3 s after SUBACK; "
                + "see the broker's log; perhaps another client uses the same client identifier")
    }

    @Test func longAgoIsNotRightBehind() {
        var talk = Conversation(.v311)
        talk.connect()
        _ = talk.publish("a", .atLeastOnce, token: 1)
        #expect(ended(talk).suspect?.type == .publish)
        #expect(ended(talk, after: .seconds(30)).suspect == nil)
    }

    @Test func theFirstUnansweredIsSuspected() {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("a", .exactlyOnce, token: 1)
        talk.now = talk.now + .milliseconds(1)
        for token in 2...9 { _ = talk.publish("b", .atMostOnce, token: UInt64(token)) }
        let cause = ended(talk)
        #expect(cause.suspect?.description == "PUBLISH t (QoS 2, 1 B)" && cause.suspect?.packetID == 1)
        _ = talk.hear(.publishReceived(Acknowledgement(packetID: 1)))
        #expect(ended(talk).suspect?.type == .publishRelease)
        talk.now = talk.now + .milliseconds(1)
        _ = talk.hear(.publishComplete(Acknowledgement(packetID: 1)))
        #expect(ended(talk).suspect == nil)
        _ = talk.publish("c", .atMostOnce, token: 10)
        #expect(ended(talk).suspect?.qos == .atMostOnce, "QoS 0, behind which nothing came")
    }

    @Test func aReasonOfItsOwnIsNoMatterOfThePacket() {
        var talk = Conversation()
        talk.connect()
        _ = talk.state.subscribe([Subscription(filter: "#")], token: Token(1), at: talk.now)
        let denied = ended(talk, .state(.disconnected(Disconnect(reason: .notAuthorized))))
        #expect(denied.closer == .broker && denied.reason == .notAuthorized && denied.suspect?.type == .subscribe)
        let failure = ConnectionFailure.mqtt(
            .disconnected(Disconnect(reason: .notAuthorized)), endpoint: endpoint, version: .v5, wasAccepted: true,
            cause: denied)
        #expect(
            failure.description
                == "broker:1883 ended the connection 5 ms after SUBSCRIBE #: not authorized (0x87); "
                + "it may not allow that filter: unsubscribe from it, or ask for another")
        #expect(ended(talk, .state(.disconnected(Disconnect(reason: .serverShuttingDown)))).suspect == nil)
        #expect(ended(talk, .state(.disconnected(Disconnect(reason: .sessionTakenOver)))).suspect == nil)
        #expect(ended(talk, .state(.keepAliveTimeout)).closer == .timeout)
        #expect(ended(talk, .state(.closed)).suspect == nil)
    }

    @Test func anEmptyIdentifierIsNobodyElses() {
        var talk = Conversation(.v311) { $0.connect.clientID = "" }
        _ = talk.state.start(at: talk.now)
        let refused = ConnectionFailure.closedBeforeConnectAck(endpoint, .v311, ended(talk))
        #expect(refused.description.contains("5 ms after CONNECT, without an answer"))
        #expect(refused.description.hasSuffix("it may not take an empty client identifier: give one"))
        _ = talk.hear(.connectAck(ConnectAck()))
        #expect(!words(ended(talk)).contains("identifier"))
    }

    @Test func anAliasIsNamedByItsTopic() {
        var talk = Conversation { $0.usesTopicAliases = true }
        talk.connect([Property(.topicAliasMaximum, .twoBytes(5))])
        _ = talk.publish("a", .atMostOnce, token: 1)
        _ = talk.publish("b", .atMostOnce, token: 2)
        #expect(ended(talk).sent.last?.subjects == ["t"])
    }

    @Test func sameCauseIsSameWhateverTheTime() {
        var talk = Conversation()
        talk.connect()
        _ = talk.publish("a", .atLeastOnce, token: 1)
        let first = ConnectionFailure.lost(endpoint, nil, ended(talk))
        let second = ConnectionFailure.lost(endpoint, nil, ended(talk, after: .milliseconds(9)))
        #expect(first != second && first.isSame(as: second))
        talk = Conversation()
        talk.connect()
        #expect(!first.isSame(as: ConnectionFailure.lost(endpoint, nil, ended(talk))))
    }

    @Test(arguments: [
        (TimeAmount.microseconds(420), "420 µs"), (.microseconds(1900), "1.9 ms"), (.milliseconds(5), "5 ms"),
        (.microseconds(12_600), "12.6 ms"), (.milliseconds(1200), "1.2 s"), (.seconds(150), "2 min"),
    ])
    func times(_ time: TimeAmount, _ words: String) {
        #expect(ConnectionCause.time(time) == words)
    }
}
