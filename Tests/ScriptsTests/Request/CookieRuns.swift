import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing
import Text

/// Cookies of environments by verbs, and beside those of curl.
@Suite("Cookies by verbs", .timeLimit(.minutes(2))) struct CookieRuns {
    private let folder: String
    private var environment: [String: String] { ["XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": "\(folder)/state"] }

    init() throws {
        folder = try Scratch.newFolder("cookies")
        try FileManager.default.createDirectory(atPath: "\(folder)/martlet", withIntermediateDirectories: true)
    }

    private final class Seen: Sendable {
        let cookies = Mutex<[String]>([])
    }

    /// Signs in at `/login`, forgets at `/logout`, and moves on at `/moved`; notes each Cookie field.
    private func server(_ seen: Seen) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                let cookie = request.split(separator: "\r\n").first { $0.hasPrefix("Cookie: ") }?.dropFirst(8) ?? "-"
                seen.cookies.withLock { $0.append(String(cookie)) }
                let fields =
                    switch request.split(separator: " ").dropFirst().first ?? "" {
                    case "/login": "Set-Cookie: sid=s3cret; Path=/; HttpOnly\r\nSet-Cookie: csrf=x1; Path=/\r\n"
                    case "/logout": "Set-Cookie: sid=; Path=/; Max-Age=0\r\n"
                    case "/denied": "Set-Cookie: why=denied; Path=/\r\n"
                    case "/moved": "Location: /echo\r\nSet-Cookie: hop=1; Path=/\r\n"
                    case "/evil": "Set-Cookie: e=1; Domain=evil.example\r\n"
                    default: ""
                    }
                let status =
                    request.contains("/moved") ? "302 Found" : request.contains("/denied") ? "403 Forbidden" : "200 OK"
                try await connection.send("HTTP/1.1 \(status)\r\n\(fields)Content-Length: 2\r\n\r\nok")
            }
        }
    }

    private func keep(_ url: String) throws {
        let requests = ["login", "logout", "echo", "denied", "moved", "evil"].map { name in
            #"{"name": "\#(name)", "url": "\#(url)/\#(name)"}"#
        }
        let off = #"{"name": "off", "url": "\#(url)/echo", "options": {"cookies": false}}"#
        let text = """
            {"version": 1, "requests": [\((requests + [off]).joined(separator: ", "))],
             "environments": [{"name": "dev", "variables": {}}, {"name": "test", "variables": {}}],
             "settings": {"environment": "dev"}}
            """
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/martlet/profile.json"))
    }

    private func martlet(_ words: String..., input: String = "") async throws -> ScriptRun {
        try await ScriptRun.martlet(words, input: Array(input.utf8), environment: environment)
    }

    @Test("run sends and keeps those of the environment; request and the list have them too")
    func environments() async throws {
        let seen = Seen()
        let server = try await server(seen)
        try keep(server.url)
        for name in ["login", "echo", "off", "denied", "moved", "echo", "logout", "echo"] {
            #expect(try await martlet("run", name).status == .code(0), "\(name)")
        }
        #expect(try await martlet("run", "echo", "--env", "test").status == .code(0))
        #expect(try await martlet("run", "echo", "--no-cookies").status == .code(0))
        #expect(
            seen.cookies.withLock { $0 } == [
                "-", "sid=s3cret; csrf=x1", "-", "sid=s3cret; csrf=x1", "sid=s3cret; csrf=x1; why=denied",
                "sid=s3cret; csrf=x1; why=denied; hop=1", "sid=s3cret; csrf=x1; why=denied; hop=1",
                "sid=s3cret; csrf=x1; why=denied; hop=1", "csrf=x1; why=denied; hop=1", "-", "-",
            ])
        seen.cookies.withLock { $0 = [] }
        #expect(try await martlet("request", "-s", "-b", "env:dev", "\(server.url)/login").status == .code(0))
        #expect(try await martlet("request", "-s", "-b", "env:", "\(server.url)/echo").status == .code(0))
        #expect(seen.cookies.withLock { $0 } == ["csrf=x1; why=denied; hop=1", "-"])
        let list = try await martlet("cookies", "list").text.split(separator: "\n").map(String.init)
        #expect(list.contains("127.0.0.1/\tsid=••••••\tsession\tHttpOnly") && list.count == 4, "\(list)")
        #expect(try await martlet("cookies", "list", "--env", "test").text == "")
        let path = try await martlet("cookies", "list", "--path").text.split(separator: "\n").first.map(String.init)
        let facts = try FileManager.default.attributesOfItem(atPath: try #require(path))
        #expect((facts[.posixPermissions] as? Int) == 0o600)
        // A stream sends and keeps them as well, and --profile names whose.
        seen.cookies.withLock { $0 = [] }
        let stream = try await martlet("request", "--stream", "-s", "-b", "env:test", "\(server.url)/login")
        #expect(stream.status == .code(0), "\(stream.errors)")
        let other = "\(folder)/other.json"
        try FileManager.default.copyItem(atPath: "\(folder)/martlet/profile.json", toPath: other)
        for more in [[], ["--profile", other]] {
            let run = try await ScriptRun.martlet(
                ["request", "-s", "-b", "env:test", "\(server.url)/echo"] + more, environment: environment)
            #expect(run.status == .code(0), "\(run.errors)")
        }
        #expect(seen.cookies.withLock { $0 } == ["-", "sid=s3cret; csrf=x1", "-"])
        let unknown = try await martlet("request", "-b", "env:nosuch", "\(server.url)/echo")
        #expect(unknown.status == .code(2) && unknown.errors.contains("no such environment"), "\(unknown.errors)")
    }

    @Test("a cookie that may not be set is told; the list says why each is not sent; files go in and out")
    func verbs() async throws {
        let server = try await server(Seen())
        try keep(server.url)
        let refused = try await martlet("run", "-v", "evil")
        #expect(refused.errors.contains("Set-Cookie e: not kept: the host is an address"), "\(refused.errors)")
        let jar = "127.0.0.1\tFALSE\t/\tTRUE\t0\ta\t1\n127.0.0.1\tFALSE\t/x\tFALSE\t0\tb\t2\n"
        let taken = try await martlet(
            "cookies", "import", "-", input: jar + "#HttpOnly_.h.example\tTRUE\t/\tFALSE\t0\tc\t3\n")
        #expect(taken.text == "Took 3 cookies of -\n", "\(taken.errors)")
        let list = try await martlet("cookies", "list", "--values", "--url", "\(server.url)/y")
        #expect(
            list.text == """
                127.0.0.1/\ta=1\tsession\tSecure\tsent
                127.0.0.1/x\tb=2\tsession\t-\tnot sent: for /x and below (RFC 6265bis 5.1.4)

                """)
        let out = try await martlet("cookies", "export", "-")
        #expect(out.text.hasSuffix(jar + "#HttpOnly_.h.example\tTRUE\t/\tFALSE\t0\tc\t3\n"))
        #expect(try await martlet("cookies", "clear", "--domain", "h.example").text == "1 taken out\n")
        #expect(try await martlet("cookies", "clear").text == "2 taken out\n")
        #expect(try await martlet("cookies", "list").text == "")
        let wrong = try await martlet("cookies", "list", "--url", "h")
        #expect(wrong.status == .code(1) && wrong.errors.contains("no URL of http"), "\(wrong.errors)")
    }

    /// What a server sets at `/a/b`, and what is kept of it where RFC 6265bis has another rule than curl 7.88.
    private static let fields: [(field: String, own: [String]?)] = [
        ("a=1; Path=/", nil), ("a=1; Path=/x", nil), ("a= b c ; Path=/", nil), ("a=\"q\"; Path=/", nil),
        ("a=; Path=/", nil), ("a=1; HttpOnly; Path=/", nil), ("a=1; Secure; Path=/", nil), ("a=1=2; Path=/", nil),
        ("a=1; Path=/; Domain=127.0.0.1", nil), ("a=1; Domain=example.com", nil), ("a=1; Domain=0.0.1", nil),
        ("a=1; Path=/; Max-Age=0", nil), ("a=1; Path=/; Max-Age=-5", nil), ("a=1; Path=/; expires=SOON", nil),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:01 GMT", nil), ("a=\u{1}; Path=/", nil),
        ("__Host-a=1; Secure; Path=/", nil), ("__Host-a=1; Secure", nil), ("__Secure-a=1; Path=/", nil),
        ("__secure-a=1; Path=/", nil),
        ("a=1; Path=/; SameSite=Lax", nil), ("a=1; Path=/; Path=/x", nil),
        // The default path has no slash at its end (5.1.4); one that does not begin at the root is the default (5.6.4).
        ("a=1", ["127.0.0.1\tFALSE\t/a\tFALSE\t0\ta\t1"]), ("a=1; Path=x", ["127.0.0.1\tFALSE\t/a\tFALSE\t0\ta\t1"]),
        // A Max-Age that is no number says nothing (5.6.2): curl takes it for 0.
        ("a=1; Path=/; Max-Age=x", ["127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1"]),
        // A cookie without a name is one (5.6).
        ("=1; Path=/", ["127.0.0.1\tFALSE\t/\tFALSE\t0\t\t1"]),
        ("bare; Path=/", ["127.0.0.1\tFALSE\t/\tFALSE\t0\t\tbare"]),
        // SameSite=None is for Secure ones alone (5.7).
        ("a=1; Path=/; SameSite=None", []),
    ]

    @Test("the jar is curl's, line by line, but where the rule is another one")
    func besideCurl() async throws {
        let soon = HTTPDate.text(Int(time(nil)) + 100 * 86_400)
        for (field, own) in Self.fields {
            let set = field.replacing("SOON", with: soon)
            let server = try await ScriptedServer.answering(
                "HTTP/1.1 200 OK\r\nSet-Cookie: \(set)\r\nContent-Length: 2\r\n\r\nok")
            func jar(_ program: [String]) async throws -> [String] {
                let file = "\(folder)/jar-\(program.count)"
                let words = program + ["-s", "--noproxy", "*", "-o", "/dev/null", "-c", file, "\(server.url)/a/b"]
                _ = try await Command.attempt(Requirement(program: "env", package: "coreutils"), words)
                // A jar without cookies is written as well, by both.
                let text = try String(contentsOfFile: file, encoding: .utf8)
                return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("# ") }
            }
            let theirs = try await jar([Requirement.curl.path()])
            let ours = try await jar([builtProduct("martlet"), "request"])
            if let own {
                #expect(ours == own && theirs != own, "\(field): \(ours) \(theirs)")
            } else {
                #expect(ours == theirs, "\(field)")
            }
        }
    }
}
