import NIOCore
import Testing

@testable import MQTT

@Suite("Messages that come in")
struct IncomingTests {
    private func message(_ payload: String, _ qos: QoS, _ id: UInt16 = 0, dup: Bool = false) -> Packet {
        .publish(
            Publish(topic: "t", payload: ByteBuffer(string: payload), qos: qos, duplicate: dup, packetID: id))
    }

    private func release(_ id: UInt16) -> Packet { .publishRelease(Acknowledgement(packetID: id)) }

    @Test func oneReadIsAnsweredAtOnce() throws {
        var talk = Conversation()
        talk.connect()
        let heard = try talk.hear(read: [
            message("a", .atMostOnce), message("b", .atLeastOnce, 1), message("c", .exactlyOnce, 2),
            message("d", .atLeastOnce, 0x0102),
        ])
        #expect(heard.delivered == ["a", "b", "c", "d"])
        #expect(words(heard.actions) == ["acknowledge 40 2 0 1 50 2 0 2 40 2 1 2"])
        #expect(try talk.hear(read: [message("e", .atMostOnce)]).actions.isEmpty)
    }

    @Test func qos2ArrivesOnce() throws {
        var talk = Conversation()
        talk.connect()
        #expect(try talk.hear(read: [message("x", .exactlyOnce, 7)]).delivered == ["x"])
        let again = try talk.hear(read: [message("x", .exactlyOnce, 7, dup: true)])
        #expect(again.delivered.isEmpty)
        #expect(words(again.actions) == ["acknowledge 50 2 0 7"])
        #expect(words(try talk.hear(read: [release(7)]).actions) == ["acknowledge 70 2 0 7"])
        #expect(try talk.hear(read: [message("new", .exactlyOnce, 7)]).delivered == ["new"])
    }

