import NIOCore

extension ConnectionState {
    /// After how many connections that ended right behind it a message is held.
    private static var mostEnds: Int { 2 }
    /// From here on a careful window is no window.
    private static var widestCaution: Int { 1 << 12 }

    // MARK: - The message that ends connections

    /// The connection is over: finds the message that ended it, and holds one that did so twice.
    ///
    /// Evidence counts only when it is clear: the broker had answered everything else, and the message was the only one
    /// under way. So an end behind several makes the next connection careful: it sends one message, and for each that
    /// is acknowledged two, until the one is found.
    mutating func judge(_ cause: ConnectionCause) -> [ConnectionAction] {
        // Before CONNACK no message of this connection was sent.
        guard acceptance != nil else { return [] }
        // A careful connection that ends for another reason leaves the next one careful; one that has won back all its
        // trust does not.
        session.isWary = caution != nil
        guard let suspect = cause.suspect, let message = session.inFlight[suspect.packetID],
            suspect.type == .publish || suspect.type == .publishRelease
        else { return [] }
        session.isWary = true
        // Several were under way: any of them may be the one.
        guard session.inFlight.count - unsent.count == 1 else { return [] }
        let ends = session.ends[message.token, default: 0] + 1
        session.ends[message.token] = ends
        guard ends >= Self.mostEnds else { return [] }
        // Whoever is told knows which message it is.
        let packet = message.stage == .released ? "its \(suspect.type.name)" : "it"
        var words = "\(ends) connections ended right behind it, the last \(suspect.age) after \(packet)"
        if let reason = cause.reason { words += " with \(reason.name)" }
        if let remedy = cause.remedy { words += ": \(remedy)" }
        if message.stage == .released { words += "; whether it arrived is not known" }
        return hold(suspect.packetID, words)
    }

    /// Takes a message out of what is sent. Whoever watches it decides; for others it fails, and so does one whose payload
    /// the broker has already.
    mutating func hold(_ packetID: UInt16, _ words: String) -> [ConnectionAction] {
        guard let message = session.inFlight.removeValue(forKey: packetID) else { return [] }
        session.ends[message.token] = nil
        // After PUBREC the broker owns the message (MQTT 5 4.3.3): sent again it may arrive twice, so nobody is asked.
        guard session.watched.contains(message.token), message.stage == .published else {
            session.watched.remove(message.token)
            return [.fail(message.token, .endsConnection(words))]
        }
        let held = HeldPublish(token: message.token, words: words)
        session.held[message.token] = (message, held)
        return session.progress(message.token, .held(held))
    }

    // MARK: - Being careful

    /// A connection begins. What is to be subscribed to again is answered before a message is sent that may end it.
    mutating func beginCarefully(subscribing isSubscribing: Bool) {
        caution = session.isWary ? (isSubscribing ? 0 : 1) : nil
    }

    /// A message is done with: the next may be two.
    mutating func trustMore(_ token: Token) {
        // Nearly always empty: no hashing for each acknowledgement.
        if !session.ends.isEmpty { session.ends[token] = nil }
        guard let caution else { return }
        self.caution = caution >= Self.widestCaution ? nil : max(1, caution * 2)
    }

    /// The broker has answered something: it is there, and the first message may go.
    mutating func sendAfterAnswer(at now: NIODeadline) -> [ConnectionAction] {
        guard caution == 0, phase == .connected else { return [] }
        // connected, caution 0 -> 1: one message may go.
        caution = 1
        return sent(sendQueued(at: now), at: now)
    }

    // MARK: - What becomes of a held message

    /// Does what was decided. One that is sent again is held again at the first end right behind it.
    mutating func settle(
        _ held: HeldPublish, _ decision: HeldPublish.Decision, at now: NIODeadline
    ) -> [ConnectionAction] {
        let token = held.token
        guard let (message, _) = session.held[token] else { return [] }
        switch decision {
        case .giveUp:
            session.held[token] = nil
            session.watched.remove(token)
            return [.fail(token, .endsConnection("given up: \(held.words)"))]
        case .send(let qos):
            // QoS 0 does not wait for a connection.
            if qos == .atMostOnce, phase != .connected { return session.progress(token, .held(held)) }
            session.held[token] = nil
            return sent(release(message, qos) + (phase == .connected ? sendQueued(at: now) : []), at: now)
        }
    }

    private mutating func release(_ message: Session.InFlight, _ qos: QoS) -> [ConnectionAction] {
        var publish = message.publish
        // One more end is enough: it is known by now.
        session.ends[message.token] = Self.mostEnds - 1
        // 0 where the broker's session is gone: it knows no number of this message then (`Session.startAnew`).
        if qos == publish.qos, publish.packetID != 0 {
            // The broker may have it: it goes as a duplicate, under its own number.
            session.inFlight[publish.packetID] = message
            // With what is to be sent again: it keeps its number and its DUP.
            unsent.append(publish.packetID)
            return session.progress(message.token, .queued)
        }
        publish.qos = qos
        publish.packetID = 0
        publish.duplicate = false
        guard qos != .atMostOnce else {
            // QoS 0 is written and done with: no end can be put down to it later.
            session.ends[message.token] = nil
            session.watched.remove(message.token)
            return [.publish(aliased(publish), completing: message.token)]
        }
        // To the front: it was there before all that waits.
        session.putBack((publish, message.token))
        return session.progress(message.token, .queued)
    }
}
