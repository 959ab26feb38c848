import MQTT
import NIOCore

extension Broker {
    /// Puts a delivery on its way or in the queue; drops and counts it when the queue is full.
    func give(_ delivery: Delivery, to session: BrokerSession, at now: NIODeadline) {
        enqueue(delivery, for: session)
        // A burst that is to be gone on with takes it along.
        if !session.isResuming { pump(session, at: now) }
    }

    /// Puts a delivery in the queue, or drops and counts it.
    ///
    /// - Parameter extra: Deliveries that the queue may hold beyond its limit: retained messages come all at once.
    func enqueue(_ delivery: Delivery, for session: BrokerSession, extra: Int = 0) {
        if session.link == nil, delivery.qos == .atMostOnce { return }
        let bytes = session.queuedBytes + delivery.message.payload.readableBytes
        let mostBytes = extra == 0 ? limits.queuedBytes : limits.queuedBytes + limits.retainedBytes
        let isFull = session.queue.count >= limits.queuedMessages + extra || bytes > mostBytes
        // One message, however large, always finds its place in an empty queue.
        if isFull, !session.queue.isEmpty {
            counters.publishesDropped += 1
            return
        }
        session.enqueue(delivery)
    }

    /// Sends what may be sent: what is under way first, then the queue, as far as socket and window allow.
    func pump(_ session: BrokerSession, at now: NIODeadline) {
        // Away, or told to close: nothing goes out any more.
        guard let link = session.link, links[link]?.isClosing == false else { return }
        var left = limits.burst
        for index in session.inFlight.indices where !session.inFlight[index].isSent {
            // The window counts what is sent: the rest waits for acknowledgements (MQTT 5 4.9).
            guard session.isWritable, left > 0, index < session.window else { return wait(session, link, left) }
            session.inFlight[index].isSent = true
            left -= 1
            let entry = session.inFlight[index]
            if entry.isReceived {
                // PUBREC had come: the PUBLISH is not sent again (MQTT 5 4.4).
                send(.publishRelease(Acknowledgement(packetID: entry.packetID)), link)
            } else {
                transmit(entry.delivery, entry.packetID, isDuplicate: entry.wasSent, session, link, at: now)
                session.inFlight[index].wasSent = true
            }
        }
        while let first = session.queue.first {
            // Its time was over while it waited (MQTT 5 3.3.2.3.3).
            if first.message.isExpired(at: now) {
                _ = session.dequeue()
                continue
            }
            guard session.isWritable, left > 0 else { return wait(session, link, left) }
            if first.qos == .atMostOnce {
                let delivery = session.dequeue()
                transmit(delivery, 0, isDuplicate: false, session, link, at: now)
            } else {
                // Messages keep their order: no QoS 0 behind it passes it by.
                if session.inFlight.count >= session.window { return }
                let delivery = session.dequeue()
                let packetID = session.nextPacketID()
                // What is too large for the client is not sent, and its number is free again.
                if transmit(delivery, packetID, isDuplicate: false, session, link, at: now) {
                    session.inFlight.append(
                        BrokerSession.InFlight(packetID: packetID, delivery: delivery, isSent: true, wasSent: true))
                }
            }
            left -= 1
        }
    }

    /// Asks to go on later when only the burst is used up.
    private func wait(_ session: BrokerSession, _ link: LinkID, _ left: Int) {
        guard session.isWritable, left <= 0, !session.isResuming else { return }
        session.isResuming = true
        effects.append(.resume(link))
    }

    /// Sends a PUBLISH, unless the client takes no packet as large (MQTT 5 3.1.2.11.4): then it counts as dropped.
    @discardableResult
    private func transmit(
        _ delivery: Delivery, _ packetID: UInt16, isDuplicate: Bool, _ session: BrokerSession, _ link: LinkID,
        at now: NIODeadline
    ) -> Bool {
        var publish = delivery.message.publish(delivery, packetID: packetID, isDuplicate: isDuplicate, at: now)
        if session.version != .v5 { publish.properties = [] }
        // Measured only for a client that has a limit.
        if session.maximumPacketSize != .max {
            let size = try? PacketEncoder(version: session.version).size(of: .publish(publish))
            if size ?? .max > session.maximumPacketSize {
                counters.publishesDropped += 1
                return false
            }
        }
        counters.publishesSent += 1
        counters.publishBytesSent += publish.payload.readableBytes
        send(.publish(publish), link)
        return true
    }

    /// PUBACK: a QoS 1 message is done.
    func acknowledged(_ answer: Acknowledgement, _ link: LinkID, _ session: BrokerSession, at now: NIODeadline) {
        finish(session, at: now) { $0.packetID == answer.packetID && $0.delivery.qos == .atLeastOnce }
    }

    /// PUBREC: the first half of a QoS 2 message is done, or the client does not want it.
    func received(_ answer: Acknowledgement, _ link: LinkID, _ session: BrokerSession, at now: NIODeadline) {
        let known = session.inFlight.firstIndex {
            $0.packetID == answer.packetID && $0.delivery.qos == .exactlyOnce
        }
        // An error ends the handshake here (MQTT 5 4.3.3).
        if answer.reason.isError {
            if known != nil { finish(session, at: now) { $0.packetID == answer.packetID } }
            return
        }
        if let known { session.inFlight[known].isReceived = true }
        let reason: ReasonCode = known == nil && session.version == .v5 ? .packetIdentifierNotFound : .success
        send(.publishRelease(Acknowledgement(packetID: answer.packetID, reason: reason)), link)
    }

    /// PUBCOMP: a QoS 2 message is done.
    func completed(_ answer: Acknowledgement, _ link: LinkID, _ session: BrokerSession, at now: NIODeadline) {
        finish(session, at: now) { $0.packetID == answer.packetID && $0.isReceived }
    }

    private func finish(_ session: BrokerSession, at now: NIODeadline, _ isIt: (BrokerSession.InFlight) -> Bool) {
        guard let index = session.inFlight.firstIndex(where: isIt) else { return }
        session.inFlight.remove(at: index)
        // A place in the window is free.
        if !session.isResuming { pump(session, at: now) }
    }
}
