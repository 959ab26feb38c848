import MQTT

/// The handshakes of a connection that are open, and what each packet means to them: pure.
///
/// The client and the server number their handshakes independently: an identifier of one says nothing about the same
/// identifier of the other (MQTT 5 2.2.1).
struct Handshakes {
    /// What was begun.
    enum Kind {
        case publish
        case subscribe
        case unsubscribe
    }

    /// A handshake whose end has not come.
    struct Open {
        var head: UInt64
        var kind: Kind
        var qos = 0
        var hasReceived = false
    }

    /// What a packet is to the handshakes.
    struct Part {
        /// The row that began the handshake; nil for one that begins one, or has none.
        var head: UInt64?
        /// What became of the handshake with it.
        var handshake = WireRow.Handshake.none
        /// What is wrong with it.
        var fault: Fault?
    }

    /// What a packet does that its handshake does not allow.
    enum Fault: Equatable {
        case identifierInUse
        case wrongAcknowledgement
        case unknownIdentifier
        case neverSeen
        case pingUnanswered(UInt64)
    }

    /// Those that the client began, and the server, by their packet identifiers.
    private(set) var client: [UInt16: Open] = [:]
    private(set) var server: [UInt16: Open] = [:]
    private(set) var pings: [UInt64] = []
    private var connect: UInt64?
    private var auth: UInt64?
    /// Messages of QoS 1 and 2 that the client has under way to the server in this connection, and the server to the
    /// client.
    private(set) var (sending, receiving) = (0, 0)
    /// Whether packets of this session went by that were not looked at.
    var hasGap = true

    /// The rows of handshakes that are open.
    var openHeads: [UInt64] { client.values.map(\.head) + server.values.map(\.head) + pings }

    /// Takes a packet as the row of that number.
    mutating func take(_ packet: PacketHead, _ direction: WireRow.Direction, as number: UInt64) -> Part {
        let isSent = direction == .sent
        switch packet.type {
        case .connect:
            connect = number
            return Part(handshake: .open)
        case .connectAck:
            // Answered or not, the next AUTH begins a handshake of its own.
            defer { connect = nil }
            return Part(head: connect, handshake: packet.reason == 0 ? .done : .failed)
        case .auth: return authenticate(packet, number)
        case .publish: return packet.qos == 0 ? Part() : publish(packet, isSent, number)
        // What answers the client's messages comes from the server, and the other way round.
        case .publishAck, .publishReceived, .publishComplete: return acknowledge(packet, ofClient: !isSent)
        // PUBREL goes the way of the PUBLISH.
        case .publishRelease: return acknowledge(packet, ofClient: isSent)
        case .subscribe: return begin(Open(head: number, kind: .subscribe), packet, ofClient: true)
        case .unsubscribe: return begin(Open(head: number, kind: .unsubscribe), packet, ofClient: true)
        case .subscribeAck, .unsubscribeAck: return acknowledge(packet, ofClient: true)
        case .pingRequest:
            defer { pings.append(number) }
            // A second PINGREQ while one is open shows that the first was not answered.
            return Part(handshake: .open, fault: pings.last.map { .pingUnanswered($0) })
        case .pingResponse:
            if pings.isEmpty { return Part(fault: hasGap ? nil : .unknownIdentifier) }
            // PINGRESP has no identifier: it answers the oldest.
            return Part(head: pings.removeFirst(), handshake: .done)
        case .disconnect, nil: return Part()
        }
    }

    private mutating func authenticate(_ packet: PacketHead, _ number: UInt64) -> Part {
        // Until CONNACK it is a part of what CONNECT began (MQTT 5 4.12).
        if let connect { return Part(head: connect, handshake: .open) }
        guard let auth else {
            auth = number
            // Reason 0x00 is success (MQTT 5 3.15.2.1): it is over with this one.
            return Part(handshake: packet.reason == 0 ? .done : .open)
        }
        if packet.reason == 0 { self.auth = nil }
        return Part(head: auth, handshake: packet.reason == 0 ? .done : .open)
    }

