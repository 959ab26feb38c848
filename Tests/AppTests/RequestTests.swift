import Demo
import FoundationEssentials
import Glibc
import Interface
import Payloads
import Profile
import REST
import Terminal
import TestSupport
import Testing

@testable import App
@testable import Opener

/// Requests that go out: the whole program but for ncurses, on the demo's services.
@Suite("Requests on the demo's services", .serialized)
@MainActor struct RequestTests {
    private func visiting(
        _ draft: RequestDraft, variables: [Variables.Variable] = [], _ body: (Visit, Demo) async throws -> Void
    ) async throws {
        let demo = try await Demo.start(sysInterval: nil, hasDevices: false)
        let visit = try Visit()
        let base = Variables.Variable("base", .literal("http://127.0.0.1:\(demo.httpPort)"), origin: "the demo")
        visit.window.book.captured = [base] + variables
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>")
        try await body(visit, demo)
        try await visit.leave()
        await demo.stop()
    }

    private func draft(_ method: String, _ path: String, _ change: (inout RequestDraft) -> Void = { _ in })
        -> RequestDraft
    {
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url) = ("mine", method, "{{base}}\(path)")
        change(&draft)
        return draft
    }

    @Test("a request goes out with everything put in, and its answer is there")
    func answered() async throws {
        let draft = draft("POST", "/sensors") { $0.body = .json("{\"name\": \"{{who}}\"}") }
        try await visiting(draft, variables: [.init("who", .literal("sensor7"), origin: "")]) { visit, _ in
            // The first frame waits for no threads of a client's.
            #expect(!visit.effects.requests.hasClient)
            try visit.type("<C-s>")
            try await visit.become("an answer") { $0.window.exchange?.isUnderWay == false }
            #expect(visit.effects.requests.hasClient)
            let exchange = try #require(visit.window.exchange)
            #expect(exchange.state == .finished)
            #expect(exchange.response?.status == 201)
            let sent = String(decoding: exchange.hop?.sent.bytes ?? [], as: UTF8.self)
            #expect(sent.hasPrefix("POST /sensors HTTP/1.1\r\n"))
            #expect(sent.contains("Content-Type: application/json\r\n"))
            #expect(sent.hasSuffix("\r\n\r\n{\"name\": \"sensor7\"}"))
            try await visit.see("201")
        }
    }

    @Test("a secret that is asked for is asked once, in dots; one that the server refuses is asked for again")
    func prompted() async throws {
        let draft = draft("GET", "/sensors") { $0.auth = .bearer(.prompt) }
        try await visiting(draft) { visit, demo in
            try visit.type("<C-s>")
            try await visit.see("Token for 127.0.0.1:\(demo.httpPort)")
            try visit.type("hunter2")
            #expect(visit.screen.contains("•••••••") && !visit.screen.contains("hunter2"))
            try visit.type("<Enter>")
            try await visit.become("an answer") { $0.window.exchange?.response?.status == 200 }
            let first = try #require(visit.window.exchange)
            let sent = String(decoding: first.hop?.sent.bytes ?? [], as: UTF8.self)
            #expect(sent.contains("Bearer ••••••\r\n"))
            try visit.type("<C-s>")
            try await visit.become("a second answer") {
                $0.window.exchange.map { $0.id != first.id && !$0.isUnderWay } ?? false
            }
            #expect(visit.window.exchange?.response?.status == 200)
        }
        let refused = self.draft("GET", "/") {
            $0.url = "{{other}}"
            $0.auth = .basic(username: "me", password: .prompt)
        }
        let server = try await ScriptedServer.answering("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
        try await visiting(refused, variables: [.init("other", .literal(server.url), origin: "")]) { visit, _ in
            for _ in 0..<2 {
                try visit.type("<C-s>")
                try await visit.see("Password of me at")
                try visit.type("wrong<Enter>")
                try await visit.become("an answer") { $0.window.exchange?.response?.status == 401 }
            }
            try visit.type("<C-s>")
            try await visit.see("Password of me at")
            try visit.type("<Esc>")
            try await visit.see("Not sent: password of me at")
        }
    }

    @Test("the password of a key is asked for again when it does not open it") func keyPassword() async throws {
        let certificates = try Certificates.shared()
        let draft = draft("GET", "/") {
            $0.url = "https://127.0.0.1:1/"
            $0.options.tls.certificate = certificates.client.certificate
            $0.options.tls.key = certificates.encryptedClientKey
            $0.options.tls.keyPassword = .prompt
        }
        try await visiting(draft) { visit, _ in
            for (answer, words) in [("wrong", "does not open the key"), (certificates.password, "Nobody listens")] {
                try visit.type("<C-s>")
                try await visit.see("Key password")
                try visit.type("\(answer)<Enter>")
                try await visit.see(words)
            }
        }
    }

    @Test("secrets are found when it is sent, and are dots in what is shown of it")
    func secrets() async throws {
        setenv("MARTLET_TEST_TOKEN", "s3cr3t-token", 1)
        defer { unsetenv("MARTLET_TEST_TOKEN") }
        let draft = draft("GET", "/sensors") {
            $0.auth = .basic(username: "me", password: .environment("MARTLET_TEST_TOKEN"))
            $0.headers = [DraftField("X-Shell", "{{shell}}")]
        }
        let shell = Variables.Variable("shell", .command(["printf", "from a program\nmore"]), origin: "")
        try await visiting(draft, variables: [shell]) { visit, _ in
            try visit.type("<C-s>")
            try await visit.see("Run a program?")
            try visit.type("y")
            try await visit.become("an answer") { $0.window.exchange?.isUnderWay == false }
            let exchange = try #require(visit.window.exchange)
            #expect(exchange.response?.status == 200)
            let sent = String(decoding: exchange.hop?.sent.bytes ?? [], as: UTF8.self)
            // Neither as it is nor as Basic has it.
            #expect(!sent.contains("s3cr3t-token") && !sent.contains("bWU6czNjcjN0LXRva2Vu"))
            #expect(sent.contains("X-Shell: ••••••"))
            #expect(!sent.contains("program"))
        }
    }

    @Test(
        "a secret that is not there is said, and nothing is sent",
        arguments: [
            (Secret.environment("MARTLET_NO_SUCH"), "$MARTLET_NO_SUCH is not set"),
            (.file("/no/such/file"), "cannot read /no/such/file"),
            (.command(["/no/such/program"]), "cannot"), (.command(["false"]), "false"),
        ])
    func missingSecret(secret: Secret, words: String) async throws {
        try await visiting(draft("GET", "/{{x}}"), variables: [.init("x", secret, origin: "")]) { visit, _ in
            try visit.type("<C-s>")
            if case .command = secret {
                try await visit.see("Run a program?")
                try visit.type("y")
            }
            try await visit.become("a failure") { $0.window.exchange?.isUnderWay == false }
            guard case .failed(let failure) = visit.window.exchange?.state else {
                Issue.record("\(String(describing: visit.window.exchange))")
                return
            }
            #expect(failure.contains(words), "\(failure)")
        }
    }

    @Test("a program that gives a secret is run once the person agrees to it, and is asked about once")
    func agreed() async throws {
        let folder = try Scratch.newFolder("agreed")
        let script = ["sh", "-c", "echo run >> '\(folder)/runs'; echo s3cr3t"]
        let draft = draft("GET", "/sensors") { $0.auth = .bearer(.literal("{{t}}")) }
        try await visiting(draft, variables: [.init("t", .command(script), origin: "")]) { visit, _ in
            try visit.type("<C-s>")
            try await visit.see("Run a program?")
            try await visit.see("sh -c 'echo run >>")
            // Where its words are broken depends on the folder's name.
            try await visit.become("what it is run for") {
                let words = $0.screen.split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
                return words.contains("is run for variable t")
            }
            try visit.type("n")
            try await visit.see("Not sent: variable t: sh was not run: you did not agree to it")
            #expect(access("\(folder)/runs", F_OK) != 0)
            try visit.type("<C-s>")
            try await visit.see("Run a program?")
            try visit.type("y")
            try await visit.become("an answer") { $0.window.exchange?.response?.status == 200 }
            let first = visit.window.exchange?.id
            try visit.type("<C-s>")
            try await visit.become("another") {
                $0.window.exchange.map { $0.id != first && $0.response?.status == 200 && !$0.isUnderWay } ?? false
            }
        }
    }

    @Test("what was agreed to is remembered, word for word, for its owner alone")
    func remembered() throws {
        let path = "\(try Scratch.newFolder("commands"))/a/commands"
        let commands = ApprovedCommands(path: path)
        #expect(!commands.contains(["pass", "show", "x y"]))
        try commands.add(["pass", "show", "x y"])
        try commands.add([])
        try commands.add(["a\nb", ""])
        let later = ApprovedCommands(path: path)
        for known in [["pass", "show", "x y"], ["a\nb", ""]] { #expect(later.contains(known)) }
        for other in [["pass", "show", "x", "y"], ["pass", "show"], ["pass"], ["a"], ["b", ""]] {
            #expect(!later.contains(other))
        }
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        // The half line of a crash is another command.
        let file = open(path, O_WRONLY | O_APPEND)
        #expect(write(file, "rm -rf", 6) == 6)
        close(file)
        #expect(!ApprovedCommands(path: path).contains(["rm", "-rf"]))
        try later.add(["next"])
        #expect(ApprovedCommands(path: path).contains(["next"]))
    }

    @Test("what was agreed to and could not be written down is asked for again")
    func unwritten() throws {
        // A folder in the place of the file.
        let path = try Scratch.newFolder("commands")
        let commands = ApprovedCommands(path: path)
        #expect(throws: (any Error).self) { try commands.add(["pass"]) }
        #expect(!commands.contains(["pass"]))
    }

    @Test("of a slow request and a fast one, each has its own answer")
    func severalAtOnce() async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let server = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            if request.contains("/slow") { for await _ in gate { break } }
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"
                    + (request.contains("/slow") ? "slow" : "fast"))
        }
        var slow = draft("GET", "/")
        (slow.name, slow.url) = ("slow", "\(server.url)/slow")
        try await visiting(slow) { visit, _ in
            var fast = slow
            (fast.name, fast.url) = ("fast", "\(server.url)/fast")
            visit.window.load(requests: [slow, fast])
            try visit.type("<C-s>")
            try await visit.become("a sent request") { $0.window.exchange?.hops.isEmpty == false }
            try visit.type("<S-Tab><End><C-s>")
            try await visit.become("the fast answer") { $0.window.exchange?.state == .finished }
            #expect(visit.window.exchange?.draft.name == "fast")
            try await visit.see("fast")
            open.yield()
            open.finish()
            try visit.type("<Up><Enter>")
            try await visit.become("the slow answer") { $0.window.exchange?.state == .finished }
            #expect(visit.window.exchange?.hop?.url.hasSuffix("/slow") == true)
        }
    }

    @Test("events are on the screen as they come, the cursor with them; what came stays when it is ended")
    func stream() async throws {
        let (gate, open) = AsyncStream<String>.makeStream()
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            for await text in gate { try await connection.send(text) }
        }
        var events = draft("GET", "/")
        events.url = "\(server.url)/events"
        try await visiting(events) { visit, _ in
            try visit.type("<C-s>")
            try await visit.see("receiving: 0 B")
            try await visit.see("No event yet.")
            // The bytes as they come are there too.
            try visit.type("<Tab>[")
            try await visit.see("No body has come yet.")
            open.yield("data: first\n\n")
            try await visit.see("data: first")
            // One piece and then silence: it is not held back.
            open.yield(String(repeating: "data: filler\n", count: 100) + "data: last\n\n")
            try await visit.see("data: last")
            #expect(!visit.screen.contains("data: first"))
            try visit.type("g")
            try await visit.see("data: first")
            open.yield("data: more\n\n")
            try await visit.become("more") { ($0.window.exchange?.body.count ?? 0) > 1330 }
            #expect(visit.screen.contains("data: first") && !visit.screen.contains("data: more"))
            try visit.type("G")
            try await visit.see("data: more")
            try visit.type("<C-c>")
            try await visit.see("Cancelled; what had come is below")
            #expect(visit.window.exchange?.state == .cancelled)
            try await visit.see("data: more")
            open.finish()
        }
    }

    @Test("what was sent and what is said of it hold no secret, wherever it stood")
    func sentIsMasked() async throws {
        let secret = "hunter2hunter2"
        setenv("MARTLET_TEST_SECRET", secret, 1)
        defer { unsetenv("MARTLET_TEST_SECRET") }
        let proxy = try await ScriptedServer.start { connection in
            while true {
                _ = try await connection.request()
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            }
        }
        let place = proxy.url.dropFirst("http://".count)
        let draft = draft("POST", "/") {
            $0.url = "http://me:\(secret)@h.invalid/a?token=\(secret)&x={{ref}}"
            $0.options.proxy = "http://proxyuser:\(secret)@\(place)"
            $0.headers = [
                DraftField("Cookie", "sid=\(secret)"), DraftField("X-Api-Key", secret), DraftField("X-Ref", "{{ref}}"),
            ]
            $0.body = .json("{\"password\": \"\(secret)\", \"note\": \"{{ref}}\"}")
        }
        let ref = Variables.Variable("ref", .environment("MARTLET_TEST_SECRET"), origin: "")
        try await visiting(draft, variables: [ref]) { visit, _ in
            try visit.type("<C-s>")
            try await visit.become("an answer") { $0.window.exchange?.isUnderWay == false }
            let exchange = try #require(visit.window.exchange)
            #expect(exchange.response?.status == 200, "\(exchange.state)")
            let hop = try #require(exchange.hop)
            let sent = String(decoding: hop.sent.bytes, as: UTF8.self)
            #expect(sent.contains("Proxy-Authorization: Basic ••••••\r\n"), "\(sent)")
            #expect(sent.contains("\r\nAuthorization: Basic ••••••\r\n"), "\(sent)")
            let fields = hop.sent.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            for text in [sent, hop.url, fields] {
                #expect(!text.contains(secret), "\(text)")
                for name in ["me", "proxyuser"] {
                    let pair = Data("\(name):\(secret)".utf8).base64EncodedString()
                    #expect(!text.contains(pair), "\(text)")
                }
            }
        }
    }

    @Test("nobody listens: one line says so, and what was typed stays")
    func refused() async throws {
        var refused = draft("GET", "/x")
        refused.url = "http://127.0.0.1:1/x"
        try await visiting(refused) { visit, _ in
            try visit.type("<C-s>")
            try await visit.become("a failure") { $0.window.exchange?.isUnderWay == false }
            guard case .failed(let failure) = visit.window.exchange?.state else {
                Issue.record("no failure")
                return
            }
            #expect(failure.contains("127.0.0.1:1"), "\(failure)")
            try await visit.see("http://127.0.0.1:1/x")
        }
    }

    @Test("a request under way ends at once with Esc")
    func cancelled() async throws {
        let server = try await ScriptedServer.start { try await $0.wait() }
        var silent = draft("GET", "/")
        silent.url = server.url
        try await visiting(silent) { visit, _ in
            try visit.type("<C-s>")
            #expect(visit.window.exchange?.isUnderWay == true)
            try await visit.become("a sent request") { $0.window.exchange?.hops.isEmpty == false }
            let sent = try #require(visit.window.exchange?.duration)
            try await Task.sleep(for: .milliseconds(60))
            try visit.type("<Esc>")
            try await visit.become("the end") { $0.window.exchange?.state == .cancelled }
            // The time of waiting counts, though nothing happened in it.
            #expect(try #require(visit.window.exchange?.duration) >= sent + 50_000)
            try visit.type("<Tab>]]]")
            try await visit.see("not ended")
            try await visit.settle()
        }
    }
}
