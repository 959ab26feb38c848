import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Text that the other side has chosen is one harmless line on standard error.
@Suite("Text of the other side", .timeLimit(.minutes(2))) struct HostileTextRuns {
    /// What drives a terminal, ends a line, or turns the direction of the rest.
    private static let hostile = "a\u{1B}]0;t\u{7}\u{1B}[2J\nb\r\u{9B}1m\u{202E}c"
    private static let harmless = "a␛]0;t␇␛[2J␊b␍«U+009B»1m«U+202E»c"

    private func check(_ run: ScriptRun, _ words: String, lines: Int = 1) {
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.errors.hasSuffix("\n"))
        #expect(run.errors.split(separator: "\n", omittingEmptySubsequences: false).count == lines + 1, "\(run.errors)")
        for scalar in run.errors.unicodeScalars where scalar != "\n" {
            #expect(scalar.properties.generalCategory != .control && scalar != "\u{202E}", "\(run.errors)")
        }
    }

    @Test("The names in a certificate that is not trusted") func certificate() async throws {
        let folder = try Scratch.newFolder("hostile")
        let name = Self.hostile.replacing("\n", with: "").replacing("\r", with: "")
        try await Command.run(
            .openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-utf8", "-days",
                "2", "-subj", "/O=\(name)/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                "\(folder)/key", "-out", "\(folder)/crt",
            ])
        let port = FreePorts.find(1)[0]
        let server = try ChildProcess(
            [
                try Requirement.openssl.path(), "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "\(folder)/crt",
                "-key", "\(folder)/key", "-www", "-quiet",
            ])
        defer { server.end() }
        let request = ["request", "https://127.0.0.1:\(port)/"]
        // Refused as long as nobody listens yet.
        var run = try await ScriptRun.martlet(request)
        while run.status == .code(7) { run = try await ScriptRun.martlet(request) }
        #expect(run.status == .code(60))
        check(run, "a␛]0;t␇␛[2Jb«U+009B»1m«U+202E»c")
    }

    /// A broker of MQTT 5 that holds one retained message of a hostile topic and refuses whatever is published, with a
    /// hostile reason.
    private func broker(refusing: Bool = false) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            func text(_ text: String) -> [UInt8] { [0, UInt8(text.utf8.count)] + Array(text.utf8) }
            func packet(_ first: UInt8, _ body: [UInt8]) -> [UInt8] { [first, UInt8(body.count)] + body }
            let reason = [0x1F] + text(Self.hostile)
            var bytes: [UInt8] = []
            while true {
                bytes += try await connection.bytes()
                while bytes.count >= 2, bytes.count >= 2 + Int(bytes[1]) {
                    let body = Array(bytes[2..<(2 + Int(bytes[1]))])
                    let type = bytes[0] >> 4
                    bytes.removeFirst(2 + body.count)
                    switch type {
                    case 1 where refusing:
                        try await connection.send(packet(0x20, [0, 0x87, UInt8(reason.count)] + reason))
                    case 1: try await connection.send(packet(0x20, [0, 0, 0]))
                    case 3:
                        let topic = 2 + Int(body[1])
                        try await connection.send(
                            packet(0x40, [body[topic], body[topic + 1], 0x87, UInt8(reason.count)] + reason))
                    case 8:
                        try await connection.send(packet(0x90, [body[0], body[1], 0, 0]))
                        try await connection.send(packet(0x31, text("t/\u{202E}\u{9B}x") + [0] + Array("v".utf8)))
                    case 10: try await connection.send(packet(0xB0, [body[0], body[1], 0, 0]))
                    case 12: try await connection.send([0xD0, 0])
                    default: break
                    }
                }
            }
        }
    }

    @Test("Reasons of a broker, and its topics") func reasons() async throws {
        let broker = try await broker()
        let at = ["-h", "127.0.0.1", "-p", "\(broker.port)", "-V", "5"]
        check(
            try await ScriptRun.martlet(["pub"] + at + ["-t", "t", "-m", "x", "-q", "1"]),
            "the broker refused the message on t: Not authorized (\(Self.harmless))")
        check(
            try await ScriptRun.martlet(["retained", "clear", "--yes", "t/#"] + at),
            "not cleared: t/«U+202E»«U+009B»x: Not authorized (\(Self.harmless))")
        let listed = try await ScriptRun.martlet(["retained", "ls", "t/#"] + at)
        #expect(listed.text == "         1  t/«U+202E»«U+009B»x  v\n")
    }

    @Test("The reason of a refused connection") func refused() async throws {
        let broker = try await broker(refusing: true)
        for verb in ["sub", "pub"] {
            let run = try await ScriptRun.martlet(
                [verb, "-h", "127.0.0.1", "-p", "\(broker.port)", "-V", "5", "-t", "t"]
                    + (verb == "pub" ? ["-n"] : []))
            #expect(run.status == .code(0x87))
            check(run, "refused the connection: not authorized (0x87), saying 'a ]0;t")
        }
    }

    @Test("What a server answers, with -v") func head() async throws {
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 200 O\u{202E}K\r\nX-A: \u{202E}\u{9B}b\r\nContent-Length: 2\r\n\r\nok")
        let run = try await ScriptRun.martlet(["request", "-v", "\(server.url)/"])
        #expect(run.text == "ok")
        #expect(run.errors.contains("< X-A: «U+202E»«U+009B»b\n"), "\(run.errors)")
        #expect(!run.errors.unicodeScalars.contains("\u{202E}"))
    }

    @Test("Words that name an argument that was not understood") func arguments() async throws {
        for arguments in [["--no\u{1B}[2Jsuch"], ["sub", "--no\u{1B}[2Jsuch"], ["request", "--no\u{1B}[2Jsuch"]] {
            let run = try await ScriptRun.martlet(arguments)
            #expect(run.errors.contains("␛[2J") && !run.errors.contains("\u{1B}"), "\(run.errors)")
        }
    }
}
