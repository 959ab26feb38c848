import App
import ArgumentParser
import Glibc
import MQTT
import Opener
import Testing

@testable import martlet

/// Each letter of `explore`, as it is typed.
@Suite(.serialized) struct ConnectionOptionsTests {
    private func plan(_ arguments: String...) throws -> ConnectionPlan {
        let explore = try #require(try Martlet.parseAsRoot(["explore"] + arguments) as? Explore)
        return try explore.connection.plan(argument: explore.broker, filters: explore.filters, qos: explore.qos)
    }

    private func failure(_ arguments: String...) throws -> String {
        let explore = try #require(try Martlet.parseAsRoot(["explore"] + arguments) as? Explore)
        do {
            _ = try explore.connection.plan(argument: explore.broker, filters: explore.filters, qos: explore.qos)
            return "no failure"
        } catch {
            return (error as? Failure)?.message ?? "\(error)"
        }
    }

    @Test func theBrokerWithoutALetter() throws {
        #expect("\(try plan().configuration.endpoint)" == "mqtt://localhost:1883")
        #expect("\(try plan("example.org").configuration.endpoint)" == "mqtt://example.org:1883")
        #expect("\(try plan("mqtts://example.org").configuration.endpoint)" == "mqtts://example.org:8883")
        #expect(try failure("a", "-h", "b").contains("name the broker once"))
        #expect(try failure("mqtt://a", "-L", "mqtt://b").contains("name the broker once"))
    }

    @Test func host() throws {
        #expect("\(try plan("-h", "h", "-p", "1884").configuration.endpoint)" == "mqtt://h:1884")
        #expect("\(try plan("--host", "h", "--port", "8883").configuration.endpoint)" == "mqtts://h:8883")
        #expect("\(try plan("-h", "h", "--tls").configuration.endpoint)" == "mqtts://h:8883")
        #expect("\(try plan("-h", "h", "--ws").configuration.endpoint)".hasPrefix("ws://h"))
        #expect("\(try plan("-h", "h", "--ws", "--tls").configuration.endpoint)".hasPrefix("wss://h"))
        #expect("\(try plan("--unix", "/tmp/s").configuration.endpoint)".contains("/tmp/s"))
        #expect(try failure("-p", "70000") == "martlet: -p 70000: 1 to 65535 as port")
        #expect(try failure("mqtt://h", "-p", "0") == "martlet: -p 0: 1 to 65535 as port")
    }

    @Test func url() throws {
        let plan = try plan("-L", "mqtt://ann:s%40@h:1999/home/+/temp")
        #expect("\(plan.configuration.endpoint)" == "mqtt://h:1999")
        #expect(plan.configuration.username == "ann")
        #expect(plan.configuration.password.map { String(decoding: $0, as: UTF8.self) } == "s@")
        #expect(plan.subscriptions.map(\.filter) == ["home/+/temp"])
        #expect(try self.plan("mqtt://h/home/#", "-t", "x").subscriptions.map(\.filter) == ["x", "home/#"])
        #expect(try self.plan("mqtt://h/").subscriptions.map(\.filter) == ["#", "$SYS/#"])
        #expect(try self.plan("ws://h/mqtt").subscriptions.map(\.filter) == ["#", "$SYS/#"])
        #expect(try failure("-L", "gopher://h").contains("gopher"))
    }

    @Test func topicsAndQoS() throws {
        let plan = try plan("-t", "a/#", "--topic", "b", "-q", "2")
        #expect(plan.subscriptions.map(\.filter) == ["a/#", "b"])
        #expect(plan.subscriptions.map(\.qos) == [2, 2])
        #expect(try failure("-q", "3") == "martlet: -q 3: 0 to 2 as QoS")
        #expect(try failure("-t", "a/#/b").hasPrefix("martlet: -t a/#/b: "))
    }

    @Test func userAndPassword() throws {
        let plan = try plan("-u", "ann", "-P", "secret").configuration
        #expect(plan.username == "ann")
        #expect(plan.password == Array("secret".utf8))
        setenv("MARTLET_PASSWORD", "from outside", 1)
        defer { unsetenv("MARTLET_PASSWORD") }
        #expect(try self.plan("-u", "ann").configuration.password == Array("from outside".utf8))
        #expect(try self.plan("-u", "ann", "--pw", "x").configuration.password == Array("x".utf8))
    }

