import NIOCore
import Testing

@testable import MQTT

/// What is said of those who answer a CONNECT, but not as the client hoped.
@Suite("Words for what is no broker of that version") struct FailureWordsTests {
    private let plain = Endpoint(host: "h", port: 1)
    private let cause = ConnectionCause(
        closer: .broker, reason: nil, sent: [], received: [], suspect: nil, hasClientID: true)

    private func words(
        _ bytes: [UInt8], _ transport: Endpoint.Transport = .tcp, _ version: ProtocolVersion = .v5
    ) -> String {
        var decoder = StreamDecoder(version: version)
        decoder.toleratesBreaches = true
        var error: ConnectionError?
        do {
            try decoder.receive(ByteBuffer(bytes: bytes)) { element in
                if case .packet(.connectAck(let answer), _) = element { error = .refused(answer) }
            }
        } catch { return failure(.violation(error), transport, version, bytes) }
        return error.map { failure($0, transport, version, bytes) } ?? "accepted"
    }

    private func failure(
        _ error: ConnectionError, _ transport: Endpoint.Transport, _ version: ProtocolVersion, _ bytes: [UInt8]
    ) -> String {
        var endpoint = plain
        endpoint.transport = transport
        let failure = ConnectionFailure.mqtt(
            error, endpoint: endpoint, version: version, wasAccepted: false, firstBytes: bytes, cause: cause)
        return "\(failure)"
    }

    @Test("A broker that speaks MQTT 3.1.1 only is called that") func onlyOlder() {
        #expect(words([0x20, 2, 0, 1]) == "h:1 speaks MQTT 3.1.1 and not 5 (code 1); choose 3.1.1 or auto")
        #expect(words([0x20, 2, 0, 0]) == "h:1 answers in MQTT 3.1.1 and not in 5; choose 3.1.1 or auto")
        #expect(
            words([0x20, 3, 0, 0x84, 0])
                == "h:1 does not speak MQTT 5 (0x84); choose 3.1.1 or auto")
        #expect(
            words([0x20, 2, 0, 1], .tcp, .v311)
                == "h:1 does not speak MQTT 3.1.1 (code 1); choose another version or auto")
        let closed = ConnectionFailure.closedBeforeConnectAck(plain, .v5, cause)
        #expect(closed.advice.hasSuffix("it may speak MQTT 3.1.1 only: choose that or auto"))
        #expect(!ConnectionFailure.closedBeforeConnectAck(plain, .v311, cause).advice.contains("3.1.1"))
    }

    @Test("Another protocol is named, with the address to try") func others() {
        let http = Array("HTTP/1.1 400 Bad Request\r\n".utf8)
        #expect(
            words(http)
                == "h:1 answers in HTTP: that port is for WebSocket or the web, not for MQTT alone; try ws://h:1/mqtt")
        #expect(words(http, .tls).hasSuffix("try wss://h:1/mqtt"))
        #expect(words([0x15, 3, 1, 0, 2, 2, 70]) == "h:1 answers in TLS; try mqtts://h:1")
        #expect(
            words(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))
                == "h:1 does not answer as MQTT does: it begins with 'SSH-2.0-OpenSSH_9.2', which is an SSH server; check "
                + "that the port is the broker's for mqtt")
        #expect(words([0, 1, 0xAB]).contains("it begins with 00 01 ab"))
    }

    @Test("A CONNACK that was read and breaks a rule is not one that cannot be read") func connectAcks() {
        let maximum = ProtocolViolation(.maximumQoSExists, in: .connectAck, "Maximum QoS is 2, neither 0 nor 1.")
        #expect(
            failure(.violation(maximum), .tcp, .v5, [0x20])
                == "h:1 broke the MQTT protocol: CONNACK: Maximum QoS is 2, neither 0 nor 1 (MQTT 5, section 3.2.2.3.4); "
                + "be less strict to read on")
        let present = ProtocolViolation(.protocolError, in: .connectAck, "A session is present.")
        #expect(failure(.violation(present), .tcp, .v5, [0x20]).hasPrefix("h:1 broke the MQTT protocol: CONNACK: A"))
        #expect(words([0x20, 1, 0]).hasPrefix("h:1 sent a CONNACK that cannot be read: CONNACK: "))
    }

    @Test("Reasons in a sentence have the names that they have in their packet") func reasons() {
        func said(_ reason: ReasonCode) -> String {
            failure(.disconnected(Disconnect(reason: reason)), .tcp, .v5, [])
        }
        #expect(said(.success) == "h:1 ended the connection: normal disconnection (code 0)")
        #expect(said(.qosNotSupported).hasPrefix("h:1 ended the connection: QoS not supported (0x9B)"))
        #expect(said(.serverBusy).hasPrefix("h:1 ended the connection: server busy (0x89)"))
    }

    @Test("Advice is the rest of a sentence") func advice() {
        for code in UInt8.min...UInt8.max {
            guard let reason = ReasonCode(rawValue: code), !reason.advice.isEmpty else { continue }
            #expect(reason.advice.first?.isLowercase == true && reason.advice.last != ".", "\(reason)")
        }
        let violation = ProtocolViolation(.malformedPacket, in: .publish, "QoS 3 does not exist.")
        let failure = ConnectionFailure.mqtt(
            .violation(violation), endpoint: plain, version: .v5, wasAccepted: true, cause: cause)
        #expect(!"\(failure)".contains(".;"))
    }

    @Test("What nobody may read has other words in every failure, while it is known which filter it was")
    func spoken() {
        var endpoint = Endpoint(transport: .webSocket, host: "the", port: 9001, path: "/the")
        endpoint.words = Endpoint.Words(authority: "{{h}}:9001", host: "{{h}}", port: nil, path: "/{{p}}")
        #expect("\(endpoint)" == "ws://{{h}}:9001/{{p}}" && endpoint.origin == "ws://the:9001")
        var note = PacketNote(.subscribe, at: .now())
        note.subjects = ["the/#", "a"]
        var cause = self.cause
        (cause.sent, cause.suspect) = ([note], note)
        let said = cause.saying(SpokenNames(["the/#": "{{h}}/#"]))
        #expect(said.isSame(as: cause) && said.suspect?.subjects == ["the/#", "a"])
        #expect("\(ConnectionFailure.lost(endpoint, nil, said))".contains("after SUBSCRIBE {{h}}/# and a; "))
        var answer = ConnectAck(reason: .notAuthorized)
        answer.properties.reasonString = "not from the net"
        let refused = ConnectionFailure.mqtt(
            .refused(answer), endpoint: endpoint, version: .v5, wasAccepted: false, cause: said)
        let words = refused.quoting { $0.replacing("the", with: "{{h}}") }
        #expect(
            "\(words)".hasPrefix("{{h}}:9001 refused the connection: ") && "\(words)".contains("'not from {{h}} net'"))
    }
}
