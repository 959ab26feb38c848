import Profile
import Testing

@testable import Opener

/// What is copied of a connection has each of its members: in the letters of the program, or named in a comment.
@Suite("Connections copied as commands")
struct CopiedConnectionTests {
    private static let variables = Variables([
        .init("host", .literal("broker"), origin: "test"), .init("x", .literal("v"), origin: "test"),
        .init("token", .literal("tok-hunter2"), origin: "test"), .init("secret", .environment("S"), origin: "test"),
    ])

    /// By member: what mosquitto_sub, martlet and `mqttx conn` are told, or what the comment says.
    private static let members: [String: [String]] = [
        ".url": ["-h broker -p 9001", "-h broker -p 9001", "-h broker -p 9001"],
        ".version": ["-V mqttv5", "-V mqttv5", "-V 5"],
        ".clientID": ["writes as id-{{x}}", "writes as id-{{x}}", "writes as id-{{x}}"],
        ".username": ["-u user-v", "-u user-v", "-u user-v"],
        ".password": ["-P \"${MQTT_P", "MARTLET_PASSWORD=\"${", "-P \"${MQTT_P"],
        ".keepAlive": ["-k 17", "-k 17", "-k 17"],
        ".cleanStart": ["is kept (-c)", "is kept (-c)", "is kept (--no-clean)"],
        ".sessionExpiry": ["-x 99", "-x 99", "-se 99"],
        ".isStrict": ["to be strict", "--strict", "to be strict"],
        ".tls.ca": ["--cafile ca-v", "--cafile ca-v", "--ca ca-v"],
        ".tls.certificate": ["--cert certificate-v", "--cert certificate-v", "--cert certificate-v"],
        ".tls.key": ["--key key-v", "--key key-v", "--key key-v"],
        ".tls.alpn": ["--tls-alpn mqtt", "--tls-alpn mqtt", "--alpn mqtt"],
        ".brokerTLS.ciphers": ["--ciphers ciphers-v", "--ciphers ciphers-v", "the ciphers ciphers-v"],
        ".brokerTLS.version": ["--tls-version tlsv1.2", "--tls-version tlsv1.2", "the TLS version tlsv1.2"],
        ".brokerTLS.keyLog": ["the log of TLS keys log-v", "--tls-keylog log-v", "the log of TLS keys log-v"],
        ".brokerTLS.addsSystemAuthorities": [
            "--tls-use-os-certs", "--tls-use-os-certs", "the system's certificates beside those of --ca",
        ],
        ".will.topic": ["--will-topic will/v", "--will-topic will/v", "--will-topic will/v"],
        ".will.payload": ["--will-payload gone-v", "--will-payload gone-v", "--will-message gone-v"],
        ".will.qos": ["--will-qos 2", "--will-qos 2", "--will-qos 2"],
        ".will.retain": ["--will-retain", "--will-retain", "--will-retain"],
        ".will.delay": ["-D will will-delay-interval 5", "will's delay of 5 s", "-Wd 5"],
        ".will.properties.contentType": ["-D will content-type type/v", "will's content type", "-Wct type/v"],
        ".will.properties.isUTF8": ["-D will payload-format-indicator 1", "will's payload format", "-Wpf"],
        ".will.properties.expiry": ["-D will message-expiry-interval 60", "will's expiry of 60 s", "-We 60"],
        ".will.properties.responseTopic": [
            "-D will response-topic response/v", "will's response topic", "-Wrt response/v",
        ],
        ".will.properties.correlationData": [
            "-D will correlation-data \"$(printf '\\001\\377')\"", "will's correlation data", "will's correlation data",
        ],
        ".will.properties.userProperties": [
            "-D will user-property w-v w", "will's user property w-v", "-Wup 'w-v: w'",
        ],
        ".subscriptions": ["-t home/v", "-t home/v", "-t home/v"],
        ".userProperties": ["-D connect user-property u-v u", "the user property u-v", "-up 'u-v: u'"],
        ".authentication.method": ["authentication-method m-v", "authentication by m-v", "authentication by m-v"],
        ".authentication.data": ["authentication-data \"${MQTT_AUTH_DATA:?", "authentication by", "authentication by"],
        ".limits.receiveMaximum": ["receive-maximum 7", "receive maximum 7", "--receive-maximum 7"],
        ".limits.maximumPacketSize": ["maximum-packet-size 4096", "packet size 4096", "--maximum-packet-size 4096"],
        ".limits.topicAliasMaximum": ["topic-alias-maximum 8", "alias maximum 8", "--topic-alias-maximum 8"],
        ".limits.maximumInFlight": Array(repeating: "in flight 11", count: 3),
        ".limits.maximumQueuedBytes": Array(repeating: "wait for the broker 2048", count: 3),
        ".limits.maximumUnreadBytes": Array(repeating: "wait for the screen 3072", count: 3),
        ".limits.connectTimeout": Array(repeating: "time to connect 1.5 s", count: 3),
        ".limits.fallbackTimeout": Array(repeating: "3.1.1 is tried 2.5 s", count: 3),
        ".limits.pingTimeout": Array(repeating: "a ping 3.5 s", count: 3),
        ".limits.followsRedirects": Array(repeating: "to follow redirects", count: 3),
        ".limits.requestResponseInformation": [
            "request-response-information 1", "response information", "--req-response-info",
        ],
        ".limits.requestProblemInformation": [
            "request-problem-information 0", "no problem information", "--no-req-problem-info",
        ],
        ".reconnect.isEnabled": Array(repeating: "not to connect again", count: 3),
        ".reconnect.minimum": Array(repeating: "shortest pause before the next attempt 4.5 s", count: 3),
        ".reconnect.maximum": Array(repeating: "longest pause before the next attempt 5.5 s", count: 3),
    ]
    /// Tried by `BrokerCommandTests`, as each makes another program of it, and the name, which is no broker's.
    private static let elsewhere: Set = [
        ".brokerTLS.preSharedKey", ".brokerTLS.preSharedIdentity",
        ".name", ".tls.caFolder", ".tls.keyPassword", ".tls.verify", ".tls.serverName", ".headers", ".aws",
    ]