    @Test func identifiers() throws {
        #expect(try plan("-i", "me").configuration.clientID == "me")
        #expect(try plan("-I", "box-").configuration.clientID == "box-\(getpid())")
        #expect(try plan().configuration.clientID.hasPrefix("martlet-"))
        #expect(try plan().configuration.clientID != plan().configuration.clientID)
        #expect(try failure("-i", "a", "-I", "b").contains("-i and -I"))
    }

    @Test func sessions() throws {
        #expect(try plan().configuration.cleanStart)
        let kept = try plan("-c", "-i", "me").configuration
        #expect(!kept.cleanStart)
        #expect(kept.connectProperties.sessionExpiryInterval == .max)
        #expect(try failure("-c").contains("-c needs -i"))
        let expiring = try plan("-x", "60", "-c", "-i", "me").configuration
        #expect(expiring.connectProperties.sessionExpiryInterval == 60)
        #expect(try plan("-x", "-1").configuration.connectProperties.sessionExpiryInterval == .max)
        #expect(try failure("-x", "5000000000").contains("-x"))
    }

    @Test func keepAlive() throws {
        #expect(try plan().configuration.keepAlive == 60)
        #expect(try plan("-k", "0").configuration.keepAlive == 0)
        #expect(try plan("-k", "65535").configuration.keepAlive == 65_535)
        #expect(try failure("-k", "65536") == "martlet: -k 65536: 0 to 65535 seconds")
    }

    @Test(arguments: [
        ("31", "v31"), ("mqttv31", "v31"), ("311", "v311"), ("mqttv311", "v311"), ("5", "v5"), ("mqttv5", "v5"),
    ])
    func versions(word: String, version: String) throws {
        guard case .exactly(let chosen) = try plan("-V", word).configuration.protocolChoice else {
            Issue.record("\(word) is not exact")
            return
        }
        #expect("\(chosen)" == version)
    }

    @Test func versionAuto() throws {
        #expect(try plan().configuration.protocolChoice == .auto)
        #expect(try plan("-V", "auto").configuration.protocolChoice == .auto)
        #expect(try failure("-V", "6").contains("31, 311, 5 or auto"))
    }

    @Test func wills() throws {
        let will = try #require(
            try plan(
                "--will-topic", "w", "--will-payload", "gone", "--will-qos", "2", "--will-retain"
            ).configuration.will)
        #expect(will.topic == "w" && will.payload == Array("gone".utf8) && will.qos == .exactlyOnce && will.retain)
        #expect(try failure("--will-payload", "x").contains("add --will-topic"))
        #expect(try failure("--will-qos", "1").contains("add --will-topic"))
        #expect(try failure("--will-topic", "a/#").hasPrefix("martlet: --will-topic a/#: "))
        #expect(try failure("--will-topic", "a", "--will-qos", "3").contains("--will-qos 3"))
    }

    @Test func tls() throws {
        let configuration = try plan(
            "-h", "h", "--cafile", "ca", "--capath", "cas", "--cert", "c", "--key", "k", "--key-password", "p",
            "--server-name", "n", "--tls-alpn", "mqtt", "--insecure"
        ).configuration
        #expect("\(configuration.endpoint)" == "mqtts://h:8883")
        let tls = configuration.tls
        #expect(tls.caFile == "ca" && tls.caDirectory == "cas" && tls.certificateFile == "c" && tls.keyFile == "k")
        #expect(tls.keyPassword == "p" && tls.serverName == "n" && tls.alpn == ["mqtt"] && !tls.verify)
        setenv("MARTLET_KEY_PASSWORD", "outside", 1)
        defer { unsetenv("MARTLET_KEY_PASSWORD") }
        #expect(try plan("--key", "k").configuration.tls.keyPassword == "outside")
        #expect(try plan("mqtts://h").configuration.tls.verify)
    }

    @Test(arguments: [["--memory", "0"], ["--memory", "many"], ["-p", "x"], ["-k"], ["a", "b"], ["--no-such"]])
    func refused(arguments: [String]) {
        #expect(throws: (any Error).self) { try Martlet.parseAsRoot(["explore"] + arguments) }
    }

    @Test func theVerbMayBeLeftOut() throws {
        let explore = try #require(try Martlet.parseAsRoot(["-h", "h", "-t", "x"]) as? Explore)
        #expect(explore.filters == ["x"])
    }
}
