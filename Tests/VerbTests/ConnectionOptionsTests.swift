import App
import ArgumentParser
import Glibc
import MQTT
import Opener
import Profile
import Scripts
import Testing

@testable import martlet

/// Each letter of `explore`, as it is typed.
@Suite(.serialized) struct ConnectionOptionsTests {
    private func plan(_ arguments: String...) async throws -> ConnectionPlan {
        try await ConnectionRequest().plan(try letters(arguments))
    }

    private func letters(
        _ arguments: [String], changing saved: ConnectionDraft? = nil
    ) throws -> ConnectionRequest.Letters {
        try #require(try Martlet.parseAsRoot(["explore"] + arguments) as? Explore).letters(changing: saved)
    }

    private func failure(_ arguments: String...) throws -> String { try failure(arguments) }

    private func failure(_ arguments: [String]) throws -> String {
        do {
            _ = try letters(arguments)
            return "no failure"
        } catch {
            return "\(error)"
        }
    }

    @Test func theBrokerWithoutALetter() async throws {
        #expect("\(try await plan().configuration.endpoint)" == "mqtt://localhost:1883")
        #expect("\(try await plan("example.org").configuration.endpoint)" == "mqtt://example.org:1883")
        #expect("\(try await plan("mqtts://example.org").configuration.endpoint)" == "mqtts://example.org:8883")
        #expect(try failure("a", "-h", "b").contains("name the broker once"))
        #expect(try failure("mqtt://a", "-L", "mqtt://b").contains("name the broker once"))
    }

    @Test func host() async throws {
        #expect("\(try await plan("-h", "h", "-p", "1884").configuration.endpoint)" == "mqtt://h:1884")
        #expect("\(try await plan("--host", "h", "--port", "8883").configuration.endpoint)" == "mqtts://h:8883")
        #expect("\(try await plan("-h", "h", "--tls").configuration.endpoint)" == "mqtts://h:8883")
        #expect("\(try await plan("-h", "h", "--ws").configuration.endpoint)".hasPrefix("ws://h"))
        #expect("\(try await plan("-h", "h", "--ws", "--tls").configuration.endpoint)".hasPrefix("wss://h"))
        #expect("\(try await plan("--unix", "/tmp/s").configuration.endpoint)".contains("/tmp/s"))
        #expect(try failure("-p", "70000") == "-p 70000: a number from 1 to 65535 is needed")
        #expect(try failure("mqtt://h", "-p", "0") == "-p 0: a number from 1 to 65535 is needed")
    }

    @Test func url() async throws {
        let plan = try await plan("-L", "mqtt://ann:s%40@h:1999/home/+/temp")
        #expect("\(plan.configuration.endpoint)" == "mqtt://h:1999")
        #expect(plan.configuration.username == "ann")
        #expect(plan.configuration.password.map { String(decoding: $0, as: UTF8.self) } == "s@")
        #expect(plan.subscriptions.map(\.filter) == ["home/+/temp"])
        #expect(try await self.plan("mqtt://h/home/#", "-t", "x").subscriptions.map(\.filter) == ["x", "home/#"])
        #expect(try await self.plan("mqtt://h/").subscriptions.map(\.filter) == ["#", "$SYS/#"])
        #expect(try await self.plan("ws://h/mqtt").subscriptions.map(\.filter) == ["#", "$SYS/#"])
        #expect(try failure("-L", "gopher://h").contains("gopher"))
    }

    @Test func topicsAndQoS() async throws {
        let plan = try await plan("-t", "a/#", "--topic", "b", "-q", "2")
        #expect(plan.subscriptions.map(\.filter) == ["a/#", "b"])
        #expect(plan.subscriptions.map(\.qos) == [2, 2])
        #expect(try failure("-q", "3") == "-q 3 is no QoS: 0, 1 or 2")
        #expect(try failure("-t", "a/#/b").hasPrefix("-t a/#/b: "))
    }

    @Test func userAndPassword() async throws {
        let plan = try await plan("-u", "ann", "-P", "secret").configuration
        #expect(plan.username == "ann")
        #expect(plan.password == Array("secret".utf8))
        setenv("MARTLET_PASSWORD", "from outside", 1)
        defer { unsetenv("MARTLET_PASSWORD") }
        #expect(try await self.plan("-u", "ann").configuration.password == Array("from outside".utf8))
        #expect(try await self.plan("-u", "ann", "--pw", "x").configuration.password == Array("x".utf8))
    }

    @Test func identifiers() async throws {
        #expect(try await plan("-i", "me").configuration.clientID == "me")
        #expect(try await plan("-I", "box-").configuration.clientID == "box-\(getpid())")
        #expect(try await plan().configuration.clientID.hasPrefix("martlet-"))
        #expect(try await plan().configuration.clientID != plan().configuration.clientID)
        #expect(try failure("-i", "a", "-I", "b").contains("-i and -I"))
    }

