extension ConnectionFailure {
    /// What the state machine gave as the end of a connection, in words.
    static func mqtt(
        _ error: ConnectionError, endpoint: Endpoint, version: ProtocolVersion, wasAccepted: Bool,
        cause: ConnectionCause
    ) -> ConnectionFailure {
        let place = endpoint.authority
        switch error {
        case .refused(let acknowledgement):
            return refused(acknowledgement, endpoint)
        case .disconnected(let disconnect):
            return disconnected(disconnect, endpoint, cause)
        case .violation(let violation):
            return ConnectionFailure(
                .malformed,
                wasAccepted
                    ? "\(place) broke the MQTT protocol: \(violation.text)" : "\(place) does not answer as MQTT does",
                advice: wasAccepted
                    ? "see the broker's log, or try another protocol version"
                    : "check that the port is the broker's for \(endpoint.transport.rawValue)",
                detail: "\(violation.reason): \(violation.text)")
        case .keepAliveTimeout:
            return ConnectionFailure(
                .keepAliveTimedOut, "\(place) no longer answers: the connection was half open",
                advice: "check the network; a shorter keep alive notices sooner")
        case .connectTimeout:
            return ConnectionFailure(
                .silent, "\(place) accepted the connection but did not answer as a broker",
                advice: "check the port; try protocol 3.1.1 if it is an old broker", detail: "MQTT \(version.label)")
        case .authentication(let words):
            return ConnectionFailure(
                .refused(ConnectRefusal(code: ReasonCode.notAuthorized.rawValue, isPermanent: true)),
                "authentication with \(place) failed: \(words)", advice: "check the authentication data")
        case .invalid(let words), .limit(_, let words):
            return ConnectionFailure(.badOptions, words, advice: "")
        case .lost, .closed, .notConnected, .outcomeUnknown, .endsConnection, .queueFull:
            return lost(endpoint, nil, cause)
        }
    }

    /// The peer closed before it said anything.
    static func closedBeforeConnectAck(
        _ endpoint: Endpoint, _ version: ProtocolVersion, _ cause: ConnectionCause
    ) -> ConnectionFailure {
        let time = cause.suspect.map { " \(ConnectionCause.time($0.before)) after CONNECT," } ?? ""
        let advice =
            endpoint.transport.isSecure
            ? "see the broker's log; try protocol 3.1.1 if it is an old broker"
            : "check the port: it may be one for TLS (mqtts://) or WebSocket (ws://)"
        return ConnectionFailure(
            .closedBeforeConnectAck, "\(endpoint.authority) closed the connection\(time) without an answer",
            advice: cause.remedy.map { "\(advice); \($0)" } ?? advice, detail: "MQTT \(version.label)")
    }

    private static func refused(_ acknowledgement: ConnectAck, _ endpoint: Endpoint) -> ConnectionFailure {
        let reason = acknowledgement.reason
        let place = endpoint.authority
        if reason == .useAnotherServer || reason == .serverMoved {
            return redirected(acknowledgement.properties.serverReference, reason, endpoint)
        }
        let refusal = ConnectRefusal(code: acknowledgement.code, isPermanent: reason.isPermanentRefusal)
        return ConnectionFailure(
            .refused(refusal),
            "\(place) refused the connection: \(reason.name.lowercasedFirst) (code \(acknowledgement.code))"
                + said(acknowledgement.properties.reasonString),
            advice: reason.advice, detail: reason.meaning)
    }

    private static func disconnected(
        _ disconnect: Disconnect, _ endpoint: Endpoint, _ cause: ConnectionCause
    ) -> ConnectionFailure {
        let reason = disconnect.reason
        switch reason {
        case .sessionTakenOver:
            return ConnectionFailure(
                .sessionTakenOver,
                "the session was taken over: another client connected to \(endpoint.authority) with the same client identifier",
                advice: "give this one its own client identifier", detail: reason.meaning)
        case .useAnotherServer, .serverMoved:
            return redirected(disconnect.properties.serverReference, reason, endpoint)
        default:
            return ConnectionFailure(
                .disconnectedByServer(code: reason.rawValue),
                "\(endpoint.authority) ended the connection\(cause.behind.map { " \($0)" } ?? ""): "
                    + "\(reason.name.lowercasedFirst) (code \(reason.rawValue))"
                    + said(disconnect.properties.reasonString),
                advice: advice(on: reason, cause), detail: reason.meaning)
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
            "\(endpoint.authority) asks to use \(target ?? "another server")",
            advice: target.map { "connect to \($0)" } ?? "ask its operator which one")
    }

    private static func said(_ reasonString: String?) -> String {
        reasonString.map { ", saying '\(ShownText.printable($0))'" } ?? ""
    }
}

extension ReasonCode {
    /// Whether a CONNACK with this reason will be the same again until a person changes something.
    var isPermanentRefusal: Bool {
        switch self {
        case .unspecifiedError, .implementationSpecificError, .serverUnavailable, .serverBusy, .quotaExceeded,
            .connectionRateExceeded, .serverShuttingDown:
            false
        default:
            true
        }
    }
}

extension String {
    /// The standard's names begin with a capital, which looks wrong in the middle of a sentence.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
