import Demo
import Model
import Profile
import REST
import Synchronization
import TestSupport
import Testing

@testable import App
@testable import Interface

/// Values of the answers to saved requests where they are not taken by the body of a request: in publishes, and in the
/// place of a server.
@Suite("Values of answers in publishes and URLs, on the demo", .serialized)
@MainActor struct AnswersElsewhereTests {
    /// Counts what is asked, and answers with the count.
    private final class Counted: Sendable {
        private let paths = Mutex<[String]>([])
        private let status: Int
        private let server = Mutex<ScriptedServer?>(nil)

        init(status: Int = 200) { self.status = status }

        var asked: [String] { paths.withLock { $0 } }
        var url: String { server.withLock { $0?.url ?? "" } }

        func start() async throws {
            let started = try await ScriptedServer.start { [self] connection in
                while true {
                    let words = try await connection.request().split(separator: " ")
                    let count = paths.withLock { paths in
                        paths.append(words.count > 1 ? String(words[1]) : "")
                        return paths.count
                    }
                    let body = "{\"id\": \(count), \"token\": \"s3cret-\(count)\", \"base\": \"\(url)\"}"
                    try await connection.send(
                        "HTTP/1.1 \(status) Some\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    )
                }
            }
            server.withLock { $0 = started }
        }
    }

    private func visiting(
        status: Int = 200, _ body: (Visit, Counted) async throws -> Void
    ) async throws {
        let demo = try await Demo.start()
        let server = Counted(status: status)
        try await server.start()
        let visit = try Visit()
        visit.connect(port: demo.port, filters: ["test/#"])
        try await visit.see("● test")
        var login = RequestDraft()
        (login.name, login.url) = ("login", "\(server.url)/login")
        var open = RequestDraft()
        (open.name, open.url) = ("open", "{{response:login#$.base}}/x?y=1")
        visit.window.load(requests: [login, open])
        try await body(visit, server)
        try await visit.leave()
        await demo.stop()
    }

    private func payload(_ visit: Visit, _ topic: String) -> String? {
        visit.workspace.live.topicValue(topic)?.text
    }

    @Test(
        "a publish takes of an answer: the request is sent first, then what is at hand counts; the preview tells both")
    func once() async throws {
        try await visiting { visit, server in
            try visit.type("ptest/x<Tab><Tab><Tab><Tab>id {{response:login#$.id}} t {{response:login#$.token}}")
            try await visit.see("$.id of login, sent first: no answer yet")
            try visit.type("<C-s>")
            try await visit.become("a message") { payload($0, "test/x") == "id 1 t s3cret-1" }
            try await visit.see("becomes id 1 t ••••••")
            #expect(visit.screen.contains("$.id of login, ") && visit.screen.contains("•••••• is $.token of login"))
            try visit.type(" again<C-s>")
            try await visit.become("another message") { payload($0, "test/x") == "id 1 t s3cret-1 again" }
            #expect(server.asked == ["/login"])
        }
    }

    @Test("each message of a run takes the answer that its call asks for") func run() async throws {
        try await visiting { visit, server in
            try visit.type("ptest/x<Tab><Tab><Tab><Tab>{{response:login#$.id always}}<C-o><C-o>")
            try visit.type("<Tab><Tab><C-u>20 ms<Tab>3<C-r>")
            try await visit.become("the end of the run") { $0.workspace.publishing.runs.first?.state == .finished }
            #expect(visit.workspace.publishing.runs.first?.delivered == 3)
            #expect(server.asked.count == 3)
            try await visit.become("the last message") { payload($0, "test/x") == "3" }
        }
    }

    @Test("a publish that is saved takes it too, and so does what is expected of one") func saved() async throws {
        try await visiting { visit, server in
            var draft = PublishDraft()
            (draft.name, draft.topic, draft.payload) = ("mine", "test/x", "{{response:login#$.id}}")
            visit.book.save(draft)
            try visit.type("P<Tab><Tab>")
            try await visit.see("mine")
            try visit.type("s")
            try await visit.become("a message") { payload($0, "test/x") == "1" }
            try visit.type("<Esc>")
            visit.window.expect(of: draft)
            try visit.type("<Enter>")
            try await visit.become("an end") { $0.window.model.expectation?.isRunning == false }
            #expect(
                visit.window.model.expectation?.state == .met, "\(String(describing: visit.window.model.expectation))")
            #expect(server.asked == ["/login"])
        }
    }

    @Test("an answer that refuses, a missing request and a missing value: said before and when it is sent")
    func refused() async throws {
        try await visiting(status: 401) { visit, _ in
            try visit.type("ptest/x<Tab><Tab><Tab><Tab>{{response:nobody#$.id}}")
            try await visit.see("no request is called nobody")
            try visit.type("<C-u>{{response:login#$.id}}<C-s>")
            try await visit.see("login answered 401: nothing is taken of that ($.id)")
            #expect(payload(visit, "test/x") == nil)
        }
    }

    @Test("a URL whose server is in an answer: what is needed is sent first; the answer is known by where it went")
    func server() async throws {
        try await visiting { visit, server in
            try visit.type("2<Down><Enter>")
            try await visit.see("$.base of login, sent first: no answer yet")
            #expect(!visit.screen.contains("needs a host") && !visit.screen.contains("no URL"))
            try visit.type("<C-s>")
            try await visit.become("an answer") { $0.window.exchange?.state == .finished }
            #expect(server.asked == ["/login", "/x?y=1"])
            #expect(visit.window.exchange?.url == "\(server.url)/x?y=1")
            // From now on it is seen where it goes.
            try await visit.see("= \(server.url)/x?y=1")
        }
    }
}
