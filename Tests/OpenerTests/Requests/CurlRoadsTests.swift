import Glibc
import Opener
import Profile
import REST
import Synchronization
import TestSupport
import Testing

/// A curl command sends the same from curl itself, from `martlet request`, and from the composer it is pasted into.
@Suite("Three roads of a curl command") struct CurlRoadsTests {
    /// What is asked for, a word each; `URL` is the server and `DIR` the folder of the files.
    private static let commands: [[String]] = [
        // URLs
        ["URL/a"], ["URL/a?x=1#part"], ["URL"], ["URL?x=1"], ["URL/a?"], ["URL/a/./b/../c?d=../e"], ["URL/a/.."],
        ["URL/a?x=(y)&z=[1]", "-g"], ["--url", "URL/b"],
        // Methods
        ["URL/a", "-X", "DELETE"], ["-sSXPURGE", "URL/a"], ["URL/a", "-X", "POST"], ["URL/a", "-X", "get"],
        ["URL/a", "-I"], ["URL/a", "-I", "-X", "GET"], ["URL/a", "-G"],
        // Data
        ["URL/a", "-d", ""], ["URL/a", "-d", "", "-d", "a"], ["URL/a", "-d", "a=1", "-d", "b=x y", "--data", "c"],
        ["URL/a", "-d", "a=1&b=%20+"], ["URL/a", "-X", "PUT", "-d", "x"], ["URL/a", "-X", "GET", "-d", "x"],
        ["URL/a", "-d", "@DIR/lines.txt"], ["URL/a", "-d@DIR/lines.txt"],
        ["URL/a", "-d", "a=1", "-d", "@DIR/lines.txt", "-d", "b"], ["URL/a", "--data-ascii", "@DIR/data.json"],
        ["URL/a", "--data-binary", "@DIR/lines.txt"], ["URL/a", "--data-binary", "@DIR/bytes.bin"],
        ["URL/a", "--data-binary", "@DIR/bytes.bin", "-d", "x"], ["URL/a", "--data-raw", "@DIR/lines.txt"],
        ["URL/a", "-d", "{\"a\": 1}"], ["URL/a", "-d", "@DIR/a b.png"],
        ["URL/a", "-H", "Content-Type: application/json", "-d", "{\"a\":\n1}"],
        ["URL/a", "-H", "content-type: text/xml", "-d", "<a/>"], ["URL/a", "-H", "Content-Type:", "-d", "x"],
        ["URL/a", "-H", "Content-Type;", "-d", "x"],
        // Encoded data
        ["URL/a", "--data-urlencode", "a=x &y"], ["URL/a", "--data-urlencode", "plain text"],
        ["URL/a", "--data-urlencode", "=p q"], ["URL/a", "--data-urlencode", "a@b=c"],
        ["URL/a", "--data-urlencode", "a=ü~*-._ +!"], ["URL/a", "--data-urlencode", "n@DIR/lines.txt"],
        ["URL/a", "--data-urlencode", "@DIR/bytes.bin"],
        ["URL/a", "--data-urlencode", "n@DIR/data.json", "-d", "a=1", "--data-urlencode", "b=/"],
        // Queries
        ["URL/a", "-G", "-d", "a=1", "-d", "b"], ["URL/a?z=1#f", "-G", "-d", "a=1"], ["URL/a", "-G", "-d", ""],
        ["URL/a", "-G", "-d", "@DIR/query.txt"], ["URL/a", "-G", "--data-urlencode", "n@DIR/data.json"],
        ["URL/a", "-G", "--data-urlencode", "b=x y/ü"], ["URL/a", "-G", "-I", "-d", "a=1"],
        ["URL/a", "-d", "a", "-G", "-X", "POST"], ["URL/a", "--url-query", "a=1"],
        ["URL/a?x", "--url-query", "q=ä b", "--url-query", "+raw=%2F", "--url-query", "=v"],
        ["URL/a", "--url-query", "n@DIR/data.json"], ["URL/a", "-G", "-d", "a=1", "--url-query", "b=2"],
        ["URL/a", "--url-query", "b=2", "-d", "x"],
        // JSON
        ["URL/a", "--json", "{\"a\":", "--json", "1}"], ["URL/a", "--json", "@DIR/data.json"],
        ["URL/a", "--json", "{}", "-d", "x"], ["URL/a", "-d", "x", "--json", "{}"],
        ["URL/a", "--json", "{}", "-H", "Accept: text/plain", "-H", "content-type: a/b"],
        ["URL/a", "--json", "{}", "-H", "Accept:"], ["URL/a", "-G", "--json", "1"],
        // Forms
        ["URL/a", "-F", "a=1", "-F", "f=@DIR/lines.txt"],
        [
            "URL/a", "-F", "f=@DIR/data.json", "-F", "g=@DIR/bytes.bin", "-F", "h=@DIR/page.HTML", "-F",
            "i=@DIR/a b.png",
        ],
        ["URL/a", "-F", "f=@DIR/lines.txt;type=text/x;filename=z.json"],
        ["URL/a", "-F", "f=@DIR/lines.txt;filename=z.png", "-F", "g=@DIR/lines.txt;filename=none"],
        ["URL/a", "-F", "a=hi;type=text/html", "-F", "b=hi;filename=x.txt", "-F", "c=hi;filename=x.png"],
        ["URL/a", "-F", "a=hi;filename=x"], ["URL/a", "-F", "a=<DIR/lines.txt", "-F", "b=<DIR/page.HTML"],
        ["URL/a", "-F", "a=<DIR/lines.txt;type=text/x"], ["URL/a", "-F", "a=b;c=d", "-F", "g= pad "],
        ["URL/a", "-F", "e=\"x;y\";type=text/x", "-F", "h=\"q\\\"r\\\\s\""], ["URL/a", "-F", "x y=\"", "-F", "n\"e=1"],
        ["URL/a", "-F", "a=b; type=text/plain; charset=utf-8"],
        ["URL/a", "-F", "f=@DIR/lines.txt ; filename=\"q \\\"r\\\"\""], ["URL/a", "-F", "a=", "-F", "b=@DIR/empty"],
        ["URL/a", "--form-string", "a=@DIR/lines.txt;type=x", "--form-string", "b=<x"],
        // Uploads
        ["URL/a", "-T", "DIR/lines.txt"], ["URL/d/", "-T", "DIR/a b.png"], ["URL/d/?q=1", "-T", "DIR/lines.txt"],
        ["URL", "-T", "DIR/lines.txt"], ["URL/a", "-T", "DIR/data.json", "-H", "Content-Type: a/b", "-X", "POST"],
        // Headers
        ["URL/a", "-H", "A: b", "-H", "C;", "-H", "D:", "-H", "a: c"], ["URL/a", "-H", "Host: x.example"],
        ["URL/a", "-H", "User-Agent:", "-H", "Accept:"], ["URL/a", "-A", "me", "-e", "http://r/", "-r", "0-9"],
        ["URL/a", "-A", ""], ["URL/a", "-A", "me", "-H", "User-Agent: you"], ["URL/a", "-e", "http://r/;auto"],
        ["URL/a", "-b", "a=1", "-b", "b=2; c=3"], ["URL/a", "-b", "a=1", "-H", "Cookie: z=9"],
        ["URL/a", "-z", "Tue, 01 Jan 2030 00:00:00 GMT"], ["URL/a", "-z", "-Tue, 01 Jan 2030 00:00:00 GMT"],
        ["URL/a", "--http1.1", "-sSLk", "-m", "9", "--connect-timeout", "5", "--compressed"],
        // Who sends it
        ["URL/a", "-u", "me:pa:ss"], ["URL/a", "-ume:"], ["URL/a", "-u", "me:x", "--digest"],
        ["URL/a", "--oauth2-bearer", "tok"], ["URL/a", "-u", "me:x", "--oauth2-bearer", "tok"],
        ["URL/a", "-u", "me:x", "-H", "Authorization: mine"], ["USERURL/a"], ["USERURL/a", "-u", "x:y"],
    ]

