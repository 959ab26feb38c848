import MQTT
import NIOCore

extension Broker {
    /// CONNECT (MQTT 5 3.1.4): every user name and password is welcome.
    func connect(_ connect: Connect, _ link: LinkID, at now: NIODeadline) {
        counters.connectsReceived += 1
        // CONNACK says why before the connection is closed (MQTT 5 3.1.4).
        if let reason = objection(to: connect) {
            refuse(link, reason)
            close(link)
            return
        }
        let clientID = connect.clientID.isEmpty ? newClientID() : connect.clientID
        let existing = sessions[clientID]
        if let existing { takeOver(existing, isEnding: connect.cleanStart, at: now) }
        // The take-over may have ended it: a session that was to end with its connection has.
        let isPresent = existing != nil && !connect.cleanStart && sessions[clientID] != nil
        // A clean start, or nothing to go on with: what is left ends here.
        if !isPresent { endSession(clientID, at: now) }

        let session = sessions[clientID] ?? BrokerSession(clientID: clientID, version: connect.version)
        sessions[clientID] = session
        session.version = connect.version
        session.link = link
        // What was under way on the old connection goes again (MQTT 5 4.4).
        session.startAgain()
        session.expiresAt = nil
        session.will = connect.will
        session.willAt = nil
        session.expiry = expiry(of: connect)
        // The smaller of both bounds it (MQTT 5 3.1.2.11.3).
        session.window = min(Int(connect.properties.receiveMaximum ?? .max), limits.inFlight)
        session.maximumPacketSize = connect.properties.maximumPacketSize.map { Int($0) } ?? .max
        // One and a half times the keep alive (MQTT 5 3.1.2.10).
        let silence: TimeAmount? =
            connect.keepAlive == 0 ? nil : .milliseconds(Int64(connect.keepAlive) * 1_500)
        links[link]?.session = session
        links[link]?.silence = silence
        links[link]?.deadline = silence.map { now + $0 }
        counters.maximumClients = max(counters.maximumClients, sessions.count)

        // Nothing goes before CONNACK (MQTT 5 3.2.0-1).
        send(.connectAck(welcome(connect, session, isPresent: isPresent)), link)
        pump(session, at: now)
    }

    /// Why this CONNECT is refused, or nil.
    private func objection(to connect: Connect) -> ReasonCode? {
        if connect.properties.authenticationMethod != nil { return .badAuthenticationMethod }
        // MQTT 3.1.1 3.1.3-8; MQTT 3.1 knows no empty identifier at all.
        if connect.clientID.isEmpty {
            if connect.version == .v31 || (connect.version == .v311 && !connect.cleanStart) {
                return .clientIdentifierNotValid
            }
        }
        // The broker's own topics are not for clients, in a will neither.
        if let will = connect.will, will.topic.hasPrefix("$") { return .topicNameInvalid }
        // A session that is there takes no further place.
        if sessions[connect.clientID] == nil {
            if connectedCount >= limits.connections { return .serverBusy }
            if sessions.count - connectedCount >= limits.awaySessions { return .quotaExceeded }
        }
        return nil
    }

    var connectedCount: Int { sessions.values.count { $0.link != nil } }

    private func expiry(of connect: Connect) -> UInt32 {
        if connect.version == .v5 { return min(connect.properties.sessionExpiryInterval ?? 0, limits.sessionExpiry) }
        // Before MQTT 5 a session has no expiry: it gets the longest there is.
        return connect.cleanStart ? 0 : limits.sessionExpiry
    }

    private func welcome(_ connect: Connect, _ session: BrokerSession, isPresent: Bool) -> ConnectAck {
        var properties: Properties = []
        if connect.version == .v5 {
            if connect.clientID.isEmpty { properties.assignedClientIdentifier = session.clientID }
            // Said only where it is another than was asked for (MQTT 5 3.2.2.3.2).
            if let asked = connect.properties.sessionExpiryInterval, asked != session.expiry {
                properties.sessionExpiryInterval = session.expiry
            }
            properties.receiveMaximum = limits.receiveMaximum
            properties.topicAliasMaximum = limits.topicAliases
            // MQTT's own largest packet is a little more than some clients take for the property's largest value.
            if limits.packetBytes < PacketDecoder.largestPacket {
                properties.maximumPacketSize = UInt32(clamping: limits.packetBytes)
            }
        }
        // MQTT 3.1 has no session present flag; the byte is reserved.
        return ConnectAck(
            sessionPresent: isPresent && connect.version != .v31, reason: .success, properties: properties)
    }

    /// A CONNACK that refuses: a reason code for MQTT 5, the nearest return code for the older ones.
    func refuse(_ link: LinkID, _ reason: ReasonCode) {
        send(.connectAck(ConnectAck(reason: reason)), link)
    }

    /// The same client identifier connects again (MQTT 5 3.1.4-3): the old connection ends.
    private func takeOver(_ session: BrokerSession, isEnding: Bool, at now: NIODeadline) {
        if let old = session.link {
            // MQTT 5 alone has a DISCONNECT from the server.
            if session.version == .v5 { send(.disconnect(Disconnect(reason: .sessionTakenOver)), old) }
            close(old)
            left(session, at: now)
        }
        // Back before its delay was over: the will is not sent, unless the session ends here (MQTT 5 3.1.3.2.2).
        if isEnding { publishWill(session, at: now) }
    }

    /// DISCONNECT from a client.
    func disconnect(_ disconnect: Disconnect, _ link: LinkID, _ session: BrokerSession, at now: NIODeadline) {
        if let expiry = disconnect.properties.sessionExpiryInterval {
            // MQTT 5 3.14.2.2.2: a session that was to end with its connection cannot be prolonged now.
            if session.expiry == 0 && expiry != 0 {
                end(link, session, .protocolError, at: now)
                return
            }
            session.expiry = min(expiry, limits.sessionExpiry)
        }
        // 0x04 asks for the will all the same (MQTT 5 3.14.2.1).
        if disconnect.reason == .success { session.will = nil }
        close(link)
        left(session, at: now)
    }

    /// The connection of a session has ended, one way or the other.
    func left(_ session: BrokerSession, at now: NIODeadline) {
        session.link = nil
        let delay = session.will?.properties.willDelayInterval ?? 0
        // The session ends with its connection, and the will waits for no delay (MQTT 5 3.1.3.2.2).
        if session.expiry == 0 {
            endSession(session.clientID, at: now)
            return
        }
        session.expiresAt = now + .seconds(Int64(session.expiry))
        if delay == 0 || session.will == nil {
            publishWill(session, at: now)
        } else {
            // Whatever is over first, the delay or the session (MQTT 5 3.1.3.2.2).
            session.willAt = now + .seconds(Int64(min(delay, session.expiry)))
        }
        // QoS 0 does not wait for a client that is away.
        session.queue.removeAll { $0.qos == .atMostOnce }
        session.queuedBytes = session.queue.reduce(0) { $0 + $1.message.payload.readableBytes }
    }

    /// Ends a session for good; its will goes out now if it was still to come.
    func endSession(_ clientID: String, at now: NIODeadline) {
        guard let session = sessions.removeValue(forKey: clientID) else { return }
        publishWill(session, at: now)
    }

    func publishWill(_ session: BrokerSession, at now: NIODeadline) {
        guard let will = session.will else { return }
        // Once: whoever comes here next finds none.
        session.will = nil
        session.willAt = nil
        let message = Message(
            topic: will.topic, payload: ByteBuffer(bytes: will.payload), qos: will.qos, retain: will.retain,
            properties: will.properties, publisher: session.clientID, at: now)
        _ = accept(message, at: now)
    }
}
