extension RequestPreset {
    /// RabbitMQ, the management plugin's HTTP API: what the broker does, and messages through its topic exchange, where those
    /// of MQTT come and go.
    static let rabbitMQ = RequestPreset(
        "rabbitmq", "RabbitMQ management",
        note: """
            The management plugin is on (`rabbitmq-plugins enable rabbitmq_management`); the password is asked for, or is put in \
            the variable password. MQTT topics are routing keys of amq.topic there, with dots for slashes: home/lamp is home.lamp. \
            What `get messages` shows stays in the queue.
            """,
        variables: [
            .init("rabbit", .literal("http://127.0.0.1:15672")), .init("user", .literal("guest")),
            .init("password", .prompt), .init("vhost", .literal("/")), .init("queue", .literal("martlet")),
            .init("routingKey", .literal("home.kitchen.temperature")), .init("message", .literal("21.5")),
        ],
        auth: .basic(username: "{{user}}", password: .literal("{{password}}")),
        [
            Call("overview", "GET", "{{rabbit}}/api/overview"),
            Call("nodes", "GET", "{{rabbit}}/api/nodes"),
            Call("alarms", "GET", "{{rabbit}}/api/health/checks/alarms"),
            Call("connections", "GET", "{{rabbit}}/api/connections"),
            Call("queues", "GET", "{{rabbit}}/api/queues/{{vhost|url}}"),
            Call("exchanges", "GET", "{{rabbit}}/api/exchanges/{{vhost|url}}"),
            Call(
                "make a queue", "PUT", "{{rabbit}}/api/queues/{{vhost|url}}/{{queue|url}}",
                json: #"{"durable": false, "auto_delete": false, "arguments": {"x-max-length": 1000}}"#),
            Call(
                "bind it to topics", "POST", "{{rabbit}}/api/bindings/{{vhost|url}}/e/amq.topic/q/{{queue|url}}",
                json: ##"{"routing_key": "home.#", "arguments": {}}"##),
            Call(
                "publish", "POST", "{{rabbit}}/api/exchanges/{{vhost|url}}/amq.topic/publish",
                json: """
                    {
                      "properties": {},
                      "routing_key": "{{routingKey}}",
                      "payload": "{{message|base64}}",
                      "payload_encoding": "base64"
                    }
                    """, checks: ["status == 200", "$.routed exists"]),
            Call(
                "get messages", "POST", "{{rabbit}}/api/queues/{{vhost|url}}/{{queue|url}}/get",
                json: #"{"count": 10, "ackmode": "ack_requeue_true", "encoding": "auto", "truncate": 50000}"#),
            Call("delete the queue", "DELETE", "{{rabbit}}/api/queues/{{vhost|url}}/{{queue|url}}"),
        ])

    /// EMQX 5, the management API: nodes, clients, subscriptions, publish, retained messages.
    static let emqx = RequestPreset(
        "emqx", "EMQX management",
        note: """
            key is an API key of the dashboard (System, API keys), and its secret is asked for, or is put in the variable secret. \
            A publish that nobody has subscribed to is answered with 202 and no_matching_subscribers.
            """,
        variables: [
            .init("emqx", .literal("http://127.0.0.1:18083/api/v5")), .init("key", .literal("")),
            .init("secret", .prompt), .init("client", .literal("martlet")),
            .init("topic", .literal("home/kitchen/temperature")), .init("message", .literal("21.5")),
        ],
        auth: .basic(username: "{{key}}", password: .literal("{{secret}}")),
        [
            Call("status", "GET", "{{emqx}}/status", isOpen: true),
            Call("nodes", "GET", "{{emqx}}/nodes"),
            Call("figures", "GET", "{{emqx}}/stats", query: [("aggregate", "true")]),
            Call("metrics", "GET", "{{emqx}}/metrics", query: [("aggregate", "true")]),
            Call("clients", "GET", "{{emqx}}/clients", query: [("page", "1"), ("limit", "100")]),
            Call("client", "GET", "{{emqx}}/clients/{{client|url}}"),
            Call("subscriptions of the client", "GET", "{{emqx}}/clients/{{client|url}}/subscriptions"),
            Call("throw the client out", "DELETE", "{{emqx}}/clients/{{client|url}}"),
            Call("subscriptions", "GET", "{{emqx}}/subscriptions", query: [("page", "1"), ("limit", "100")]),
            Call("topics", "GET", "{{emqx}}/topics", query: [("page", "1"), ("limit", "100")]),
            Call(
                "publish", "POST", "{{emqx}}/publish",
                json: """
                    {
                      "topic": "{{topic}}",
                      "payload": "{{message|base64}}",
                      "payload_encoding": "base64",
                      "qos": 1,
                      "retain": false
                    }
                    """),
            Call(
                "retained messages", "GET", "{{emqx}}/mqtt/retainer/messages", query: [("page", "1"), ("limit", "100")]),
            Call("retained message", "GET", "{{emqx}}/mqtt/retainer/message/{{topic|url}}"),
            Call("clear the retained message", "DELETE", "{{emqx}}/mqtt/retainer/message/{{topic|url}}"),
        ])
}
