import NIOCore

extension ConnectionState {
    /// Takes any packet but a PUBLISH of the fast path.
    mutating func receive(packet: Packet, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connecting || phase == .connected else { return [] }
        heard(packet.type, at: now)
        // CONNACK sets the caution; only an answer behind it shows that the broker has outlived what was sent with it.
        return answer(packet, at: now) + (packet.type == .connectAck ? [] : sendAfterAnswer(at: now))
    }

    private mutating func answer(_ packet: Packet, at now: NIODeadline) -> [ConnectionAction] {
        switch packet {
        case .connectAck(let answer): return receive(answer, at: now)
        case .auth(let auth): return receive(auth, at: now)
        // Before CONNACK it is not allowed (MQTT 5 3.14); its reason says more than the breach would.
        case .disconnect(let disconnect): return close(.disconnected(disconnect))
        default: break
        }
        guard phase == .connected else {
            return violate(.protocolError, packet.type, "\(packet.type.name) came before CONNACK.", at: now)
        }
        switch packet {
        case .publishAck(let answer): return acknowledge(answer, at: now)
        case .publishReceived(let answer): return release(answer, at: now)
        case .publishComplete(let answer): return complete(answer, at: now)
        case .publishRelease(let answer):
            // 0 is no identifier: nothing can be said about it.
            if answer.packetID == 0 { return [] }
            let isKnown = session.received.remove(answer.packetID) != nil
            let reason: ReasonCode = isKnown || version != .v5 ? .success : .packetIdentifierNotFound
            return sent([.send(.publishComplete(Acknowledgement(packetID: answer.packetID, reason: reason)))], at: now)
        case .subscribeAck(let answer): return receive(answer, at: now)
        case .unsubscribeAck(let answer): return receive(answer, at: now)
        case .pingResponse:
            return receivedPong(at: now)
        default:
            return tolerate(.serverMaySend, packet.type, ProtocolRule.serverMaySend.text, at: now)
        }
    }

    // MARK: - Messages on their way out

    /// PUBACK. One that answers QoS 2 says the same: the broker has the message, though nothing keeps it from taking it
    /// twice.
    private mutating func acknowledge(_ answer: Acknowledgement, at now: NIODeadline) -> [ConnectionAction] {
        guard let message = session.inFlight[answer.packetID] else {
            return tolerate(.answerIsAskedFor, .publishAck, nobodySent(answer.packetID), at: now)
        }
        guard message.publish.qos == .exactlyOnce else { return finish(answer, at: now) }
        let breach = tolerate(.answerFitsQoS, .publishAck, "A message of QoS 2 is answered by PUBACK.", at: now)
        // After PUBREC the message has its own way on.
        return phase == .closed || message.stage == .released ? breach : breach + finish(answer, at: now)
    }

    /// PUBCOMP. One without a message belongs to a PUBREL all the same, when that answered a PUBREC which nobody asked for.
    private mutating func complete(_ answer: Acknowledgement, at now: NIODeadline) -> [ConnectionAction] {
        let isReleased = releases > 0
        if isReleased { releases -= 1 }
        guard let message = session.inFlight[answer.packetID] else {
            if isReleased { return [] }
            return tolerate(.answerIsAskedFor, .publishComplete, nobodySent(answer.packetID), at: now)
        }
        if message.stage == .released { return finish(answer, at: now) }
        // This PUBCOMP belongs to no PUBREL: the one that was counted still comes.
        if isReleased { releases += 1 }
        let breach = tolerate(.answerFitsQoS, .publishComplete, "There was no PUBREC before it.", at: now)
        return phase == .closed ? breach : breach + finish(answer, at: now)
    }

    private func nobodySent(_ id: UInt16) -> String { "It answers packet \(id), which nobody sent." }

