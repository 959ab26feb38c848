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
        // The list is named by a JSONPath of names, with its dollar or without; in one that is none nothing is asked.
        for path in ["$.items", "items", "$['items']"] {
            let named = try await run("--pages", "1", "--items", path, server.url + "/p/1")
            #expect(named.status == .code(0) && named.output.contains("items at $.items"), "\(named.output)")
        }
        let wrong = try await run("--pages", "2", "--items", "$..items", server.url + "/p/1")
        #expect(wrong.status == .code(2) && wrong.output.contains("names that lead to the list"), "\(wrong.output)")
        let missing = try await run("--pages", "2", "--items", "$['other.items']", server.url + "/p/1")
        #expect(missing.status == .code(1), "\(missing.output)")
        #expect(missing.output.contains("the page has no list at $['other.items']"), "\(missing.output)")
        let away = try await run("--pages", "5", server.url + "/away")
        #expect(away.output.contains("the next page is on another server"), "\(away.output)")
    }

    @Test("Pages that cannot be joined are all in the file, one behind another") func pagesOfText() async throws {
        let server = try await Self.texts()
        let folder = try Scratch.newFolder("pages")
        let all = try await run("--pages", "5", "-o", folder + "/all.csv", server.url + "/1")
        #expect(all.status == .code(0) && all.output.contains("3 pages, 0 items"), "\(all.output)")
        #expect(try String(contentsOfFile: folder + "/all.csv", encoding: .utf8) == "page,1\npage,2\npage,3\n")
    }

    @Test("A file that is there is kept where that is asked for, folders are made, and what failed is removed")
    func files() async throws {
        let server = try await Self.texts()
        let folder = try Scratch.newFolder("pages")
        let file = folder + "/sensors.csv"
        func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
        try Data("mine".utf8).write(to: URL(filePath: file))
        for words in [["--pages", "3"], ["--links"]] {
            let kept = try await Command.attempt(
                Requirement(program: "env", package: "coreutils"),
                [builtProduct("martlet"), "request"] + words + ["--no-clobber", "-o", file, server.url + "/1"])
            #expect(kept.status == .code(0) && text(file) == "mine", "\(kept.output)")
        }
        #expect(text(file + ".1") == "page,1\npage,2\npage,3\n" && text(file + ".2")?.hasPrefix("next\t") == true)
        let made = try await run("--pages", "3", "--create-dirs", "-o", folder + "/a/b/c.csv", server.url + "/1")
        #expect(made.status == .code(0) && text(folder + "/a/b/c.csv")?.hasSuffix("page,3\n") == true, "\(made.output)")
        let failed = try await run("--pages", "3", "--remove-on-error", "-o", folder + "/d.csv", server.url + "/bad")
        #expect(failed.status == .code(22) && text(folder + "/d.csv") == nil, "\(failed.output)")
        // As curl does: without the word what came is kept.
        let part = try await run("--pages", "3", "-o", folder + "/e.csv", server.url + "/bad")
        #expect(part.status == .code(22) && text(folder + "/e.csv") == "page,bad\n", "\(part.output)")
        // What is not done is not passed over in silence.
        for words in [["--pages", "3", "-i"], ["--links", "-C", "-"], ["--pages", "2", "-w", "%{http_code}"]] {
            let refused = try await Command.attempt(
                Requirement(program: "env", package: "coreutils"),
                [builtProduct("martlet"), "request"] + words + ["-o", folder + "/f", server.url + "/1"])
            #expect(refused.status == .code(2) && refused.output.contains("leave -"), "\(refused.output)")
            #expect(text(folder + "/f") == nil)
        }
    }

    /// A server of three pages of CSV; the one behind `/bad` fails.
    private static func texts() async throws -> ScriptedServer {
        try await ScriptedServer.start { connection in
            let request = try await connection.request()
            let page = request.split(separator: " ")[1].dropFirst()
            let next = ["1": "2", "2": "3", "bad": "worse"][String(page)]
            let status = page == "worse" ? "500 Internal Server Error" : "200 OK"
            let link = next.map { "Link: </\($0)>; rel=\"next\"\r\n" } ?? ""
            let body = "page,\(page)\n"
            try await connection.send(
                "HTTP/1.1 \(status)\r\nContent-Type: text/csv\r\nConnection: close\r\n\(link)"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
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
