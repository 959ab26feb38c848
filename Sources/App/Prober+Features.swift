import MQTT
import NIOCore
import Opener

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

    /// Tries what brokers differ in, on topics of the test's own.
    func features(
        _ client: MQTTClient, _ events: ProbeEvents, _ limits: ServerLimits, topic: String
    ) async -> Features {
        var features = Features()
        await tryRetained(client, events, limits, topic, &features)
        let shared = try? await client.subscribe([Subscription(filter: "$share/martlet/\(topic)/shared")])
        features.note("shared subscriptions", shared?.first?.granted != nil, else: "has no shared subscriptions")
        let system = try? await client.subscribe([Subscription(filter: "$SYS/#")])
        let isSystem = await events.holds(within: Self.patience) { $0.hasSystem }
        let refused = system?.first?.granted == nil
        features.note("$SYS", isSystem, else: refused ? "refuses $SYS/#" : "sends nothing under $SYS/#")
        if limits.maximumQoS < .exactlyOnce { features.lacks.append("takes QoS \(limits.maximumQoS.rawValue) at most") }
        for violation in events.violations { features.lacks.append("breaks MQTT: \(violation)") }
        return features
    }

    private func tryRetained(
        _ client: MQTTClient, _ events: ProbeEvents, _ limits: ServerLimits, _ topic: String, _ features: inout Features
    ) async {
        guard limits.retainAvailable else { return features.lacks.append("keeps no retained messages") }
        let place = "\(topic)/kept"
        let payload = Array("kept \(topic)".utf8)
        let kept = Publish(topic: place, payload: ByteBuffer(bytes: payload), qos: .atLeastOnce, retain: true)
        guard let result = try? await client.publish(kept), !result.reason.isError else {
            return features.lacks.append("takes no retained message at \(place)")
        }
        _ = try? await client.subscribe([Subscription(filter: place)])
        let isKept = await events.holds(within: Self.patience) { $0.payloads.contains(payload) }
        features.note("retained messages", isKept, else: "keeps no retained messages, and does not say so")
        if isKept, limits.wildcardSubscriptionAvailable {
            _ = try? await client.subscribe([Subscription(filter: "\(topic)/+")])
            let isTwice = await events.holds(within: Self.patience) { $0.payloads.count(where: { $0 == payload }) > 1 }
            features.note("retained by wildcard", isTwice, else: "sends nothing retained for filters with a wildcard")
        }
        _ = try? await client.publish(Publish(topic: place, qos: .atLeastOnce, retain: true))
    }
}
