import Profile
import Synchronization
import Testing

@testable import MQTT
@testable import Opener

/// Every field of a draft, on its way to what a client is opened with.
struct ConnectionOpenerTests {
    private static let variables = Variables([
        .init("x", .literal("v"), origin: "test"), .init("host", .literal("broker"), origin: "test"),
        .init("digits", .literal("C0fe"), origin: "test"),
    ])

    private func plan(
        _ draft: ConnectionDraft, _ overrides: ConnectionOverrides = ConnectionOverrides()
    ) async throws -> ConnectionPlan {
        let secrets = SecretResolver(reading: { words in "asked for \(words)" })
        return try await ConnectionOpener(secrets: secrets, variables: Self.variables, now: { 0 })
            .plan(draft, overrides)
    }

    private func connect(_ plan: ConnectionPlan, _ version: ProtocolVersion = .v5) -> Connect {
        plan.configuration.options(version: version, clientID: nil, isRenewal: false).connect
    }

    /// Otherwise a new field could be forgotten here, and in the opener.
    @Test func theDraftOfTheseTestsHasEveryField() {
        var plain = ConnectionDraft()
        plain.will = WillDraft()
        let key = [".brokerTLS.preSharedKey", ".brokerTLS.preSharedIdentity"]
        #expect(sameFields(ConnectionDraft.full, plain) == key)
        #expect(sameFields(ConnectionDraft.shared, plain) == [".tls.ca", ".tls.caFolder"])
        #expect(sameFields(ConnectionDraft.full.will ?? WillDraft(), WillDraft()).isEmpty)
        #expect(sameFields(ConnectionDraft.full.subscriptions[0], SubscriptionDraft("")).isEmpty)
        #expect(sameFields(ConnectionDraft(), ConnectionDraft()).count > 30)
    }

    @Test func connectCarriesEveryField() async throws {
        let plan = try await plan(.full)
        var will = Will(topic: "will/v", payload: Array("gone-v".utf8), qos: .exactlyOnce, retain: true)
        will.properties = [
            Property(.contentType, .string("type/v")), Property(.payloadFormatIndicator, .byte(1)),
            Property(.messageExpiryInterval, .fourBytes(60)), Property(.responseTopic, .string("response/v")),
            Property(.correlationData, .binary([0, 255])), Property(.userProperty, .pair("w-v", "w")),
            Property(.willDelayInterval, .fourBytes(5)),
        ]
        let expected = Connect(
            version: .v5, clientID: "id-v", cleanStart: false, keepAlive: 17, username: "user-v",
            password: Array("password-v".utf8), will: will,
            properties: [
                Property(.sessionExpiryInterval, .fourBytes(99)), Property(.receiveMaximum, .twoBytes(7)),
                Property(.maximumPacketSize, .fourBytes(4096)), Property(.topicAliasMaximum, .twoBytes(8)),
                Property(.requestResponseInformation, .byte(1)), Property(.requestProblemInformation, .byte(0)),
                Property(.userProperty, .pair("u-v", "u")), Property(.authenticationMethod, .string("m-v")),
                Property(.authenticationData, .binary(Array("d-v".utf8))),
            ])
        #expect(connect(plan) == expected)
        #expect(plan.configuration.protocolChoice == .exactly(.v5))
    }

