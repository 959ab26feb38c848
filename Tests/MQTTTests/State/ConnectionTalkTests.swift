import NIOCore
import Testing

@testable import MQTT

@Suite("Opening, keeping and closing")
struct ConnectionTalkTests {
    @Test func connectAndConnack() {
        var talk = Conversation()
        #expect(words(talk.state.start(at: talk.now)) == ["CONNECT"])
        #expect(talk.state.phase == .connecting)
        #expect(
            words(talk.hear(.connectAck(ConnectAck(properties: [Property(.topicAliasMaximum, .twoBytes(7))]))))
                == ["connected"])
        #expect(talk.state.phase == .connected)
        #expect(talk.state.limits.topicAliasMaximum == 7)
        var strict = Conversation { $0.isStrict = true }
        strict.connect()
        #expect(words(strict.hear(.connectAck(ConnectAck()))).last == "close: violation Protocol Error")
    }

    @Test func aConnectThatCannotBeWrittenIsNotSent() {
        var talk = Conversation(.v311) { $0.connect.password = [1] }
        #expect(words(talk.state.start(at: talk.now)) == ["close: invalid"])
        var will = Conversation { $0.connect.will = Will(topic: "a/#") }
        #expect(words(will.state.start(at: will.now)) == ["close: invalid"])
    }

    @Test func refusal() {
        var talk = Conversation(.v311)
        _ = talk.state.start(at: talk.now)
        let refusal = ConnectAck(sessionPresent: false, reason: .notAuthorized, code: 5)
        #expect(words(talk.hear(.connectAck(refusal))) == ["close: refused Not authorized"])
        #expect("\(ConnectionError.refused(refusal))".contains("Not authorized"))
    }

    @Test func silenceAfterConnect() {
        var talk = Conversation()
        _ = talk.state.start(at: talk.now)
        #expect(talk.wait(.seconds(9)).isEmpty)
        #expect(words(talk.wait(.seconds(1))) == ["close: connectTimeout"])
        #expect(talk.state.nextDeadline == nil)
    }

    @Test func aSessionAfterACleanStartIsAViolation() {
        var talk = Conversation(cleanStart: true)
        #expect(
            words(talk.connect(sessionPresent: true)) == [
                "DISCONNECT Protocol Error", "close: violation Protocol Error",
            ])
    }

    @Test("Before MQTT 5 a session that nobody asked for counts as new") func anOldSessionAfterACleanStart() {
        var talk = Conversation(.v311, cleanStart: true)
        #expect(words(talk.connect(sessionPresent: true)).first == "violated sessionIsAskedFor")
        #expect(talk.state.phase == .connected)
    }

    @Test("What comes once too often or unasked is told, and the connection stays") func unasked() {
        var talk = Conversation()
        talk.connect()
        #expect(words(talk.hear(.connectAck(ConnectAck()))) == ["violated connectAckComesOnce"])
        #expect(words(talk.hear(.pingResponse)) == ["violated pingIsAskedFor"])
        _ = talk.state.ping(Token(1), at: talk.now)
        #expect(words(talk.hear(.pingResponse)).count == 1 && talk.state.phase == .connected)
        #expect(words(talk.hear(.pingResponse)) == ["violated pingIsAskedFor"])
    }

    @Test func anAnswerBeforeConnackIsAViolation() {
        var talk = Conversation()
        _ = talk.state.start(at: talk.now)
        #expect(words(talk.hear(.pingResponse)) == ["close: violation Protocol Error"])
    }

    @Test func theServersDisconnectIsHandedOn() {
        var talk = Conversation()
        talk.connect()
        let moved = Disconnect(
            reason: .serverMoved,
            properties: [Property(.serverReference, .string("other:1883")), Property(.reasonString, .string("bye"))])
        #expect(talk.hear(.disconnect(moved)).count == 1)
        let text = "\(ConnectionError.disconnected(moved))"
        #expect(text.contains("Server moved") && text.contains("other:1883") && text.contains("bye"))
    }

    @Test(arguments: [ReasonCode.malformedPacket, .protocolError, .packetTooLarge, .topicAliasInvalid])
    func aViolationIsTold(_ reason: ReasonCode) {
        let violation = ProtocolViolation(reason, in: .publish, "It is bad.")
        var talk = Conversation()
        talk.connect()
        #expect(
            words(talk.state.received(violation: violation, at: talk.now))
                == ["DISCONNECT \(reason.name)", "close: violation \(reason.name)"])
        #expect(talk.state.received(violation: violation, at: talk.now).isEmpty)
        var old = Conversation(.v311)
        old.connect()
        #expect(words(old.state.received(violation: violation, at: old.now)) == ["close: violation \(reason.name)"])
    }

    // MARK: Keep alive

    @Test func aPingBeforeTheKeepAliveEnds() throws {
        var talk = Conversation()
        talk.connect()
        let deadline = try #require(talk.state.nextDeadline)
        #expect(deadline - talk.now < .seconds(60))
        #expect(talk.wait(.seconds(53)).isEmpty)
        #expect(words(talk.wait(.seconds(1))) == ["PINGREQ"])
        #expect(talk.wait(.seconds(5)).isEmpty)
        #expect(talk.hear(.pingResponse).isEmpty)
        #expect(talk.wait(.seconds(30)).isEmpty)
    }

    @Test func aPingIsTimed() {
        var talk = Conversation()
        #expect(words(talk.state.ping(Token(1), at: talk.now)) == ["1 failed: notConnected"])
        talk.connect()
        #expect(words(talk.state.ping(Token(2), at: talk.now)) == ["PINGREQ"])
        _ = talk.wait(.milliseconds(12))
        #expect(words(talk.state.ping(Token(3), at: talk.now)) == ["PINGREQ"])
        _ = talk.wait(.milliseconds(3))
        #expect(words(talk.hear(.pingResponse)) == ["2 ponged 15"])
        #expect(words(talk.hear(.pingResponse)) == ["3 ponged 3"])
        #expect(words(talk.hear(.pingResponse)) == ["violated pingIsAskedFor"])
        _ = talk.state.ping(Token(4), at: talk.now)
        #expect(words(talk.state.connectionLost(.lost("gone"))).count == 1)
        // The ping of the keep alive is answered in its turn.
        var quiet = Conversation()
        quiet.connect()
        _ = quiet.wait(.seconds(54))
        _ = quiet.state.ping(Token(5), at: quiet.now)
        #expect(quiet.hear(.pingResponse).isEmpty)
        #expect(words(quiet.hear(.pingResponse)) == ["5 ponged 0"])
    }

    @Test func aSilentServerIsNoticed() {
        var talk = Conversation()
        talk.connect()
        _ = talk.wait(.seconds(54))
        #expect(talk.wait(.seconds(9)).isEmpty)
        #expect(words(talk.wait(.seconds(1))) == ["DISCONNECT Unspecified error", "close: keepAliveTimeout"])
    }

    @Test func anyByteShowsThatTheServerLives() {
        var talk = Conversation(.v311)
        talk.connect()
        _ = talk.wait(.seconds(54))
        talk.state.receivedBytes(at: talk.now)
        #expect(talk.wait(.seconds(40)).isEmpty)
        #expect(talk.state.phase == .connected)
    }

    /// Sending alone proves nothing: a half-open connection swallows QoS 0 for a long time.
    @Test func sendingDoesNotHideASilentServer() {
        var talk = Conversation(.v311)
        talk.connect()
        var seen: [String] = []
        for _ in 0..<8 {
            _ = talk.publish("x", .atMostOnce, token: 1)
            seen += words(talk.wait(.seconds(10)))
        }
        #expect(seen == ["PINGREQ", "close: keepAliveTimeout"])
    }

    @Test func theServersKeepAliveCounts() {
        var talk = Conversation()
        talk.connect([Property(.serverKeepAlive, .twoBytes(10))])
        #expect(words(talk.wait(.seconds(9))) == ["PINGREQ"])
    }

    @Test func zeroTurnsItOff() {
        var talk = Conversation { $0.connect.keepAlive = 0 }
        talk.connect()
        #expect(talk.state.nextDeadline == nil)
        #expect(talk.wait(.hours(24)).isEmpty)
    }

    @Test func theLongestKeepAlive() {
        var talk = Conversation { $0.connect.keepAlive = .max }
        talk.connect()
        #expect(talk.wait(.seconds(58_000)).isEmpty)
        #expect(words(talk.wait(.seconds(1_000))) == ["PINGREQ"])
    }

    // MARK: Enhanced authentication

    @Test func anExchange() {
        let method = Property(.authenticationMethod, .string("SCRAM"))
        var talk = Conversation(properties: [method])
        _ = talk.state.start(at: talk.now)
        #expect(words(talk.hear(.auth(Auth(properties: [method])))) == ["challenge"])
        guard case .send(.auth(let answer))? = talk.state.authenticate(data: [1], at: talk.now).first else {
            return #expect(Bool(false))
        }
        #expect(answer.reason == .continueAuthentication)
        #expect(answer.properties.authenticationMethod == "SCRAM")
        #expect(answer.properties.authenticationData == [1])
        #expect(words(talk.hear(.connectAck(ConnectAck(properties: [method])))) == ["connected"])
        #expect(words(talk.state.reauthenticate(data: [2], token: Token(9), at: talk.now)) == ["AUTH"])
        #expect(words(talk.hear(.auth(Auth(properties: [method])))) == ["challenge"])
        #expect(words(talk.hear(.auth(Auth(reason: .success, properties: [method])))) == ["9 authenticated"])
        #expect(words(talk.hear(.auth(Auth(properties: [method])))) == ["violated authenticationIsAskedFor"])
    }

    @Test("CONNACK names no authentication method to a client that named none") func aMethodNobodyAskedFor() {
        let method: Properties = [Property(.authenticationMethod, .string("SCRAM"))]
        var talk = Conversation()
        #expect(words(talk.connect(method)) == ["violated authenticationIsAskedFor", "connected"])
        var strict = Conversation { $0.isStrict = true }
        #expect(words(strict.connect(method)) == ["DISCONNECT Protocol Error", "close: violation Protocol Error"])
    }

    @Test func authenticationNobodyAskedFor() {
        var talk = Conversation()
        _ = talk.state.start(at: talk.now)
        #expect(words(talk.hear(.auth(Auth()))) == ["close: violation Protocol Error"])
        var other = Conversation(properties: [Property(.authenticationMethod, .string("A"))])
        _ = other.state.start(at: other.now)
        let auth = Auth(properties: [Property(.authenticationMethod, .string("B"))])
        #expect(words(other.hear(.auth(auth))) == ["close: violation Protocol Error"])
    }

    @Test func aPendingReauthenticationFailsWithTheConnection() {
        let method = Property(.authenticationMethod, .string("A"))
        var talk = Conversation(properties: [method])
        talk.connect([method])
        _ = talk.state.reauthenticate(data: nil, token: Token(1), at: talk.now)
        #expect(words(talk.state.connectionLost(.lost("cable"))) == ["1 failed: lost"])
    }
}
