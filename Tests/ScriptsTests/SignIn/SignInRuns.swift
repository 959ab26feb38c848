import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Saved requests that sign in, sent by the built program.
@Suite("Signing in by verbs", .timeLimit(.minutes(2))) struct SignInRuns {
    private let folder: String

    init() throws { folder = try Scratch.newFolder("signin") }

    private func keep(_ server: OAuthServer, _ auth: String, more: String = "") throws {
        let text = """
            {"version": 1, "requests": [{"name": "login", "url": "\(server.url)/resource", "auth": {"oauth2": {\(auth)}}}\(more)]}
            """
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/profile.json"))
    }

    private func martlet(_ words: String..., secret: String = "s3cr3t") async throws -> Command {
        try await Command.attempt(
            Requirement(program: "env", package: "coreutils"),
            [builtProduct("martlet"), words[0], "--profile", "\(folder)/profile.json"] + words.dropFirst(),
            environment: ["XDG_STATE_HOME": "\(folder)/state", "SECRET": secret])
    }

    private func client(_ server: OAuthServer) -> String {
        #""tokenURL": "\#(server.url)/token", "clientID": "me", "clientSecret": {"env": "SECRET"}, "scope": "a b""#
    }

    private var tokens: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/state/martlet/tokens")
                .filter { $0.count == 64 }
        }
    }

    @Test("Client credentials: the token is got once, kept for its owner alone, and never in the profile")
    func clientCredentials() async throws {
        let server = try await OAuthServer.start()
        try keep(server, client(server))
        let profile = try Data(contentsOf: URL(filePath: "\(folder)/profile.json"))
        for _ in 0..<2 {
            let answer = try await martlet("run", "login")
            #expect(answer.output == "hello\n" && answer.status == .code(0))
        }
        #expect(server.script.count == 1)
        #expect(server.script.asked == ["Bearer T1", "Bearer T1"])
        #expect(server.script.authorizations == ["Basic bWU6czNjcjN0"])
        #expect(try Data(contentsOf: URL(filePath: "\(folder)/profile.json")) == profile)
        let file = "\(folder)/state/martlet/tokens/\(try #require(tokens.first))"
        var facts = stat()
        #expect(try tokens.count == 1 && stat(file, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        // Neither the token nor the secret is told.
        let told = try await martlet("run", "-v", "login")
        #expect(!told.output.contains("T1") && told.output.contains("Authorization: Bearer ••••••"))
        #expect(try await martlet("signout", "login").output == "signed out\n")
        #expect(try tokens.isEmpty)
        #expect(try await martlet("signout", "login").output == "no token was kept\n")
    }

    @Test("A token that the server refuses is renewed once; one that is refused again is the answer")
    func refused() async throws {
        let server = try await OAuthServer.start()
        try keep(server, client(server))
        server.change { $0.accepted = ["T2"] }
        #expect(try await martlet("run", "login").output == "hello\n")
        #expect(server.script.asked == ["Bearer T1", "Bearer T2"])
        server.change { $0.accepted = [] }
        #expect(try await martlet("run", "login", "-w", "%{http_code}").output == "no\n401")
        #expect(server.script.asked == ["Bearer T1", "Bearer T2", "Bearer T2", "Bearer T3"])
        server.change { $0.errors = ["invalid_client"] }
        let failed = try await martlet("run", "login")
        #expect(failed.status == .code(67))
        #expect(failed.output.contains("no other could be had: the token endpoint of 127.0.0.1"))
        #expect(failed.output.contains("refused: invalid_client"))
    }

    @Test("A token that has ended is renewed with the refresh token, and a rotated one is kept") func rotated()
        async throws
    {
        let server = try await OAuthServer.start()
        try keep(server, client(server))
        server.change { script in
            script.givesRefresh = true
            script.lifetime = 0
        }
        for _ in 0..<3 { #expect(try await martlet("run", "login").output == "hello\n") }
        let refreshes = server.script.forms.map { form in
            form.split(separator: "&").first { $0.hasPrefix("refresh_token") }.map(String.init) ?? ""
        }
        #expect(refreshes == ["", "refresh_token=R1", "refresh_token=R2"])
    }

    @Test("Device code: the code is told on standard error, and the token printed alone") func device() async throws {
        let server = try await OAuthServer.start()
        try keep(server, #""grant": "device_code", "issuer": "\#(server.url)", "clientID": "me""#)
        server.change { $0.errors = ["authorization_pending"] }
        let answer = try await martlet("signin", "login", "--token")
        #expect(answer.output.contains("and type the code   WDJB-MJHT") && answer.output.contains("\(server.url)/go"))
        #expect(answer.output.hasSuffix("\nT1\n"), "\(answer.output)")
        #expect(try await martlet("signin", "login").output.hasPrefix("signed in, for 59 min\n"))
        server.change { $0.errors = ["access_denied"] }
        let denied = try await martlet("signin", "login", "--again")
        #expect(denied.status == .code(1) && denied.output.contains("martlet signin: token of login: signing in at"))
    }

    @Test("With a browser: what it is led back to ends the sign-in, and it is told so") func browser() async throws {
        let server = try await OAuthServer.start()
        try keep(server, #""grant": "authorization_code", "issuer": "\#(server.url)", "clientID": "me""#)
        // A browser that goes where it is told.
        let script = """
            "$0" signin --profile "$1" login --token 2>"$2" >"$3" &
            for i in $(seq 200); do url=$(sed -n 's/.*open in a browser  //p' "$2"); [ -n "$url" ] && break; sleep 0.05; done
            place=$(curl -s -o /dev/null -w '%{redirect_url}' "$url")
            curl -s -o /dev/null -w '%{http_code} ' "${place%%\\?*}favicon.ico"
            curl -s "$place"
            wait
            cat "$3"
            """
        let answer = try await Command.attempt(
            Requirement(program: "bash", package: "bash"),
            [
                "-c", script, builtProduct("martlet"), "\(folder)/profile.json", "\(folder)/errors", "\(folder)/output",
            ], environment: ["XDG_STATE_HOME": "\(folder)/state"])
        #expect(answer.output.hasPrefix("404 <!doctype html>"), "\(answer.output)")
        #expect(answer.output.contains("You are back at martlet") && answer.output.hasSuffix("T1\n"))
        let form = try #require(server.script.forms.last)
        #expect(form.contains("grant_type=authorization_code&code=C1&redirect_uri=http%3A%2F%2F127.0.0.1%3A"))
        #expect(form.contains("&code_verifier="))
    }

    @Test("As the password of sub's connection it is renewed before it ends, for the same client") func password()
        async throws
    {
        let server = try await OAuthServer.start()
        server.change { $0.lifetime = 2 }
        let broker = try await OddBroker.start { _ in .answer }
        let text = """
            {"version": 1, "requests": [{"name": "login", "url": "\(server.url)/", "auth": {"oauth2": {\(client(server))}}}],
             "connections": [{"name": "cloud", "url": "mqtt://127.0.0.1:\(broker.port)", "protocol": "3.1.1", "username": "me",
                              "password": {"token": "login"}}]}
            """
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/profile.json"))
        let run = try await martlet("sub", "-b", "cloud", "-t", "#", "-W", "4")
        #expect(run.status == .code(27), "\(run.output)")
        let logins = broker.packets.filter { $0.type == 1 }.map(\.login)
        #expect(logins.count >= 3 && Array(logins.prefix(3).map(\.last)) == ["T1", "T2", "T3"], "\(logins)")
        #expect(Set(logins.map(\.first)).count == 1)
    }

    @Test("A variable may be the token of another request; what gives none is named") func named() async throws {
        let server = try await OAuthServer.start()
        try keep(
            server, client(server),
            more: #"""
                , {"name": "other", "url": "\#(server.url)/resource", "auth": {"bearer": {"token": "login"}}},
                {"name": "plain", "url": "\#(server.url)/resource", "auth": {"bearer": {"token": "other"}}},
                {"name": "lost", "url": "\#(server.url)/resource", "auth": {"bearer": {"token": "nobody"}}}
                """#)
        #expect(try await martlet("run", "other").output == "hello\n")
        #expect(try await martlet("run", "plain").output.contains("token of other: its Auth is neither OAuth 2"))
        #expect(try await martlet("run", "lost").output.contains("token of nobody: no saved request is called so"))
    }

    @Test("A name that is none is complained of by the verb that was typed", arguments: ["signin", "signout", "run"])
    func unknown(verb: String) async throws {
        try keep(try await OAuthServer.start(), #""clientID": "me""#)
        let wrong = try await martlet(verb, "lgoin")
        #expect(wrong.status == .code(2))
        #expect(wrong.output.hasPrefix("martlet \(verb): lgoin: no such request in "), "\(wrong.output)")
        #expect(wrong.output.hasSuffix("did you mean login?\n"), "\(wrong.output)")
    }
}
