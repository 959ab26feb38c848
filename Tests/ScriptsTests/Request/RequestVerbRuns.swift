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
            ([nginx.url("/hello.txt", at: .tls)], 60, "not trusted here"),
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
}
