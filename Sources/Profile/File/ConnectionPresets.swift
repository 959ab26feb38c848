extension ConnectionDraft {
    /// Public brokers for tests, and this machine: to be tried without typing. Nothing on them is private.
    public static let presets: [ConnectionDraft] = {
        let brokers: [(String, String, [(String, String)])] = [
            (
                "mosquitto", "test.mosquitto.org",
                [("mqtt", ""), ("mqtts", ":8886"), ("ws", ":8080"), ("wss", ":8081")]
            ),
            (
                "HiveMQ", "broker.hivemq.com",
                [("mqtt", ""), ("mqtts", ""), ("ws", ":8000/mqtt"), ("wss", ":8884/mqtt")]
            ),
            ("EMQX", "broker.emqx.io", [("mqtt", ""), ("mqtts", ""), ("ws", ":8083/mqtt"), ("wss", ":8084/mqtt")]),
            (
                "Eclipse", "mqtt.eclipseprojects.io",
                [("mqtt", ""), ("mqtts", ""), ("ws", ":80/mqtt"), ("wss", ":443/mqtt")]
            ),
            ("localhost", "localhost", [("mqtt", ""), ("mqtts", ""), ("ws", ":8080/mqtt"), ("wss", ":8081/mqtt")]),
        ]
        let words = ["mqtt": "TCP", "mqtts": "TLS", "ws": "WebSocket", "wss": "WebSocket and TLS"]
        return brokers.flatMap { name, host, ways in
            ways.map { scheme, rest in
                var draft = ConnectionDraft(
                    name: "\(name), \(words[scheme] ?? scheme)", url: "\(scheme)://\(host)\(rest)")
                // Everything of a public broker would be a flood of strangers' messages.
                if name != "localhost" {
                    draft.subscriptions = [SubscriptionDraft("$SYS/#"), SubscriptionDraft("martlet/#")]
                }
                return draft
            }
        }
    }()
}
