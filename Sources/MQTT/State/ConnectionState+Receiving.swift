public import NIOCore

extension ConnectionState {
    /// Takes any packet but a PUBLISH of the fast path.
    public mutating func receive(packet: Packet, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connecting || phase == .connected else { return [] }
        switch packet {
        case .connectAck(let answer): return receive(answer, at: now)
        case .auth(let auth): return receive(auth, at: now)
        case .disconnect(let disconnect): return close(.disconnected(disconnect))
        default: break
        }
        guard phase == .connected else {
            return violate(.protocolError, packet.type, "\(packet.type.name) came before CONNACK.", at: now)
        }
        switch packet {
        case .publishAck(let answer):
            if session.inFlight[answer.packetID]?.publish.qos == .exactlyOnce {
                return violate(.protocolError, .publishAck, "A message of QoS 2 is answered by PUBACK.", at: now)
            }
            return finish(answer, at: now)
        case .publishReceived(let answer): return release(answer, at: now)
        case .publishComplete(let answer):
            if session.inFlight[answer.packetID]?.stage == .published {
                return violate(.protocolError, .publishComplete, "There was no PUBREC before it.", at: now)
            }
            return finish(answer, at: now)
        case .publishRelease(let answer):
            let isKnown = session.received.remove(answer.packetID) != nil
            let reason: ReasonCode = isKnown || version != .v5 ? .success : .packetIdentifierNotFound
            return sent([.send(.publishComplete(Acknowledgement(packetID: answer.packetID, reason: reason)))], at: now)
        case .subscribeAck(let answer): return receive(answer, at: now)
        case .unsubscribeAck(let answer): return receive(answer, at: now)
        case .pingResponse:
            return receivedPong(at: now)
        default:
            return violate(.protocolError, packet.type, "A server does not send this packet.", at: now)
        }
    }

    // MARK: - Messages on their way out

    /// PUBACK, or PUBCOMP: the broker has the message.
    private mutating func finish(_ answer: Acknowledgement, at now: NIODeadline) -> [ConnectionAction] {
        guard let message = session.inFlight.removeValue(forKey: answer.packetID) else { return [] }
        let isReleased = message.stage == .released
        let step = session.progress(message.token, isReleased ? .completed : .acknowledged)
        session.watched.remove(message.token)
        let queued = sent(sendQueued(), at: now)
        return step + [end(of: message, answer, isReleased)] + queued
    }

    /// PUBCOMP may say that the broker does not know the identifier (MQTT 5 3.7.2.1): after a PUBREL that was sent again
    /// it had completed the message before; after the first PUBREL it has lost it, or the other way round.
    private func end(
        of message: Session.InFlight, _ answer: Acknowledgement, _ isReleased: Bool
    ) -> ConnectionAction {
        guard isReleased, answer.reason == .packetIdentifierNotFound else {
            return .complete(message.token, .published(answer.reason, answer.properties))
        }
        return message.isReleasedAgain
            ? .complete(message.token, .published(.success, answer.properties)) : .fail(message.token, .outcomeUnknown)
    }

    /// PUBREC: release it, or hear why not (MQTT 5 4.3.3).
    private mutating func release(_ answer: Acknowledgement, at now: NIODeadline) -> [ConnectionAction] {
        guard let message = session.inFlight[answer.packetID] else {
            let reason: ReasonCode = version == .v5 ? .packetIdentifierNotFound : .success
            return sent([.send(.publishRelease(Acknowledgement(packetID: answer.packetID, reason: reason)))], at: now)
        }
        guard message.publish.qos == .exactlyOnce else {
            return violate(.protocolError, .publishReceived, "A message of QoS 1 is answered by PUBREC.", at: now)
        }
        var steps: [ConnectionAction] = []
        if message.stage == .published {
            if answer.reason.isError { return finish(answer, at: now) }
            steps = session.progress(message.token, .received)
            // The server has the payload. PUBRELs are sent again in the order of their PUBRECs (MQTT 5 4.6).
            session.inFlight[answer.packetID]?.stage = .released
            session.inFlight[answer.packetID]?.publish.payload = ByteBuffer()
            let order = session.nextOrder()
            session.inFlight[answer.packetID]?.order = order
        }
        steps.append(.send(.publishRelease(Acknowledgement(packetID: answer.packetID))))
        return sent(steps + session.progress(message.token, .released), at: now)
    }

