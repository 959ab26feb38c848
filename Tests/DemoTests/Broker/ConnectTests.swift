import MQTT
import NIOCore
import Testing

@testable import Demo

@Suite struct ConnectTests {
    private func answer(_ connect: Connect, _ talk: Conversation = Conversation()) -> ConnectAck? {
        let link = talk.open()
        talk.say(.connect(connect), link)
        guard case .connectAck(let answer)? = talk.take(link).first else { return nil }
        return answer
    }

    @Test func welcomesEveryVersion() {
        for version in ProtocolVersion.allCases {
            let answer = answer(Connect(version: version, clientID: "ann"))
            #expect(answer?.reason == .success)
            #expect(answer?.sessionPresent == false)
            #expect(answer?.properties.isEmpty == (version != .v5))
        }
    }

    @Test func givesAnIdentifierToThoseWithoutOne() {
        #expect(answer(Connect(version: .v5))?.properties.assignedClientIdentifier == "auto-1")
        #expect(answer(Connect(version: .v311))?.reason == .success)
        #expect(answer(Connect(version: .v311, cleanStart: false))?.reason == .clientIdentifierNotValid)
        #expect(answer(Connect(version: .v31))?.reason == .clientIdentifierNotValid)
    }

    @Test func aPacketBeforeConnectCloses() {
        let talk = Conversation()
        let link = talk.open()
        talk.say(.pingRequest, link)
        #expect(talk.closed == [link])
        #expect(talk.take(link).isEmpty)
    }

    @Test func aSecondConnectIsAnError() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.say(.connect(Connect(clientID: "ann")), ann)
        #expect(talk.disconnectReason(ann) == .protocolError)
        #expect(talk.closed == [ann])
    }

    @Test func enhancedAuthenticationIsRefused() {
        var connect = Connect(clientID: "ann")
        connect.properties.authenticationMethod = "SCRAM-SHA-1"
        #expect(answer(connect)?.reason == .badAuthenticationMethod)
    }

    @Test func nothingSaidForTenSecondsCloses() {
        let talk = Conversation()
        let link = talk.open()
        talk.pass(.seconds(9))
        #expect(talk.closed.isEmpty)
        talk.pass(.seconds(1))
        #expect(talk.closed == [link])
    }

    @Test func aSessionIsPresentAfterALoss() {
        let talk = Conversation()
        let ann = talk.connect("ann") { $0.properties.sessionExpiryInterval = 60 }
        talk.cut(ann)
        var again = Connect(clientID: "ann", cleanStart: false)
        again.properties.sessionExpiryInterval = 60
        #expect(answer(again, talk)?.sessionPresent == true)
        #expect(answer(Connect(clientID: "ann", cleanStart: true), talk)?.sessionPresent == false)
    }

    @Test func aSessionEndsWithItsExpiry() {
        let talk = Conversation()
        talk.cut(talk.connect("ann") { $0.properties.sessionExpiryInterval = 60 })
        talk.pass(.seconds(60))
        #expect(answer(Connect(clientID: "ann", cleanStart: false), talk)?.sessionPresent == false)
        #expect(talk.broker.counters.expiredClients == 1)
    }

    @Test func aLongExpiryIsCutAndSaid() {
        var connect = Connect(clientID: "ann")
        connect.properties.sessionExpiryInterval = .max
        #expect(answer(connect)?.properties.sessionExpiryInterval == 86_400)
    }

    @Test func takeOverEndsTheOldConnection() {
        let talk = Conversation()
        let old = talk.connect("ann")
        let new = talk.connect("ann")
        #expect(talk.disconnectReason(old) == .sessionTakenOver)
        #expect(talk.closed == [old])
        talk.cut(old)
        talk.subscribe(new, "a")
        talk.publish(new, "a", "still here")
        #expect(talk.heard(new) == ["a still here"])
    }

    @Test func takeOverOfAnOldVersionIsSilent() {
        let talk = Conversation()
        let old = talk.connect("ann") { $0.version = .v311 }
        talk.connect("ann")
        #expect(talk.take(old).isEmpty)
        #expect(talk.closed == [old])
    }

    @Test func keepAliveIsOneAndAHalfTimes() {
        let talk = Conversation()
        let ann = talk.connect("ann") { $0.keepAlive = 10 }
        talk.pass(.seconds(14))
        talk.say(.pingRequest, ann)
        #expect(talk.take(ann) == [.pingResponse])
        talk.pass(.milliseconds(14_900))
        #expect(talk.closed.isEmpty)
        talk.pass(.milliseconds(100))
        #expect(talk.disconnectReason(ann) == .keepAliveTimeout)
        #expect(talk.closed == [ann])
    }

    @Test func keepAliveZeroNeverEnds() {
        let talk = Conversation()
        talk.connect("ann") { $0.keepAlive = 0 }
        talk.pass(.hours(100))
        #expect(talk.closed.isEmpty)
    }

    @Test func aSessionCannotBeProlongedAtTheEnd() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        talk.say(.disconnect(Disconnect(properties: [Property(.sessionExpiryInterval, .fourBytes(10))])), ann)
        #expect(talk.disconnectReason(ann) == .protocolError)
    }

    @Test func tooManyConnectionsAreRefused() {
        var limits = BrokerLimits()
        limits.connections = 2
        let talk = Conversation(limits: limits)
        talk.connect("a")
        talk.connect("b")
        #expect(answer(Connect(clientID: "c"), talk)?.reason == .serverBusy)
        // Who is known already may come again.
        #expect(answer(Connect(clientID: "a"), talk)?.reason == .success)
    }

    @Test func aViolationIsAnsweredByVersion() {
        let talk = Conversation()
        let five = talk.connect("five")
        let three = talk.connect("three") { $0.version = .v311 }
        let nobody = talk.open()
        talk.violate(five, .malformedPacket, in: .publish)
        talk.violate(three, .malformedPacket, in: .publish)
        talk.violate(nobody, .unsupportedProtocolVersion, in: .connect)
        #expect(talk.disconnectReason(five) == .malformedPacket)
        #expect(talk.take(three).isEmpty)
        #expect(talk.take(nobody) == [.connectAck(ConnectAck(reason: .unsupportedProtocolVersion))])
        #expect(talk.closed == [five, three, nobody])
    }

    @Test func nothingIsHeardAfterTheEnd() {
        let talk = Conversation()
        let ann = talk.connect("ann")
        let bob = talk.connect("bob")
        talk.subscribe(bob, "#")
        talk.violate(ann, .malformedPacket, in: .publish)
        talk.publish(ann, "late", "x")
        talk.violate(ann, .malformedPacket, in: .publish)
        #expect(talk.heard(bob).isEmpty)
    }

    @Test func shutDownSaysGoodbye() {
        let talk = Conversation()
        let five = talk.connect("five") { $0.will = Will(topic: "w") }
        let three = talk.connect("three") { $0.version = .v311 }
        let effects = talk.broker.shutDown()
        #expect(effects.count == 3)
        guard case .send(five, .disconnect(let goodbye))? = effects.first else {
            Issue.record("no goodbye")
            return
        }
        #expect(goodbye.reason == .serverShuttingDown)
        _ = three
    }
}
