import Feeds
import MQTT
import Model
import NIOCore
import Profile

extension Prober {
    /// What the broker was seen to break or to lack, tried beyond what its CONNACK says; `lacks` is empty for one that does
    /// everything.
    struct Features: Sendable {
        var has: [String] = []
        var lacks: [String] = []

        mutating func note(_ what: String, _ isThere: Bool, else words: String) {
            if isThere { has.append(what) } else { lacks.append(words) }
        }

        /// The lines of the report: what is missing before what is there.
        var lines: [String] { lacks + (has.isEmpty ? [] : ["has \(has.joined(separator: ", "))"]) }
    }

    /// How long is waited for what a broker should send at once.
    private static let patience = Duration.milliseconds(1500)

    /// Tries what brokers differ in, on topics of the test's own. What could not be tried, since the connection or an answer
    /// was lost, says nothing of the broker.
    func features(
        _ feed: any Feed, _ events: ProbeEvents, _ limits: ServerLimits, topic: String
    ) async -> Features {
        var features = Features()
        do {
            // What the person subscribes to is given back: what it brings, perhaps with the flag as it was published, must not
            // pass for a message that was kept.
            let own = plan.subscriptions.map(\.filter)
            if !own.isEmpty { _ = try await feed.unsubscribe(own)() }
            try await tryRetained(feed, events, limits, topic, &features)
            try await tryShared(feed, events, limits, topic, &features)
            let system = try await feed.subscribe([Subscription(filter: "$SYS/#")])()
            let isSystem = await events.holds(within: Self.patience) { $0.hasSystem }
            let refused = system.first?.granted == nil
            features.note("$SYS", isSystem, else: refused ? "refuses $SYS/#" : "sends nothing under $SYS/#")
        } catch {
            features.lacks.append("the rest could not be tried: \(plan.told.told(quoting: "\(error)"))")
        }
        // CONNACK alone says this (MQTT 5 3.2.2.3.4): a test of it would be a violation by us.
        if limits.maximumQoS < .exactlyOnce { features.lacks.append("takes QoS \(limits.maximumQoS.rawValue) at most") }
        for violation in events.violations { features.lacks.append("breaks MQTT: \(violation)") }
        return features
    }

    /// Before MQTT 5 a broker may take such a filter for one like any other and grant it.
    private func tryShared(
        _ feed: any Feed, _ events: ProbeEvents, _ limits: ServerLimits, _ topic: String, _ features: inout Features
    ) async throws {
        guard limits.sharedSubscriptionAvailable else { return features.lacks.append("has no shared subscriptions") }
        // What would bring the message, too.
        _ = try await feed.unsubscribe([topic, "\(topic)/+"])()
        let place = "\(topic)/shared"
        let answer = try await feed.subscribe([Subscription(filter: "$share/martlet/\(place)")])()
        guard answer.first?.granted != nil else { return features.lacks.append("refuses shared subscriptions") }
        let payload = Array("shared \(topic)".utf8)
        // As high as the broker takes, at most QoS 1: one that is lost on the way must not pass for a broker's lack.
        let qos = min(limits.maximumQoS, .atLeastOnce)
        _ = try await feed.publish(Publish(topic: place, payload: ByteBuffer(bytes: payload), qos: qos))
        let isShared = await events.message(payload, within: Self.patience)
        features.note(
            "shared subscriptions", isShared, else: "grants shared subscriptions, and sends nothing for them")
    }

    private func tryRetained(
        _ feed: any Feed, _ events: ProbeEvents, _ limits: ServerLimits, _ topic: String, _ features: inout Features
    ) async throws {
        guard limits.retainAvailable else { return features.lacks.append("keeps no retained messages") }
        let place = "\(topic)/kept"
        let payload = Array("kept \(topic)".utf8)
        let kept = Publish(topic: place, payload: ByteBuffer(bytes: payload), qos: .atLeastOnce, retain: true)
        let refusal: String?
        do {
            let result = try await feed.publish(kept)
            refusal = result.reason.isError ? result.reason.words : nil
        } catch {
            // It may have been kept all the same.
            features.lacks.append("a retained message at \(place) may be left: delete it there")
            throw error
        }
        if let refusal { return features.lacks.append("takes no retained message at \(place): \(refusal)") }
        do {
            // Retain As Published off: then RETAIN says that it was kept, not how it was published (MQTT 5 3.3.1.3).
            _ = try await feed.subscribe([Subscription(filter: place, retainAsPublished: false)])()
            let isKept = await events.holds(within: Self.patience) { $0.retained.contains(payload) }
            features.note("retained messages", isKept, else: "keeps no retained messages, and does not say so")
            if isKept, limits.wildcardSubscriptionAvailable {
                // It came once already, for its own filter: only one more is an answer to the wildcard.
                let before = events.retained.count(where: { $0 == payload })
                _ = try await feed.subscribe([Subscription(filter: "\(topic)/+", retainAsPublished: false)])()
                let isTwice = await events.holds(within: Self.patience) {
                    $0.retained.count(where: { $0 == payload }) > before
                }
                features.note(
                    "retained by wildcard", isTwice, else: "sends nothing retained for filters with a wildcard")
            }
            // An empty payload with RETAIN takes the kept message away (MQTT 5 3.3.1.3).
            _ = try await feed.publish(Publish(topic: place, qos: .atLeastOnce, retain: true))
        } catch {
            features.lacks.append("a retained message is left at \(place): delete it there")
            throw error
        }
    }
}
