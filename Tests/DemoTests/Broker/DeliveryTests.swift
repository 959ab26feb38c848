import MQTT
import NIOCore
import Testing

@testable import Demo

@Suite struct DeliveryTests {
    @Test func theWindowIsTheClientsReceiveMaximum() {
        let talk = Conversation()
        let ann = talk.connect("ann") { $0.properties.receiveMaximum = 2 }
        talk.subscribe(ann, "#")
        for number in 0..<5 { talk.publish(ann, "a", "\(number)", qos: .atLeastOnce) }
        let first = talk.publishes(ann)
        #expect(first.map { String(buffer: $0.payload) } == ["0", "1"])
        talk.say(.publishAck(Acknowledgement(packetID: first[0].packetID)), ann)
        #expect(talk.heard(ann) == ["a 2"])
        // A message without acknowledgement does not overtake.
        talk.publish(ann, "a", "last", qos: .atMostOnce)
        #expect(talk.heard(ann).isEmpty)
    }

    @Test func exactlyOnceGoesItsFourSteps() {
        let talk = Conversation()
        let ann = talk.connect("ann") { $0.properties.receiveMaximum = 1 }
        let bob = talk.connect("bob")
        talk.subscribe(ann, "#")
        talk.publish(bob, "a", "1", qos: .exactlyOnce)
        talk.publish(bob, "a", "2", qos: .exactlyOnce)
        let message = talk.publishes(ann)[0]
        talk.say(.publishReceived(Acknowledgement(packetID: message.packetID)), ann)
        #expect(talk.take(ann) == [.publishRelease(Acknowledgement(packetID: message.packetID))])
        talk.say(.publishComplete(Acknowledgement(packetID: message.packetID)), ann)
        #expect(talk.heard(ann) == ["a 2"])
    }

