import MQTT
import NIOCore
import Testing

@testable import Demo

@Suite struct PublishTests {
    @Test func wildcardsAndDollarTopics() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.subscribe(ann, "#", "+/b")
        talk.publish(ann, "a/b", "1")
        talk.publish(ann, "$other/b", "2")
        talk.publish(ann, "/a//b", "3")
        #expect(talk.heard(ann) == ["a/b 1", "/a//b 3"])
        talk.subscribe(ann, "$other/#")
        talk.publish(ann, "$other/b", "4")
        #expect(talk.heard(ann) == ["$other/b 4"])
    }

    @Test func theLowerQoSCounts() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        let bob = talk.connect("bob")
        for (asked, sent, got) in [(0, 2, 0), (1, 2, 1), (2, 2, 2), (2, 1, 1), (2, 0, 0)] {
            talk.subscribe(ann, "a", qos: QoS(rawValue: UInt8(asked))!)
            talk.publish(bob, "a", "x", qos: QoS(rawValue: UInt8(sent))!)
            let message = talk.publishes(ann).first
            #expect(message?.qos.rawValue == UInt8(got))
            #expect((message?.packetID ?? 0) != 0 || got == 0)
        }
    }

    @Test func overlappingSubscriptionsDeliverOnceWithTheStrongest() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.subscribe(
            ann, [Subscription(filter: "a/#", qos: .atMostOnce)],
            properties: [Property(.subscriptionIdentifier, .variable(7))])
        talk.subscribe(
            ann, [Subscription(filter: "a/b", qos: .atLeastOnce)],
            properties: [Property(.subscriptionIdentifier, .variable(9))])
        talk.publish(ann, "a/b", "x", qos: .exactlyOnce)
        let messages = talk.publishes(ann)
        #expect(messages.count == 1)
        #expect(messages.first?.qos == .atLeastOnce)
        #expect(messages.first?.properties.subscriptionIdentifiers == [7, 9])
    }

    @Test func acknowledgementsSayWhoListened() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.publish(ann, "a", "x", qos: .atLeastOnce)
        #expect(talk.take(ann) == [.publishAck(Acknowledgement(packetID: 1, reason: .noMatchingSubscribers))])
        let old = talk.connect("old") { $0.version = .v311 }
        talk.publish(old, "a", "x", qos: .atLeastOnce)
        #expect(talk.take(old) == [.publishAck(Acknowledgement(packetID: 2))])
    }

    @Test func exactlyOnceDespiteRepeats() {
        let talk = Conversation()
        let ann = talk.connect("ann") { $0.properties.sessionExpiryInterval = 60 }
        let bob = talk.connect("bob")
        talk.subscribe(bob, "a", qos: .atMostOnce)
        var message = Publish(topic: "a", qos: .exactlyOnce, packetID: 5)
        talk.say(.publish(message), ann)
        message.duplicate = true
        talk.say(.publish(message), ann)
        talk.cut(ann)
        let again = talk.connect("ann") {
            $0.cleanStart = false
            $0.properties.sessionExpiryInterval = 60
        }
        talk.say(.publish(message), again)
        #expect(talk.publishes(bob).count == 1)
        _ = talk.take(again)
        talk.say(.publishRelease(Acknowledgement(packetID: 5)), again)
        talk.say(.publishRelease(Acknowledgement(packetID: 5)), again)
        #expect(
            talk.take(again) == [
                .publishComplete(Acknowledgement(packetID: 5)),
                .publishComplete(Acknowledgement(packetID: 5, reason: .packetIdentifierNotFound)),
            ])
        talk.say(.publish(message), again)
        #expect(talk.publishes(bob).count == 1)
    }

    @Test func ourReceiveMaximumIsKept() {
        var limits = BrokerLimits()
        limits.receiveMaximum = 2
        let talk = Conversation(limits: limits)
        let ann = talk.connect("ann")
        for _ in 0..<2 { talk.publish(ann, "a", "x", qos: .exactlyOnce) }
        #expect(talk.closed.isEmpty)
        talk.publish(ann, "a", "x", qos: .exactlyOnce)
        #expect(talk.disconnectReason(ann) == .receiveMaximumExceeded)
    }

    @Test func theBrokersOwnTopicsAreNotForClients() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.publish(ann, "$SYS/broker/uptime", "0 seconds", qos: .atLeastOnce, retain: true)
        #expect(talk.take(ann) == [.publishAck(Acknowledgement(packetID: 1, reason: .notAuthorized))])
        #expect(talk.broker.retained.count == 0)
    }

    @Test func propertiesArePassedOnInOrder() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        let old = talk.connect("old") { $0.version = .v311 }
        talk.subscribe(ann, "#")
        talk.subscribe(old, "#")
        var properties: Properties = []
        properties.contentType = "text/plain"
        properties.userProperties = [UserProperty("b", "1"), UserProperty("a", "2"), UserProperty("b", "3")]
        properties.correlationData = [0, 255]
        talk.publish(ann, "a", "x", properties: properties)
        #expect(talk.publishes(ann).first?.properties == properties)
        #expect(talk.publishes(old).first?.properties == [])
    }

    @Test func messagesExpire() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.publish(ann, "a", "x", retain: true, properties: [Property(.messageExpiryInterval, .fourBytes(10))])
        talk.pass(.seconds(4))
        talk.subscribe(ann, "a")
        #expect(talk.publishes(ann).first?.properties.messageExpiryInterval == 6)
        talk.pass(.seconds(6))
        talk.subscribe(ann, "a")
        #expect(talk.publishes(ann).isEmpty)
    }

    @Test func sharedSubscriptionsTakeTurns() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        let bob = talk.connect("bob")
        let all = talk.connect("all")
        talk.subscribe(ann, "$share/g/a/#")
        talk.subscribe(bob, "$share/g/a/#")
        talk.subscribe(all, "a/#")
        for number in 0..<6 { talk.publish(all, "a/b", "\(number)") }
        #expect(talk.heard(ann).count == 3)
        #expect(talk.heard(bob).count == 3)
        #expect(talk.heard(all).count == 6)
        talk.cut(ann)
        talk.publish(all, "a/b", "x")
        #expect(talk.heard(bob) == ["a/b x"])
    }

    @Test func noLocal() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        let bob = talk.connect("bob")
        talk.subscribe(ann, [Subscription(filter: "a", noLocal: true)])
        talk.publish(ann, "a", "own")
        talk.publish(bob, "a", "other")
        #expect(talk.heard(ann) == ["a other"])
        let eve = talk.connect("eve")
        talk.say(
            .subscribe(Subscribe(packetID: 1, subscriptions: [Subscription(filter: "$share/g/a", noLocal: true)])), eve)
        #expect(talk.disconnectReason(eve) == .protocolError)
    }
}
