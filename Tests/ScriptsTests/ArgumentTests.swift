import MQTT
import Opener
import Profile
import Testing

@testable import Scripts

/// What is made of the words before they are parsed.
struct ArgumentTests {
    private func expanded(
        _ arguments: [String], files: [String: String] = [:], environment: [String: String] = [:],
        verb: ScriptVerb = .sub
    ) throws -> [String] {
        try ScriptArguments.expanded(
            arguments, for: verb, environment: { environment[$0] }, read: { (path) throws(ScriptError) in files[path] })
    }

    @Test func propertiesBecomeOneWord() throws {
        #expect(
            try expanded(["-D", "publish", "content-type", "text/plain", "-t", "a"]) == [
                "-D", "publish\u{1F}content-type\u{1F}text/plain", "-V", "5", "-t", "a",
            ])
        #expect(
            try expanded(["--property", "connect", "user-property", "my name", "-D"]) == [
                "-D", "connect\u{1F}user-property\u{1F}my name\u{1F}-D", "-V", "5",
            ])
        #expect(throws: ScriptError.self) { try expanded(["-D", "publish", "content-type"]) }
        #expect(throws: ScriptError.self) { try expanded(["-D", "publish", "user-property", "name"]) }
    }

    /// A value is the next word, whatever it looks like.
    @Test func valuesAreLeftAlone() throws {
        #expect(try expanded(["-t", "-D", "-F", "-o", "-W", "-1"]) == ["-t", "-D", "-F", "-o", "-W", "-1"])
        #expect(try expanded(["-x", "-1"]) == ["-x", "-1", "-V", "5"])
        #expect(try expanded(["-t"]) == ["-t"])
    }

    /// What is a flag of one verb may have a value with another, and a word without a letter stays where it is.
    @Test func valuesAreThoseOfTheVerb() throws {
        #expect(try expanded(["-w", "-x", "1"]) == ["-w", "-x", "1", "-V", "5"])
        #expect(try expanded(["-w", "-x", "1"], verb: .wire) == ["-w", "-x", "1"])
        #expect(
            try expanded(["b", "-D", "connect", "receive-maximum", "9", "-W", "-D"], verb: .race)
                == ["b", "-D", "connect\u{1F}receive-maximum\u{1F}9", "-V", "5", "-W", "-D"])
        #expect(try expanded(["s.json", "--where", "-o", "-x", "7"], verb: .expect).suffix(2) == ["-V", "5"])
    }

    /// The parser takes a value behind `=` too.
    @Test func valuesBehindAnEqualsSign() throws {
        #expect(
            try expanded(["--options-file=f", "-x=9", "-m", "-o=g"], files: ["f": "-u me"], verb: .pub)
                == ["-u", "me", "-x", "9", "-V", "5", "-m", "-o=g"])
        #expect(
            try expanded(["--property=publish", "content-type", "a=b"])
                == ["-D", "publish\u{1F}content-type\u{1F}a=b", "-V", "5"])
        #expect(throws: ScriptError.self) { try expanded(["-o=gone"]) }
        #expect(try expanded(["--no-such=x", "a=b"]) == ["--no-such=x", "a=b"])
    }

    /// What only MQTT 5 has asks for it, but takes nobody's word back who left that to the broker.
    @Test func autoStays() throws {
        #expect(try expanded(["-V", "auto", "-x", "60"]) == ["-V", "auto", "-x", "60"])
        #expect(
            try expanded(["--protocol-version", "auto", "-D", "connect", "receive-maximum", "9"])
                == ["--protocol-version", "auto", "-D", "connect\u{1F}receive-maximum\u{1F}9"])
        #expect(try expanded(["-V", "311", "-x", "60"]) == ["-V", "311", "-x", "60", "-V", "5"])
        #expect(try expanded(["-x", "60", "-V", "auto"]) == ["-x", "60", "-V", "5", "-V", "auto"])
    }

    @Test func optionsFile() throws {
        let text = "# who\r\n-u me\n\n  -P  two words \n-v\n-D publish user-property a b c\n-t x y\r\n"
        #expect(
            try expanded(["-o", "f", "-t", "z"], files: ["f": text]) == [
                "-u", "me", "-P", " two words ", "-v", "-D", "publish\u{1F}user-property\u{1F}a\u{1F}b c", "-V", "5",
                "-t",
                "x y", "-t", "z",
            ])
        #expect(throws: ScriptError("there is no options file gone")) { try expanded(["-o", "gone"]) }
        #expect(throws: ScriptError.self) { try expanded(["-o"]) }
        #expect(throws: ScriptError.self) { try expanded(["-o", "a", "-o", "b"], files: ["a": "", "b": ""]) }
    }

    @Test func defaultOptions() throws {
        let files = ["/x/mosquitto_sub": "-h one", "/h/.config/mosquitto_sub": "-h two", "/x/martlet/pub": "-h three"]
        #expect(try expanded([], files: files, environment: ["XDG_CONFIG_HOME": "/x", "HOME": "/h"]) == ["-h", "one"])
        #expect(try expanded([], files: files, environment: ["HOME": "/h"]) == ["-h", "two"])
        #expect(try expanded([], files: files, environment: ["XDG_CONFIG_HOME": "/x"], verb: .pub) == ["-h", "three"])
        #expect(try expanded(["-t", "a"], files: files) == ["-t", "a"])
        // A word or a file of steps tells these the broker: no file that nobody sees changes it.
        for verb in [ScriptVerb.wire, .race, .expect] {
            let own = ["/x/martlet/\(verb)": "-h four", "/x/mosquitto_\(verb)": "-h five"]
            #expect(try expanded(["b"], files: own, environment: ["XDG_CONFIG_HOME": "/x"], verb: verb) == ["b"])
        }
        // A file named by -o takes the place of the default one.
        #expect(
            try expanded(["-o", "/x/martlet/pub"], files: files, environment: ["XDG_CONFIG_HOME": "/x"]) == [
                "-h", "three",
            ])
    }
}

