import Kit
import Model
import Text
import Topics

/// Why there are no figures of the broker, and what can be done.
enum SystemWords {
    /// How long the slowest broker known lets one wait for its first figures, and some more, in microseconds.
    private static let patience: Moment = 70_000_000

    /// The reason, then what can be done; nothing when there are figures.
    static func lines(_ look: Look, _ workspace: Workspace, _ keymap: Keymap) -> [String] {
        let system = workspace.live.system
        if system.hasFigures { return [] }
        // From the nearest reason to the farthest: each one is the answer only where those before it are not.
        guard case .connected(let since) = workspace.connection.state else {
            return ["Not connected: no figures.", "What martlet measured itself is below."]
        }
        let asked = workspace.subscriptions.filter { $0.isWanted && $0.filter.hasPrefix("$SYS") }
        let subscribe = keymap.key(for: .subscribe, in: .load).map { "\($0)  subscribes to $SYS/#." }
        guard !asked.isEmpty else {
            return [
                "Not subscribed to $SYS/#, where brokers tell their load; # does not include it (MQTT 5 4.7.2).",
                subscribe ?? "",
            ]
        }
        if let words = refusal(asked, subscribe) { return words }
        if asked.allSatisfy({ $0.state == .pending }) { return ["Waiting for the broker's answer to $SYS/#."] }
        if system.dialect == .nanoMQ { return ["NanoMQ tells of clients only, not of its load: see Clients."] }
        if system.topicCount > 0 {
            return [
                "This broker's $SYS has names that martlet knows no figure for.",
                "\(Figures.count(system.topicCount, "topic")) of it stand in view Explore, where \(keymap.name(of: .chart, in: .topics)) draws "
                    + "any of them.",
            ]
        }
        return silence(since, look)
    }

    private static func refusal(_ asked: [SubscriptionStatus], _ subscribe: String?) -> [String]? {
        var reason: String?
        for subscription in asked {
            // One that was granted may still bring figures.
            guard case .refused(let words) = subscription.state else { return nil }
            reason = words
        }
        return [
            "The broker refused $SYS/#: \(reason ?? "no reason given")",
            "EMQX allows it from its own machine only, unless its ACL says otherwise.",
            // Without its full stop: `s  subscribes to $SYS/# again.`
            subscribe.map { "\($0.dropLast()) again." } ?? "",
        ]
    }

    private static func silence(_ since: Moment, _ look: Look) -> [String] {
        guard look.now - since > patience else {
            look.changesNextSecond()
            let left = (patience - (look.now - since)) / 1_000_000
            return [
                "Subscribed to $SYS/#, waiting for the first figures.",
                "mosquitto sends every 10 s, VerneMQ every 20 s, EMQX and RMQTT every 60 s; \(left) s to go.",
            ]
        }
        return [
            "This broker publishes nothing under $SYS.",
            "RabbitMQ, ejabberd, HiveMQ CE and most cloud brokers have none; mosquitto turns it off with sys_interval 0; "
                + "an access list may hide it without a word.",
        ]
    }
}