    @Test func theOrderOfPublishAndPubrelInOneReadIsKept() throws {
        var talk = Conversation()
        talk.connect()
        let heard = try talk.hear(read: [
            message("1", .exactlyOnce, 7), message("1", .exactlyOnce, 7, dup: true), release(7),
            message("2", .exactlyOnce, 7), release(7), release(7),
        ])
        #expect(heard.delivered == ["1", "2"])
        #expect(
            words(heard.actions)
                == ["acknowledge 50 2 0 7 50 2 0 7 70 2 0 7 50 2 0 7 70 2 0 7 70 3 0 7 92"])
    }

    /// A PUBREL in its long form is a packet of its own, and cuts the batch where it stands.
    @Test func aPubrelWithAReason() throws {
        var talk = Conversation()
        talk.connect()
        let long = Packet.publishRelease(
            Acknowledgement(packetID: 7, properties: [Property(.reasonString, .string("x"))]))
        let heard = try talk.hear(read: [message("1", .exactlyOnce, 7), long, message("2", .exactlyOnce, 7)])
        #expect(heard.delivered == ["1", "2"])
        #expect(words(heard.actions) == ["acknowledge 50 2 0 7", "PUBCOMP 7", "acknowledge 50 2 0 7"])
    }

    @Test func anUnknownPubrelIsAnswered() throws {
        var old = Conversation(.v311)
        old.connect()
        #expect(words(try old.hear(read: [release(9)]).actions) == ["acknowledge 70 2 0 9"])
        var new = Conversation()
        new.connect()
        #expect(words(try new.hear(read: [release(9)]).actions) == ["acknowledge 70 3 0 9 92"])
        #expect(
            words(new.hear(.publishReceived(Acknowledgement(packetID: 5))))
                == ["violated answerIsAskedFor", "PUBREL 5 Packet Identifier not found"])
        // An error is the end of the talk about a message.
        let refusal = Acknowledgement(packetID: 5, reason: .unspecifiedError)
        #expect(words(new.hear(.publishReceived(refusal))) == ["violated answerIsAskedFor"])
    }

    /// QoS 2 at every step at which the connection can be lost.
    @Test func identifiersOutliveTheConnection() throws {
        var talk = Conversation()
        talk.connect()
        _ = try talk.hear(read: [message("x", .exactlyOnce, 7)])
        var (next, _) = talk.reconnected()
        #expect(try next.hear(read: [message("x", .exactlyOnce, 7, dup: true)]).delivered.isEmpty)
        var (third, _) = next.reconnected()
        #expect(words(try third.hear(read: [release(7)]).actions) == ["acknowledge 70 2 0 7"])
        var (fourth, _) = third.reconnected()
        #expect(try fourth.hear(read: [message("y", .exactlyOnce, 7)]).delivered == ["y"])
        // Without a session the server starts anew, and so do the identifiers.
        var (fifth, _) = fourth.reconnected(sessionPresent: false)
        #expect(try fifth.hear(read: [message("z", .exactlyOnce, 7)]).delivered == ["z"])
    }

    /// mosquitto 2.0.11 sends more when a session goes on.
    @Test func moreThanReceiveMaximumIsTakenAndMarked() throws {
        var talk = Conversation(properties: [Property(.receiveMaximum, .twoBytes(2))])
        talk.connect()
        _ = try talk.hear(read: [message("a", .exactlyOnce, 1), message("b", .exactlyOnce, 2)])
        let heard = try talk.hear(read: [
            message("c", .exactlyOnce, 3), message("d", .atLeastOnce, 4), message("e", .atMostOnce),
        ])
        #expect(heard.delivered == ["c", "d", "e"])
        #expect(words(heard.actions) == ["violated receiveMaximumIsKept 2", "acknowledge 50 2 0 3 40 2 0 4"])
    }

    /// mosquitto with `upgrade_outgoing_qos`, which its manual calls forbidden by the standard.
    @Test func aQoSAboveWhatWasGrantedIsTakenAndMarked() throws {
        var talk = Conversation()
        talk.connect()
        func ask(_ filter: String, _ qos: QoS, _ id: UInt16, granted reasons: [ReasonCode]) {
            _ = talk.state.subscribe([Subscription(filter: filter, qos: qos)], token: Token(UInt64(id)), at: talk.now)
            _ = talk.hear(.subscribeAck(SubscribeAck(packetID: id, reasons: reasons)))
        }
        // Nothing is known yet of what may come.
        #expect(try words(talk.hear(read: [message("a", .exactlyOnce, 1)]).actions) == ["acknowledge 50 2 0 1"])
        ask("a", .atLeastOnce, 1, granted: [.success])
        let heard = try talk.hear(read: [message("b", .atMostOnce), message("c", .atLeastOnce, 4)])
        #expect(heard.delivered == ["b", "c"])
        #expect(words(heard.actions) == ["violated qosIsGranted", "acknowledge 40 2 0 4"])
        // Without an answer it may be granted as it was asked for.
        ask("b", .atLeastOnce, 2, granted: [])
        #expect(try words(talk.hear(read: [message("d", .atLeastOnce, 5)]).actions) == ["acknowledge 40 2 0 5"])
        #expect(
            try words(talk.hear(read: [message("e", .exactlyOnce, 6)]).actions)
                == ["violated qosIsGranted", "acknowledge 50 2 0 6"])
        // What a session was granted before nobody has kept.
        var later = talk.reconnected(sessionPresent: true).0
        #expect(try words(later.hear(read: [message("f", .exactlyOnce, 7)]).actions) == ["acknowledge 50 2 0 7"])
    }

    @Test func aQoSAboveWhatWasGrantedEndsNothing() throws {
        var talk = Conversation { $0.isStrict = true }
        talk.connect()
        _ = talk.state.subscribe([Subscription(filter: "a")], token: Token(1), at: talk.now)
        _ = talk.hear(.subscribeAck(SubscribeAck(packetID: 1, reasons: [.success])))
        #expect(
            try words(talk.hear(read: [message("b", .atLeastOnce, 4)]).actions)
                == ["violated qosIsGranted", "acknowledge 40 2 0 4"])
    }

    /// Identifier 0 names nothing: the messages are delivered, each of them, and not acknowledged.
    @Test func whatHasNoIdentifierIsNotAcknowledged() throws {
        var talk = Conversation(.v311)
        talk.connect()
        var decoder = StreamDecoder(version: .v311)
        decoder.toleratesBreaches = true
        var actions: [ConnectionAction] = []
        var count = 0
        let bytes: [UInt8] = [0x20, 2, 0, 0, 0x34, 5, 0, 1, 0x78, 0, 0, 0x34, 5, 0, 1, 0x78, 0, 0, 0x62, 2, 0, 0]
        try decoder.receive(ByteBuffer(bytes: bytes)) { element in
            guard case .messages(var batch) = element else { return }
            actions += talk.state.receive(batch: &batch, at: talk.now)
            count += batch.count
        }
        #expect(count == 2)
        #expect(words(actions) == ["violated messageHasIdentifier 3"])
    }

    @Test func receiveMaximumIsEnforced() throws {
        var talk = Conversation(properties: [Property(.receiveMaximum, .twoBytes(2))]) { $0.isStrict = true }
        talk.connect()
        _ = try talk.hear(read: [message("a", .exactlyOnce, 1)])
        // Between reads the answers have gone out: QoS 1 never adds up over reads.
        for id in 2...5 { #expect(try talk.hear(read: [message("b", .atLeastOnce, UInt16(id))]).delivered == ["b"]) }
        let heard = try talk.hear(read: [message("c", .exactlyOnce, 6), message("d", .exactlyOnce, 7)])
        #expect(heard.delivered == ["c"])
        #expect(
            words(heard.actions) == [
                "acknowledge 50 2 0 6", "DISCONNECT Receive Maximum exceeded",
                "close: violation Receive Maximum exceeded",
            ])
    }

    @Test func aMessageBeforeConnackIsAViolation() throws {
        var talk = Conversation()
        _ = talk.state.start(at: talk.now)
        let heard = try talk.hear(read: [message("a", .atMostOnce)])
        #expect(heard.delivered.isEmpty)
        #expect(words(heard.actions) == ["close: violation Protocol Error"])
    }

    @Test func nothingIsDeliveredAfterTheEnd() throws {
        var talk = Conversation()
        talk.connect()
        #expect(words(talk.state.disconnect(at: talk.now)) == ["DISCONNECT Normal disconnection", "close: closed"])
        let heard = try talk.hear(read: [message("a", .atLeastOnce, 1)])
        #expect(heard.delivered.isEmpty)
        #expect(heard.actions.isEmpty)
    }
}
