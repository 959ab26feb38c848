import MQTT
import NIOCore
import Testing

@testable import Demo

@Suite struct RetainedTests {
    @Test func theLastOneIsSentToNewSubscribers() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.publish(ann, "b", "1", retain: true)
        talk.publish(ann, "a", "1", retain: true)
        talk.publish(ann, "a", "2", retain: true)
        talk.subscribe(ann, "+")
        #expect(talk.heard(ann) == ["a 2 (retained)", "b 1 (retained)"])
        talk.publish(ann, "a", "3", retain: true)
        #expect(talk.heard(ann) == ["a 3"])
    }

    @Test func anEmptyOneForgets() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.subscribe(ann, "a")
        talk.publish(ann, "a", "1", retain: true)
        talk.publish(ann, "a", "", retain: true)
        #expect(talk.heard(ann) == ["a 1", "a "])
        talk.subscribe(ann, "a")
        #expect(talk.heard(ann).isEmpty)
        #expect(talk.broker.retained.bytes == 0)
    }

    @Test func retainHandling() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.publish(ann, "a", "1", retain: true)
        func subscribe(_ handling: Subscription.RetainHandling) -> Int {
            talk.subscribe(ann, [Subscription(filter: "a", retainHandling: handling)])
            return talk.heard(ann).count
        }
        #expect(subscribe(.doNotSend) == 0)
        #expect(subscribe(.sendIfNew) == 0)
        #expect(subscribe(.send) == 1)
        talk.say(.unsubscribe(Unsubscribe(packetID: 9, filters: ["a", "nothing"])), ann)
        #expect(
            talk.take(ann) == [
                .unsubscribeAck(UnsubscribeAck(packetID: 9, reasons: [.success, .noSubscriptionExisted]))
            ])
        #expect(subscribe(.sendIfNew) == 1)
    }

    @Test func retainAsPublished() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.subscribe(ann, [Subscription(filter: "a", retainAsPublished: true)])
        talk.publish(ann, "a", "1", retain: true)
        talk.publish(ann, "a", "2", retain: false)
        #expect(talk.heard(ann) == ["a 1 (retained)", "a 2"])
    }

    @Test func sharedSubscriptionsGetNone() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.publish(ann, "a", "1", retain: true)
        talk.subscribe(ann, "$share/g/a")
        #expect(talk.heard(ann).isEmpty)
    }

    @Test func thereIsRoomForSoMany() {
        var limits = BrokerLimits()
        limits.retainedMessages = 2
        limits.retainedBytes = 10
        let talk = Conversation(limits: limits)
        let ann = talk.connect("ann")
        talk.publish(ann, "a", "12345", retain: true)
        talk.publish(ann, "b", "12345", retain: true)
        talk.publish(ann, "c", "1", qos: .atLeastOnce, retain: true)
        #expect(talk.take(ann) == [.publishAck(Acknowledgement(packetID: 1, reason: .quotaExceeded))])
        talk.publish(ann, "a", "123456", retain: true)
        #expect(talk.broker.retained.bytes == 10)
        #expect(talk.broker.counters.publishesDropped == 2)
    }

    @Test func filtersThatAreNone() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        let old = talk.connect("old") { $0.version = .v311 }
        let answers = talk.subscribe(ann, "a/#/b", "a+", "ok", "$share/g")
        #expect(answers == [.topicFilterInvalid, .topicFilterInvalid, .grantedQoS2, .topicFilterInvalid])
        #expect(talk.subscribe(old, "a/#/b", "ok", qos: .atLeastOnce) == [.unspecifiedError, .grantedQoS1])
    }

    @Test func subscriptionsAreBounded() {
        var limits = BrokerLimits()
        limits.subscriptions = 2
        let talk = Conversation(limits: limits)
        let ann = talk.connect("ann")
        #expect(talk.subscribe(ann, "a", "b", "c", qos: .atMostOnce) == [.success, .success, .quotaExceeded])
        #expect(talk.subscribe(ann, "a", qos: .atLeastOnce) == [.grantedQoS1])
    }
}
