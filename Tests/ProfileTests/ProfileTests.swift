import Testing

@testable import Profile

@Suite("The profile as a value") struct ProfileTests {
    /// The example of the README.
    static let example = #"""
        {
          "version": 1,
          "connections": [
            {
              "name": "home",
              "url": "mqtts://broker.example:8883",
              "protocol": "5",
              "username": "me",
              "password": {"env": "HOME_MQTT_PASSWORD"},
              "tls": {"ca": "ca.pem", "certificate": "me.pem", "key": "me.key", "alpn": ["mqtt"]},
              "will": {"topic": "clients/martlet", "payload": "gone", "qos": 1},
              "subscriptions": [{"filter": "#"}, {"filter": "$SYS/#", "qos": 1, "mine": [1.50, "\u0041"]}],
              "mine": {"colour": "teal", "size": 1.0e3}
            }
          ],
          "environments": [
            {
              "name": "dev",
              "variables": {"base": "http://127.0.0.1:8000", "token": {"env": "TOKEN"}},
              "note": null
            }
          ],
          "requests": [
            {
              "name": "list sensors",
              "folder": "sensors",
              "method": "GET",
              "url": "{{base}}/sensors",
              "query": [{"name": "limit", "value": "10", "enabled": false}],
              "headers": [{"name": "Accept", "value": "application/json"}],
              "auth": {"bearer": "{{token}}"},
              "body": {"json": "{\n  \"name\": \"sensor1\"\n}"}
            }
          ],
          "publishes": [{"name": "lamp on", "topic": "home/lamp/set", "payload": "{\"on\":true}", "qos": 1}],
          "settings": {"theme": "nord", "memory": "64MB", "keys": {"topics": {"x": "forget"}}, "font": 7},
          "plugins": {"a": [1, 2, 3]}
        }

