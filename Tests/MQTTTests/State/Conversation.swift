import NIOCore

@testable import MQTT

/// A talk with a state machine: time turned by hand, what it wants done noted.
struct Conversation {
    var state: ConnectionState
    var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
    let version: ProtocolVersion

    init(
        _ version: ProtocolVersion = .v5, session: Session = Session(), cleanStart: Bool = false,
        properties: Properties = [], change: (inout ConnectionOptions) -> Void = { _ in }
    ) {
        self.version = version
        var options = ConnectionOptions(
            connect: Connect(
                version: version, clientID: "c", cleanStart: cleanStart, keepAlive: 60, properties: properties))
        options.usesTopicAliases = false
        change(&options)
        state = ConnectionState(options, session: session)
    }

    /// Goes through CONNECT and CONNACK.
    @discardableResult
    mutating func connect(sessionPresent: Bool = false, _ properties: Properties = []) -> [ConnectionAction] {
        _ = state.start(at: now)
        return hear(.connectAck(ConnectAck(sessionPresent: sessionPresent, properties: properties)))
    }

    mutating func hear(_ packet: Packet) -> [ConnectionAction] { state.receive(packet: packet, at: now) }

    /// Hears a read full of packets, as bytes; returns what was asked for, and the payloads delivered.
    mutating func hear(read packets: [Packet]) throws -> (actions: [ConnectionAction], delivered: [String]) {
        var bytes = ByteBuffer()
        for packet in packets { try PacketEncoder(version: version).encode(packet, into: &bytes) }
        var decoder = StreamDecoder(version: version)
        var actions: [ConnectionAction] = []
        var delivered: [String] = []
        try decoder.receive(bytes) { element in
            switch element {
            case .violation(let violation, _): actions.append(.violated(violation, count: 1))
            case .packet(let packet, _): actions += state.receive(packet: packet, at: now)
            case .messages(var batch):
                actions += state.receive(batch: &batch, at: now)
                batch.forEach { delivered.append(String(decoding: $0.payload, as: UTF8.self)) }
            }
        }
        return (actions, delivered)
    }

    mutating func wait(_ time: TimeAmount) -> [ConnectionAction] {
        now = now + time
        return state.tick(at: now)
    }

    mutating func publish(_ payload: String, _ qos: QoS, token: UInt64) -> [ConnectionAction] {
        state.publish(
            Publish(topic: "t", payload: ByteBuffer(string: payload), qos: qos), token: Token(token), at: now)
    }

    /// The connection breaks, and another one is opened with the same session.
    func reconnected(sessionPresent: Bool = true, _ properties: Properties = []) -> (Conversation, [ConnectionAction]) {
        var old = state
        _ = old.connectionLost(.lost("cable"))
        var next = Conversation(version, session: old.session)
        let actions = next.connect(sessionPresent: sessionPresent, properties)
        return (next, actions)
    }
}

/// What an action is, in a line that tests can compare.
func words(_ actions: [ConnectionAction]) -> [String] {
    actions.map { action in
        switch action {
        case .send(.publishRelease(let ack)):
            "PUBREL \(ack.packetID)" + (ack.reason == .success ? "" : " \(ack.reason.name)")
        case .send(.publishComplete(let ack)):
            "PUBCOMP \(ack.packetID)" + (ack.reason == .success ? "" : " \(ack.reason.name)")
        case .send(.disconnect(let disconnect)): "DISCONNECT \(disconnect.reason.name(in: .disconnect))"
        case .send(let packet): packet.type.name
        case .publish(let publish, let token):
            "PUBLISH \(publish.packetID)\(publish.duplicate ? " dup" : "") "
                + String(buffer: publish.payload) + (token == nil ? "" : " then \(token?.rawValue ?? 0)")
        case .acknowledge(let bytes):
            "acknowledge " + bytes.readableBytesView.map { String($0, radix: 16) }.joined(separator: " ")
        case .connected(_, let restore): "connected" + restore.map { " \($0.filter)" }.joined()
        case .challenge: "challenge"
        case .violated(let violation, let count):
            "violated \(violation.rule.map { "\($0)" } ?? "no rule")" + (count == 1 ? "" : " \(count)")
        case .progress(let token, .held): "\(token.rawValue) held"
        case .progress(let token, let step): "\(token.rawValue) \(step)"
        case .complete(let token, let result):
            switch result {
            case .sent: "\(token.rawValue) sent"
            case .published(let reason, _): "\(token.rawValue) published \(reason.name)"
            case .subscribed(let reasons, _):
                "\(token.rawValue) subscribed \(reasons.map { $0.name(in: .subscribeAck) })"
            case .unsubscribed(let reasons, _): "\(token.rawValue) unsubscribed \(reasons.map(\.name))"
            case .authenticated: "\(token.rawValue) authenticated"
            case .ponged(let time): "\(token.rawValue) ponged \(time.nanoseconds / 1_000_000)"
            }
        case .fail(let token, let error): "\(token.rawValue) failed: \(kind(error))"
        case .close(let error): "close: \(kind(error))"
        }
    }
}

private func kind(_ error: ConnectionError) -> String {
    switch error {
    case .refused(let ack): "refused \(ack.reason.name)"
    case .disconnected(let disconnect): "disconnected \(disconnect.reason.name)"
    case .violation(let violation): "violation \(violation.reason.name)"
    case .limit(let reason, _): "limit \(reason.name)"
    case .invalid: "invalid"
    case .authentication: "authentication"
    case .lost: "lost"
    case .keepAliveTimeout: "keepAliveTimeout"
    case .connectTimeout: "connectTimeout"
    case .notConnected: "notConnected"
    case .closed: "closed"
    case .outcomeUnknown: "outcome unknown"
    case .endsConnection: "endsConnection"
    case .queueFull: "queueFull"
    }
}
