import ArgumentParser
import FoundationEssentials
import Glibc
import Model
import NIOCore
import Opener
import Profile
import TestSupport
import Testing

@testable import App
@testable import MQTT
@testable import Scripts
@testable import martlet

/// A saved connection is one connection, whoever opens it: what the broker is sent is the same, byte for byte.
struct RoadTests {
    /// A broker that keeps what each connection begins with, and refuses it.
    private final class Recorder: Sendable {
        let server: ScriptedServer
        private let arrivals: AsyncStream<[UInt8]>

        init() async throws {
            let (first, continuation) = AsyncStream<[UInt8]>.makeStream()
            server = try await ScriptedServer.start { connection in
                var bytes = try await connection.bytes()
                while !Self.isWhole(bytes) { bytes += try await connection.bytes() }
                continuation.yield(bytes)
                if bytes[0] == 0x10 {
                    try await connection.send([0x20, 3, 0, 0x87, 0])
                } else {
                    try await connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                }
            }
            arrivals = first
        }

        func next() async -> [UInt8] {
            for await bytes in arrivals { return bytes }
            return []
        }

        /// A whole CONNECT, or the head of a request without a body.
        private static func isWhole(_ bytes: [UInt8]) -> Bool {
            guard bytes[0] == 0x10 else { return String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\n") }
            var (length, place) = (0, 1)
            while place < bytes.count {
                length |= Int(bytes[place] & 0x7F) << (7 * (place - 1))
                place += 1
                if bytes[place - 1] & 0x80 == 0 { return bytes.count >= place + length }
            }
            return false
        }
    }

    /// The profile with a connection in which everything that CONNECT can carry is said, by variables where it may be.
    private static func profile(port: Int) throws -> String {
        let file = try Scratch.newFolder("roads") + "/profile.json"
        try """
        {"version": 1, "connections": [
          {"name": "plain", "url": "mqtt://{{host}}:\(port)", "clientID": "plain-{{who}}"},
          {"name": "full", "url": "mqtt://{{host}}:\(port)", "protocol": "5", "clientID": "full-{{who}}",
           "username": "user-{{who}}", "password": {"command": ["printf", "secret\\\\nmore"]}, "keepAlive": 17,
           "cleanStart": false, "sessionExpiry": 99,
           "will": {"topic": "gone/{{who}}", "payload": "{{who}} is gone", "qos": 2, "retain": true, "delay": 5,
             "properties": {"contentType": "text/plain", "isUTF8": true, "expiry": 60, "responseTopic": "r/{{who}}",
               "correlationData": "0x00ff", "userProperties": [{"name": "w", "value": "{{who}}"}]}},
           "userProperties": [{"name": "u", "value": "{{who}}"}, {"name": "off", "value": "1", "enabled": false}],
           "limits": {"receiveMaximum": 7, "maximumPacketSize": 4096, "topicAliasMaximum": 8,
             "requestResponseInformation": true, "requestProblemInformation": false}},
          {"name": "web", "url": "ws://{{host}}:\(port)/{{who}}", "clientID": "w",
           "headers": [{"name": "X-Token", "value": "token-{{who}}"}, {"name": "X-Off", "value": "1", "enabled": false}]}],
         "environments": [
          {"name": "loop", "variables": {"host": "127.0.0.1", "who": "me"}},
          {"name": "other", "variables": {"host": "localhost", "who": "you"}}],
         "settings": {"environment": "loop"}}
        """.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(chmod(file, 0o600) == 0)
        return file
    }