    /// PUBACK, or PUBCOMP: the broker has the message.
    private mutating func finish(_ answer: Acknowledgement, at now: NIODeadline) -> [ConnectionAction] {
        guard let message = session.inFlight.removeValue(forKey: answer.packetID) else { return [] }
        let isReleased = message.stage == .released
        let step = session.progress(message.token, isReleased ? .completed : .acknowledged)
        session.watched.remove(message.token)
        trustMore(message.token)
        // A place in the window is free.
        let queued = sent(sendQueued(at: now), at: now)
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
            let breach = tolerate(.answerIsAskedFor, .publishReceived, nobodySent(answer.packetID), at: now)
            // An error ends the talk about it; 0 is no identifier.
            if phase == .closed || answer.reason.isError || answer.packetID == 0 { return breach }
            let reason: ReasonCode = version == .v5 ? .packetIdentifierNotFound : .success
            let release = Packet.publishRelease(Acknowledgement(packetID: answer.packetID, reason: reason))
            releases += 1
            return breach + sent([.send(release)], at: now)
        }
        var steps: [ConnectionAction] = []
        if message.publish.qos != .exactlyOnce {
            steps = tolerate(.answerFitsQoS, .publishReceived, "A message of QoS 1 is answered by PUBREC.", at: now)
            if phase == .closed { return steps }
        } else if message.stage == .released {
            let words = "Packet \(answer.packetID) has had its PUBREC."
            steps = tolerate(.answerIsAskedFor, .publishReceived, words, at: now)
            if phase == .closed { return steps }
        }
        if message.stage == .published {
            // The broker says no: there is no PUBREL, and the identifier is free (MQTT 5 4.3.3).
            if answer.reason.isError { return steps + finish(answer, at: now) }
            steps += session.progress(message.token, .received)
            // The server has the payload. PUBRELs are sent again in the order of their PUBRECs (MQTT 5 4.6).
            session.inFlight[answer.packetID]?.stage = .released
            session.inFlight[answer.packetID]?.publish.payload = ByteBuffer()
            let order = session.nextOrder()
            session.inFlight[answer.packetID]?.order = order
            // PUBREL is a packet of its own: its age counts from here.
            session.inFlight[answer.packetID]?.sentAt = now
        }
        // Also for a PUBREC that came twice: who repeats it waits for PUBREL.
        releases += 1
        steps.append(.send(.publishRelease(Acknowledgement(packetID: answer.packetID))))
        return sent(steps + session.progress(message.token, .released), at: now)
    }

    // MARK: - Subscriptions

    private mutating func receive(_ answer: SubscribeAck, at now: NIODeadline) -> [ConnectionAction] {
        guard let asked = subscribing.removeValue(forKey: answer.packetID) else {
            return tolerate(.answerIsAskedFor, .subscribeAck, nobodySent(answer.packetID), at: now)
        }
        let (reasons, breach) = fit(
            answer.reasons, to: asked.subscriptions.count, .subscribeAck, asked.token, at: now)
        // Strict: the breach has closed the connection.
        if phase == .closed { return breach }
        for (index, subscription) in asked.subscriptions.enumerated() {
            // One without an answer may be granted: with the QoS that was asked for.
            let granted = index < reasons.count ? reasons[index].rawValue : subscription.qos.rawValue
            if let granted = QoS(rawValue: granted) { highestGranted = max(highestGranted ?? granted, granted) }
        }
        for (subscription, reason) in zip(asked.subscriptions, reasons) where reason.isError {
            // It would be refused again after each reconnect. What has no answer may be granted, and stays.
            session.forget(subscription.filter)
        }
        return breach + [.complete(asked.token, .subscribed(reasons, answer.properties))]
    }

    /// An answer to each filter, in order; what the broker did not answer stays without, and what is too much is left out.
    private mutating func fit(
        _ reasons: [ReasonCode], to count: Int, _ packet: PacketType, _ token: Token, at now: NIODeadline
    ) -> (reasons: [ReasonCode], breach: [ConnectionAction]) {
        guard reasons.count != count else { return (reasons, []) }
        func number(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
        let words =
            reasons.count < count
            ? "It answers \(reasons.count) of \(number(count, "filter"))."
            : "It has \(number(reasons.count, "answer")) to \(number(count, "filter"))."
        var breach = tolerate(.everyFilterIsAnswered, packet, words, at: now)
        // The request is no longer among those that `connectionLost` fails: nobody else would end it.
        if phase == .closed {
            let violation = ProtocolViolation(.everyFilterIsAnswered, in: packet, words)
            breach.insert(.fail(token, .violation(violation)), at: 0)
        }
        return (Array(reasons.prefix(count)), breach)
    }

    private mutating func receive(_ answer: UnsubscribeAck, at now: NIODeadline) -> [ConnectionAction] {
        guard let asked = unsubscribing.removeValue(forKey: answer.packetID) else {
            return tolerate(.answerIsAskedFor, .unsubscribeAck, nobodySent(answer.packetID), at: now)
        }
        guard version == .v5 else {
            // It has no reasons: that it came says yes to all.
            let reasons = asked.filters.map { _ in ReasonCode.success }
            return [.complete(asked.token, .unsubscribed(reasons, answer.properties))]
        }
        let (reasons, breach) = fit(
            answer.reasons, to: asked.filters.count, .unsubscribeAck, asked.token, at: now)
        if phase == .closed { return breach }
        return breach + [.complete(asked.token, .unsubscribed(reasons, answer.properties))]
    }

    // MARK: - Enhanced authentication, MQTT 5 4.12

    private mutating func receive(_ auth: Auth, at now: NIODeadline) -> [ConnectionAction] {
        guard version == .v5, let method = options.connect.properties.authenticationMethod else {
            // Without a method in CONNECT a server sends no AUTH (MQTT 5 4.12).
            let words = "No authentication method was asked for."
            return phase == .connected
                ? tolerate(.authenticationIsAskedFor, .auth, words, at: now)
                : violate(.protocolError, .auth, words, at: now)
        }
        // AUTH has to name it (MQTT 5 3.15.2.2.2); one that does not is let through, as the exchange has only one.
        if let named = auth.properties.authenticationMethod, named != method {
            return violate(.protocolError, .auth, "The authentication method is not the one asked for.", at: now)
        }
        // Only the client starts an exchange: with CONNECT, or with AUTH later.
        guard phase == .connecting || reauthenticating != nil else {
            return tolerate(.authenticationIsAskedFor, .auth, "Nobody asked to authenticate again.", at: now)
        }
        switch auth.reason {
        // No transition: the exchange goes on until CONNACK, or until AUTH says success.
        case .continueAuthentication: return [.challenge(auth)]
        // Within the connection only: the first exchange ends with CONNACK (MQTT 5 4.12).
        case .success where phase == .connected:
            guard let token = reauthenticating else { return [] }
            reauthenticating = nil
            return [.complete(token, .authenticated)]
        default: return violate(.protocolError, .auth, "Its reason is \(auth.reason).", at: now)
        }
    }

    /// Answers a challenge.
    mutating func authenticate(data: [UInt8]?, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connecting || phase == .connected else { return [] }
        return sent([.send(.auth(authentication(.continueAuthentication, data)))], at: now)
    }

    /// Asks for authentication anew on a standing connection (MQTT 5 4.12.1).
    mutating func reauthenticate(data: [UInt8]?, token: Token, at now: NIODeadline) -> [ConnectionAction] {
        guard phase == .connected else { return [.fail(token, .notConnected)] }
        // One exchange at a time: AUTH has no identifier by which two could be told apart.
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
