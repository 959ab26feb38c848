import Feeds
import Glibc
import Interface
import MQTT
import Model
import NIOCore
import Profile
import Terminal
import TestSupport
import Testing
import Topics

@testable import App

/// What is copied as a command, run by the real sh(1), publishes the same to the same broker: none of the brokers here
/// listens where a program would look by itself.
@Suite("Publishes copied as commands, on mosquitto") @MainActor struct CopiedPublishTests {
    /// Hard on a shell, and in two cases on a terminal.
    private static let payloads: [[UInt8]] = [
        Array(#"a'b"c $HOME `id` \ !x #y *?[z] ~ {1,2} %41 ;&|<>()"#.utf8), Array("lines\nof text\n".utf8),
        Array("\u{1B}[201~; rm\r\u{9B}".utf8), [0, 255, 10, 37, 39, 92], [UInt8](repeating: 0xFE, count: 1000), [],
        [UInt8](repeating: 0x78, count: 200_000),
    ]

    private func visit(_ draft: ConnectionDraft) async throws -> Visit {
        var draft = draft
        draft.subscriptions = [SubscriptionDraft("#", qos: 2)]
        let visit = try Visit()
        visit.application.open(draft)
        try await visit.become("a granted subscription") {
            $0.window.workspace.subscriptions.first?.state == .granted(2)
        }
        return visit
    }

    /// Runs what `Y` copies of the newest message; answers it, and waits for the message that comes of it.
    @discardableResult
    private func runCopy(_ visit: Visit, _ environment: [String: String] = [:]) async throws -> String {
        let before = visit.window.workspace.live.messages.endSequence
        let copies = visit.terminal.copies.count
        try visit.type("Y")
        try await visit.become("a copy") { $0.terminal.copies.count > copies }
        let command = String(decoding: try #require(visit.terminal.copies.last), as: UTF8.self)
        let martlet = builtProduct("martlet")
        let path = String(cString: getenv("PATH")) + ":" + String(martlet.dropLast("/martlet".count))
        let run = try await Command.attempt(
            Requirement(program: "sh", package: "dash"), [], input: Array(command.utf8),
            environment: environment.merging(["PATH": path]) { $1 })
        #expect(run.status == .code(0), "\(command.prefix(2000))\n\(run.output)")
        try await visit.become("the message again") { $0.window.workspace.live.messages.endSequence > before }
        return command
    }

    private func send(_ publish: Publish, on visit: Visit) async throws {
        let before = visit.window.workspace.live.messages.endSequence
        _ = try await visit.effects.opened[visit.window.connection]?.feed?.publish(publish, onStep: nil)
        try await visit.become("a message") { $0.window.workspace.live.messages.endSequence > before }
        try await visit.settle()
    }

    /// Topic, payload, flags and properties of the message that came last, or before the last.
    private func message(_ visit: Visit, back: UInt64) throws -> [String] {
        let workspace = visit.window.workspace
        let sequence = workspace.live.messages.endSequence - 1 - back
        let message = try #require(workspace.live.messages.message(sequence))
        let properties = workspace.live.messages.properties(sequence).withUnsafeBytes { Properties.describe($0) }
        return [
            workspace.live.topics.topic(message.topic), "\(message.flags.qos)",
            workspace.live.messages.withPayload(sequence) { "\(Array($0))" } ?? "",
        ] + properties.map { "\($0.name)=\($0.value)" }.sorted()
    }

    @Test("Payloads, topics and properties of every kind", arguments: ["5", "3.1.1"]) func payloads(
        _ version: String
    ) async throws {
        let broker = try await Mosquitto.start()
        var draft = ConnectionDraft(name: "home", url: "mqtt://127.0.0.1:\(broker.port())")
        draft.version = version
        let visit = try await visit(draft)
        try visit.type("<Tab>")
        for (index, payload) in Self.payloads.enumerated() {
            var publish = Publish(
                topic: index == 0 ? "it's/$HOME `x`" : "home/\(index)", payload: ByteBuffer(bytes: payload),
                qos: QoS(rawValue: UInt8(index % 3)) ?? .atMostOnce)
            if version == "5" {
                publish.properties.contentType = "text/plain; it's"
                publish.properties.responseTopic = "reply/to me"
                publish.properties.correlationData = index == 1 ? [0xFF, 1] : Array("it's".utf8)
                publish.properties.messageExpiryInterval = 1000
                publish.properties.payloadFormatIndicator = false
                publish.properties.userProperties = [UserProperty("a b", "$x"), UserProperty("a b", "")]
            }
            try await send(publish, on: visit)
            try await runCopy(visit)
            #expect(try message(visit, back: 0) == message(visit, back: 1))
        }
        try await visit.leave()
    }

    @Test("Over TLS with a client certificate, a WebSocket, a unix socket, and with a password that is never copied")
    func connections() async throws {
        let broker = try await Mosquitto.start()
        let pair = broker.certificates.client
        var tls = DraftTLS()
        tls.ca = broker.certificates.authority
        var mutual = tls
        (mutual.certificate, mutual.key) = (pair.certificate, pair.key)
        var password = broker.draft("mqtt", .password)
        (password.username, password.password) = ("alice", .literal("secret"))
        var asked = password
        asked.password = .environment("MARTLET_TEST_COPIED")
        setenv("MARTLET_TEST_COPIED", "secret", 1)
        defer { unsetenv("MARTLET_TEST_COPIED") }
        let socket = ConnectionDraft(name: "socket", url: "unix:\(broker.unixSocket)")
        for (draft, program) in [
            (broker.draft("mqtts", .tls, tls), "mosquitto_pub"),
            (broker.draft("mqtts", .mutualTLS, mutual), "mosquitto_pub"),
            (broker.draft("ws", .webSocket), "martlet pub"),
            (broker.draft("wss", .secureWebSocket, tls), "martlet pub"),
            (socket, "mosquitto_pub"), (password, "mosquitto_pub"), (asked, "mosquitto_pub"),
        ] {
            let visit = try await visit(draft)
            try visit.type("<Tab>")
            try await send(
                Publish(topic: "home/lamp", payload: ByteBuffer(string: "on"), qos: .atLeastOnce), on: visit)
            let command = try await runCopy(visit, ["MQTT_PASSWORD": "secret"])
            #expect(try message(visit, back: 0) == message(visit, back: 1))
            #expect(command.split(separator: "\n").last?.hasPrefix(program) == true, "\(command)")
            #expect(!command.contains("secret'") && !command.contains("-P secret"), "\(command)")
            try await visit.leave()
        }
    }

    @Test("A topic's subscription and a connection, in the words of every program that is here, one after the other")
    func subscriptions() async throws {
        let broker = try await Mosquitto.start()
        var draft = broker.draft("mqtt", .password)
        (draft.username, draft.password) = ("alice", .literal("secret"))
        let visit = try await visit(draft)
        try await send(
            Publish(topic: "home/lamp", payload: ByteBuffer(string: "on"), qos: .atLeastOnce, retain: true), on: visit)
        let path = String(cString: getenv("PATH")) + ":" + String(builtProduct("martlet").dropLast("/martlet".count))
        for (keys, programs) in [
            ("1jY", ["mosquitto_sub", "martlet sub", "mqttx sub"]), ("4Y", ["mosquitto_sub", "martlet", "mqttx conn"]),
        ] {
            var next = keys
            for (index, program) in programs.enumerated() {
                let copies = visit.terminal.copies.count
                try visit.type(next)
                next = "Y"
                try await visit.become("a copy") { $0.terminal.copies.count > copies }
                let command = String(decoding: try #require(visit.terminal.copies.last), as: UTF8.self)
                let line = try #require(command.split(separator: "\n").last.map(String.init))
                #expect(line.contains("\(program) -h localhost -p \(broker.port(of: .password))"), "\(command)")
                #expect(!command.contains("secret ") && !command.contains("=secret") && line.contains("-u alice"))
                let more = programs[(index + 1) % 3]
                let subject = keys == "4Y" ? "connection" : "subscription"
                let words = "Copied the \(subject) as \(program), \(command.utf8.count) B; once more for \(more)"
                #expect(visit.window.workspace.notices.last?.text == words)
                // The explorer wants a terminal. mqttx is not here, its lines are not run: `MQTTXOptionsTests` reads them.
                guard program.hasSuffix("sub"), !program.hasPrefix("mqttx") else { continue }
                let run = try await Command.attempt(
                    Requirement(program: "sh", package: "dash"), ["-c", "\(line) -C 1 -W 5"],
                    environment: ["PATH": path, "MQTT_PASSWORD": "secret", "MARTLET_PASSWORD": "secret"])
                #expect(run.status == .code(0) && run.output == "on\n", "\(line)\n\(run.output)")
            }
        }
        try await visit.leave()
    }

    @Test("A composed publish: variables put in, secrets as variables of the shell") func composed() async throws {
        let broker = try await Mosquitto.start()
        let visit = try await visit(broker.draft("mqtt", .open))
        visit.book.captured = [
            .init("room", .literal("hall"), origin: "test"), .init("api-key", .literal("open sesame"), origin: "test"),
        ]
        visit.book.captured[1] = .init("api-key", .environment("MARTLET_TEST_KEY"), origin: "test")
        try visit.type("phome/x<Tab><Right><Tab><Tab><Tab>")
        visit.terminal.post(.paste("{{room}}: it's {{api-key}}"))
        try visit.type("y")
        try visit.type("<M-y>")
        try await visit.become("a copy") { $0.terminal.copies.count == 1 }
        let command = String(decoding: visit.terminal.copies[0], as: UTF8.self)
        #expect(command.contains("$MARTLET_TEST_KEY") && !command.contains("sesame"), "\(command)")
        let run = try await Command.attempt(
            Requirement(program: "sh", package: "dash"), ["-c", command],
            environment: ["MARTLET_TEST_KEY": "open sesame"])
        #expect(run.status == .code(0), "\(command)\n\(run.output)")
        try await visit.become("the message") { $0.window.workspace.live.messages.endSequence == 1 }
        #expect(
            visit.window.workspace.live.messages.withPayload(0) { Array($0) } == Array("hall: it's open sesame".utf8))
        try await visit.leave()
    }
}

extension CopiedPublishTests {
    @Test("A secret of an environment that is written out is a variable of the shell too, in each program's words")
    func literalSecret() async throws {
        let broker = try await Mosquitto.start()
        let visit = try await visit(broker.draft("mqtt", .open))
        visit.book.captured = [
            .init("room", .literal("hall"), origin: "test"), .init("api-key", .literal("open sesame"), origin: "test"),
            .init("nested", .literal("<{{api-key}}>"), origin: "test"),
        ]
        try visit.type("phome/x<Tab><Right><Tab><Tab><Tab>")
        visit.terminal.post(.paste("{{room}}: it's {{nested|json}}"))
        try visit.type("y")
        let path = String(cString: getenv("PATH")) + ":" + String(builtProduct("martlet").dropLast("/martlet".count))
        for (index, program) in ["mosquitto_pub", "martlet pub", "mqttx pub"].enumerated() {
            try visit.type("<M-y>")
            try await visit.become("a copy") { $0.terminal.copies.count == index + 1 }
            let command = String(decoding: visit.terminal.copies[index], as: UTF8.self)
            #expect(!command.contains("sesame") && command.contains("\n\(program) "), "\(command)")
            #expect(command.hasPrefix("# Set API_KEY first: secrets are not copied\n"), "\(command)")
            #expect(command.contains("'hall: it'\\''s <'\"${API_KEY:?set it first}\"'>'"), "\(command)")
            guard index < 2 else { continue }
            let shell = Requirement(program: "sh", package: "dash")
            let refused = try await Command.attempt(shell, ["-c", command], environment: ["PATH": path])
            #expect(refused.status != .code(0) && refused.output.contains("set it first"), "\(refused.output)")
            let run = try await Command.attempt(
                shell, ["-c", command], environment: ["PATH": path, "API_KEY": "open sesame"])
            #expect(run.status == .code(0), "\(command)\n\(run.output)")
            try await visit.become("the message") { $0.window.workspace.live.messages.endSequence == UInt64(index + 1) }
            let payload = visit.window.workspace.live.messages.withPayload(UInt64(index)) { Array($0) }
            #expect(payload == Array("hall: it's <open sesame>".utf8))
        }
        try await visit.leave()
    }

    @Test("A connection with all that CONNECT carries connects with it again") func settings() async throws {
        let broker = try await Mosquitto.start()
        var draft = broker.draft("mqtt", .open)
        (draft.version, draft.keepAlive, draft.sessionExpiry, draft.cleanStart) = ("5", 7, 300, false)
        draft.will = WillDraft()
        draft.will?.topic = "clients/it's"
        draft.will?.payload = "gone {{room}}"
        draft.will?.qos = 1
        draft.will?.retain = true
        draft.will?.delay = 5
        draft.will?.properties.contentType = "text/plain"
        draft.userProperties = [DraftField("a b", "it's")]
        (draft.limits.receiveMaximum, draft.limits.maximumPacketSize) = (9, 65_536)
        (draft.limits.topicAliasMaximum, draft.limits.requestProblemInformation) = (3, false)
        let visit = try Visit()
        visit.book.captured = [.init("room", .literal("hall"), origin: "test")]
        draft.subscriptions = [SubscriptionDraft("home/#", qos: 1)]
        visit.application.open(draft)
        try await visit.become("a granted subscription") {
            $0.window.workspace.subscriptions.first?.state == .granted(1)
        }
        try await send(
            Publish(topic: "home/lamp", payload: ByteBuffer(string: "on"), qos: .atLeastOnce, retain: true), on: visit)
        let path = String(cString: getenv("PATH")) + ":" + String(builtProduct("martlet").dropLast("/martlet".count))
        for (index, keys) in ["4Y", "Y"].enumerated() {
            try visit.type(keys)
            try await visit.become("a copy") { $0.terminal.copies.count == index + 1 }
            let command = String(decoding: visit.terminal.copies[index], as: UTF8.self)
            #expect(command.contains(" -k 7 -x 300 "), "\(command)")
            let before = broker.log.utf8.count
            func newLog() -> String { String(decoding: broker.log.utf8.dropFirst(before), as: UTF8.self) }
            if index == 0 {
                let run = try await Command.attempt(
                    Requirement(program: "sh", package: "dash"), ["-c", "\(command) -C 1 -W 5"])
                #expect(run.status == .code(0) && run.output == "on\n", "\(command)\n\(run.output)")
            } else {
                let screen = try await Tmux.start(
                    ["env", "PATH=\(path)", "sh", "-c", command], size: Size(width: 80, height: 24))
                _ = try await waiting(for: "the explorer's subscription", report: { "\(command)\n\(newLog())" }) {
                    newLog().contains("Sending SUBACK") ? true : nil
                }
                _ = screen
            }
            let log = newLog()
            #expect(log.contains("(p5, c1, k7)"), "\(command)\n\(log)")
            #expect(log.contains("Will message specified (9 bytes) (r1, q1)"), "\(command)\n\(log)")
        }
        try await visit.leave()
    }
}

extension Mosquitto {
    /// A connection to one of its listeners.
    fileprivate func draft(_ scheme: String, _ listener: Listener, _ tls: DraftTLS = DraftTLS()) -> ConnectionDraft {
        var draft = ConnectionDraft(name: "\(listener)", url: "\(scheme)://localhost:\(port(of: listener))")
        draft.tls = tls
        return draft
    }
}
