import Glibc
import Opener
import Profile
import REST
import Synchronization
import TestSupport
import Testing

/// What is copied as curl, run by the real sh(1) with the real curl, sends what martlet sends.
@Suite("Requests copied as curl commands") struct CopiedCurlTests {
    private static let variables = Variables([
        .init("token", .environment("MARTLET_TEST_TOKEN"), origin: "dev"),
        .init("who", .literal("it's \"me\""), origin: "dev"),
    ])
    /// Hard on a shell, and in a header.
    private static let hard = #"a'b"c $HOME `id` \ !x #y *?[z] ~ {1,2} %41 ;&|<>()"#

    private static func draft(_ method: String, _ path: String, _ change: (inout RequestDraft) -> Void) -> RequestDraft
    {
        var draft = RequestDraft()
        (draft.method, draft.url) = (method, "{{server}}\(path)")
        change(&draft)
        return draft
    }

    @Test("A WebSocket is copied with its first message for martlet, which follows it; curl is said to send none")
    func socket() {
        var draft = RequestDraft()
        (draft.url, draft.body) = ("ws://h/x", .text("hello"))
        let martlet = CurlCommand.text(of: draft, variables: Variables(), by: "martlet request") ?? ""
        #expect(martlet.hasPrefix("martlet request ws://h/x \\\n  --stream \\\n  --data-raw hello"), "\(martlet)")
        let curl = CurlCommand.text(of: draft, variables: Variables()) ?? ""
        #expect(
            curl.hasPrefix(
                "# curl opens the WebSocket, and does not send the first message\n# curl speaks WebSockets from"),
            "\(curl)")
        #expect(curl.contains("\ncurl ws://h/x") && !curl.contains("hello"))
        // Who asks for redirects of a WebSocket is refused.
        #expect(!martlet.contains("-L") && !curl.contains("-L"))
    }

    @Test(
        "a body of thousands of calls is copied in the time that its length takes, of one name and of as many names",
        arguments: ["{{x}}, ", "{{name{}}}, ", "\"password\": {{x}}, ", "\"{{name{}}}\": 1, "])
    func manyCalls(piece: String) {
        func seconds(_ count: Int) -> Double {
            var draft = RequestDraft()
            (draft.method, draft.url) = ("POST", "http://h/")
            draft.body = .json((0..<count).map { piece.replacing("{}", with: "\($0)") }.joined())
            return processorSeconds {
                #expect(CurlCommand.text(of: draft, variables: Variables())?.contains("--data-raw") == true)
            }
        }
        _ = seconds(10)
        let (few, many) = (seconds(1_000), seconds(16_000))
        // Sixteen times as many: with a look through all names at each it would be towards their square.
        #expect(many < 40 * few, "\(few) \(many)")
    }

    private static func drafts(folder: String) -> [RequestDraft] {
        [
            draft("GET", "/plain?x=1#part") { _ in },
            draft("GET", "/it's/[1-3]/:id?q=é ü") {
                $0.pathParameters = [DraftField("id", hard)]
                $0.query = [DraftField("{{who}}", hard), DraftField("off", "1", isEnabled: false)]
                $0.headers = [DraftField("X-Hard", hard), DraftField("X-Empty", ""), DraftField("x-hard", "{{who}}")]
            },
            draft("POST", "/json") {
                $0.body = .json("{\n\t\"a\": \"\(hard)\",\r\n \"b\": 1.50, \"t\": \"{{token}}\"}\n")
            },
            draft("PUT", "/text") { $0.body = .text("@not-a-file\nlast line without an end") },
            draft("POST", "/xml") { $0.body = .xml("<a b='1'>ä&amp;</a>") },
            draft("POST", "/form") { $0.body = .form([DraftField("a b", hard), DraftField("c&d", "=é")]) },
            draft("POST", "/file") { $0.body = .file("\(folder)/it's a file.bin") },
            draft("POST", "/home") { $0.body = .file("~/it's a file.bin") },
            draft("POST", "/parts") {
                $0.body = .multipart([
                    .init("plain", .text(hard)), .init("typed", .text("<b>;\"x\""), contentType: "text/html"),
                    .init("file", .file("\(folder)/it's a file.bin"), contentType: "a/b"),
                    .init(
                        "named", .file("\(folder)/it's a file.bin"), contentType: "a/b", filename: "other; \"name\".bin"
                    ),
                    .init("home", .file("~/it's a file.bin"), contentType: "a/b"),
                ])
            },
            draft("GET", "/basic") {
                $0.auth = .basic(username: "it's me", password: .environment("MARTLET_TEST_TOKEN"))
            },
            draft("DELETE", "/bearer") { $0.auth = .bearer(.literal("{{token}}")) },
            draft("GET", "/key") { $0.auth = .apiKey(name: "X-Key", value: .literal("{{token}}"), inQuery: false) },
            draft("GET", "/key") { $0.auth = .apiKey(name: "k y", value: .literal("plain"), inQuery: true) },
            draft("HEAD", "/head") { _ in }, draft("OPTIONS", "/options") { _ in }, draft("PURGE", "/any") { _ in },
            draft("POST", "/empty") { _ in }, draft("POST", "/empty") { $0.body = .text("") },
            draft("GET", "/body") { $0.body = .json("{}") },
        ]
    }

    @Test("What curl sends is what martlet sends") func same() async throws {
        let folder = try Scratch.newFolder("curl")
        let secret = "t0k'en $x"
        setenv("MARTLET_TEST_TOKEN", secret, 1)
        defer { unsetenv("MARTLET_TEST_TOKEN") }
        let home = getenv("HOME").map { String(cString: $0) }
        setenv("HOME", folder, 1)
        defer { if let home { setenv("HOME", home, 1) } }
        let file = open("\(folder)/it's a file.bin", O_WRONLY | O_CREAT, 0o600)
        #expect(write(file, "line\r\n\0end", 10) == 10)
        close(file)

        let seen = Mutex<[String]>([])
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                seen.withLock { $0.append(request) }
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let variables = Variables(Self.variables.all + [.init("server", .literal(server.url), origin: "test")])
        let client = RESTClient(userAgent: "martlet")
        let opener = RequestOpener(secrets: SecretResolver(reading: { _ in nil }))
        for draft in Self.drafts(folder: folder) {
            let command = try #require(CurlCommand.text(of: draft, variables: variables), "\(draft.url)")
            #expect(!command.contains(secret))
            _ = try await client.send(try await opener.open(draft, variables, now: 0).request)
            let run = try await Command.attempt(
                Requirement(program: "sh", package: "dash"), ["-c", "\(command) -sS"],
                environment: ["no_proxy": "*", "NO_PROXY": "*", "API_KEY": "plain"])
            #expect(run.status == .code(0), "\(command)\n\(run.output)")
            let both = seen.withLock { seen in
                defer { seen = [] }
                return seen.map(Self.compared)
            }
            #expect(both.count == 2, "\(command)")
            #expect(both.first == both.last, "\(command)")
        }
        await client.shutdown()
    }

    /// A request without what the two programs say of themselves: their name, what they accept, the boundaries they chose.
    /// Fields may stand in another order.
    private static func compared(_ request: String) -> String {
        let parts = request.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        var body = parts.count > 1 ? String(parts[1]) : ""
        var lines = parts[0].split(separator: "\r\n").map(String.init)
        let first = lines.removeFirst()
        // `X-Empty: ` and `X-Empty:` are the same (RFC 9110 5.5).
        lines = lines.map { $0.last == " " ? String($0.dropLast()) : $0 }
        lines.removeAll { line in
            ["user-agent:", "accept:", "accept-encoding:", "expect:"].contains { line.lowercased().hasPrefix($0) }
        }
        let type = lines.first { $0.contains("boundary=") }
        if let type, let range = type.firstRange(of: "boundary=") {
            let boundary = String(type[range.upperBound...])
            body = body.replacing(boundary, with: "BOUNDARY")
            lines.removeAll { $0.lowercased().hasPrefix("content-length:") }
            lines = lines.map { $0.replacing(boundary, with: "BOUNDARY") }
        }
        return ([first] + lines.sorted() + ["", body]).joined(separator: "\n")
    }
}
