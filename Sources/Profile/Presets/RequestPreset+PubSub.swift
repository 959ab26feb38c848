extension RequestPreset {
    /// Google Cloud Pub/Sub, REST v1: publish, pull, acknowledge. The data of a message is Base64 both ways.
    static let pubSub = RequestPreset(
        "pubsub", "Google Cloud Pub/Sub",
        note: """
            $GOOGLE_TOKEN holds an access token (`gcloud auth print-access-token`; it lasts an hour); project, topic and \
            subscription are variables. Data is Base64: `publish` writes {{message|base64}}, and `send it on` \
            writes what was pulled with |unbase64. What was pulled comes again until `acknowledge` has named it. For the emulator: \
            pubsub = http://127.0.0.1:8085
            """,
        variables: [
            .init("pubsub", .literal("https://pubsub.googleapis.com")), .init("project", .literal("my-project")),
            .init("topic", .literal("my-topic")), .init("subscription", .literal("my-subscription")),
            .init("message", .literal(#"{"temperature": 21.5}"#)),
            .init("target", .literal("http://127.0.0.1:8000/sensors")),
            .init("token", .environment("GOOGLE_TOKEN")),
        ],
        auth: .bearer(.literal("{{token}}")),
        [
            Call("topics", "GET", "{{pubsub}}/v1/projects/{{project}}/topics", query: [("pageSize", "100")]),
            Call(
                "subscriptions", "GET", "{{pubsub}}/v1/projects/{{project}}/subscriptions", query: [("pageSize", "100")]
            ),
            Call("make the topic", "PUT", "{{pubsub}}/v1/projects/{{project}}/topics/{{topic}}", json: "{}"),
            Call(
                "make the subscription", "PUT", "{{pubsub}}/v1/projects/{{project}}/subscriptions/{{subscription}}",
                json: """
                    {
                      "topic": "projects/{{project}}/topics/{{topic}}",
                      "ackDeadlineSeconds": 60
                    }
                    """),
            Call(
                "publish", "POST", "{{pubsub}}/v1/projects/{{project}}/topics/{{topic}}:publish",
                json: """
                    {
                      "messages": [
                        {
                          "data": "{{message|base64}}",
                          "attributes": {"source": "martlet"}
                        }
                      ]
                    }
                    """, checks: ["status == 200", "$.messageIds[0] exists"]),
            Call(
                "pull", "POST", "{{pubsub}}/v1/projects/{{project}}/subscriptions/{{subscription}}:pull",
                json: #"{"maxMessages": 1}"#, checks: ["status == 200"]),
            Call(
                "acknowledge", "POST", "{{pubsub}}/v1/projects/{{project}}/subscriptions/{{subscription}}:acknowledge",
                json: #"{"ackIds": ["{{response:pull#$.receivedMessages[0].ackId}}"]}"#, checks: ["status == 200"]),
            Call(
                "keep it longer", "POST",
                "{{pubsub}}/v1/projects/{{project}}/subscriptions/{{subscription}}:modifyAckDeadline",
                json: """
                    {
                      "ackIds": ["{{response:pull#$.receivedMessages[0].ackId}}"],
                      "ackDeadlineSeconds": 120
                    }
                    """),
            Call(
                "send it on", "POST", "{{target}}",
                json: "{{response:pull#$.receivedMessages[0].message.data|unbase64}}", isOpen: true),
        ])
}