    private static var draft: ConnectionDraft {
        var draft = ConnectionDraft.full
        draft.url = "mqtts://{{host}}:9001"
        (draft.headers, draft.aws) = ([], nil)
        (draft.tls.caFolder, draft.tls.keyPassword, draft.tls.verify, draft.tls.serverName) = ("", nil, true, "")
        draft.tls.alpn = ["mqtt"]
        draft.will?.properties.correlationData = "0x01fF"
        return draft
    }

    /// The members of a value, those of structures within it by themselves.
    private func paths(_ value: Any, _ path: String = "") -> Set<String> {
        var mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .optional, let some = mirror.children.first {
            mirror = Mirror(reflecting: some.value)
        }
        guard mirror.displayStyle == .struct, mirror.children.contains(where: { $0.label != nil }) else {
            return [path]
        }
        if value is AWSDraft? { return [path] }
        return mirror.children.reduce(into: []) { $0.formUnion(paths($1.value, path + "." + ($1.label ?? ""))) }
    }

    private func copy(_ draft: ConnectionDraft, _ tool: CommandTool) throws -> String {
        let access = try #require(BrokerAccess(draft, Self.variables))
        return try #require(
            BrokerCommand.text(.connect(access.settings.subscriptions), by: tool, to: access, version: draft.version))
    }

    @Test("Every member is known here") func complete() {
        // A will's alias is none.
        let all = paths(ConnectionDraft.full).subtracting([".will.properties.topicAlias"])
        #expect(all == Set(Self.members.keys).union(Self.elsewhere), "\(all.symmetricDifference(Self.members.keys))")
    }

    @Test("Every member is written or named", arguments: CommandTool.allCases.indices) func each(_ tool: Int) throws {
        let text = try copy(Self.draft, CommandTool.allCases[tool])
        for (member, words) in Self.members.sorted(by: { $0.key < $1.key }) {
            #expect(text.contains(words[tool]), "\(member): \(text)")
        }
        #expect(!text.contains("password-v") && !text.contains("d-v"), "\(text)")
    }

    @Test("A shared key is told by where it is found, with its name, and stands for all certificates")
    func sharedKey() throws {
        var draft = ConnectionDraft(name: "s", url: "mqtts://h:1")
        (draft.version, draft.brokerTLS.preSharedIdentity) = ("5", "me-{{x}}")
        draft.brokerTLS.preSharedKey = .literal("c0ffee")
        let unset = ":?set it first}\""
        #expect(
            try copy(draft, .mosquitto)
                == "# Set MQTT_PSK first: secrets are not copied\n"
                + "mosquitto_sub -h h -p 1 --psk \"${MQTT_PSK\(unset) --psk-identity me-v -V mqttv5")
        draft.brokerTLS.preSharedKey = .file("/run/key")
        draft.brokerTLS.preSharedIdentity = "{{token}}"
        #expect(
            try copy(draft, .martlet)
                == "# Set MQTT_PSK_IDENTITY first: secrets are not copied\n"
                + "MARTLET_PSK=\"$(head -n 1 /run/key)\" martlet -h h -p 1 --psk-identity \"${MQTT_PSK_IDENTITY\(unset) "
                + "-V mqttv5")
        #expect(try copy(draft, .mqttx).hasPrefix("# mqttx conn takes no shared key: martlet does\n"))
        // Without TLS there is none.
        draft.url = "mqtt://h:1"
        #expect(try copy(draft, .mqttx) == "mqttx conn -h h -p 1 -V 5")
    }

    @Test("A plain connection has nothing of that") func plain() throws {
        var draft = ConnectionDraft(name: "plain", url: "mqtt://h")
        draft.version = "5"
        #expect(try copy(draft, .martlet) == "martlet -h h -p 1883 -V mqttv5")
        #expect(try copy(draft, .mqttx) == "mqttx conn -h h -p 1883 -V 5")
        draft.version = "3.1.1"
        // An older version has none of it, from whomever.
        (draft.sessionExpiry, draft.userProperties) = (9, [DraftField("a", "b")])
        #expect(try copy(draft, .mosquitto) == "mosquitto_sub -h h -p 1883 -V mqttv311")
    }

    @Test("Secrets in its texts are variables of the shell", arguments: CommandTool.allCases)
    func secrets(_ tool: CommandTool) async throws {
        var draft = ConnectionDraft(name: "s", url: "mqtt://h")
        (draft.version, draft.username) = ("5", "u{{token}}")
        draft.userProperties = [DraftField("k", "{{token}}")]
        draft.will = WillDraft()
        draft.will?.topic = "w"
        draft.will?.payload = "{{token}}/{{secret}}"
        draft.subscriptions = [SubscriptionDraft("home/{{token}}")]
        let opener = ConnectionOpener(
            secrets: SecretResolver(reading: { _ in nil }), variables: Self.variables, now: { 0 })
        var given = draft
        given.will?.payload = "{{token}}"
        let opened = try await opener.plan(given).access
        let texts = [
            try copy(draft, tool), BrokerCommand.text(.connect([]), by: tool, to: opened, version: "5") ?? "",
        ]
        // What the broker was asked for, as the connection that is open copies it.
        let told = opened.marked(filter: "home/tok-hunter2")
        #expect(told.hasPrefix("home/") && !told.contains("hunter2"), "\(told)")
        let open = BrokerCommand.text(.connect([SubscriptionDraft(told)]), by: tool, to: opened, version: "5")
        #expect(opened.marked(filter: "home/#") == "home/#" && open?.contains("hunter2") == false, "\(open ?? "")")
        for text in texts {
            #expect(!text.contains("hunter2"), "\(text)")
            #expect(
                text.contains("-u \"${MQTT_USERNAME:?set it first}\"") && text.contains("\"${TOKEN:?set it first}\""))
            #expect(text.contains("# Set TOKEN first: secrets are not copied\n"), "\(text)")
        }
        #expect(texts[0].contains("\"${TOKEN:?set it first}\"'/'\"$S\""), "\(texts[0])")
        draft.url = "mqtt://{{token}}"
        #expect(BrokerAccess(draft, Self.variables) == nil)
        #expect(try await opener.plan(draft.withPlainWill).access.isPlaceSecret)
    }

    @Test("What is copied of an open connection is what is copied of it while it is saved", arguments: [true, false])
    func bothRoads(_ isSigned: Bool) async throws {
        var draft = ConnectionDraft.full
        if !isSigned { draft.aws = nil }
        // A query is the signature's place, a path is told as it is written, and one that is a secret is not.
        draft.url += "?a=b"
        draft.tls.ca = "~/ca-{{x}}"
        draft.tls.key = "{{token}}/key"
        draft.brokerTLS.keyLog = "{{token}}/log"
        let opener = ConnectionOpener(
            secrets: SecretResolver(reading: { _ in nil }), variables: Self.variables, now: { 0 })
        let (opened, saved) = (try await opener.plan(draft).access, try #require(BrokerAccess(draft, Self.variables)))
        #expect(opened == saved)
        #expect(opened.tls?.ca == "~/ca-v" && opened.tls?.key == "")
        #expect(opened.carrier == .webSocket(path: isSigned ? "/v" : "/v?a=b"))
        // What else TLS has is copied without being named.
        var tls = draft.tls
        (tls.ca, tls.key, tls.keyPassword) = ("~/ca-v", "", draft.tls.keyPassword?.masked)
        (tls.caFolder, tls.certificate, tls.serverName) = ("folder-v", "certificate-v", "server-v")
        #expect(opened.tls == tls)
        var own = draft.brokerTLS
        (own.ciphers, own.keyLog) = ("ciphers-v", "")
        #expect(opened.brokerTLS == own)
    }
}

extension ConnectionDraft {
    fileprivate var withPlainWill: ConnectionDraft {
        var draft = self
        draft.will = nil
        return draft
    }
}