    private static let files: [(name: String, bytes: [UInt8])] = [
        ("lines.txt", Array("line one\r\nline two\n& more=1\n".utf8)),
        ("data.json", Array("{\"a\": 1,\n \"b\": \"é\"}\n".utf8)), ("bytes.bin", [1, 0, 255, 254, 10, 13, 65]),
        ("page.HTML", Array("<p>x</p>".utf8)), ("a b.png", Array("png\n".utf8)), ("empty", []),
        ("query.txt", Array("a=1&\nb=%2F\n".utf8)),
    ]

    /// What came to the server, of the request at a time.
    private final class Seen: Sendable {
        let requests = Mutex<[[UInt8]]>([])

        func take() -> String? {
            let all = requests.withLock { requests in
                defer { requests = [] }
                return requests
            }
            return all.count == 1 ? all.first.map(CurlRoadsTests.compared) : nil
        }
    }

    @Test("curl, martlet request and the composer send the same") func same() async throws {
        let folder = try Scratch.newFolder("roads")
        for file in Self.files {
            let descriptor = open("\(folder)/\(file.name)", O_WRONLY | O_CREAT, 0o600)
            #expect(write(descriptor, file.bytes, file.bytes.count) == file.bytes.count)
            close(descriptor)
        }
        let seen = Seen()
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.requestBytes()
                seen.requests.withLock { $0.append(request) }
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let client = RESTClient(userAgent: "martlet")
        let opener = RequestOpener(secrets: SecretResolver(reading: { _ in nil }))
        #expect(Self.commands.count >= 60)
        for command in Self.commands {
            let words = command.map {
                $0.replacing("USERURL", with: server.url.replacing("//", with: "//u%40:p%3A@"))
                    .replacing("URL", with: server.url).replacing("DIR", with: folder)
            }
            let run = try await Command.attempt(.curl, ["-sS", "--noproxy", "*", "-H", "Expect:"] + words)
            #expect(run.status == .code(0), "\(words): \(run.output)")
            // The blank behind the semicolon (RFC 6265bis 4.2.1) curl 7.88 leaves out.
            let curl = try #require(seen.take(), "curl \(words)").replacing("a=1;b=2", with: "a=1; b=2")

            _ = try await client.send(try CurlArguments(words).request())
            #expect(seen.take() == curl, "martlet request \(words)")

            let pasted = try #require(CurlImport((["curl"] + words.map(ShellWord.quoted)).joined(separator: " ")))
            _ = try await client.send(try await opener.open(pasted.draft, Variables(), now: 0).request)
            #expect(seen.take() == curl, "pasted: curl \(words), ignored \(pasted.ignored)")
        }
        await client.shutdown()
    }

