import FoundationEssentials
import TestSupport
import Testing

/// `--links`, `--follow` and `--pages` of the built program.
@Suite("martlet request: links", .timeLimit(.minutes(2))) struct RequestLinksRuns {
    private func run(_ arguments: String...) async throws -> Command {
        try await Command.attempt(
            Requirement(program: "env", package: "coreutils"), [builtProduct("martlet"), "request"] + arguments)
    }

    /// A server of a few pages; `/echo` answers with what it was asked, `/busy` asks once to wait.
    private static func server() async throws -> ScriptedServer {
        let asked = Counted()
        return try await ScriptedServer.start { connection in
            let request = try await connection.request()
            let path = String(request.split(separator: " ")[1])
            func answer(_ body: String, _ fields: String = "", _ status: String = "200 OK") async throws {
                try await connection.send(
                    "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nConnection: close\r\n\(fields)"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            }
            switch path {
            case "/":
                try await answer(
                    #"{"_links": {"self": {"href": "/"}, "m:items": {"href": "/p/1"}, "find": {"href": "/find{?q}", "templated": true}, "edit": {"href": "/e", "method": "PUT"}}}"#,
                    "Link: </echo>; rel=\"echo\"; title=\"what \u{7} was asked\"\r\n")
            case "/p/1": try await answer(#"{"items": [1.0, {"id": 2}], "next": "/p/2"}"#)
            case "/p/2":
                if asked.next() == 0 {
                    try await answer("{}", "Retry-After: 1\r\n", "429 Too Many Requests")
                } else {
                    try await answer(#"{"items": [{"id": 2}], "next": "/p/3"}"#)
                }
            case "/p/3": try await answer(#"{"items": []}"#)
            case "/echo":
                let secret = request.lowercased().contains("authorization: bearer abc") ? "told" : "not told"
                try await answer("\"\(path) \(secret)\"")
            case "/away":
                let port = request.split(whereSeparator: \.isNewline).first { $0.hasPrefix("Host:") }?.split(
                    separator: ":"
                ).last
                try await answer("[]", "Link: <http://localhost:\(port ?? "")/echo>; rel=next\r\n")
            default: try await answer("\"\(path)\"")
            }
        }
    }

    @Test("The links are listed a line each, and control characters in them are none") func listed() async throws {
        let server = try await Self.server()
        let links = try await run("--links", server.url + "/")
        #expect(links.status == .code(0))
        let lines = links.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "echo\tGET\t\(server.url)/echo\twhat ? was asked\tLink field\tLink", "\(links.output)")
        #expect(lines.contains("m:items\tGET\t\(server.url)/p/1\t\t$._links['m:items']\tHAL"), "\(links.output)")
        #expect(lines.contains("edit\tPUT\t\(server.url)/e\t\t$._links.edit\tHAL"))
    }

    @Test("Relations are followed one after the other; a template takes its values") func followed() async throws {
        let server = try await Self.server()
        #expect(try await run("--follow", "items,next", server.url + "/").output.contains("429") == false)
        #expect(try await run("--follow", "find", "--with", "q=a b", server.url + "/").output == "\"/find?q=a%20b\"")
        let missing = try await run("--follow", "find", server.url + "/")
        #expect(missing.status == .code(2) && missing.output.contains("--with q=VALUE"), "\(missing.output)")
        let unknown = try await run("--follow", "nope", server.url + "/")
        #expect(unknown.status == .code(2))
        #expect(unknown.output.contains("its relations are echo, self, m:items, find, edit"), "\(unknown.output)")
        let writing = try await run("--follow", "edit", server.url + "/")
        #expect(writing.status == .code(2) && writing.output.contains("only GET is followed"), "\(writing.output)")
    }

    @Test("Who asks is told to the first server and to no other") func otherServer() async throws {
        let server = try await Self.server()
        let own = try await run("-H", "Authorization: Bearer abc", "--follow", "echo", server.url + "/")
        #expect(own.output.contains("/echo told"), "\(own.output)")
        let other = try await run("-H", "Authorization: Bearer abc", "--follow", "next", server.url + "/away")
        #expect(other.output.contains("/echo not told"), "\(other.output)")
        #expect(other.output.contains("is another server: it is not told who asks"), "\(other.output)")
    }

    @Test("Pages are joined to the end, a server that is busy is waited for, and no item is changed")
    func pages() async throws {
        let server = try await Self.server()
        let all = try await run("--pages", "10", server.url + "/p/1")
        #expect(all.status == .code(0))
        #expect(all.output.contains(#"{"items": [1.0, {"id": 2},{"id": 2}], "next": "/p/2"}"#), "\(all.output)")
        #expect(all.output.contains("asks to wait 1 s"), "\(all.output)")
        #expect(
            all.output.contains("3 pages, 3 items at $.items, 1 of them twice: all pages are here"), "\(all.output)")
        let two = try await run("--pages", "1", server.url + "/p/1")
        #expect(two.output.contains("stopped at 1 page; the next page is \(server.url)/p/2"), "\(two.output)")
        let away = try await run("--pages", "5", server.url + "/away")
        #expect(away.output.contains("the next page is on another server"), "\(away.output)")
    }
}

/// Counts from any thread.
private final class Counted: @unchecked Sendable {
    // Unchecked because the server asks one connection after the other.
    private var count = 0

    func next() -> Int {
        defer { count += 1 }
        return count
    }
}
