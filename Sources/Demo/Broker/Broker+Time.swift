import MQTT
import NIOCore

extension Broker {
    /// Time has passed: silent clients, wills, sessions that end, `$SYS`. Called a few times a second.
    func tick(at now: NIODeadline) -> [BrokerEffect] {
        for (link, state) in links where !state.isClosing && (state.deadline.map { $0 <= now } ?? false) {
            if let session = state.session {
                // As any lost connection, with its will (MQTT 5 3.1.2.10).
                end(link, session, .keepAliveTimeout, at: now)
            } else {
                close(link)
            }
        }
        // A copy: ending a session changes the dictionary.
        for session in Array(sessions.values) where session.link == nil {
            if session.expiresAt.map({ $0 <= now }) ?? false {
                counters.expiredClients += 1
                endSession(session.clientID, at: now)
            } else if session.willAt.map({ $0 <= now }) ?? false {
                publishWill(session, at: now)
            }
        }
        if let sysInterval, now >= nextFigures {
            nextFigures = now + sysInterval
            // Rarely: one that has expired is passed over wherever it is looked for.
            retained.removeExpired(at: now)
            publishFigures(at: now)
        }
        return takeEffects()
    }

    private func publishFigures(at now: NIODeadline) {
        var gauges = Gauges()
        gauges.uptime = (now - startedAt).nanoseconds / 1_000_000_000
        gauges.connected = connectedCount
        gauges.disconnected = sessions.count - gauges.connected
        gauges.retained = retained.count
        gauges.storedBytes = retained.bytes
        gauges.storedMessages = retained.count
        for session in sessions.values {
            gauges.storedMessages += session.queue.count + session.inFlight.count
            gauges.storedBytes += session.queuedBytes
            for subscription in session.subscriptions {
                if subscription.filter.isShared {
                    gauges.sharedSubscriptions += 1
                } else {
                    gauges.subscriptions += 1
                }
            }
        }
        for (topic, value) in figures.update(counters, gauges, at: now) {
            let message = Message(
                topic: topic, payload: ByteBuffer(string: value), qos: .exactlyOnce, retain: true, properties: [],
                publisher: nil, at: now)
            _ = accept(message, at: now)
        }
    }
}
