import MQTT
import NIOCore
import Testing

@testable import Demo

@Suite struct WillTests {
    private func talk(delay: UInt32? = nil, expiry: UInt32 = 100) -> (Conversation, watcher: LinkID, dying: LinkID) {
        let talk = Conversation()
        let watcher = talk.connect("watcher")
        talk.subscribe(watcher, "wills/#")
        let dying = talk.connect("dying") {
            $0.will = Will(topic: "wills/dying", payload: Array("gone".utf8), qos: .atLeastOnce, retain: true)
            $0.will?.properties.willDelayInterval = delay
            $0.properties.sessionExpiryInterval = expiry
        }
        return (talk, watcher, dying)
    }

    @Test func aLostConnectionPublishesIt() {
        let (talk, watcher, dying) = talk()
        talk.cut(dying)
        #expect(talk.heard(watcher) == ["wills/dying gone"])
        let late = talk.connect("late")
        talk.subscribe(late, "wills/#")
        #expect(talk.heard(late) == ["wills/dying gone (retained)"])
    }

    @Test func aGoodbyeDoesNot() {
        let (talk, watcher, dying) = talk()
        talk.say(.disconnect(Disconnect()), dying)
        talk.cut(dying)
        #expect(talk.heard(watcher).isEmpty)
    }

    @Test func aGoodbyeWithWillDoes() {
        let (talk, watcher, dying) = talk()
        talk.say(.disconnect(Disconnect(reason: .disconnectWithWill)), dying)
        talk.cut(dying)
        #expect(talk.heard(watcher) == ["wills/dying gone"])
    }

    @Test func silencePublishesIt() {
        let (talk, watcher, _) = talk()
        talk.say(.pingRequest, watcher)
        talk.pass(.seconds(90))
        #expect(talk.closed.count == 2)
        #expect(talk.broker.retained.count == 1)
    }

    @Test func itWaitsForItsDelay() {
        let (talk, watcher, dying) = talk(delay: 5)
        talk.cut(dying)
        talk.pass(.seconds(4))
        #expect(talk.heard(watcher).isEmpty)
        talk.pass(.seconds(1))
        #expect(talk.heard(watcher) == ["wills/dying gone"])
        talk.pass(.seconds(200))
        #expect(talk.heard(watcher).isEmpty)
    }

    @Test func comingBackInTimeCancelsIt() {
        let (talk, watcher, dying) = talk(delay: 5)
        talk.cut(dying)
        talk.connect("dying") { $0.cleanStart = false }
        talk.pass(.seconds(6))
        #expect(talk.heard(watcher).isEmpty)
    }

    @Test func aNewSessionDoesNotCancelIt() {
        let (talk, watcher, dying) = talk(delay: 5)
        talk.cut(dying)
        talk.connect("dying") { $0.cleanStart = true }
        #expect(talk.heard(watcher) == ["wills/dying gone"])
    }

    @Test func theEndOfTheSessionComesBeforeTheDelay() {
        let (talk, watcher, dying) = talk(delay: 50, expiry: 3)
        talk.cut(dying)
        talk.pass(.seconds(3))
        #expect(talk.heard(watcher) == ["wills/dying gone"])
        let (other, witness, gone) = self.talk(delay: 50, expiry: 0)
        other.cut(gone)
        #expect(other.heard(witness) == ["wills/dying gone"])
    }

    @Test func takeOverPublishesAWillWithoutDelay() {
        let (talk, watcher, _) = talk()
        talk.connect("dying") { $0.cleanStart = false }
        #expect(talk.heard(watcher) == ["wills/dying gone"])
        let (other, witness, _) = self.talk(delay: 5)
        other.connect("dying") { $0.cleanStart = false }
        #expect(other.heard(witness).isEmpty)
    }
}
