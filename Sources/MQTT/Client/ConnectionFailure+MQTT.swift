import Text

extension ConnectionFailure {
    /// What the state machine gave as the end of a connection, in words.
    static func mqtt(
        _ error: ConnectionError, endpoint: Endpoint, version: ProtocolVersion, wasAccepted: Bool,
        firstBytes: [UInt8] = [], cause: ConnectionCause
    ) -> ConnectionFailure {
        let place = endpoint.spokenAuthority
        switch error {
        case .refused(let acknowledgement):
            return refused(acknowledgement, endpoint, version)
        case .disconnected(let disconnect):
            return disconnected(disconnect, endpoint, cause)
        case .violation(let violation):
            guard wasAccepted else { return noBroker(endpoint, violation, version, firstBytes) }
            return broke(endpoint, violation, version)
        case .keepAliveTimeout:
            return ConnectionFailure(
                .keepAliveTimedOut, "\(place) no longer answers: the connection was half open",
                advice: "check the network; a shorter keep alive notices sooner")
        case .connectTimeout:
            return ConnectionFailure(
                .silent, "\(place) accepted the connection but did not answer as a broker",
                advice: (["check the port"] + older(version)).joined(separator: "; "),
                setting: version == .v5 ? .olderVersion : nil, detail: "MQTT \(version.label)")
        case .authentication(let words):
            return ConnectionFailure(
                .refused(ConnectRefusal(code: ReasonCode.notAuthorized.rawValue, isPermanent: true)),
                "authentication with \(place) failed: \(words)", advice: "check the authentication data",
                quoting: [words])
        case .invalid(let words), .limit(_, let words):
            return ConnectionFailure(.badOptions, words, advice: "", quoting: [words])
        case .lost, .closed, .notConnected, .outcomeUnknown, .endsConnection, .queueFull:
            return lost(endpoint, nil, cause)
        }
    }

    /// A broker that is one, and breaks the protocol.
    private static func broke(
        _ endpoint: Endpoint, _ violation: ProtocolViolation, _ version: ProtocolVersion
    ) -> ConnectionFailure {
        let isReadable = violation.rule != nil
        return ConnectionFailure(
            .malformed, "\(endpoint.spokenAuthority) broke the MQTT protocol: \(violation.words(in: version))",
            advice: isReadable
                ? "be less strict to read on" : "see the broker's log, or try another protocol version",
            setting: isReadable ? .strictness : nil, detail: "\(violation.reason): \(violation.text)")
    }

    /// The peer closed before it said anything.
    static func closedBeforeConnectAck(
        _ endpoint: Endpoint, _ version: ProtocolVersion, _ cause: ConnectionCause
    ) -> ConnectionFailure {
        // Before CONNACK only CONNECT can be under suspicion.
        let time = cause.suspect.map { " \(ConnectionCause.time($0.before)) after CONNECT," } ?? ""
        var advice: [String] = []
        switch endpoint.transport {
        case .tcp: advice.append("check the port: it may be one for TLS (mqtts://) or WebSocket (ws://)")
        case .tls: advice.append("check the port: it may be one for WebSocket (wss://)")
        case .unix, .webSocket, .secureWebSocket: advice.append("see the broker's log")
        }
        // One with MQTT 5 gives an identifier to a client without.
        if version != .v5, let remedy = cause.remedy { advice.append(remedy) }
        advice += older(version)
        return ConnectionFailure(
            .closedBeforeConnectAck, "\(endpoint.spokenAuthority) closed the connection\(time) without an answer",
            advice: advice.joined(separator: "; "), setting: version == .v5 ? .olderVersion : nil,
            detail: "MQTT \(version.label)")
    }

    /// What to do about a broker that perhaps has no MQTT 5.
    private static func older(_ version: ProtocolVersion) -> [String] {
        version == .v5 ? ["it may speak MQTT 3.1.1 only: choose that or auto"] : []
    }

    /// What answers CONNECT is not MQTT, or no CONNACK that can be read.
    private static func noBroker(
        _ endpoint: Endpoint, _ violation: ProtocolViolation, _ version: ProtocolVersion, _ firstBytes: [UInt8]
    ) -> ConnectionFailure {
        let place = endpoint.spokenAuthority
        func failure(
            _ summary: String, _ advice: String, _ setting: ConnectionFailure.Setting? = nil
        ) -> ConnectionFailure {
            ConnectionFailure(
                .malformed, summary, advice: advice, setting: setting,
                detail: "\(violation.reason): \(violation.text)")
        }
        if violation.packet == .connectAck {
            // It was read, and then judged: only what cannot be parsed is a Malformed Packet (MQTT 5 1.2).
            if violation.rule != nil || violation.reason != .malformedPacket {
                return broke(endpoint, violation, version)
            }
            // A CONNACK of two bytes: no properties, so one of 3.1.1 (3.2.1).
            let isOlder = version == .v5 && firstBytes.starts(with: [0x20, 2])
            return isOlder
                ? failure("\(place) answers in MQTT 3.1.1 and not in 5", "choose 3.1.1 or auto", .olderVersion)
                : failure(
                    "\(place) sent a CONNACK that cannot be read: \(violation.words(in: version))",
                    "see the broker's log, or try another protocol version", .version)
        }
        let greeting = Greeting(firstBytes)
        switch greeting {
        case .http:
            let scheme = endpoint.transport.isSecure ? "wss" : "ws"
            return failure(
                "\(place) answers in HTTP: that port is for WebSocket or the web, not for MQTT alone",
                "try \(scheme)://\(place)/mqtt")
        case .tls: return failure("\(place) answers in TLS", "try mqtts://\(place)")
        default:
            let words = Greeting.shown(firstBytes)
            let speaker = greeting.name.map { ", which is \($0)" } ?? ""
            return failure(
                "\(place) does not answer as MQTT does\(words.isEmpty ? "" : ": it begins with \(words)\(speaker)")",
                "check that the port is the broker's for \(endpoint.transport.rawValue)")
        }
    }