    @Test func theClientKeepsTheOtherFields() async throws {
        let plan = try await plan(.full)
        let configuration = plan.configuration
        var endpoint = Endpoint(transport: .secureWebSocket, host: "broker", port: 9001, path: "/v")
        endpoint.headers = [Endpoint.Header("X-v", "header-v")]
        // Signed for AWS IoT.
        let signed = try #require(configuration.endpoint.path.split(separator: "?").last)
        #expect(
            signed.hasPrefix(
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=v%2F19700101%2Fr-v%2Fiotdevicegateway%2Faws4_request"
            ))
        endpoint.path = "/v?\(signed)"
        #expect(configuration.endpoint == endpoint && plan.isPerishable)
        var tls = TLSOptions()
        (tls.caFile, tls.caDirectory) = ("ca-v", "folder-v")
        (tls.certificateFile, tls.keyFile, tls.keyPassword) = ("certificate-v", "key-v", "key-password-v")
        (tls.serverName, tls.alpn, tls.verify) = ("server-v", ["mqtt", "two"], false)
        (tls.ciphers, tls.version, tls.keyLogFile, tls.addsSystemAuthorities) = ("ciphers-v", .v12, "log-v", true)
        #expect(configuration.tls == tls)
        tls.preSharedKey = TLSOptions.PreSharedKey(identity: "sensor-v", key: [0, 0xFF, 0xC0, 0xFE])
        (tls.caFile, tls.caDirectory) = (nil, nil)
        #expect(try await self.plan(.shared).configuration.tls == tls)
        #expect(configuration.maximumInFlight == 11)
        #expect(configuration.maximumQueuedBytes == 2048)
        #expect(configuration.maximumUnreadBytes == 3072)
        #expect(configuration.connectTimeout == .seconds(1.5))
        #expect(configuration.fallbackTimeout == .seconds(2.5))
        #expect(configuration.pingTimeout == .seconds(3.5))
        #expect(configuration.followsRedirects && configuration.isStrict)
        #expect(!configuration.reconnect.isEnabled)
        #expect(configuration.reconnect.minimum == .seconds(4.5))
        #expect(configuration.reconnect.maximum == .seconds(5.5))
        #expect(plan.name == "full")
        #expect(
            plan.subscriptions.map(\.subscription) == [
                Subscription(
                    filter: "home/v", qos: .exactlyOnce, noLocal: true, retainAsPublished: true,
                    retainHandling: .doNotSend)
            ])
    }

    @Test func aDraftThatSaysNothingLeavesEverythingToTheClient() async throws {
        let plan = try await plan(ConnectionDraft(name: "plain", url: "mqtt://ann:s%40@h"))
        let own = ClientConfiguration(endpoint: try Endpoint(url: "mqtt://h"))
        #expect(connect(plan).properties.isEmpty && plan.configuration.will == nil)
        #expect(connect(plan).username == "ann" && connect(plan).password == Array("s@".utf8))
        #expect(plan.configuration.clientID.hasPrefix("martlet-") && plan.configuration.protocolChoice == .auto)
        #expect(plan.configuration.maximumInFlight == own.maximumInFlight)
        #expect(plan.configuration.maximumQueuedBytes == own.maximumQueuedBytes)
        #expect(plan.configuration.connectTimeout == own.connectTimeout)
        #expect(plan.configuration.tls == TLSOptions() && plan.configuration.usesTopicAliases)
        #expect(plan.subscriptions.map(\.filter) == ["#", "$SYS/#"])
    }

    @Test(arguments: [("3.1.1", ProtocolVersion.v311), ("3.1", .v31), ("5", .v5)])
    func versions(_ word: String, _ version: ProtocolVersion) async throws {
        var draft = ConnectionDraft.full
        draft.headers = []
        draft.version = word
        #expect(try await plan(draft).configuration.protocolChoice == .exactly(version))
    }

    @Test func overridesStandInThePlaceOfTheDraft() async throws {
        var draft = ConnectionDraft.full
        draft.aws = nil
        draft.headers = []
        var overrides = ConnectionOverrides()
        overrides.connectProperties = [
            Property(.receiveMaximum, .twoBytes(1)), Property(.userProperty, .pair("more", "1")),
        ]
        overrides.willProperties = [Property(.willDelayInterval, .fourBytes(1))]
        (overrides.host, overrides.port, overrides.usesTLS) = ("other", 1, false)
        overrides.proxy = SOCKSProxy(host: "p", port: 2)
        (overrides.localAddress, overrides.isStrict, overrides.usesTopicAliases) = ("127.0.0.1", true, false)
        let configuration = try await plan(draft, overrides).configuration
        #expect(configuration.endpoint == Endpoint(transport: .webSocket, host: "other", port: 1, path: "/v"))
        #expect(configuration.connectProperties.receiveMaximum == 1)
        #expect(configuration.connectProperties.userProperties.map(\.name) == ["u-v", "more"])
        #expect(configuration.connectProperties.list.count { $0.id == .receiveMaximum } == 1)
        #expect(configuration.will?.properties.willDelayInterval == 1)
        #expect(configuration.tls.caFile == "ca-v")
        #expect(configuration.proxy == SOCKSProxy(host: "p", port: 2) && configuration.localAddress == "127.0.0.1")
        #expect(configuration.isStrict && !configuration.usesTopicAliases)
        draft.url = "mqtt://h"
        (overrides.usesTLS, overrides.usesWebSocket, overrides.host, overrides.port) = (true, true, nil, nil)
        #expect(
            try await plan(draft, overrides).configuration.endpoint
                == Endpoint(transport: .secureWebSocket, host: "h", port: 1883, path: "/mqtt"))
    }

    @Test func secretsAreFoundWhenTheyAreNeeded() async throws {
        var draft = ConnectionDraft(name: "home", url: "mqtts://h")
        draft.password = .prompt
        draft.tls.keyPassword = .prompt
        let plan = try await plan(draft)
        #expect(plan.configuration.password == Array("asked for password of home".utf8))
        #expect(plan.configuration.tls.keyPassword == "asked for key password of home")
        #expect(plan.access.password == .prompt)
    }

    private typealias Change = @Sendable (inout ConnectionDraft) -> Void
    private static func shared(_ key: String, _ name: String = "me", _ version: String = "") -> BrokerTLS {
        var tls = BrokerTLS()
        (tls.preSharedKey, tls.preSharedIdentity, tls.version) = (.literal(key), name, version)
        return tls
    }
    private static let broken: [(Change, String)] = [
        ({ $0.url = "mqtt://{{nobody}}" }, "the address of home: nothing is called nobody"),
        ({ $0.url = "gopher://h" }, "gopher"), ({ $0.will?.topic = "a/#" }, "will a/#: "),
        ({ $0.will?.properties.correlationData = "0x1" }, "the will's correlation data of home: "),
        ({ $0.headers = [DraftField("X", "a\r\nb")] }, "home: WebSocket header X: "),
        ({ $0.brokerTLS = shared("00", "") }, "home: a shared key (PSK) and its name go together and the name"),
        ({ $0.brokerTLS.preSharedIdentity = "me" }, "home: a shared key (PSK) and its name go together and the key"),
        ({ ($0.brokerTLS, $0.tls.ca) = (shared("00"), "ca") }, "home: a shared key (PSK) stands in the place of"),
        ({ $0.brokerTLS = shared("00", "me", "tlsv1.3") }, "home: a shared key (PSK) goes with TLS 1.2"),
        ({ $0.brokerTLS = shared("0") }, "shared key of home: an even number of hexadecimal digits is needed"),
        ({ $0.brokerTLS = shared("0x00") }, "shared key of home: an even number"),
        ({ $0.brokerTLS = shared("") }, "shared key of home: an even number"),
        ({ $0.password = .environment("MARTLET_NO_SUCH") }, "password of home: $MARTLET_NO_SUCH is not set"),
    ]

    @Test(arguments: broken.indices)
    func failures(_ index: Int) async throws {
        let (change, words) = Self.broken[index]
        var draft = ConnectionDraft(name: "home", url: "ws://h")
        draft.will = WillDraft()
        draft.will?.topic = "w"
        change(&draft)
        let failed = draft
        let error = await #expect(throws: ConnectionOpener.Failure.self) { try await plan(failed) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test("A filter that is wrong keeps nobody from the others, and is named")
    func wrongFilter() async throws {
        var draft = ConnectionDraft(name: "home", url: "mqtt://h")
        draft.subscriptions = ["a/#", "a/#/b", ""].map { SubscriptionDraft($0, qos: 1) }
        let plan = try await plan(draft)
        #expect(plan.subscriptions.map(\.filter) == ["a/#"])
        #expect(plan.unusable.map(\.filter) == ["a/#/b", ""])
        #expect(plan.unusable.first?.words.hasPrefix("# must be the last level") == true)
    }

    /// What a letter says is meant as it stands, braces too.
    @Test func lettersAreLiteral() async throws {
        var draft = ConnectionDraft()
        var place: Endpoint? = Endpoint(transport: .webSocket, host: "::1", port: 7, path: "/{{x}}?a={{x}}")
        draft.take(username: "{{x}}", password: "{{uuid}}", at: &place)
        draft.take(try #require(place))
        let configuration = try await plan(draft).configuration
        #expect(configuration.endpoint == place)
        #expect(configuration.username == "{{x}}" && configuration.password == Array("{{uuid}}".utf8))
        // A name brings its own password or none, and one without a letter is sent all the same.
        place = Endpoint(host: "h")
        draft.take(username: "", password: nil, at: &place)
        draft.take(try #require(place))
        #expect(connect(try await plan(draft)).username == "" && draft.password == nil)
        draft.username = "saved"
        draft.take(username: nil, password: "p", at: &place)
        #expect(draft.username == "saved" && draft.password == .literal("p"))
    }

    @Test("User name and password of an address get their own places, and the connection is the same")
    func loginApart() async throws {
        for url in ["mqtt://ann:s%40%7B%7B@h:7", "wss://ann@h/p?a=b", "mqtts://:p@h"] {
            let draft = ConnectionDraft(name: "n", url: url)
            var apart = draft
            apart.partLogin()
            #expect(!apart.url.contains("@"), "\(apart.url)")
            let (before, after) = (try await plan(draft).configuration, try await plan(apart).configuration)
            #expect(before.username ?? "" == after.username ?? "" && before.password == after.password, "\(url)")
            #expect("\(before.endpoint)" == "\(after.endpoint)")
        }
        var own = ConnectionDraft(name: "n", url: "mqtt://ann:a@h")
        own.username = "bob"
        own.partLogin()
        #expect(own.username == "bob" && own.password == .literal("a") && own.url == "mqtt://h:1883")
        own.url = "mqtt://{{x}}:a@h"
        own.partLogin()
        #expect(own.url == "mqtt://{{x}}:a@h")
    }

    @Test(arguments: [
        Endpoint(host: "h"), Endpoint(transport: .tls, host: "fe80::1%eth0", port: 1), .unix(path: "/run/a b.sock"),
        .unix(path: "own.sock"), Endpoint(transport: .secureWebSocket, host: "h", path: "/a?b=c"),
    ])
    func addressesAreReadAgain(_ endpoint: Endpoint) throws {
        var endpoint = endpoint
        #expect(try Endpoint(url: endpoint.address) == endpoint)
        guard endpoint.transport != .unix else { return }
        (endpoint.username, endpoint.password) = ("a:@", "{{/}}")
        #expect(try Endpoint(url: endpoint.address) == endpoint)
    }

    /// Also of variables with blanks around their names, and of those that another calls.
    @Test func thePlanKnowsWhatThePersonWasAskedFor() async throws {
        let asked = Mutex<[String]>([])
        let secrets = SecretResolver(reading: { words in
            asked.withLock { $0.append(words) }
            return "typed"
        })
        let variables = Variables([
            .init("who", .prompt, origin: "test"), .init("pin", .literal("{{ code }}"), origin: "test"),
            .init("code", .prompt, origin: "test"), .init("token", .prompt, origin: "test"),
        ])
        var draft = ConnectionDraft(name: "home", url: "wss://h")
        (draft.username, draft.password) = ("{{ who }}", .literal("{{pin}}"))
        draft.headers = [DraftField("Authorization", "Bearer {{token}}")]
        var authentication = AuthenticationDraft()
        (authentication.method, authentication.data) = ("m", .prompt)
        draft.authentication = authentication
        let opener = { ConnectionOpener(secrets: secrets, variables: variables, now: { 0 }) }
        let words = ["authentication data of home", "variable code", "variable token", "variable who"]
        // The second time all of it is known, and it is said again.
        for _ in 0..<2 {
            let plan = try await opener().plan(draft)
            #expect(Set(plan.asked).sorted() == words && asked.withLock { $0.sorted() } == words)
        }
        for word in words { secrets.forget(word) }
        _ = try await opener().plan(draft)
        #expect(asked.withLock { $0.sorted() } == (words + words).sorted())
    }
}
