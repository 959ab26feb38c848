extension RequestPreset {
    /// AWS IoT Core, the data plane over HTTPS: publish, retained messages, shadows.
    static let awsIoT = RequestPreset(
        "aws-iot", "AWS IoT",
        note: """
            endpoint is what `aws iot describe-endpoint --endpoint-type iot:Data-ATS` prints. Who asks is told by a device's \
            certificate: put PEM files in certificate and key, and :8443 behind endpoint. With access keys in its place each \
            request is signed (Signature Version 4, service iotdata, the endpoint's region): that is the Auth of the request, \
            and all that is to be changed. Retained payloads come as Base64. Beside it in view 1: $aws/things/NAME/shadow/#
            """,
        variables: [
            .init("endpoint", .literal("example-ats.iot.eu-central-1.amazonaws.com:8443")),
            .init("thing", .literal("my-thing")), .init("shadow", .literal("config")),
            .init("topic", .literal("home/kitchen/temperature")), .init("certificate", .literal("")),
            .init("key", .literal("")),
        ],
        auth: .none,
        [
            Call(
                "publish", "POST", "https://{{endpoint}}/topics/{{topic|url}}", query: [("qos", "1")],
                json: #"{"temperature": 21.5}"#),
            Call(
                "publish, retained", "POST", "https://{{endpoint}}/topics/{{topic|url}}",
                query: [("qos", "1"), ("retain", "true")], json: #"{"temperature": 21.5}"#),
            Call("retained messages", "GET", "https://{{endpoint}}/retainedMessage", query: [("maxResults", "100")]),
            Call("retained message", "GET", "https://{{endpoint}}/retainedMessage/{{topic|url}}"),
            Call("shadow", "GET", "https://{{endpoint}}/things/{{thing|url}}/shadow"),
            Call(
                "update the shadow", "POST", "https://{{endpoint}}/things/{{thing|url}}/shadow",
                json: #"{"state": {"desired": {"on": true}}}"#),
            Call("delete the shadow", "DELETE", "https://{{endpoint}}/things/{{thing|url}}/shadow"),
            Call(
                "named shadow", "GET", "https://{{endpoint}}/things/{{thing|url}}/shadow",
                query: [("name", "{{shadow}}")]),
            Call(
                "update the named shadow", "POST", "https://{{endpoint}}/things/{{thing|url}}/shadow",
                query: [("name", "{{shadow}}")], json: #"{"state": {"desired": {"interval": 60}}}"#),
            Call(
                "names of shadows", "GET",
                "https://{{endpoint}}/api/things/shadow/ListNamedShadowsForThing/{{thing|url}}"),
        ].map(\.withCertificate))
}

extension RequestPreset.Call {
    /// With a client certificate, where the variables name one.
    fileprivate var withCertificate: Self {
        var call = self
        call.draft.options.tls.certificate = "{{certificate}}"
        call.draft.options.tls.key = "{{key}}"
        return call
    }
}
