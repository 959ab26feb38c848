import Glibc
import Interface
import Model
import Profile
import Synchronization
import Terminal
import TestSupport
import Testing

@testable import App

/// What is copied as a command of a request, run by the real sh(1), asks the same of the same server, which listens where no
/// program would look by itself.
@Suite("Requests copied as commands") @MainActor struct CopiedRequestTests {
    private final class Seen: Sendable {
        let requests = Mutex<[String]>([])
    }

    @Test("In the words of curl; once more in those of martlet") func both() async throws {
        let seen = Seen()
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                seen.requests.withLock { $0.append(request) }
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url) = ("it's", "PUT", server.url + "/a b?q={{what}}")
        draft.body = .json("{\"name\": \"{{what}}\"}")
        draft.headers = [.init("X-It", "it's $HOME")]
        let visit = try Visit()
        visit.book.captured = [.init("what", .literal("lamp & co"), origin: "test")]
        visit.window.load(requests: [draft])
        let path = String(cString: getenv("PATH")) + ":" + String(builtProduct("martlet").dropLast("/martlet".count))
        var sent: [String] = []
        for (keys, program, next) in [("2<Down>y", "curl", "martlet request"), ("y", "martlet request", "curl")] {
            let copies = visit.terminal.copies.count
            try visit.type(keys)
            try await visit.become("a copy") { $0.terminal.copies.count > copies }
            let command = String(decoding: try #require(visit.terminal.copies.last), as: UTF8.self)
            #expect(command.hasPrefix("\(program) ") && !command.contains("{{"), "\(command)")
            let words = "Copied the request as \(program), \(command.utf8.count) B; once more for \(next)"
            #expect(visit.workspace.notices.last?.text == words)
            let run = try await Command.attempt(
                Requirement(program: "sh", package: "dash"), ["-c", command], environment: ["PATH": path])
            #expect(run.status == .code(0) && run.output.hasSuffix("ok"), "\(command)\n\(run.output)")
            let lines = (seen.requests.withLock { $0.last } ?? "").split(separator: "\r\n").map(String.init)
            sent.append(
                lines.filter { !$0.hasPrefix("User-Agent: ") && !$0.hasPrefix("Accept") }.sorted().joined(
                    separator: "\n"))
        }
        #expect(sent[0] == sent[1] && sent[0].contains("X-It: it's $HOME") && sent[0].contains("lamp"), "\(sent)")
        try await visit.leave()
    }
}