    @Test func sessions() async throws {
        #expect(try await plan().configuration.cleanStart)
        let kept = try await plan("-c", "-i", "me").configuration
        #expect(!kept.cleanStart)
        #expect(kept.connectProperties.sessionExpiryInterval == .max)
        #expect(try failure("-c").contains("add -i"))
        let expiring = try await plan("-x", "60", "-c", "-i", "me").configuration
        #expect(expiring.connectProperties.sessionExpiryInterval == 60)
        #expect(try await plan("-x", "-1", "-i", "me").configuration.connectProperties.sessionExpiryInterval == .max)
        #expect(try failure("-x", "5000000000").contains("-x"))
    }

    @Test func keepAlive() async throws {
        #expect(try await plan().configuration.keepAlive == 60)
        #expect(try await plan("-k", "0").configuration.keepAlive == 0)
        #expect(try await plan("-k", "65535").configuration.keepAlive == 65_535)
        #expect(try failure("-k", "65536") == "-k 65536: a number from 0 to 65535 is needed")
    }

    @Test(arguments: [
        ("31", "v31"), ("mqttv31", "v31"), ("311", "v311"), ("mqttv311", "v311"), ("5", "v5"), ("mqttv5", "v5"),
    ])
    func versions(word: String, version: String) async throws {
        guard case .exactly(let chosen) = try await plan("-V", word).configuration.protocolChoice else {
            Issue.record("\(word) is not exact")
            return
        }
        #expect("\(chosen)" == version)
    }

    @Test func versionAuto() async throws {
        #expect(try await plan().configuration.protocolChoice == .auto)
        #expect(try await plan("-V", "auto").configuration.protocolChoice == .auto)
        #expect(try failure("-V", "6").contains("31, 311, 5 or auto"))
    }