    /// A request without what a program says of itself, and without the differences that ``CurlRequest`` names.
    private static func compared(_ bytes: [UInt8]) -> String {
        // A character for each byte: nothing is the same that was not.
        let request = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        let parts = request.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        var body = parts.count > 1 ? String(parts[1]) : ""
        var lines = parts[0].split(separator: "\r\n").map(String.init)
        let first = capitals(lines.removeFirst())
        lines = lines.map { $0.last == " " ? String($0.dropLast()) : $0 }
        lines.removeAll { line in
            ["accept-encoding:", "expect:", "user-agent: martlet", "user-agent: curl/"].contains {
                line.lowercased().hasPrefix($0)
            } || line == "Content-Length: 0"
        }
        let type = lines.first { $0.contains("boundary=") }
        if let type, let range = type.firstRange(of: "boundary=") {
            let boundary = String(type[range.upperBound...])
            body = body.replacing(boundary, with: "BOUNDARY")
            lines.removeAll { $0.hasPrefix("Content-Length:") }
            lines = lines.map { $0.replacing(boundary, with: "BOUNDARY") }
        }
        return ([first] + lines.sorted() + ["", body]).joined(separator: "\n")
    }

    /// A request line with its percent-encoding in capitals.
    private static func capitals(_ line: String) -> String {
        line.split(separator: "%", omittingEmptySubsequences: false).enumerated().map { index, piece in
            index == 0 ? String(piece) : piece.prefix(2).uppercased() + piece.dropFirst(2)
        }.joined(separator: "%")
    }
}