    /// What the broker is sent when the connection is opened on the screen.
    private func screen(_ name: String, _ file: String, _ recorder: Recorder) async throws -> [UInt8] {
        let book = ProfileBook(ProfileFile(file).base)
        return try await screen(try #require(book.connection(name)), ConnectionOverrides(), book, recorder)
    }

    private func screen(
        _ draft: ConnectionDraft, _ overrides: ConnectionOverrides, _ book: ProfileBook, _ recorder: Recorder
    ) async throws -> [UInt8] {
        let effects = EffectRunner(inbox: Inbox(doorbell: try Doorbell()))
        effects.book = book
        let workspace = Workspace()
        effects.connect(draft, overriding: overrides, book.variables, in: workspace)
        let plan = try await waiting(for: "a plan", within: .seconds(20)) {
            var found: ConnectionPlan?
            for case .errand(let errand) in effects.inbox.drain() {
                // The program that gives the password is agreed to.
                if case .question(let question) = errand { effects.secrets.answer(question.number, "") }
                if case .plan(let result, _) = errand { found = try result.get() }
            }
            return found
        }
        effects.open(plan, in: workspace)
        let bytes = await recorder.next()
        try await effects.farewell()
        return bytes
    }

    private func verb(_ words: [String], _ file: String, _ recorder: Recorder) async throws -> [UInt8] {
        let run = try await program(
            words + ["--profile", file],
            ["XDG_CONFIG_HOME": "/nonexistent", "MARTLET_PASSWORD": "of others", "MARTLET_USERNAME": "x"])
        #expect(run.status != .code(0), "\(run.output)")
        return await recorder.next()
    }

    private static let verbs = [
        ["sub", "-t", "x"], ["pub", "-t", "x", "-n"], ["rr", "-t", "x", "-e", "y", "-n"], ["retained", "ls", "#"],
        ["load"],
    ]

    @Test(arguments: ["full", "plain"]) func everyVerbSendsTheConnectOfTheScreen(_ name: String) async throws {
        let recorder = try await Recorder()
        let file = try Self.profile(port: recorder.server.port)
        let expected = try await screen(name, file, recorder)
        let sent = try connect(expected)
        #expect(sent.clientID == "\(name)-me")
        if name == "full" {
            #expect(sent.username == "user-me" && sent.password == Array("secret".utf8) && !sent.cleanStart)
            #expect(sent.will?.properties.willDelayInterval == 5 && sent.properties.receiveMaximum == 7)
            #expect(sent.properties.maximumPacketSize == 4096)
        }
        for words in Self.verbs {
            #expect(try await verb(words + ["-b", name], file, recorder) == expected, "\(words)")
        }
        #expect(try await verb(["load", name], file, recorder) == expected)
    }

    /// A saved name and letters that say where the broker is: on the screen, with `load NAME` and with `-b` alike.
    @Test func lettersThatNameTheBrokerChangeASavedConnection() async throws {
        let recorder = try await Recorder()
        // Where the profile says, nobody listens.
        let file = try Self.profile(port: 1)
        let place = ["-h", "127.0.0.1", "-p", "\(recorder.server.port)"]
        let expected = try await verb(["sub", "-t", "x", "-b", "full"] + place, file, recorder)
        #expect(try connect(expected).clientID == "full-me")
        #expect(try await verb(["load", "full"] + place, file, recorder) == expected)
        let explore = try #require(try Martlet.parseAsRoot(["full"] + place) as? Explore)
        let book = ProfileBook(ProfileFile(file).base)
        guard case .saved(let draft, let overrides) = try explore.start(book) else {
            Issue.record("another connection than the saved one")
            return
        }
        #expect(try await screen(draft, overrides, book, recorder) == expected)
    }

    @Test func theScreenTakesAnEnvironmentAsTheVerbsDo() async throws {
        let file = try Self.profile(port: 1)
        let explore = try #require(
            try Martlet.parseAsRoot(["full", "--env", "other", "--profile", file]) as? Explore)
        let screen = try Screen(options: explore.screen)
        #expect(screen.book.variables["who"]?.value == .literal("me"))
        try screen.hold(explore.environment)
        #expect(screen.book.variables["who"]?.value == .literal("you"))
        let unknown = try #require(try Martlet.parseAsRoot(["--env", "none", "--profile", file]) as? Explore)
        let said = #expect(throws: Failure.self) { try screen.hold(unknown.environment) }
        #expect(try #require(said).message.contains("no such environment; there are loop, other"))
    }

    // MARK: - Letters without a saved connection

    /// Letters, and how the broker is named beside them: by letters, by a URL, by the environment.
    private static let lettersOfAll: [(place: Int, letters: [String])] = [
        (0, ["-V", "311", "-i", "me", "-u", "ann", "-P", "p w", "-k", "30"]),
        (
            1,
            [
                "-V", "5", "-i", "{{random}}", "-c", "-x", "60", "--will-topic", "{{w}}", "--will-payload", "-gone",
                "--will-qos", "1",
            ]
        ),
        (2, ["-V", "5", "-i", "me", "-c", "--will-topic", "w", "--will-retain"]), (0, ["-V", "31", "-i", "me", "-c"]),
        (1, ["-V", "mqttv311", "-i", "me"]), (0, ["-V", "5", "-i", "-me", "-P", "alone"]),
        (2, ["-V", "5", "-i", "me", "-x", "0"]), (1, ["-V", "5", "-i", "me", "-u", "ann"]),
    ]

    /// The same letters are the same CONNECT, byte for byte, whichever verb reads them; but for the Receive Maximum that
    /// mosquitto's programs name with MQTT 5.
    @Test(arguments: lettersOfAll)
    func everyVerbSendsTheSameForTheSameLetters(_ place: Int, _ letters: [String]) async throws {
        let recorder = try await Recorder()
        let port = "\(recorder.server.port)"
        let place = [["-h", "127.0.0.1", "-p", port], ["-L", "mqtt://u:s%40@127.0.0.1:\(port)/x"], []][place]
        let environment = [
            "MARTLET_USERNAME": "of others", "MARTLET_PASSWORD": "of others",
            "MARTLET_URL": "mqtt://127.0.0.1:\(port)", "XDG_CONFIG_HOME": "/nonexistent",
        ]
        let explore = try #require(try Martlet.parseAsRoot(["explore"] + place + letters) as? Explore)
        let meant = try explore.letters(environment: { environment[$0] })
        let effects = EffectRunner(inbox: Inbox(doorbell: try Doorbell()))
        effects.open(try await ConnectionRequest().plan(meant), in: Workspace())
        let shown = await recorder.next()
        try await effects.farewell()
        for words in Self.verbs {
            let run = try await program(words + place + letters, environment)
            #expect(run.status != .code(0), "\(run.output)")
            let sent = await recorder.next()
            let isNew = letters[1] == "5" && words[0] != "load"
            #expect(isNew || sent == shown, "\(words) \(place) \(letters)")
            var own = try connect(sent)
            // `rr` waits for one response.
            #expect(!isNew || own.properties.receiveMaximum == (words[0] == "rr" ? 1 : 20))
            if isNew { own.properties.receiveMaximum = nil }
            #expect(try own == connect(shown), "\(words) \(place) \(letters)")
        }
    }