    @Test func wills() async throws {
        let will = try #require(
            try await plan(
                "--will-topic", "w", "--will-payload", "gone", "--will-qos", "2", "--will-retain"
            ).configuration.will)
        #expect(will.topic == "w" && will.payload == Array("gone".utf8) && will.qos == .exactlyOnce && will.retain)
        #expect(try failure("--will-payload", "x").contains("add --will-topic"))
        #expect(try failure("--will-qos", "1").contains("add --will-topic"))
        #expect(try failure("--will-topic", "a/#").hasPrefix("--will-topic a/#: "))
        #expect(try failure("--will-topic", "a", "--will-qos", "3").contains("--will-qos 3"))
    }

    @Test func tls() async throws {
        let configuration = try await plan(
            "-h", "h", "--cafile", "ca", "--capath", "cas", "--cert", "c", "--key", "k", "--key-password", "p",
            "--server-name", "n", "--tls-alpn", "mqtt", "--insecure"
        ).configuration
        #expect("\(configuration.endpoint)" == "mqtts://h:8883")
        let tls = configuration.tls
        #expect(tls.caFile == "ca" && tls.caDirectory == "cas" && tls.certificateFile == "c" && tls.keyFile == "k")
        #expect(tls.keyPassword == "p" && tls.serverName == "n" && tls.alpn == ["mqtt"] && !tls.verify)
        setenv("MARTLET_KEY_PASSWORD", "outside", 1)
        defer { unsetenv("MARTLET_KEY_PASSWORD") }
        #expect(try await plan("--cert", "c", "--key", "k").configuration.tls.keyPassword == "outside")
        #expect(try await plan("mqtts://h").configuration.tls.verify)
    }

    @Test("A shared key with what it does not go with is refused") func sharedKey() throws {
        #expect(try failure("--psk", "c0fe") == "--psk needs a name: add --psk-identity")
        #expect(try failure("--psk-identity", "me").hasPrefix("--psk-identity needs the key: add --psk"))
        let me = ["--psk", "c0fe", "--psk-identity", "me"]
        #expect(try failure(me + ["--cafile", "f"]) == "--psk and --cafile or --capath cannot be used together")
        #expect(try failure(me + ["--tls-version", "tlsv1.3"]).hasPrefix("--psk goes with TLS 1.2"))
        #expect(try failure("--psk-identity", "me", "--psk", "c0f").hasPrefix("--psk: an even number of hexadecimal"))
    }

    @Test("What is saved of letters has the environment's secrets by their names") func kept() throws {
        let environment = ["MARTLET_PASSWORD": "a{{", "MARTLET_PSK": "c0fe"]
        var request = ConnectionRequest()
        (request.username, request.tls.preSharedIdentity) = ("me", "sensor")
        func draft() throws -> ConnectionDraft {
            let made = try request.letters(.explorer, namesTopic: false, environment: { environment[$0] })
            return request.kept(made.draft, environment: { environment[$0] })
        }
        #expect(try draft().password == .environment("MARTLET_PASSWORD"))
        #expect(try draft().brokerTLS.preSharedKey == .environment("MARTLET_PSK"))
        (request.password, request.tls.preSharedKey) = ("p", "11")
        #expect(try draft().password == .literal("p") && draft().brokerTLS.preSharedKey == .literal("11"))
    }

    @Test("What is opened by letters knows what they have made of it") func made() throws {
        let words = ["explore", "-p", "1", "-u", "me", "--psk", "c0fe", "--psk-identity", "sensor", "-t", "a"]
        let explore = try #require(try Martlet.parseAsRoot(words) as? Explore)
        guard case .plan(let plan) = try explore.start(ProfileBook(Profile())) else {
            Issue.record("no plan")
            return
        }
        #expect(plan.draft?.url == "mqtts://localhost:1" && plan.draft?.username == "me")
        #expect(plan.draft?.brokerTLS.preSharedKey == .literal("c0fe") && plan.draft?.subscriptions.count == 1)
    }

    /// Letters beside the name of a saved connection change one field each, and the environment's password is not for it.
    @Test func savedConnection() throws {
        var saved = ConnectionDraft(name: "home", url: "mqtts://{{host}}")
        (saved.username, saved.password, saved.keepAlive) = ("me", .prompt, 5)
        saved.subscriptions = [SubscriptionDraft("a"), SubscriptionDraft("b", qos: 1)]
        setenv("MARTLET_PASSWORD", "of others", 1)
        setenv("MARTLET_KEY_PASSWORD", "of others", 1)
        defer { unsetenv("MARTLET_PASSWORD") }
        defer { unsetenv("MARTLET_KEY_PASSWORD") }
        func check(_ arguments: String..., change: (inout ConnectionDraft) -> Void) throws {
            var expected = saved
            change(&expected)
            #expect(try letters(arguments, changing: saved).draft == expected, "\(arguments)")
        }
        try check { _ in }
        try check("-i", "{{x}}") { $0.clientID = TemplateCall.quoted("{{x}}") }
        try check("-I", "box-") { $0.clientID = "box-\(getpid())" }
        try check("-u", "ann") { ($0.username, $0.password) = ("ann", .literal("of others")) }
        try check("-P", "p") { $0.password = .literal("p") }
        try check("-t", "x", "-q", "2") { $0.subscriptions = [SubscriptionDraft("x", qos: 2)] }
        try check("-q", "2") { $0.subscriptions = [SubscriptionDraft("a", qos: 2), SubscriptionDraft("b", qos: 2)] }
        try check("-V", "311", "-k", "9") { ($0.version, $0.keepAlive) = ("3.1.1", 9) }
        try check("-c") { ($0.cleanStart, $0.sessionExpiry) = (false, .max) }
        try check("-x", "7") { $0.sessionExpiry = 7 }
        try check("--will-topic", "w", "--will-qos", "1") {
            var will = WillDraft()
            (will.topic, will.qos) = ("w", 1)
            $0.will = will
        }
        try check("--cafile", "f", "--insecure") { ($0.tls.ca, $0.tls.verify) = ("f", false) }
        try check("--psk", "c0fe", "--psk-identity", "{{x}}") {
            $0.brokerTLS.preSharedKey = .literal("c0fe")
            $0.brokerTLS.preSharedIdentity = TemplateCall.quoted("{{x}}")
        }
        try check("--ciphers", "C", "--tls-version", "TLSv1.2", "--tls-keylog", "f", "--tls-use-os-certs") {
            ($0.brokerTLS.ciphers, $0.brokerTLS.version, $0.brokerTLS.keyLog) = ("C", "tlsv1.2", "f")
            $0.brokerTLS.addsSystemAuthorities = true
        }
        try check("--key", "k") { ($0.tls.key, $0.tls.keyPassword) = ("k", .literal("of others")) }
        let changed = try letters(["-h", "other", "-p", "99", "--ws", "--tls", "--strict"], changing: saved)
        let overrides = changed.overrides
        #expect(changed.draft == saved && overrides.host == "other" && overrides.port == 99)
        #expect(overrides.usesWebSocket && overrides.usesTLS == true && overrides.isStrict)
        #expect(try letters([], changing: saved).overrides.usesTLS == nil)
        #expect(try letters(["-L", "ws://h:1/x"], changing: saved).draft.url == "ws://h:1/x")
    }

    @Test(arguments: [
        ["--memory", "0"], ["--memory", "1"], ["--memory", "many"], ["-p", "x"], ["-k"], ["a", "b"], ["--no-such"],
    ])
    func refused(arguments: [String]) {
        #expect(throws: (any Error).self) { try Martlet.parseAsRoot(["explore"] + arguments) }
    }

    @Test func theVerbMayBeLeftOut() throws {
        let explore = try #require(try Martlet.parseAsRoot(["-h", "h", "-t", "x"]) as? Explore)
        #expect(explore.filters == ["x"])
    }
}
