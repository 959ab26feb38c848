import Glibc
import Terminal
import TestSupport
import Testing

/// The peers that tests are made with do what they promise.
@Suite(.serialized) struct PeerTests {
    @Test func certificatesSayWhatTheyShould() async throws {
        let made = try Certificates.shared()
        for pair in [made.server, made.client, made.wrongHost] {
            let answer = try await Command.run(.openssl, ["verify", "-CAfile", made.authority, pair.certificate])
            #expect(answer.output.contains("OK"))
        }
        let refused = try await Command.attempt(
            .openssl, ["verify", "-CAfile", made.authority, made.expired.certificate])
        #expect(refused.output.contains("expired"))
        #expect(
            try await Command.run(.openssl, ["x509", "-in", made.client.certificate, "-noout", "-subject"]).output
                .contains("CN = alice"))
        try await Command.run(.openssl, ["pkey", "-in", made.encryptedClientKey, "-passin", "pass:test", "-noout"])
        #expect(
            try await Command.attempt(
                .openssl, ["pkey", "-in", made.encryptedClientKey, "-passin", "pass:wrong", "-noout"]
            ).status != .code(0))
    }

    @Test func mosquittoServesItsListeners() async throws {
        let broker = try await Mosquitto.start()
        let made = broker.certificates
        let server = ["-h", "127.0.0.1", "-W", "5", "-t", "$SYS/broker/version", "-C", "1"]
        func version(_ listener: Mosquitto.Listener, _ more: [String]) async throws -> Command {
            try await Command.attempt(.mosquittoSub, server + ["-p", "\(broker.port(of: listener))"] + more)
        }
        let alice = ["-u", "alice", "-P", "secret"]
        #expect(try await version(.open, []).output == "mosquitto version 2.0.11\n")
        #expect(try await version(.password, alice).status == .code(0))
        #expect(try await version(.password, ["-u", "alice", "-P", "wrong"]).status == .code(5))
        #expect(try await version(.restricted, alice + ["-V", "5"]).status == .code(0))
        #expect(try await version(.restricted, ["-u", "bob", "-P", "hunter2", "-V", "5"]).output.contains("denied"))
        #expect(try await version(.tls, ["--cafile", made.authority]).status == .code(0))
        #expect(try await version(.tls, ["--cafile", made.otherAuthority]).status != .code(0))
        #expect(try await version(.chain, ["--cafile", made.authority]).status == .code(0))
        let identity = ["--cert", made.client.certificate, "--key", made.client.key]
        #expect(try await version(.mutualTLS, ["--cafile", made.authority] + identity).status == .code(0))
        #expect(try await version(.mutualTLS, ["--cafile", made.authority]).status != .code(0))
        #expect(try await version(.expired, ["--cafile", made.authority]).status != .code(0))
        #expect(try await version(.wrongHost, ["--cafile", made.authority]).status != .code(0))
        #expect(try await version(.unknownAuthority, ["--cafile", made.authority]).status != .code(0))
        for listener in [Mosquitto.Listener.webSocket, .secureWebSocket] {
            #expect(broker.log.contains("websockets listen socket on port \(broker.port(of: listener))"))
        }
        #expect(access(broker.unixSocket, F_OK) == 0)
    }

    @Test func mosquittoKeepsItsDataOverAKill() async throws {
        let broker = try await Mosquitto.start()
        let server = ["-h", "127.0.0.1", "-p", "\(broker.port())"]
        try await Command.run(.mosquittoPub, server + ["-t", "kept", "-m", "still here", "-r", "-q", "1"])
        try await broker.save()
        broker.kill()
        #expect(try await Command.attempt(.mosquittoPub, server + ["-t", "kept", "-m", "x"]).status != .code(0))
        try await broker.restart()
        let answer = try await Command.run(.mosquittoSub, server + ["-t", "kept", "-C", "1", "-W", "5"])
        #expect(answer.output == "still here\n")
        try await broker.stop()
        #expect(broker.log.contains("terminating"))
    }

    @Test func tmuxTypesAndReads() async throws {
        let screen = try await Tmux.start(
            ["/bin/sh", "-c", "echo \"$GREETING grüße 日本\"; read line; echo \"got [$line]\"; read x; exit 7"],
            size: Size(width: 50, height: 10), environment: ["GREETING": "it's"])
        try await screen.waitFor("it's grüße 日本")
        try screen.type("a -b<lt><Space>c<Enter>")
        let rows = try await screen.waitFor("got [a -b< c]")
        #expect(rows.count == 10)
        try screen.resize(to: Size(width: 40, height: 7))
        try await screen.waitFor("seven rows") { $0.count == 7 }
        try screen.paste("pasted\n")
        #expect(try await screen.exited() == 7)
        #expect(try await screen.leftovers() == [])
    }

    @Test func tmuxSeesATerminalThatWasNotRestored() async throws {
        let screen = try await Tmux.start(
            ["/bin/sh", "-c", "printf '\\033[?1049h\\033[?1000h\\033[?25l'; stty -echo; kill -9 $$"])
        #expect(try await screen.exited() == 137)
        #expect(
            try await screen.leftovers()
                == ["the alternate screen", "mouse reports", "a hidden cursor", "a terminal line without echo"])
        #expect(try await !screen.paneIsSane())
    }

    @Test func nothingRunsOnAfterItsObject() async throws {
        var child: ChildProcess? = try ChildProcess(["/bin/sleep", "1000"])
        let pid = try #require(child?.pid)
        #expect(kill(pid, 0) == 0)
        child = nil
        #expect(kill(pid, 0) == -1)
    }

    @Test func aMissingProgramIsSaidWithItsCure() {
        #expect(throws: (any Error).self) { try Requirement(program: "no-such-program", package: "some").path() }
        let words = "\(Requirement(program: "no-such-program", package: "some"))"
        #expect(words == "no-such-program is missing: apt-get install -y some")
    }
}
