import Profile
import Testing

/// Connections that other programs keep.
@Suite("Imports of connections")
struct ConnectionImportTests {
    private func read(_ program: String, _ text: String, at path: String) throws -> ImportedConnections {
        let importer = try #require(ConnectionImporters.all.first { $0.program == program })
        return try importer.read(Array(text.utf8), at: path)
    }

    @Test("Each importer says where to look, below the folder of settings or the home")
    func places() {
        for importer in ConnectionImporters.all {
            let paths = importer.paths(config: "/c", home: "/h")
            #expect(!paths.isEmpty && paths.allSatisfy { $0.hasPrefix("/c/") || $0.hasPrefix("/h/") })
        }
    }

    @Test("mosquitto's options are one a line, the value is all behind the first space")
    func mosquitto() throws {
        let text = """
            # a remark
            -h broker.example
            -p 8883
            -u me
            -P pass word "1" {{x}}
            -i lab
            -q 1
            -t home/#
            --will-topic clients/lab
            --will-retain
            -d
            -F %t %p
            -V mqttv311
            """
        let found = try read("mosquitto", text, at: "/c/mosquitto_sub")
        let draft = try #require(found.connections.first)
        #expect(draft.name == "mosquitto_sub" && draft.url == "mqtts://broker.example:8883")
        #expect(draft.username == "me" && draft.clientID == "lab-martlet" && draft.version == "3.1.1")
        #expect(draft.subscriptions == [SubscriptionDraft("home/#", qos: 1)])
        #expect(draft.will?.topic == "clients/lab" && draft.will?.retain == true)
        // What looks like a variable is none.
        #expect(draft.password == .literal("pass word \"1\" " + TemplateCall.quoted("{{x}}")))
        #expect(found.losses == ["-d", "-F …"])
    }

    @Test("mosquitto's options of TLS are taken with their shared key") func sharedKey() throws {
        let text =
            "--psk c0fe\n--psk-identity {{x}}\n--ciphers PSK\n--tls-version tlsv1.2\n--tls-keylog k\n--tls-version 1"
        let found = try read("mosquitto", text, at: "/c/mosquitto_sub")
        let draft = try #require(found.connections.first)
        var expected = BrokerTLS()
        (expected.preSharedKey, expected.preSharedIdentity) = (.literal("c0fe"), TemplateCall.quoted("{{x}}"))
        (expected.ciphers, expected.version, expected.keyLog) = ("PSK", "tlsv1.2", "k")
        #expect(draft.url == "mqtts://localhost" && draft.brokerTLS == expected)
        #expect(found.losses == ["--tls-version …"])
    }

    @Test(
        "Each way to name the broker is taken",
        arguments: [
            ("-L mqtt://u:p@host:1884/a/b", "mqtt://host:1884"), ("-L mqtts://host", "mqtts://host"),
            ("-h ::1", "mqtt://[::1]"), ("--unix /run/m.sock", "unix:/run/m.sock"),
            ("--cafile ca.pem\n-p 1", "mqtts://localhost:1"),
            ("--ciphers PSK", "mqtt://localhost"), ("-u me", "mqtt://localhost"),
        ])
    func brokers(_ text: String, _ url: String) throws {
        #expect(try read("mosquitto", text, at: "/c/mosquitto_pub").connections.first?.url == url)
    }

    @Test("MQTT Explorer's settings: both forms of subscriptions, WebSocket, and certificates that are not taken")
    func explorer() throws {
        let text = """
            {"ConnectionManager_connections": {
              "a": {"configVersion": 1, "type": "mqtt", "id": "a", "host": "broker.example", "protocol": "mqtt",
                "port": 8883, "name": "home", "username": "me", "password": "secret", "encryption": true,
                "certValidation": false, "clientId": "mqtt-explorer-1", "clientKey": {"name": "k.pem", "data": "AA=="},
                "subscriptions": [{"topic": "#", "qos": 0}, {"topic": "$SYS/#", "qos": 9}]},
              "b": {"host": "w", "protocol": "ws", "basePath": "mqtt", "port": "8080", "subscriptions": ["x/#"]},
              "c": {"name": "no host"}}}
            """
        let found = try read("MQTT Explorer", text, at: "/c/MQTT-Explorer/settings.json")
        #expect(found.connections.map(\.url) == ["mqtts://broker.example:8883", "ws://w:8080/mqtt"])
        #expect(found.connections.map(\.name) == ["home", "w"])
        let home = found.connections[0]
        #expect(home.password == .literal("secret") && !home.tls.verify && home.clientID == "mqtt-explorer-1-martlet")
        #expect(home.subscriptions == [SubscriptionDraft("#"), SubscriptionDraft("$SYS/#")])
        #expect(found.connections[1].subscriptions == [SubscriptionDraft("x/#")])
        #expect(found.losses == ["home: k.pem: save it to a file and name that in the form"])
    }

    @Test(
        "A file that is something else says so",
        arguments: [("mosquitto", "\n# nothing\n"), ("MQTT Explorer", "{"), ("MQTT Explorer", "[1]"), ("MQTTX", "")])
    func nothing(_ program: String, _ text: String) {
        #expect(throws: ImportProblem.self) { try read(program, text, at: "/c/x") }
    }
}
