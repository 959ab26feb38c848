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
            (["x/a"], "x/a: No value for one, two; --var NAME=VALUE or --env gives it, {{'{{'}} writes two braces"),
            (
                ["x/a", "--env", "dev"],
                "x/a: No value for two; --var NAME=VALUE or --env gives it, {{'{{'}} writes two braces"
            ),
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

    @Test("Checks of a saved request, and of letters: 0 when all hold, 4 with what came when one does not")
    func checks() async throws {
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 35\r\n\r\n"
                + #"{"n": 12345678901234567890, "a": 1}"#)
        try keep(
            #"""
            {"name": "good", "url": "{{base}}/", "checks": ["status == 200", "$.n == 12345678901234567890", "$.a == {{a}}"]},
            {"name": "bad", "url": "{{base}}/", "checks": ["status == 2xx", "$.n == 12345678901234567891", "$.token exists"]}
            """#, environments: #"{"name": "dev", "variables": {"base": "\#(server.url)", "a": "1"}}"#,
            settings: #""environment": "dev""#)
        let good = try await run("good")
        #expect(good.status == .code(0) && good.output.hasPrefix("{\"n\"") && !good.output.contains("not met"))
        let bad = try await run("bad")
        #expect(bad.status == .code(4), "\(bad.output)")
        #expect(
            bad.output.contains(
                "martlet run: bad: not met: $.n == 12345678901234567891: got 12345678901234567890 at $['n']"))
        #expect(bad.output.contains("$.token exists: got nothing"))
        let tap = try await run("bad", "--tap")
        #expect(
            tap.status == .code(4) && tap.output.hasPrefix("TAP version 14\n1..3\nok 1 - status == 2xx\nnot ok 2 - "),
            "\(tap.output)")
        let json = try await run("good", "--json", "--assert", "$.a > 1")
        #expect(
            json.status == .code(4) && json.output.hasPrefix("{") && json.output.contains("\"expected\": \"> 1\""),
            "\(json.output)")
        let wrong = try await run("good", "--assert", "$.a = 1")
        #expect(wrong.status == .code(1) && wrong.output.contains("equal is written =="), "\(wrong.output)")
    }

    /// A server that signs in, takes a token, and counts.
    private func service() async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            func answer(_ body: String, status: String = "200 OK", fields: String = "") async throws {
                try await connection.send(
                    "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
            }
            while true {
                let request = try await connection.request()
                if request.hasPrefix("POST /login") {
                    try await answer(
                        #"{"token": "s3cret-\#(connection.number)", "id": 12345678901234567890}"#,
                        fields: "Location: /users/7\r\n")
                } else if request.hasPrefix("POST /wrong") {
                    try await answer(#"{"token": "no"}"#, status: "401 Unauthorized")
                } else {
                    let line = request.prefix { $0 != "\r" }
                    let field =
                        request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("authorization:") } ?? ""
                    try await answer(#"{"line": "\#(line)", "field": "\#(field)"}"#)
                }
            }
        }
    }

    @Test("A value of the answer to another request: sent for it once, digits kept, header and status too")
    func chained() async throws {
        let server = try await service()
        try keep(
            #"""
            {"name": "login", "method": "POST", "url": "{{base}}/login"},
            {"name": "whoami", "url": "{{base}}/me/{{response:login#$.id}}?s={{response:login#status}}&l={{response 'login' 'header location' always}}",
             "auth": {"bearer": "{{response:login#$.token}}"}},
            {"name": "by variable", "url": "{{base}}/x", "auth": {"bearer": "{{token}}"}},
            {"name": "refused", "url": "{{base}}/x?t={{response:wrong#$.token}}"}, {"name": "wrong", "method": "POST", "url": "{{base}}/wrong"},
            {"name": "missing", "url": "{{base}}/x?t={{response:login#$.tokn}}"},
            {"name": "never", "url": "{{base}}/x?t={{response 'login' '$.token' never}}"},
            {"name": "a", "url": "{{base}}/a?t={{response:b#$.line}}"}, {"name": "b", "url": "{{base}}/b?t={{response:a#$.line}}"},
            {"name": "nobody", "url": "{{base}}/a?t={{response:nowhere#$.line}}"}, {"name": "bad", "url": "{{base}}/a?t={{response:login}}"}
            """#,
            environments:
                #"{"name": "dev", "variables": {"base": "\#(server.url)", "token": "{{response:login#$.token}}"}}"#,
            settings: #""environment": "dev""#)
        let whoami = try await run("whoami", "-v")
        // One connection for all that was sent for it: the token of the first.
        #expect(whoami.output.contains("GET /me/12345678901234567890?s=200&l=/users/7 "), "\(whoami.output)")
        #expect(
            whoami.output.contains(#""field": "Authorization: Bearer s3cret-1""#)
                || whoami.output.contains("Bearer s3cret-1"))
        #expect(
            whoami.output.contains("> Authorization: Bearer \u{2022}")
                || !whoami.output.contains("> Authorization: Bearer s3cret"))
        // Another program, another connection, another token.
        #expect(try await run("by variable").output.contains("Bearer s3cret-"))
        for (name, words) in [
            ("refused", "wrong answered 401: nothing is taken of that"),
            ("missing", "login: there is no $.tokn in its answer (200, "),
            ("never", "login has no answer yet, and it is not to be sent for it"),
            ("a", "a needs an answer to itself: a -> b -> a"),
            ("nobody", "nowhere: no such request"), ("bad", "response is written {{response:NAME#$.path}}"),
        ] {
            let run = try await run(name)
            #expect(run.status == .code(2) && run.output.contains(words), "\(name): \(run.output)")
        }
    }

    @Test("Again and again, a request that is needed is sent as its word says")
    func freshness() async throws {
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                let isLogin = request.hasPrefix("POST /login")
                // Each login has a connection of its own.
                let body = isLogin ? #"{"n": \#(connection.number)}"# : "\(request.prefix { $0 != "\r" })"
                try await connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            }
        }
        try keep(
            #"""
            {"name": "login", "method": "POST", "url": "{{base}}/login"},
            {"name": "missing", "url": "{{base}}/x?n={{response:login#$.n}}"}, {"name": "young", "url": "{{base}}/x?n={{response:login#$.n 1min}}"},
            {"name": "old", "url": "{{base}}/x?n={{response:login#$.n 0s}}"}, {"name": "always", "url": "{{base}}/x?n={{response:login#$.n always}}"}
            """#, environments: #"{"name": "dev", "variables": {"base": "\#(server.url)"}}"#,
            settings: #""environment": "dev""#)
        for (name, count) in [("missing", 1), ("young", 1), ("old", 3), ("always", 3)] {
            let run = try await run(name, "--every", "20ms", "--times", "3")
            let sent = run.output.split(separator: "\n").compactMap { line in
                line.firstRange(of: "GET /x?n=").map { line[$0.upperBound...].prefix { $0.isNumber } }
            }
            #expect(sent.count == 3 && Set(sent).count == count, "\(name): \(run.output)")
        }
    }

    @Test("Again and again: so often, until something is so, changes alone, conditional, failures counted")
    func repeated() async throws {
        let server = try await ScriptedServer.start { connection in
            var count = 0
            while true {
                let request = try await connection.request()
                count += 1
                let state = count < 5 ? "wait" : "done"
                if request.lowercased().contains("if-none-match: \"\(state)\"") {
                    try await connection.send("HTTP/1.1 304 Not Modified\r\nETag: \"\(state)\"\r\n\r\n")
                } else {
                    let body = #"{"state": "\#(state)", "n": \#(count)}"#
                    try await connection.send(
                        "HTTP/1.1 200 OK\r\nETag: \"\(state)\"\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
                }
            }
        }
        try keep(
            #"""
            {"name": "state", "url": "{{base}}/state"}, {"name": "put", "method": "PUT", "url": "{{base}}/p?n={{counter}}"},
            {"name": "gone", "url": "http://127.0.0.1:1/"}
            """#, environments: #"{"name": "dev", "variables": {"base": "\#(server.url)"}}"#,
            settings: #""environment": "dev""#)
        let until = try await run(
            "state", "--every", "20ms", "--times", "20", "--until", "$.state == done", "--changes")
        let lines = until.output.split(separator: "\n").map(String.init)
        #expect(until.status == .code(0) && lines.count == 3, "\(until.output)")
        #expect(lines[0].contains("  200  ") && lines[0].hasSuffix(#"{"state": "wait", "n": 1}"#))
        #expect(lines[1].hasSuffix(#"{"state": "done", "n": 5}  +3 unchanged"#), "\(lines)")
        #expect(lines[2].hasPrefix("martlet run: state: every 20 ms: 5 sent, 1 changed, 3×304 saved "))
        let none = try await run("state", "--env", "")
        #expect(none.output.contains("base") && !none.output.contains("no such environment"), "\(none.output)")
        let judged = try await run("state", "--every", "20ms", "--times", "3", "--assert", "status == 200")
        #expect(judged.status == .code(0) && judged.output.contains("×304"), "a 304 confirms a 200: \(judged.output)")
        let times = try await run("put", "--every", "20ms", "--times", "3", "--json", "--assert", "$.n >= 1")
        #expect(times.status == .code(0) && times.output.split(separator: "\n").count == 4, "\(times.output)")
        let never = try await run("state", "--every", "10ms", "--times", "2", "--until", "status == 404")
        #expect(never.status == .code(4) && never.output.contains("not met: status == 404: got"))
        let failed = try await run("gone", "--every", "10ms", "--failures", "2")
        #expect(failed.status == .code(7) && failed.output.contains("2 sent, 0 changed, 2 failed"), "\(failed.output)")
        #expect(try await run("state", "--times", "2").output.contains("say with --every"))
    }
}