        """#

    private func read(_ text: String) throws -> (profile: Profile, problems: [ProfileProblem]) {
        try Profile.read(Array(text.utf8)).get()
    }

    private func written(_ profile: Profile) -> String { String(decoding: profile.bytes, as: UTF8.self) }

    @Test("What is read is written back as it was")
    func same() throws {
        let (profile, problems) = try read(Self.example)
        #expect(written(profile) == Self.example)
        #expect(problems.allSatisfy { $0.weight == .note })
        #expect(
            problems.map(\.path) == [
                "$.connections[0].subscriptions[1].mine", "$.connections[0].mine", "$.environments[0].note",
                "$.settings.font", "$.plugins",
            ])
    }

    @Test("Everything in it is understood")
    func understood() throws {
        let profile = try read(Self.example).profile
        let connection = try #require(profile.connections.values.first)
        #expect(connection.url == "mqtts://broker.example:8883")
        #expect(connection.password == .environment("HOME_MQTT_PASSWORD"))
        #expect(connection.tls.alpn == ["mqtt"])
        #expect(connection.will?.qos == 1)
        #expect(connection.subscriptions.map(\.filter) == ["#", "$SYS/#"])
        #expect(profile.environments.values[0].variables.map(\.name) == ["base", "token"])
        #expect(profile.requests.values[0].auth == .bearer(.literal("{{token}}")))
        #expect(profile.requests.values[0].query == [DraftField("limit", "10", isEnabled: false)])
        #expect(profile.publishes.values[0].payload == #"{"on":true}"#)
        #expect(profile.settings.theme == "nord")
        #expect(profile.settings.keys == ["topics": ["x": "forget"]])
    }

    @Test("A change keeps what martlet does not know, at every level")
    func changed() throws {
        var profile = try read(Self.example).profile
        let entry = profile.connections.entries[0]
        var connection = entry.value
        connection.name = "house"
        connection.password = nil
        connection.keepAlive = 30
        connection.subscriptions[1].qos = 2
        connection.subscriptions.insert(SubscriptionDraft("first"), at: 0)
        profile.connections.update(entry.id, to: connection)
        profile.settings.theme = "mono"
        let text = written(profile)
        #expect(text.contains(#"{"filter": "$SYS/#", "qos": 2, "mine": [1.50, "\u0041"]}"#))
        #expect(text.contains(#""mine": {"colour": "teal", "size": 1.0e3}"#))
        #expect(text.contains(#""theme": "mono", "memory": "64MB", "keys": {"topics": {"x": "forget"}}, "font": 7"#))
        #expect(text.contains("\"username\": \"me\",\n      \"keepAlive\": 30,\n      \"tls\""))
        #expect(!text.contains("HOME_MQTT_PASSWORD"))
        #expect(text.contains(#""plugins": {"a": [1, 2, 3]}"#))
    }

    @Test("Every option of every draft comes back")
    func roundTrip() throws {
        var profile = Profile()
        profile.connections.insert(Self.fullConnection)
        profile.requests.replace(with: Self.requests)
        profile.publishes.insert(Self.fullPublish)
        profile.environments.insert(
            Environment(
                name: "e",
                variables: [
                    .init("a", .literal("é\n\"")), .init("b", .environment("B")), .init("c", .file("~/c")),
                    .init("d", .command(["pass", "show", "x"])), .init("e", .prompt),
                ]))
        let (back, problems) = try read(written(profile))
        #expect(problems.isEmpty, "\(problems)")
        #expect(back.connections.values == profile.connections.values)
        #expect(back.requests.values == profile.requests.values)
        #expect(back.publishes.values == profile.publishes.values)
        #expect(back.environments.values == profile.environments.values)
    }

    @Test("What is wrong is told with line, column and path, and kept")
    func problems() throws {
        let text = """
            {
              "connections": [
                {"name": "a", "url": "mqtt://x", "keepAlive": 70000, "pasword": "p"},
                {"name": "a", "url": 5, "password": {"vault": "x"}},
                17
              ],
              "requests": [{"name": "r", "url": "u", "query": [{"nmae": "q"}]}]
            }
            """
        let (profile, problems) = try read(text)
        let lines = problems.map(\.description)
        #expect(
            lines.contains { $0.hasPrefix("3:51 $.connections[0].keepAlive: a whole number from 0 to 65535") },
            "\(lines)")
        #expect(
            lines.contains { $0.hasPrefix("3:58 $.connections[0].pasword: is not known: is it \"password\"?") },
            "\(lines)")
        #expect(
            lines.contains { $0.hasPrefix("4:26 $.connections[1].url: a string is expected here, not a number") },
            "\(lines)")
        #expect(lines.contains { $0.hasPrefix("4:41 $.connections[1].password: \"vault\" is no place") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("4:5 $.connections[1]: another connection is called \"a\"") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("5:5 $.connections[2]: an object is expected") }, "\(lines)")
        #expect(lines.contains { $0.contains("$.requests[0].query[0].nmae: is not known: is it \"name\"") }, "\(lines)")
        let kept = written(profile)
        for part in [#""keepAlive": 70000"#, #""pasword": "p""#, #"{"vault": "x"}"#, "17", #"{"nmae": "q"}"#] {
            #expect(kept.contains(part))
        }
    }

    @Test(
        "What cannot be a profile is damage with its place",
        arguments: [
            (#"{"connections": ["#, "line 1, column 18: JSON ends early"),
            ("[1]", "line 1, column 1: a profile is an object, not a list"),
            ("{\n\"connections\": {}}", "line 2, column 1: \"connections\" is a list, not an object"),
            (#"{"requests": [], "requests": []}"#, "line 1, column 18: \"requests\" stands here twice"),
            ("", "line 1, column 1: JSON ends early"),
        ])
    func damage(_ text: String, _ words: String) {
        guard case .failure(let damage) = Profile.read(Array(text.utf8)) else {
            Issue.record("\(text) was read")
            return
        }
        #expect("\(damage)" == words)
    }

    @Test("Secrets are dots for the eyes of others, references are not")
    func masked() throws {
        let text = """
            {"connections": [{"name": "c", "url": "mqtt://me:hunter2@x", "password": "hunter2", "pasword": "hunter2",
              "tls": {"psk": "hunter2", "pskIdentity": "sensor"},
              "headers": [{"name": "Authorization", "value": "Bearer hunter2"}]}],
             "environments": [{"name": "e", "variables": {"api_token": "hunter2", "base": "http://x", "t": {"env": "T"}}}],
             "requests": [{"name": "r", "url": "http://u:hunter2@h/", "auth": {"apiKey": {"name": "K", "value": "hunter2"}}},
               {"name": "s", "url": "u", "auth": {"basic": {"username": "me", "password": "hunter2"}}},
               {"name": "t", "url": "u", "auth": {"bearer": "hunter2"}}, {"name": "v", "url": "u", "auth": {"bearer": "{{t}}"}}]}
            """
        let shown = String(decoding: try read(text).profile.masked, as: UTF8.self)
        #expect(!shown.contains("hunter2"), "\(shown)")
        for part in [
            #"{"env": "T"}"#, #""base": "http://x""#, "{{t}}", #""username": "me""#, #""pskIdentity": "sensor""#,
        ] {
            #expect(shown.contains(part), "\(part) in \(shown)")
        }
    }

    @Test("Paths, names of requests and addresses of a sign-in are no secrets; a token and a key in their place are")
    func shown() throws {
        let text = """
            {"connections": [{"name": "c", "url": "mqtts://h", "password": {"token": "cloud/login"}, "tls": {"key": "~/me.key"}},
              {"name": "d", "url": "mqtts://h", "password": {"token": "hunter2"},
               "tls": {"key": "-----BEGIN PRIVATE KEY-----hunter2", "keyPassword": "hunter2"}}],
             "environments": [{"name": "e", "variables": {"t": {"token": "login"}}}],
             "requests": [{"name": "login", "folder": "cloud", "url": "u", "auth": {"oauth2": {"issuer": "https://id",
               "authorizationURL": "https://id/authorize?login=1"}}}]}
            """
        let shown = String(decoding: try read(text).profile.masked, as: UTF8.self)
        #expect(!shown.contains("hunter2"), "\(shown)")
        for part in [
            #"{"token": "cloud/login"}"#, #"{"token": "login"}"#, #""key": "~/me.key""#, "https://id/authorize?login=1",
        ] { #expect(shown.contains(part), "\(part) in \(shown)") }
    }

    @Test("A word that is none of those that can stand there is told")
    func words() throws {
        let text = """
            {"connections": [{"name": "c", "url": "mqtt://h", "protocol": "3"}],
             "requests": [{"name": "r", "url": "u", "auth": {"oauth2": {"grant": "pass\\u0007word", "clientAuth": 5}}}]}
            """
        let problems = try read(text).problems.map(\.text)
        for end in ["not \"3\"", "not \"pass", "not a number"] {
            #expect(problems.contains { $0.contains("is expected here, \(end)") }, "\(problems)")
        }
        #expect(!problems.contains { $0.contains("\u{7}") })
    }

    static var fullConnection: ConnectionDraft {
        var draft = ConnectionDraft(name: "full", url: "wss://b.example/mqtt")
        draft.version = "3.1.1"
        draft.clientID = "me"
        draft.username = "u"
        draft.password = .literal("p")
        draft.keepAlive = 5
        draft.cleanStart = false
        draft.sessionExpiry = .max
        draft.isStrict = true
        draft.tls.ca = "ca"
        draft.tls.caFolder = "folder"
        draft.tls.certificate = "cert"
        draft.tls.key = "key"
        draft.tls.keyPassword = .prompt
        draft.tls.verify = false
        draft.tls.alpn = ["mqtt", "x"]
        draft.tls.serverName = "name"
        draft.brokerTLS.preSharedKey = .environment("PSK")
        draft.brokerTLS.preSharedIdentity = "sensor"
        draft.brokerTLS.ciphers = "PSK"
        draft.brokerTLS.version = "tlsv1.2"
        draft.brokerTLS.keyLog = "keys"
        draft.brokerTLS.addsSystemAuthorities = true
        draft.headers = [DraftField("A", "b")]
        var will = WillDraft()
        will.topic = "t"
        will.payload = "p"
        will.qos = 2
        will.retain = true
        will.delay = 3
        will.properties.contentType = "text/plain"
        draft.will = will
        var subscription = SubscriptionDraft("a/#", qos: 2)
        subscription.noLocal = true
        subscription.retainAsPublished = true
        subscription.retainHandling = 2
        draft.subscriptions = [subscription]
        draft.userProperties = [DraftField("k", "v")]
        draft.limits.receiveMaximum = 10
        draft.limits.maximumPacketSize = 1000
        draft.limits.topicAliasMaximum = 20
        draft.limits.maximumInFlight = 7
        draft.limits.maximumQueuedBytes = 4096
        draft.limits.maximumUnreadBytes = 8192
        draft.limits.connectTimeout = 2.5
        draft.limits.fallbackTimeout = 1
        draft.limits.pingTimeout = 3
        draft.limits.followsRedirects = true
        draft.limits.requestResponseInformation = true
        draft.limits.requestProblemInformation = false
        draft.reconnect.isEnabled = false
        draft.reconnect.minimum = 0.25
        draft.reconnect.maximum = 30
        return draft
    }

    static var fullPublish: PublishDraft {
        var draft = PublishDraft()
        draft.name = "p"
        draft.folder = "f/g"
        draft.topic = "t"
        draft.payload = "00ff"
        draft.format = .hex
        draft.qos = 2
        draft.retain = true
        draft.properties.contentType = "c"
        draft.properties.isUTF8 = false
        draft.properties.expiry = 60
        draft.properties.responseTopic = "r"
        draft.properties.correlationData = "0x01"
        draft.properties.userProperties = [DraftField("a", "b", isEnabled: false)]
        draft.properties.topicAlias = 3
        return draft
    }

    static var requests: [RequestDraft] {
        let auths: [RequestAuth] = [
            .none, .basic(username: "u", password: .literal("p")), .bearer(.environment("T")),
            .digest(username: "u", password: .file("f")), .apiKey(name: "K", value: .literal("v"), inQuery: true),
            .apiKey(name: "K", value: .prompt, inQuery: false), .none,
        ]
        let bodies: [RequestBody] = [
            .none, .json("{}"), .xml("<a/>"), .text("t"), .form([DraftField("a", "b")]),
            .multipart([
                .init("a", .text("t")), .init("b", .file("f"), contentType: "c", filename: "n", isEnabled: false),
            ]), .file("path"),
        ]
        return zip(auths, bodies).enumerated().map { index, parts in
            var draft = RequestDraft()
            draft.name = "r\(index)"
            draft.folder = index % 2 == 0 ? "" : "a/b"
            draft.method = "PATCH"
            draft.url = "http://h/:id"
            draft.pathParameters = [DraftField("id", "1")]
            draft.auth = parts.0
            draft.body = parts.1
            draft.options.followsRedirects = false
            draft.options.maximumRedirects = 3
            draft.options.connectTimeout = 1.5
            draft.options.totalTimeout = 2
            draft.options.idleTimeout = 3
            draft.options.proxy = "none"
            draft.options.tls.verify = false
            draft.options.onlyHTTP1 = true
            return draft
        }
    }
}