    private mutating func publish(_ packet: PacketHead, _ isSent: Bool, _ number: UInt64) -> Part {
        // Sent again: the handshake goes on (MQTT 5 4.4).
        if packet.isDuplicate, let open = find(packet.id, ofClient: isSent), open.kind == .publish {
            return Part(head: open.head, handshake: .open)
        }
        let isKnown = !packet.isDuplicate || hasGap
        var part = begin(Open(head: number, kind: .publish, qos: packet.qos), packet, ofClient: isSent)
        if !isKnown, part.fault == nil { part.fault = .neverSeen }
        return part
    }

    private mutating func begin(_ open: Open, _ packet: PacketHead, ofClient: Bool) -> Part {
        let isInUse = find(packet.id, ofClient: ofClient) != nil
        // Over the old one: what is acknowledged from here on is the newer.
        set(packet.id, open, ofClient: ofClient)
        // Two under one identifier are one that is under way.
        if open.kind == .publish, !isInUse { count(1, ofClient: ofClient) }
        return Part(handshake: .open, fault: isInUse ? .identifierInUse : nil)
    }

    private mutating func acknowledge(_ packet: PacketHead, ofClient: Bool) -> Part {
        guard var open = find(packet.id, ofClient: ofClient) else {
            // PUBREL and PUBCOMP may go on with a session of before (MQTT 5 4.4).
            let mayResume = packet.type == .publishRelease || packet.type == .publishComplete
            return Part(fault: hasGap || mayResume ? nil : .unknownIdentifier)
        }
        let isRight =
            switch (packet.type, open.kind) {
            case (.publishAck, .publish): open.qos == 1
            case (.publishReceived, .publish): open.qos == 2
            case (.publishRelease, .publish), (.publishComplete, .publish): open.qos == 2 && open.hasReceived
            case (.subscribeAck, .subscribe), (.unsubscribeAck, .unsubscribe): true
            default: false
            }
        // It stays open: the right acknowledgement may still come.
        guard isRight else { return Part(head: open.head, handshake: .open, fault: .wrongAcknowledgement) }
        let isRefused = packet.reason >= 0x80
        switch packet.type {
        // published -> received: PUBREL is to come. With an error it is the end (MQTT 5 4.3.3).
        case .publishReceived where !isRefused:
            open.hasReceived = true
            set(packet.id, open, ofClient: ofClient)
            return Part(head: open.head, handshake: .open)
        // PUBREL with an error is no end by itself: PUBCOMP answers it all the same (MQTT 5 4.3.3).
        case .publishRelease: return Part(head: open.head, handshake: .open)
        default:
            set(packet.id, nil, ofClient: ofClient)
            if open.kind == .publish { count(-1, ofClient: ofClient) }
            return Part(head: open.head, handshake: isRefused ? .failed : .done)
        }
    }

    // MARK: - Sessions

    /// The server has answered CONNECT: a session of before goes on, or not.
    /// - Returns: the rows of handshakes that will never come to their end.
    mutating func begin(resuming: Bool) -> [UInt64] {
        var lost =
            pings
            + [client, server].flatMap { side in
                // SUBSCRIBE and UNSUBSCRIBE are no part of the session's state (MQTT 5 4.1).
                side.values.filter { !resuming || $0.kind != .publish }.map(\.head)
            }
        pings = []
        if let auth { lost.append(auth) }
        auth = nil
        // What waits for an answer is sent again, and then counts for this connection (MQTT 5 4.9).
        client = resuming ? client.filter { $0.value.kind == .publish } : [:]
        server = resuming ? server : [:]
        (sending, receiving) = (client.count, server.count)
        return lost
    }

    private func find(_ id: UInt16, ofClient: Bool) -> Open? { ofClient ? client[id] : server[id] }

    private mutating func set(_ id: UInt16, _ open: Open?, ofClient: Bool) {
        if ofClient { client[id] = open } else { server[id] = open }
    }

    private mutating func count(_ step: Int, ofClient: Bool) {
        // Beneath zero goes what began before the log did.
        if ofClient { sending = max(0, sending + step) } else { receiving = max(0, receiving + step) }
    }
}