    private static func refused(
        _ acknowledgement: ConnectAck, _ endpoint: Endpoint, _ version: ProtocolVersion
    ) -> ConnectionFailure {
        let reason = acknowledgement.reason
        let place = endpoint.spokenAuthority
        if reason == .useAnotherServer || reason == .serverMoved {
            return redirected(acknowledgement.properties.serverReference, reason, endpoint)
        }
        let said = acknowledgement.properties.reasonString.map(ShownText.printable)
        let refusal = ConnectRefusal(code: acknowledgement.code, isPermanent: reason.isPermanentRefusal)
        if reason == .unsupportedProtocolVersion {
            // A server that does not know MQTT 5 refuses in the form of its own version (MQTT 3.1.1 3.1.2.2).
            let isOlder = version == .v5 && acknowledgement.code == 1
            return ConnectionFailure(
                .refused(refusal),
                isOlder
                    ? "\(place) speaks MQTT 3.1.1 and not 5 (code 1)"
                    : "\(place) does not speak MQTT \(version.label) (\(number(acknowledgement.code)))"
                        + saying(said),
                advice: version == .v5 ? "choose 3.1.1 or auto" : "choose another version or auto",
                setting: version == .v5 ? .olderVersion : .version,
                detail: reason.meaning, quoting: [said])
        }
        return ConnectionFailure(
            .refused(refusal),
            "\(place) refused the connection: \(reason.name.lowercasedFirst) (\(number(acknowledgement.code)))"
                + saying(said),
            advice: reason.advice, detail: reason.meaning, quoting: [said])
    }

    /// A code as its standard writes it: MQTT 5 in hexadecimal, from 0x80 on for failures, MQTT 3.1.1 in decimal (3.2.2.3).
    private static func number(_ code: UInt8) -> String {
        code < 0x80 ? "code \(code)" : "0x" + String(code, radix: 16, uppercase: true)
    }

    private static func disconnected(
        _ disconnect: Disconnect, _ endpoint: Endpoint, _ cause: ConnectionCause
    ) -> ConnectionFailure {
        let reason = disconnect.reason
        let said = disconnect.properties.reasonString.map(ShownText.printable)
        switch reason {
        case .sessionTakenOver:
            return ConnectionFailure(
                .sessionTakenOver,
                "the session was taken over: another client connected to \(endpoint.spokenAuthority) with the same client identifier",
                advice: "give this one its own client identifier", detail: reason.meaning)
        case .useAnotherServer, .serverMoved:
            return redirected(disconnect.properties.serverReference, reason, endpoint)
        default:
            return ConnectionFailure(
                .disconnectedByServer(code: reason.rawValue),
                "\(endpoint.spokenAuthority) ended the connection\(cause.behind.map { " \($0)" } ?? ""): "
                    + "\(reason.name(in: .disconnect).lowercasedFirst) (\(number(reason.rawValue)))"
                    + saying(said),
                advice: advice(on: reason, cause), detail: reason.meaning, quoting: [said])
        }
    }

    /// What a reason without a subject is about is the packet that the end came right behind.
    private static func advice(on reason: ReasonCode, _ cause: ConnectionCause) -> String {
        switch reason {
        case .unspecifiedError, .implementationSpecificError, .notAuthorized: cause.remedy ?? reason.advice
        default: reason.advice
        }
    }

    private static func redirected(
        _ reference: String?, _ reason: ReasonCode, _ endpoint: Endpoint
    ) -> ConnectionFailure {
        let target = reference.map(ShownText.printable)
        return ConnectionFailure(
            .redirected(to: target, isPermanent: reason == .serverMoved),
            "\(endpoint.spokenAuthority) asks to use \(target ?? "another server")",
            advice: target.map { "connect to \($0)" } ?? "ask its operator which one", quoting: [target])
    }

    private static func saying(_ reasonString: String?) -> String { reasonString.map { ", saying '\($0)'" } ?? "" }
}

extension ReasonCode {
    /// Whether a CONNACK with this reason will be the same again until a person changes something.
    var isPermanentRefusal: Bool {
        switch self {
        // These may pass by themselves; what all others object to is in CONNECT, which will be the same.
        case .unspecifiedError, .implementationSpecificError, .serverUnavailable, .serverBusy, .quotaExceeded,
            .connectionRateExceeded, .serverShuttingDown:
            false
        default:
            true
        }
    }
}

extension String {
    /// The standard's names begin with a capital, which looks wrong in the middle of a sentence; "QoS" stays what it is.
    fileprivate var lowercasedFirst: String {
        let isWord = prefix { $0 != " " }.dropFirst().allSatisfy { !$0.isUppercase }
        return isWord ? prefix(1).lowercased() + dropFirst() : self
    }
}