    // MARK: - Subscriptions

    private mutating func receive(_ answer: SubscribeAck, at now: NIODeadline) -> [ConnectionAction] {
        guard let asked = subscribing.removeValue(forKey: answer.packetID) else {
            return violate(
                .protocolError, .subscribeAck, "It answers packet \(answer.packetID), which nobody sent.", at: now)
        }
        guard answer.reasons.count == asked.subscriptions.count else {
            let words = "It has \(answer.reasons.count) answers to \(asked.subscriptions.count) filters."
            let violation = ProtocolViolation(.protocolError, in: .subscribeAck, words)
            return [.fail(asked.token, .violation(violation))] + received(violation: violation, at: now)
        }
        for (subscription, reason) in zip(asked.subscriptions, answer.reasons) where reason.isError {
            session.forget(subscription.filter)
        }
        return [.complete(asked.token, .subscribed(answer.reasons, answer.properties))]
    }

    private mutating func receive(_ answer: UnsubscribeAck, at now: NIODeadline) -> [ConnectionAction] {
        guard let asked = unsubscribing.removeValue(forKey: answer.packetID) else {
            return violate(
                .protocolError, .unsubscribeAck, "It answers packet \(answer.packetID), which nobody sent.", at: now)
        }
        guard version < .v5 || answer.reasons.count == asked.filters.count else {
            let words = "It has \(answer.reasons.count) answers to \(asked.filters.count) filters."
            let violation = ProtocolViolation(.protocolError, in: .unsubscribeAck, words)
            return [.fail(asked.token, .violation(violation))] + received(violation: violation, at: now)
        }
        return [.complete(asked.token, .unsubscribed(answer.reasons, answer.properties))]
    }

    // MARK: - Enhanced authentication, MQTT 5 4.12

    private mutating func receive(_ auth: Auth, at now: NIODeadline) -> [ConnectionAction] {
        guard version == .v5, let method = options.connect.properties.authenticationMethod else {
            return violate(.protocolError, .auth, "No authentication method was asked for.", at: now)
        }
        if let named = auth.properties.authenticationMethod, named != method {
            return violate(.protocolError, .auth, "The authentication method is not the one asked for.", at: now)
        }
        // Only the client starts an exchange: with CONNECT, or with AUTH later.
        guard phase == .connecting || reauthenticating != nil else {
            return violate(.protocolError, .auth, "Nobody asked to authenticate again.", at: now)
        }
        switch auth.reason {
        case .continueAuthentication: return [.challenge(auth)]
        case .success where phase == .connected:
            guard let token = reauthenticating else { return [] }
            reauthenticating = nil
            return [.complete(token, .authenticated)]
        default: return violate(.protocolError, .auth, "Its reason is \(auth.reason).", at: now)
        }
    }

    /// Answers a challenge.
    public mutating func authenticate(data: [UInt8]?, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connecting || phase == .connected else { return [] }
        return sent([.send(.auth(authentication(.continueAuthentication, data)))], at: now)
    }

    /// Asks for authentication anew on a standing connection (MQTT 5 4.12.1).
    public mutating func reauthenticate(data: [UInt8]?, token: Token, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connected else { return [.fail(token, .notConnected)] }
        guard options.connect.properties.authenticationMethod != nil, reauthenticating == nil else {
            return [.fail(token, .invalid("authenticate again needs the method of the first time, once at a time"))]
        }
        reauthenticating = token
        return sent([.send(.auth(authentication(.reAuthenticate, data)))], at: now)
    }

    private func authentication(_ reason: ReasonCode, _ data: [UInt8]?) -> Auth {
        var auth = Auth(reason: reason)
        auth.properties.authenticationMethod = options.connect.properties.authenticationMethod
        auth.properties.authenticationData = data
        return auth
    }
}
