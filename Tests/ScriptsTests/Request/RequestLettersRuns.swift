import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing
import Text

/// The letters that scripts use: the same output, files, exit code and requests as from curl itself.
@Suite("martlet request beside curl", .timeLimit(.minutes(2))) struct RequestLettersRuns {
    /// A word each; `URL` is the server.
    private static let commands: [[String]] = [
        // Parts, and what has changed
        ["URL/range", "-r", "5"], ["URL/range", "-C", "-", "-o", "part"], ["URL/range", "-C", "7"],
        ["URL/plain", "-C", "-", "-o", "part"], ["URL/range", "-C", "10", "-o", "new"],
        ["URL/dated", "-z", "Jan 5 2022 13:00 +0200"], ["URL/dated", "-z", "20240101"], ["URL/dated", "-z", "part"],
        ["URL/tag", "--etag-save", "tag"], ["URL/tag", "--etag-compare", "old"], ["URL/tag", "--etag-compare", "none"],
        // Cookies
        ["URL/set", "URL/echo", "-c", "jar"], ["URL/echo", "-b", "cookies"],
        ["URL/echo", "-b", "cookies", "-b", "z=1"],
        ["URL/move/echo", "-L", "-b", ""], ["URL/echo", "-b", "cookies", "-j"], ["URL/echo", "-b", "head"],
        ["URL/set", "URL/status/404", "URL/plain", "-f", "--fail-early", "-c", "jar"], ["URL/set", "-c", "/dev/null"],
        // Heads and files
        ["URL/move/plain", "-L", "-D", "heads", "-o", "body"], ["URL/plain", "-D", "-"], ["URL/named", "-OJ"],
        ["URL/plain", "-OJ"], ["URL/named", "-OJ", "--output-dir", "sub", "--create-dirs"],
        ["URL/plain", "-o", "part", "--no-clobber"], ["URL/status/404", "-f", "-o", "none"],
        // Several
        ["URL/plain", "URL/range", "-o", "1"], ["URL/plain", "-d", "x", "--next", "URL/range", "-I"],
        ["URL/{plain,range}", "-o", "f#1"], ["-Z", "URL/plain", "URL/range", "-o", "1", "-o", "2"],
        ["URL/status/404", "URL/plain", "-f"], ["URL/plain", "URL/status/404", "-f"],
        ["URL/status/404", "URL/plain", "-f", "--fail-early"], ["-K", "options"], ["-K", "none"],
        ["-K", "odd"],
        ["URL/plain", "URL/range", "-w", "%{urlnum} %{num_headers}\\n"],
        // Ways
        ["-4", "--resolve", "ex.test:PORT:127.0.0.1", "http://ex.test:PORT/echo"], ["--resolve", "bad", "URL/plain"],
        ["--connect-to", "ex.test:80:127.0.0.1:PORT", "http://ex.test/echo"], ["-4", "http://[::1]:PORT/"],
        ["-6", "URL/plain"], ["URL/echo", "--http1.0"], ["URL/a/../echo", "--path-as-is"],
        ["URL/plain", "--request-target", "/echo"], ["URL/plain", "--limit-rate", "1M"],
        ["--netrc-file", "netrc", "URL/echo"], ["--netrc-file", "netrc", "-u", "me:x", "URL/echo"],
        ["--netrc-optional", "--netrc-file", "netrc", "http://joe@127.0.0.1:PORT/echo"],
        ["--unix-socket", "none", "http://h/"], ["URL/flaky/503", "--retry", "0"], ["URL/plain", "--tls-max", "1.9"],
        ["URL/plain", "--retry-delay", "9223372036854775807"],
        // Who asks, and from where
        ["URL/basic", "--anyauth", "-u", "me:pw"], ["URL/basic", "--anyauth", "-u", "me:bad", "-f"],
        ["URL/basic", "--digest", "-u", "me:pw"], ["URL/basic", "--digest", "-u", "me:pw", "-d", "x=1"],
        ["URL/basic", "--digest", "--basic", "-u", "me:pw", "-d", "x=1"], ["URL/echo", "--anyauth", "-u", "me:pw"],
        ["URL/plain", "--digest", "-u", "me:pw", "-d", "x=1"], ["--interface", "lo", "URL/plain"],
        ["--interface", "127.0.0.5", "URL/from"], ["--interface", "nosuch", "URL/plain"],
        ["--interface", "if!127.0.0.1", "URL/plain"], ["--interface", "host!127.0.0.1", "URL/plain"],
        ["--interface", "::1", "URL/plain"], ["--interface", "192.0.2.77", "URL/plain"],
        ["--tr-encoding", "URL/echo"], ["--tr-encoding", "-H", "Connection: close", "URL/plain"],
        ["--tr-encoding", "-H", "TE:", "URL/plain"], ["--proxy-header", "X-P: 1", "URL/plain"],
        ["URL/basic", "--anyauth", "-u", "me:pw", "-w", "%{num_redirects}"],
        ["URL/move/echo", "-L", "-X", "DELETE", "-d", "a=1"], ["URL/move/echo", "-L", "-e", "http://me;auto"],
        ["URL/plain", "-I", "-X", "GET"], ["URL/plain", "-H", "@fields"],
        ["URL/plain", "-H", "@none", "-H", "no colon"],
        ["URL/tags", "--etag-save", "tags"], ["URL/notag", "--etag-save", "tags"],
    ]

    /// What came of one run.
    private struct Outcome: Equatable {
        var status: ChildProcess.ExitStatus
        var output: String
        var requests: [String]
        var files: [String: String]
    }

    private final class Seen: Sendable {
        let requests = Mutex<[String]>([])
    }

    @Test("Output, files, exit code and requests are curl's", arguments: 0..<4) func same(_ part: Int) async throws {
        let seen = Seen()
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                seen.requests.withLock { $0.append(request) }
                try await connection.send(Self.answer(request))
            }
        }
        let port = server.port
        for (index, command) in Self.commands.enumerated() where index % 4 == part {
            let words = command.map { $0.replacing("URL", with: server.url).replacing("PORT", with: "\(port)") }
            let curl = try await Self.run(
                try Requirement.curl.path(), ["-sS", "--noproxy", "*", "-H", "Expect:"] + words, port, seen)
            let own = try await Self.run(
                builtProduct("martlet"), ["request", "-sS", "--noproxy", "*", "-H", "Expect:"] + words, port, seen)
            #expect(own == curl, "\(words)")
        }
    }

    /// Within the 400 days that RFC 6265bis allows, and the same for both programs.
    private static let soon = HTTPDate.text(Int(time(nil)) + 100 * 86_400)

    private static func answer(_ request: String) -> String {
        let path = String(request.split(separator: " ").dropFirst().first ?? "")
        let digits = "0123456789"
        func ok(_ body: String, _ fields: String = "", status: String = "200 OK") -> String {
            let isHead = request.hasPrefix("HEAD")
            return "HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(isHead ? "" : body)"
        }
        func field(_ name: String) -> String? {
            request.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }.map {
                String($0.dropFirst(name.count + 2))
            }
        }
        switch path {
        case "/range":
            guard let range = field("Range"), let start = Int(range.dropFirst(6).prefix { $0.isNumber }) else {
                return ok(digits)
            }
            if start >= digits.count { return ok("none", status: "416 Range") }
            return ok(
                String(digits.dropFirst(start)), "Content-Range: bytes \(start)-9/10\r\n", status: "206 Partial")
        case "/dated": return ok("dated", "Last-Modified: Sun, 01 Jan 2023 00:00:00 GMT\r\n")
        case "/tag":
            return field("If-None-Match") == "\"v1\""
                ? "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n" : ok("tagged", "ETag: \"v1\"\r\n")
        case "/tags": return ok("tagged", "ETag: \"v1\"\r\nETag: \"v2\"\r\n")
        case "/notag": return ok("tagged", "ETag:\r\n")
        case "/basic":
            if field("Authorization") == "Basic bWU6cHc=" { return ok("in") }
            return ok("who?", "WWW-Authenticate: Basic realm=\"r\"\r\n", status: "401 Unauthorized")
        case "/set":
            return ok(
                "set",
                "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; HttpOnly; expires=\(Self.soon)\r\n"
                    + "Set-Cookie: c=3; Domain=evil.example\r\n")
        case "/named": return ok("named", "Content-Disposition: attachment; filename=\"../a b.txt\"\r\n")
        case "/status/404": return ok("none", status: "404 Not Found")
        case "/flaky/503": return ok("busy", status: "503 Busy")
        case let path where path.hasPrefix("/move"):
            return ok("moved", "Location: \(path.dropFirst(5))\r\nSet-Cookie: m=1; Path=/\r\n", status: "302 Found")
        default: return ok(path)
        }
    }

    private static func run(
        _ program: String, _ words: [String], _ port: Int, _ seen: Seen
    ) async throws -> Outcome {
        let folder = try Scratch.newFolder("letters")
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        try write("part", "01234")
        // `-z part` sends it: both runs have the same one.
        let age = timeval(tv_sec: 1_700_000_000, tv_usec: 0)
        try #require(utimes("\(folder)/part", [age, age]) == 0)
        try write("old", "\"v1\"\n")
        try write("fields", "# not this\r\nX-A: 1\r\n\r\nX-B: 2\nAccept:\n")
        try write(
            "options",
            "url = \"http://127.0.0.1:\(port)/echo\"\n-H \"A: b\"\n# none\nsilent\nnext\nurl=127.0.0.1:\(port)/b\n")
        try write(
            "odd", "user-agent =\nrequest = OPTIONS\n--\nurl = http://127.0.0.1:\(port)/b\nlocation yes\nheader\n")
        try write(
            "head",
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Max-Age=3600\r\nSet-Cookie: b=2; Domain=127.0.0.1\r\n"
                + "Set-Cookie: c=3\r\nSet-Cookie: d=4; Domain=other.example\r\n\r\n")
        try write(
            "cookies",
            "127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\t1\n127.0.0.1\tFALSE\t/echo\tFALSE\t4102444800\tdeep\t2\n")
        try write("netrc", "machine 127.0.0.1 login joe password \"a b\"\n")
        seen.requests.withLock { $0 = [] }
        let command = try await Command.attempt(
            Requirement(program: "sh", package: "dash"),
            ["-c", "cd \"$1\" && shift && exec \"$@\" 2>errors", "sh", folder, program] + words)
        var files: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name != "errors" {
            let facts = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            if facts[.type] as? FileAttributeType == .typeDirectory { continue }
            let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
            let text = String(decoding: data, as: UTF8.self)
            // Who wrote a jar says so in it.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("# ") }
            // The oldest stands first in ours, as RFC 6265bis sends it; in curl's the youngest.
            files[name] = (name == "jar" ? lines.sorted() : lines).joined(separator: "\n")
        }
        return Outcome(
            status: command.status, output: command.output,
            requests: seen.requests.withLock { $0.map(compared).sorted() },
            files: files)
    }

    /// A request without what a program says of itself, its fields in one order.
    private static func compared(_ request: String) -> String {
        let lines = request.split(separator: "\r\n").map { line in
            guard line.hasPrefix("Cookie: ") else { return String(line) }
            // Of equal paths the older goes first (RFC 6265bis 5.8.3), in curl the younger.
            return "Cookie: "
                + line.dropFirst(8).replacing("; ", with: ";").split(separator: ";").sorted().joined(separator: "; ")
        }
        return lines.prefix(1).joined() + "\n"
            + lines.dropFirst().filter { !$0.hasPrefix("User-Agent: ") }.sorted().joined(separator: "\n")
    }
}
