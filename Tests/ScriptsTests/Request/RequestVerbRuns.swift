import FoundationEssentials
import TestSupport
import Testing

/// The built program as its user runs it.
@Suite("martlet request", .timeLimit(.minutes(2))) struct RequestVerbRuns {
    private func run(_ arguments: String...) async throws -> (status: ChildProcess.ExitStatus, output: String) {
        let file = try Scratch.newFolder("request") + "/output"
        let child = try ChildProcess([builtProduct("martlet"), "request"] + arguments, outputFile: file)
        let status = try await child.exited()
        return (status, String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self))
    }

    @Test("Bodies, formats and curl's exit codes against nginx") func all() async throws {
        let nginx = try await Nginx.start()
        let authority = nginx.certificates.authority
        let hello = try await run(nginx.url("/hello.txt"))
        #expect(hello.status == .code(0))
        #expect(hello.output == "hello\n")
        let headers = try await run("-i", nginx.url("/hello.txt")).output
        #expect(headers.hasPrefix("HTTP/1.1 200 OK\r\nServer: nginx"))
        #expect(headers.hasSuffix("\r\n\r\nhello\n"))
        let format = "%{http_code} %{num_redirects} %{size_download} %{content_type}\\n"
        let followed = try await run("-sL", "-o", "/dev/null", "-w", format, nginx.url("/redirect")).output
        #expect(followed == "200 1 6 text/plain\n")
        let secure = try await run(
            "--cacert", authority, "-o", "/dev/null", "-w", "%{http_version}", nginx.url("/echo", at: .tls))
        #expect(secure.output == "2")
        let failures: [([String], Int32, String)] = [
            (["-f", nginx.url("/status/500")], 22, "the server answered 500"),
            (["-L", nginx.url("/loop")], 47, "in a circle"),
            ([nginx.url("/close")], 52, "without an answer"),
            ([nginx.url("/hello.txt", at: .tls)], 60, "or do without checking (--cacert, -k)"),
            (["--cacert", authority, nginx.url("/", at: .expired)], 60, "expired on"),
            (["https://localhost:\(nginx.port())/"], 35, "does not speak TLS"),
            (["-m", "0.5", nginx.url("/slow")], 28, "longer than 0.5 s"),
            (["http://127.0.0.1:1/"], 7, "nobody listens"), (["http://no-such-host.invalid/"], 6, "has no address"),
            (["ftp://a"], 3, "scheme is 'ftp'"), (["-H", "A: b\nC: d", nginx.url("/")], 2, "a line feed (LF)"),
        ]
        for (arguments, code, words) in failures {
            let file = try Scratch.newFolder("request") + "/output"
            let child = try ChildProcess([builtProduct("martlet"), "request"] + arguments, outputFile: file)
            #expect(try await child.exited() == .code(code), "\(arguments)")
            let output = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
            #expect(output.contains(words), "\(arguments): \(output)")
        }
    }

    @Test("What breaks HTTP is shown first and judged second: raw bytes, a line of words, curl's exit codes")
    func unclean() async throws {
        let replies: [String: String] = [
            "lf": "HTTP/1.1 103 Hints\nLink: <a>\n\nHTTP/1.1 200\nContent-Length: 5\nA : b\n\nhello",
            "ssh": "SSH-2.0-OpenSSH_9.2\r\n", "cut": "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
            "trailers": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: 1\r\n\r\n",
            "moved": "HTTP/1.1 302 F\r\nLocation: ../x y  \r\nContent-Length: 0\r\n\r\n",
            "nowhere": "HTTP/1.1 302 F\r\nLocation:\r\nContent-Length: 5\r\n\r\nhello",
            "charset":
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=x-odd\r\nContent-Length: 5\r\n\r\nhello",
            "half":
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-16be\r\nContent-Length: 3\r\n\r\n\0ab",
            "foo": "HTTP/1.1 200 OK\r\nContent-Encoding: foo\r\nContent-Length: 5\r\n\r\nhello",
            "qop":
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"odd\"\r\nContent-Length: 2\r\n\r\nno",
        ]
        let server = try await ScriptedServer.start { connection in
            let path = try await connection.request().split(separator: " ")[1].dropFirst()
            try await connection.send(replies[String(path)] ?? "")
        }
        let folder = try Scratch.newFolder("unclean")
        func raw() throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: folder + "/raw")), as: UTF8.self)
        }
        let cases: [(arguments: [String], path: String, code: Int32, words: [String])] = [
            (["-i"], "lf", 0, ["103 Hints", "hello", "breaks HTTP in lines 1-", ", and 2 more; -v lists them"]),
            (
                ["-v"], "lf", 0,
                ["< Link: <a>", "* the answer breaks HTTP in line 6: a blank stands before the colon (RFC 9112 5.1)"]
            ),
            ([], "ssh", 1, ["begins with 'SSH-2.0-OpenSSH_9.2", "an SSH server"]),
            ([], "cut", 18, ["hello", "after 5 of 10 bytes"]), (["-i"], "trailers", 0, ["hello", "T: 1"]),
            (["-w", "%{redirect_url}"], "moved", 0, [server.url + "/x%20y"]),
            (["-L"], "nowhere", 0, ["hello", "an empty Location"]), ([], "foo", 0, ["hello", "still in foo"]),
            (["--compressed"], "foo", 61, ["the coding 'foo' is not known here"]),
            ([], "charset", 0, ["the charset x-odd is not known here"]),
            ([], "half", 0, ["could not be read as utf-16be"]),
            (["-u", "a:b", "--digest"], "qop", 0, ["no", "qop 'odd', which is not known"]),
            (["-L", "--max-redirs", "0"], "moved", 47, ["leads on to " + server.url + "/x%20y"]),
            ([], "{a", 3, ["braces that are not closed"]), ([], "[3-1]", 3, ["a range that cannot be read, [3-1]"]),
            (["-s"], "{lf,foo}", 0, ["hellohello"]),
        ]
        for (arguments, path, code, words) in cases {
            let all = arguments + ["--raw-output", folder + "/raw", "\(server.url)/\(path)"]
            let file = try Scratch.newFolder("request") + "/output"
            let child = try ChildProcess([builtProduct("martlet"), "request"] + all, outputFile: file)
            #expect(try await child.exited() == .code(code), "\(all)")
            let output = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
            for word in words { #expect(output.contains(word), "\(all): \(output)") }
            if let reply = replies[path] { #expect(try raw() == reply, "\(all)") }
        }
        // Nothing is said where silence was asked for.
        #expect(try await run("-s", server.url + "/lf").output == "hello")
    }

    @Test("where an answer leads on is told without the token in its URL")
    func leadingOn() async throws {
        let server = try await ScriptedServer.answering(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/?token=hunter2\r\nContent-Length: 0\r\n\r\n")
        let run = try await ScriptRun.martlet(["request", "-L", "--max-redirs", "0", "-v", server.url])
        #expect(run.status == .code(47), "\(run.errors)")
        #expect(run.errors.contains("< Location: http://127.0.0.1:1/?token=••••••\n"), "\(run.errors)")
        #expect(run.errors.contains("leads on to http://127.0.0.1:1/?token=••••••\n"), "\(run.errors)")
    }
}