/// What the letters mean: mosquitto's defaults and refusals.
struct ConnectionRequestTests {
    private func setup(
        for verb: ScriptVerb = .sub, count: Int? = nil, environment: [String: String] = [:],
        _ change: (inout ConnectionRequest) -> Void = { _ in }
    ) async throws -> ConnectionSetup {
        var request = ConnectionRequest()
        change(&request)
        return try await request.setup(for: verb, count: count) { environment[$0] }
    }

    @Test func defaults() async throws {
        let configuration = try await setup().configuration
        #expect(configuration.endpoint == Endpoint(host: "localhost", port: 1883))
        #expect(configuration.protocolChoice == .exactly(.v311))
        #expect(configuration.clientID == "")
        #expect(configuration.keepAlive == 60)
        #expect(configuration.cleanStart)
        #expect(configuration.connectProperties.isEmpty)
        #expect(configuration.maximumInFlight == 20)
        #expect(try await setup(for: .rr).configuration.protocolChoice == .exactly(.v5))
        let v5 = try await setup { $0.version = "5" }.configuration
        #expect(v5.connectProperties == [Property(.receiveMaximum, .twoBytes(20))])
        #expect(try await setup(count: 3) { $0.version = "mqttv5" }.configuration.connectProperties.receiveMaximum == 3)
        #expect(try await setup(count: 300) { $0.version = "5" }.configuration.connectProperties.receiveMaximum == 20)
        #expect(
            try await setup {
                $0.version = "5"
                $0.properties = ["connect\u{1F}receive-maximum\u{1F}99"]
            }.configuration.connectProperties.receiveMaximum == 99)
        #expect(try await setup { $0.version = "31" }.configuration.clientID.utf8.count == 23)
        #expect(try await setup { $0.clientIDPrefix = "p-" }.configuration.clientID.hasPrefix("p-"))
    }

    @Test(arguments: [
        ("mqtt://h/a/#", "mqtt://h:1883", "a/#"), ("mqtts://h:1/a%20b", "mqtts://h:1", "a%20b"),
        ("mqtt://[::1]:77/x", "mqtt://[::1]:77", "x"), ("mqtt://h", "mqtt://h:1883", nil),
        ("ws://h/x", "ws://h:80/mqtt", "x"), ("wss://h:9/x", "wss://h:9/mqtt", "x"),
    ])
    func urls(_ url: String, _ endpoint: String, _ topic: String?) async throws {
        let setup = try await setup { $0.url = url }
        #expect(setup.configuration.endpoint.description == endpoint)
        #expect(setup.topic == topic)
    }

    @Test func credentials() async throws {
        let given = try await setup {
            $0.url = "mqtt://me:p%40ss@h/t"
        }.configuration
        #expect(given.username == "me")
        #expect(given.password == Array("p@ss".utf8))
        let environment = ["MARTLET_PASSWORD": "secret"]
        #expect(
            try await setup(environment: environment) { $0.username = "me" }.configuration.password
                == Array("secret".utf8))
        // Left for other connections.
        #expect(try await setup(environment: environment).configuration.password == nil)
        await #expect(throws: ScriptError.self) { try await setup { $0.password = "x" } }
        #expect(
            try await setup {
                $0.password = "x"
                $0.version = "5"
            }.configuration.password == Array("x".utf8))
    }

    @Test func sessions() async throws {
        await #expect(throws: ScriptError.self) { try await setup { $0.keepsSession = true } }
        let kept = try await setup {
            $0.keepsSession = true
            $0.clientID = "me"
        }.configuration
        #expect(!kept.cleanStart)
        #expect(kept.connectProperties.isEmpty)
        let v5 = try await setup {
            $0.keepsSession = true
            $0.clientID = "me"
            $0.version = "5"
        }.configuration
        #expect(v5.connectProperties.sessionExpiryInterval == .max)
        #expect(
            try await setup {
                $0.version = "5"
                $0.sessionExpiry = "60"
            }.configuration.connectProperties.sessionExpiryInterval == 60)
        for wrong in ["x", "-2", "4294967296", ""] {
            await #expect(throws: ScriptError.self) {
                try await setup {
                    $0.version = "5"
                    $0.sessionExpiry = wrong
                }
            }
        }
    }

    @Test func transports() async throws {
        func transport(_ change: @escaping (inout ConnectionRequest) -> Void) async throws -> String {
            try await setup(change).configuration.endpoint.description
        }
        #expect(try await transport { $0.tls.authorityFile = "ca" } == "mqtts://localhost:8883")
        #expect(try await transport { $0.port = 8883 } == "mqtts://localhost:8883")
        #expect(try await transport { $0.tls.usesSystemAuthorities = true } == "mqtts://localhost:1883")
        #expect(try await transport { $0.tls.isInsecure = true } == "mqtt://localhost:1883")
        #expect(
            try await transport {
                $0.tls.authorityFile = "ca"
                $0.tls.isRefused = true
                $0.port = 8883
            } == "mqtt://localhost:8883")
        #expect(try await transport { $0.usesWebSocket = true } == "ws://localhost:1883/mqtt")
        #expect(
            try await transport {
                $0.usesWebSocket = true
                $0.tls.authorityFile = "ca"
            } == "wss://localhost:8883/mqtt")
        #expect(try await setup { $0.unixSocket = "/run/m.sock" }.configuration.endpoint == .unix(path: "/run/m.sock"))
        #expect(
            try await setup { $0.proxy = "socks5h://u:p@[::1]:99" }.configuration.proxy
                == SOCKSProxy(host: "::1", port: 99, username: "u", password: "p"))
        #expect(
            try await setup { $0.proxy = "socks5h://proxy" }.configuration.proxy
                == SOCKSProxy(host: "proxy", port: 1080))
    }

    @Test(
        arguments: [
            { $0.keepAlive = 4 }, { $0.keepAlive = 65_536 }, { $0.port = 65_536 }, { $0.port = -1 },
            { $0.maximumInFlight = 0 }, { $0.version = "4" }, { $0.willPayload = "x" }, { $0.willRetain = true },
            {
                $0.willTopic = "a/#"
            },
            {
                $0.willTopic = "a"
                $0.willQoS = 3
            },
            {
                $0.clientID = "a"
                $0.clientIDPrefix = "b"
            },
            { $0.tls.certificate = "c" }, { $0.tls.key = "k" }, { $0.tls.keyForm = "pem" },
            { $0.tls.engine = "pkcs11" },
            {
                $0.tls.preSharedKey = "ab"
            },
            { $0.proxy = "http://proxy" }, { $0.url = "http://h/t" }, { $0.url = "mqtt:///t" },
            { $0.properties = ["publish\u{1F}content-type\u{1F}x"] },
        ] as [@Sendable (inout ConnectionRequest) -> Void])
    func refusals(_ change: @Sendable (inout ConnectionRequest) -> Void) async {
        await #expect(throws: ScriptError.self) { try await setup(change) }
    }

    /// A saved connection with letters: what they say, and all else as it is saved.
    @Test func savedConnection() async throws {
        var draft = ConnectionDraft(name: "home", url: "mqtts://me:pw@{{host}}:99")
        draft.tls.serverName = "server"
        let variables = Variables([.init("host", .literal("h"), origin: "test")])
        func configuration(
            password: Secret? = nil, environment: [String: String] = [:],
            _ change: (inout ConnectionRequest) -> Void = { _ in }
        ) async throws -> ClientConfiguration {
            var draft = draft
            draft.password = password
            return try await setup(environment: environment) {
                $0.saved = SavedConnection(draft, variables)
                change(&$0)
            }.configuration
        }
        let others = ["MARTLET_URL": "mqtt://x", "MARTLET_USERNAME": "x", "MARTLET_PASSWORD": "x"]
        let plain = try await configuration(environment: others)
        #expect(plain.endpoint.description == "mqtts://h:99" && plain.tls.serverName == "server")
        #expect(plain.username == "me" && plain.password == Array("pw".utf8))
        #expect(plain.protocolChoice == .auto && plain.clientID.hasPrefix("martlet-"))
        #expect(plain.connectProperties.isEmpty && plain.maximumInFlight == 1000 && !plain.usesTopicAliases)
        // What a person would be asked for.
        #expect(try await configuration(password: .prompt, environment: others).password == Array("x".utf8))
        let asked = await #expect(throws: ScriptError.self) { try await configuration(password: .prompt) }
        #expect(asked?.description.contains("; $MARTLET_PASSWORD answers") == true)
        let key = await #expect(throws: ScriptError.self) {
            try await configuration {
                $0.saved?.draft.brokerTLS.preSharedKey = .prompt
                $0.saved?.draft.brokerTLS.preSharedIdentity = "me"
            }
        }
        #expect(key?.description.contains("; $MARTLET_PSK answers") == true)
        // What has to do with no password says nothing of one.
        let invalid = await #expect(throws: ScriptError.self) {
            try await configuration(password: .prompt) { $0.saved?.draft.url = "mqtt://{{nobody}}" }
        }
        #expect(invalid?.description.hasPrefix("-b home: the address of home: nothing is called nobody") == true)
        #expect(invalid?.description.contains("MARTLET") == false)
        #expect(
            try await configuration {
                $0.host = "other"
                $0.port = 0
            }.endpoint.description == "mqtts://other:99")
        #expect(
            try await configuration {
                $0.port = 1
                $0.usesWebSocket = true
                $0.tls.isRefused = true
            }.endpoint.description == "ws://h:1/mqtt")
        let other = try await configuration { $0.url = "mqtt://ann@other/t" }
        #expect(other.endpoint.description == "mqtt://other:1883" && other.username == "ann" && other.password == nil)
        #expect(try await configuration { $0.unixSocket = "/s" }.endpoint == .unix(path: "/s"))
        #expect(try await configuration { $0.maximumInFlight = 3 }.maximumInFlight == 3)
        #expect(try await configuration { $0.tls.serverName = "n" }.tls.serverName == "n")
    }

    @Test(arguments: [
        ["publish", "content-type", "x"], ["PUBLISH", "user-property", "a", "b"], ["will", "will-delay-interval", "5"],
        ["connect", "receive-maximum", "65535"], ["subscribe", "subscription-identifier", "268435455"],
        ["disconnect", "session-expiry-interval", "0"], ["publish", "payload-format-indicator", "1"],
    ])
    func properties(_ words: [String]) throws {
        _ = try PropertyArgument(words)
    }

    @Test(arguments: [
        ["publish", "content-type"], ["puback", "reason-string", "x"], ["publish", "subscription-identifier", "1"],
        ["publish", "nothing", "x"], ["connect", "content-type", "x"], ["publish", "topic-alias", "0"],
        ["publish", "message-expiry-interval", "-1"], ["publish", "response-topic", "a/#"],
        ["connect", "receive-maximum", "65536"], ["publish", "payload-format-indicator", "2"],
    ])
    func propertyRefusals(_ words: [String]) {
        #expect(throws: ScriptError.self) { try PropertyArgument(words) }
    }

    @Test func subscribeLetters() async throws {
        func request(_ change: (inout SubscribeLetters) -> Void) async throws -> SubscribeRequest {
            var letters = SubscribeLetters()
            change(&letters)
            return try await letters.request(ConnectionRequest(), environment: { _ in nil })
        }
        await #expect(throws: ScriptError.self) { try await request { _ in } }
        await #expect(throws: ScriptError.self) { try await request { $0.filters = ["a/#/b"] } }
        await #expect(throws: ScriptError.self) {
            try await request {
                $0.filters = ["a"]
                $0.leavesOutRetained = true
                $0.onlyRetained = true
            }
        }
        for count in [0, -1] {
            await #expect(throws: ScriptError.self) {
                try await request {
                    $0.filters = ["a"]
                    $0.count = count
                }
            }
        }
        let both = try await request {
            $0.filters = ["a", "b/#"]
            $0.qos = 2
            $0.leavesOutRetained = true
        }
        #expect(both.subscriptions.map(\.filter) == ["a", "b/#"])
        #expect(both.subscriptions.map(\.qos) == [.exactlyOnce, .exactlyOnce])
        #expect(both.subscriptions[0].retainHandling == .doNotSend)
        #expect(try await request { $0.unsubscriptions = ["a"] }.unsubscriptions == ["a"])
    }
}