    private func program(_ words: [String], _ environment: [String: String]) async throws -> Command {
        try await Command.attempt(
            Requirement(program: "sh", package: "dash"), ["-c", "exec \"$@\"", "sh", builtProduct("martlet")] + words,
            environment: environment)
    }

    /// What is refused is refused everywhere, in the same words.
    @Test(arguments: [
        ["-V", "6"], ["-i", "a", "-I", "b"], ["--will-topic", "a/#"],
        ["--will-retain"],
        ["-h", "mqtt://u:secret@h"], ["-L", "mqtt://u:a#b@h"], ["-x", "-1"], ["--cert", "c"], ["-V", "311", "-P", "x"],
        ["-L", "gopher://h"], ["--will-topic", "a", "--will-qos", "3"], ["-V", "5", "-c"],
    ])
    func everyVerbRefusesTheSame(_ letters: [String]) async throws {
        var told: Set<String> = []
        for words in [["sub", "-t", "x"], ["load"]] {
            let run = try await program(words + ["-p", "1"] + letters, ["XDG_CONFIG_HOME": "/nonexistent"])
            #expect(run.status == .code(1), "\(words) \(letters): \(run.output)")
            told.insert(String(run.output.drop { $0 != ":" }))
        }
        let explore = try #require(try Martlet.parseAsRoot(["explore", "-p", "1"] + letters) as? Explore)
        do {
            _ = try await ConnectionRequest().plan(try explore.letters(environment: { _ in nil }))
        } catch {
            told.insert(": \(error)\n")
        }
        #expect(told.count == 1 && told.first?.contains("secret") == false, "\(letters): \(told)")
    }

    /// What a letter says is in the place of what is saved, and nothing else is.
    @Test func lettersChangeOneFieldEach() async throws {
        let recorder = try await Recorder()
        let file = try Self.profile(port: recorder.server.port)
        let saved = try connect(try await screen("full", file, recorder))
        let sub = ["sub", "-t", "x", "-b", "full"]
        func letters(_ words: String..., change: (inout Connect) -> Void) async throws {
            var expected = saved
            change(&expected)
            #expect(try connect(try await verb(sub + words, file, recorder)) == expected, "\(words)")
        }
        try await letters("-i", "{{who}}", "-k", "99") { ($0.clientID, $0.keepAlive) = ("{{who}}", 99) }
        // A name brings its own password; without one it is that of the environment.
        try await letters("-u", "ann") { ($0.username, $0.password) = ("ann", Array("of others".utf8)) }
        try await letters("-P", "new") { $0.password = Array("new".utf8) }
        try await letters("-C", "2", "-x", "5") {
            ($0.properties.receiveMaximum, $0.properties.sessionExpiryInterval) = (2, 5)
        }
        try await letters("-D", "connect", "receive-maximum", "3", "-D", "will", "will-delay-interval", "1") {
            $0.properties.receiveMaximum = 3
            $0.will?.properties.willDelayInterval = 1
        }
        try await letters("--will-topic", "w") { $0.will = Will(topic: "w") }
        try await letters("-h", "localhost", "--env", "loop") { _ in }
    }

    /// The upgrade of a WebSocket too: its address from variables, and its headers.
    @Test func webSocket() async throws {
        let recorder = try await Recorder()
        let file = try Self.profile(port: recorder.server.port)
        func head(_ bytes: [UInt8]) -> [Substring] {
            String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").filter {
                !$0.lowercased().hasPrefix("sec-websocket-key")
            }
        }
        let expected = head(try await screen("web", file, recorder))
        #expect(expected.first == "GET /me HTTP/1.1" && expected.contains("X-Token: token-me"), "\(expected)")
        // As view REST and `request` say it.
        #expect(expected.contains { $0.lowercased() == "user-agent: \(ProgramVersion.userAgent)" }, "\(expected)")
        for words in Self.verbs {
            #expect(head(try await verb(words + ["-b", "web"], file, recorder)) == expected, "\(words)")
        }
        let other = head(try await verb(["sub", "-t", "x", "-b", "web", "--env", "other"], file, recorder))
        #expect(other.first == "GET /you HTTP/1.1" && other.contains("X-Token: token-you"), "\(other)")
    }

    private struct Unexpected: Error {}

    private func connect(_ bytes: [UInt8]) throws -> Connect {
        var decoder = PacketDecoder(version: .v5, receiver: .server)
        var buffer = ByteBuffer(bytes: bytes)
        let packet = try decoder.decode(&buffer)
        guard case .connect(let connect)? = packet else { throw Unexpected() }
        return connect
    }
}
