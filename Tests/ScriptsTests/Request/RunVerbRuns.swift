import FoundationEssentials
import TestSupport
import Testing

/// Saved requests sent by the built program.
@Suite("martlet run", .timeLimit(.minutes(2))) struct RunVerbRuns {
    private let profile: String

    init() throws {
        profile = try Scratch.newFolder("run") + "/profile.json"
    }

    private func keep(_ requests: String, environments: String = "", settings: String = "") throws {
        let text = """
            {"version": 1, "requests": [\(requests)], "environments": [\(environments)], "settings": {\(settings)}}
            """
        try Data(text.utf8).write(to: URL(filePath: profile))
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Command {
        try await Command.attempt(
            Requirement(program: "env", package: "coreutils"),
            [builtProduct("martlet"), "run", "--profile", profile] + arguments, environment: environment)
    }

    @Test("A saved request goes out with the environment's variables, and answers as martlet request does")
    func sent() async throws {
        let nginx = try await Nginx.start()
        try keep(
            #"""
            {"name": "echo", "folder": "a", "url": "{{base}}/:path", "pathParameters": [{"name": "path", "value": "echo"}],
             "query": [{"name": "q", "value": "{{word}} {{uuid}}"}, {"name": "off", "value": "1", "enabled": false}],
             "headers": [{"name": "User-Agent", "value": "{{agent}}"}]},
            {"name": "put", "method": "PUT", "url": "{{base}}/put", "body": {"json": "{\"a\": 1.50}"}},
            {"name": "private", "url": "{{base}}/private/hello.txt",
             "auth": {"basic": {"username": "alice", "password": {"env": "MARTLET_TEST_SECRET"}}}},
            {"name": "file", "method": "PUT", "url": "{{base}}/put", "body": {"file": "~/body.txt"}},
            {"name": "gone", "url": "{{base}}/status/500"},
            {"name": "moved", "url": "{{base}}/redirect"},
            {"name": "stays", "url": "{{base}}/redirect", "options": {"followRedirects": false}}
            """#,
            environments: #"""
                {"name": "dev", "variables": {"base": "\#(nginx.url(""))", "word": "a&b", "agent": "me/1"}},
                {"name": "none", "variables": {"base": "http://127.0.0.1:1", "word": "x", "agent": "y"}}
                """#, settings: #""environment": "dev""#)
        let echo = try await run("echo")
        #expect(echo.status == .code(0))
        let parts = echo.output.split(separator: "|").map(String.init) + ["", ""]
        #expect(parts[0].hasPrefix("GET /echo?q=a%26b%20"), "\(echo.output)")
        // A value made for it, not its name.
        #expect(parts[0].count == "GET /echo?q=a%26b%20".count + 36 + " HTTP/1.1".count)
        #expect(parts[1] == "me/1")
        #expect(try await run("a/echo", "--var", "agent=you/2=3").output.contains("|you/2=3|"))
        #expect(try await run("put", "-w", " %{http_code}").output == "PUT 11\n 200")
        let secret = ["MARTLET_TEST_SECRET": "secret"]
        #expect(try await run("private", environment: secret).output == "hello\n")
        let home = try Scratch.newFolder("home")
        try Data("12345".utf8).write(to: URL(filePath: "\(home)/body.txt"))
        #expect(try await run("file", environment: ["HOME": home]).output == "PUT 5\n")
        #expect(try await run("-i", "moved").output.hasPrefix("HTTP/1.1 301 Moved Permanently\r\n"))
        #expect(try await run("moved").output == "hello\n")
        #expect(try await run("stays", "-o", "/dev/null", "-w", "%{http_code}").output == "301")
        let failed = try await run("-f", "gone")
        #expect(
            failed.status == .code(22) && failed.output == "martlet: the server answered 500 Internal Server Error\n")
        let refused = try await run("echo", "--env", "none")
        #expect(refused.status == .code(7) && refused.output.contains("nobody listens"))
    }

    @Test("What cannot be sent is refused before anything goes out, in one line that names it")
    func refused() async throws {
        try keep(
            #"""
            {"name": "a", "folder": "x", "url": "http://127.0.0.1:1/{{one}}/{{two}}"},
            {"name": "a", "folder": "y", "url": "http://127.0.0.1:1/",
             "auth": {"bearer": {"env": "MARTLET_TEST_UNSET"}}},
            {"name": "ask", "url": "http://127.0.0.1:1/", "auth": {"bearer": {"prompt": true}}}
            """#, environments: #"{"name": "dev", "variables": {"one": "1"}}"#)
        let cases: [([String], String)] = [
            (["x/a"], "x/a: No value for one, two; {{'{{'}} writes two braces"),
            (["x/a", "--env", "dev"], "x/a: No value for two; {{'{{'}} writes two braces"),
            (["a"], "a is more than one request: x/a, y/a"),
            (["akk"], "akk: no such request in \(profile); did you mean ask?"),
            (["zzzz"], "zzzz: no such request in \(profile); martlet run --list prints the saved ones"),
            (["x/a", "--env", "prod"], "--env prod: no such environment; there are dev"),
            (["y/a"], "y/a: token for 127.0.0.1:1: $MARTLET_TEST_UNSET is not set; set it before martlet starts"),
        ]
        for (arguments, words) in cases {
            let answer = try await Command.attempt(
                Requirement(program: "env", package: "coreutils"),
                [builtProduct("martlet"), "run", "--profile", profile] + arguments)
            #expect(answer.status == .code(2), "\(arguments)")
            #expect(answer.output == "martlet run: \(words)\n")
        }
        #expect(try await run("--list").output.hasPrefix("x/a\tGET http://127.0.0.1:1/{{one}}/{{two}}\n"))
        #expect(try await run().status != .code(0))
    }

    @Test("A secret that is asked for is asked at the terminal, and not shown")
    func asked() async throws {
        let nginx = try await Nginx.start()
        try keep(
            #"""
            {"name": "private", "url": "\#(nginx.url("/private/hello.txt"))",
             "auth": {"basic": {"username": "alice", "password": {"prompt": true}}}}
            """#)
        let screen = try await Tmux.start([builtProduct("martlet"), "run", "--profile", profile, "private"])
        try await screen.waitFor("password of alice at localhost:\(nginx.port()):")
        try screen.type("secret<Enter>")
        try await screen.waitFor("hello")
        #expect(try !screen.capture().contains { $0.contains("secret") })
    }

    @Test("-v, errors and the list tell no secret, whatever it was referred to by") func nothingTold() async throws {
        let secret = "hunter2hunter2"
        let nginx = try await Nginx.start()
        try keep(
            #"""
            {"name": "all", "url": "\#(nginx.url("/echo"))?api_key=\#(secret)&r={{ref}}",
             "headers": [{"name": "Cookie", "value": "sid=\#(secret)"}, {"name": "X-Ref", "value": "{{ref}}"},
               {"name": "Proxy-Authorization", "value": "Basic \#(secret)"}],
             "auth": {"basic": {"username": "me", "password": {"env": "MARTLET_RUN_SECRET"}}}},
            {"name": "gone", "url": "http://me:\#(secret)@127.0.0.1:1/?token=\#(secret)"},
            {"name": "raw", "url": "http://me:hunter#hunter2hunter2@127.0.0.1:1/"},
            {"name": "tag", "url": "http://127.0.0.1:1/", "headers": [{"name": "If-Match", "value": "\"{{etag}}\""}]}
            """#,
            environments: #"{"name": "dev", "variables": {"ref": {"env": "MARTLET_RUN_SECRET"}}}"#)
        let pair = Data("me:\(secret)".utf8).base64EncodedString()
        let environment = ["MARTLET_RUN_SECRET": secret]
        for arguments in [
            ["all", "-v", "--env", "dev", "-o", "/dev/null"], ["gone", "-v"], ["raw", "-v"], ["--list"],
        ] {
            let run = try await Command.attempt(
                Requirement(program: "env", package: "coreutils"),
                [builtProduct("martlet"), "run", "--profile", profile] + arguments,
                environment: environment)
            #expect(!run.output.contains("hunter") && !run.output.contains(pair), "\(arguments): \(run.output)")
            #expect(!run.output.isEmpty)
            if arguments[0] == "all" {
                #expect(run.output.contains("> Authorization: Basic ••••••"), "\(run.output)")
                #expect(run.output.contains("?api_key=••••••&r=••••••"), "\(run.output)")
            }
        }
        let request = try await Command.attempt(
            Requirement(program: "env", package: "coreutils"),
            [
                builtProduct("martlet"), "request", "-v", "-u", "me:\(secret)", "-H",
                "X-Api-Key: \(secret)", "-b", "sid=\(secret)", "-o", "/dev/null", nginx.url("/echo?token=\(secret)"),
            ])
        #expect(request.output.contains("> X-Api-Key: ••••••"), "\(request.output)")
        #expect(!request.output.contains(secret) && !request.output.contains(pair), "\(request.output)")
        let tag = try await run("tag")
        #expect(tag.output.contains("no ETag is known"), "\(tag.output)")
        #expect(tag.status == .code(2))
        let literal = try await Command.attempt(
            Requirement(program: "env", package: "coreutils"),
            [builtProduct("martlet"), "request", "-H", "If-Match: \"{{etag}}\"", "http://127.0.0.1:1/"])
        #expect(literal.output.contains("no ETag is known") && literal.status == .code(2), "\(literal.output)")
    }
}