    @Test func anUnknownPubrecIsAnsweredInWords() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.say(.publishReceived(Acknowledgement(packetID: 77)), ann)
        #expect(
            talk.take(ann) == [.publishRelease(Acknowledgement(packetID: 77, reason: .packetIdentifierNotFound))])
        talk.say(.publishAck(Acknowledgement(packetID: 77)), ann)
        talk.say(.publishComplete(Acknowledgement(packetID: 77)), ann)
        #expect(talk.take(ann).isEmpty)
        #expect(talk.closed.isEmpty)
    }

    @Test func aRefusedMessageIsDone() {
        let talk = Conversation()
        let ann = talk.connect("ann") { $0.properties.receiveMaximum = 1 }
        talk.subscribe(ann, "#")
        talk.publish(ann, "a", "1", qos: .exactlyOnce)
        talk.publish(ann, "a", "2", qos: .exactlyOnce)
        let message = talk.publishes(ann)[0]
        talk.say(.publishReceived(Acknowledgement(packetID: message.packetID, reason: .quotaExceeded)), ann)
        #expect(talk.heard(ann) == ["a 2"])
    }

    @Test func whatWasUnderWayIsSentAgainInOrder() {
        let talk = Conversation()
        func ann(_ clean: Bool) -> LinkID {
            talk.connect("ann") {
                $0.cleanStart = clean
                $0.properties.sessionExpiryInterval = 60
            }
        }
        let bob = talk.connect("bob")
        let first = ann(true)
        talk.subscribe(first, "#")
        talk.publish(bob, "a", "1", qos: .exactlyOnce)
        talk.publish(bob, "a", "2", qos: .atLeastOnce)
        let sent = talk.publishes(first)
        talk.say(.publishReceived(Acknowledgement(packetID: sent[0].packetID)), first)
        talk.cut(first)
        talk.publish(bob, "a", "3", qos: .atLeastOnce)
        talk.publish(bob, "a", "dropped", qos: .atMostOnce)
        let again = talk.take(ann(false))
        #expect(again.count == 3)
        #expect(again.first == .publishRelease(Acknowledgement(packetID: sent[0].packetID)))
        guard again.count == 3, case .publish(let second) = again[1], case .publish(let third) = again[2] else {
            Issue.record("\(again)")
            return
        }
        #expect(second.duplicate && second.packetID == sent[1].packetID && String(buffer: second.payload) == "2")
        #expect(!third.duplicate && String(buffer: third.payload) == "3")
    }

    @Test func aQueueIsBoundedAndItsLossesAreCounted() {
        var limits = BrokerLimits()
        limits.queuedMessages = 3
        let talk = Conversation(limits: limits)
        let bob = talk.connect("bob")
        let ann = talk.connect("ann") { $0.properties.sessionExpiryInterval = 60 }
        talk.subscribe(ann, "#")
        talk.cut(ann)
        for number in 0..<5 { talk.publish(bob, "a", "\(number)", qos: .atLeastOnce) }
        #expect(talk.broker.counters.publishesDropped == 2)
        let again = talk.connect("ann") { $0.cleanStart = false }
        #expect(talk.heard(again) == ["a 0", "a 1", "a 2"])
    }

    @Test func bytesAreBoundedToo() {
        var limits = BrokerLimits()
        limits.queuedBytes = 10
        let talk = Conversation(limits: limits)
        let ann = talk.connect("ann")
        talk.subscribe(ann, "#")
        talk.writable(false, ann)
        talk.publish(ann, "a", "a message larger than the queue")
        talk.publish(ann, "a", "x")
        #expect(talk.broker.counters.publishesDropped == 1)
        talk.writable(true, ann)
        #expect(talk.heard(ann) == ["a a message larger than the queue"])
    }

    @Test func aFullSocketHoldsMessagesBack() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.subscribe(ann, "#")
        talk.writable(false, ann)
        for number in 0..<3 { talk.publish(ann, "a", "\(number)") }
        #expect(talk.heard(ann).isEmpty)
        talk.writable(true, ann)
        #expect(talk.heard(ann) == ["a 0", "a 1", "a 2"])
    }

    @Test func aLongQueueIsSentInBursts() {
        var limits = BrokerLimits()
        limits.burst = 10
        let talk = Conversation(limits: limits)
        let ann = talk.connect("ann")
        for number in 100..<125 { talk.publish(ann, "a/\(number)", "x", retain: true) }
        talk.resumesAtOnce = false
        talk.subscribe(ann, "a/+")
        #expect(talk.heard(ann).count == 10)
        // What comes in between waits its turn.
        talk.publish(ann, "a/new", "x")
        talk.resume()
        #expect(talk.heard(ann).count == 10)
        talk.resume()
        #expect(talk.heard(ann).suffix(2) == ["a/124 x (retained)", "a/new x"])
        talk.resume()
        #expect(talk.resumes.isEmpty)
    }

    @Test func nothingLargerThanTheClientTakes() {
        let talk = Conversation()
        let ann = talk.connect("ann") { $0.properties.maximumPacketSize = 40 }
        talk.subscribe(ann, "#")
        talk.publish(ann, "a", String(repeating: "x", count: 60), qos: .atLeastOnce)
        talk.publish(ann, "a", "small", qos: .atMostOnce)
        #expect(talk.heard(ann) == ["a small"])
        #expect(talk.broker.counters.publishesDropped == 1)
    }

    @Test func packetIdentifiersAreNotReusedWhileUnderWay() {
        let session = BrokerSession(clientID: "ann", version: .v5)
        let message = Message(
            topic: "a", payload: ByteBuffer(), qos: .atLeastOnce, retain: false, properties: [], publisher: nil,
            at: .uptimeNanoseconds(0))
        let delivery = Delivery(message: message, qos: .atLeastOnce, retain: false, identifiers: [])
        session.inFlight = [1, 3].map {
            BrokerSession.InFlight(packetID: $0, delivery: delivery, isSent: true, wasSent: true)
        }
        #expect((0..<3).map { _ in session.nextPacketID() } == [2, 4, 5])
        for _ in 0..<65_530 { _ = session.nextPacketID() }
        #expect(session.nextPacketID() == 2)
    }
}
