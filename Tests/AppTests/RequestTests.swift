import Demo
import Explorer
import Glibc
import Interface
import Terminal
import TestSupport
import Testing

@testable import App

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
            try visit.type("<C-s>")
            try await visit.become("an answer") { $0.window.exchanges.current?.isUnderWay == false }
            let exchange = try #require(visit.window.exchanges.current)
            #expect(exchange.state == .finished)
            #expect(exchange.response?.status == 201)
            let sent = String(decoding: exchange.hop?.request.bytes ?? [], as: UTF8.self)
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
            try await visit.see("token for 127.0.0.1:\(demo.httpPort)")
            try visit.type("hunter2")
            #expect(visit.screen.contains("•••••••") && !visit.screen.contains("hunter2"))
            try visit.type("<Enter>")
            try await visit.become("an answer") { $0.window.exchanges.current?.response?.status == 200 }
            let first = try #require(visit.window.exchanges.current)
            let sent = String(decoding: first.hop?.request.bytes ?? [], as: UTF8.self)
            #expect(sent.contains("Bearer ••••••\r\n"))
            try visit.type("<C-s>")
            try await visit.become("a second answer") {
                $0.window.exchanges.current.map { $0.id != first.id && !$0.isUnderWay } ?? false
            }
            #expect(visit.window.exchanges.current?.response?.status == 200)
        }
        let refused = self.draft("GET", "/") {
            $0.url = "{{other}}"
            $0.auth = .basic(username: "me", password: .prompt)
        }
        let server = try await ScriptedServer.answering("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
        try await visiting(refused, variables: [.init("other", .literal(server.url), origin: "")]) { visit, _ in
            for _ in 0..<2 {
                try visit.type("<C-s>")
                try await visit.see("password of me at")
                try visit.type("wrong<Enter>")
                try await visit.become("an answer") { $0.window.exchanges.current?.response?.status == 401 }
            }
            try visit.type("<C-s>")
            try await visit.see("password of me at")
            try visit.type("<Esc>")
            try await visit.see("Not sent: password of me at")
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
            try await visit.become("an answer") { $0.window.exchanges.current?.isUnderWay == false }
            let exchange = try #require(visit.window.exchanges.current)
            #expect(exchange.response?.status == 200)
            let sent = String(decoding: exchange.hop?.request.bytes ?? [], as: UTF8.self)
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
            try await visit.become("a failure") { $0.window.exchanges.current?.isUnderWay == false }
            guard case .failed(let failure) = visit.window.exchanges.current?.state else {
                Issue.record("\(String(describing: visit.window.exchanges.current))")
                return
            }
            #expect(failure.words.contains(words), "\(failure.words)")
        }
    }

    @Test("nobody listens: one line says so, and what was typed stays")
    func refused() async throws {
        var refused = draft("GET", "/x")
        refused.url = "http://127.0.0.1:1/x"
        try await visiting(refused) { visit, _ in
            try visit.type("<C-s>")
            try await visit.become("a failure") { $0.window.exchanges.current?.isUnderWay == false }
            guard case .failed(let failure) = visit.window.exchanges.current?.state else {
                Issue.record("no failure")
                return
            }
            #expect(failure.words.contains("127.0.0.1:1"), "\(failure.words)")
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
            #expect(visit.window.exchanges.current?.isUnderWay == true)
            try await visit.become("a sent request") { $0.window.exchanges.current?.hops.isEmpty == false }
            let sent = try #require(visit.window.exchanges.current?.duration)
            try await Task.sleep(for: .milliseconds(60))
            try visit.type("<Esc>")
            try await visit.become("the end") { $0.window.exchanges.current?.state == .cancelled }
            // The time of waiting counts, though nothing happened in it.
            #expect(try #require(visit.window.exchanges.current?.duration) >= sent + 50_000)
            try visit.type("<Tab>]]]")
            try await visit.see("not ended")
            try await visit.settle()
        }
    }
}
