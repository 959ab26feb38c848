import Scripts
import TestSupport
import Testing

@testable import REST

/// curl 7.88's numbers, each as it was seen with such a server.
@Suite("Exit codes of requests that fail", .timeLimit(.minutes(1))) struct RequestExitTests {
    private func code(_ url: String) async throws -> Int32 {
        var options = Request.Options()
        options.proxy = .none
        options.tls.caFile = try Certificates.shared().authority
        let client = RESTClient()
        do {
            _ = try await client.send(Request(.get, url, options: options))
            await client.shutdown()
            return 0
        } catch {
            await client.shutdown()
            return ExitStatus.request(error)
        }
    }

    @Test("HTTP/1.1: no HTTP 1, a head that cannot be 8, broken chunks 56, nothing 52")
    func http1() async throws {
        let cases: [(String, Int32)] = [
            ("SSH-2.0-x\r\n", 1), ("HTTP/1.1 200 OK\r\nnocolon\r\n\r\n", 8),
            ("HTTP/1.1 200 OK\r\nContent-Length: -6\r\n\r\n", 8),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 56), ("", 52),
        ]
        for (answer, expected) in cases {
            let server = try await ScriptedServer.answeringOnce(answer)
            #expect(try await code(server.url) == expected, "\(answer)")
        }
    }

    @Test("HTTP/1.1: a head that has no end 56, wherever it goes on and on")
    func endless() async throws {
        let cases = [
            ("HTTP/1.1 200 OK\r\n", "X-Field: value\r\n"), ("HTTP/1.1 200 OK\r\nX: ", "yyyyyyyyyyyyyyy"),
            ("HTTP/1.1 200 ", "yyyyyyyyyyyyyyy"), ("", "HTTP/1.1 102 Processing\r\n\r\n"),
            ("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n", "X: yyyyyyyyyyyyyy\r\n"),
        ]
        for (beginning, rest) in cases {
            let server = try await ScriptedServer.answeringOnce(beginning + String(repeating: rest, count: 40_000))
            #expect(try await code(server.url) == 56, "\(beginning)\(rest)")
        }
    }

    @Test("HTTP/2: a stream 92, GOAWAY 16, frames that cannot be 52, the connection 18 and 56")
    func http2() async throws {
        let ok = FrameServer.head([(":status", "200")])
        let cases: [([FrameServer.Step], Int32)] = [
            ([FrameServer.frame(3, [0, 0, 0, 1])], 92), ([FrameServer.head([("a", "b")])], 92),
            ([FrameServer.frame(7, stream: 0, [0, 0, 0, 0, 0, 0, 0, 2]), .close], 16),
            ([FrameServer.frame(6, stream: 0, [1])], 52), ([ok, FrameServer.frame(6, stream: 0, [1])], 16),
            ([.close], 18), ([ok, .close], 18), ([.reset], 56), ([ok, .reset], 56),
        ]
        for (steps, expected) in cases {
            let server = try await FrameServer(try Certificates.shared().server, steps)
            #expect(try await code(server.url) == expected, "\(steps)")
        }
    }
}
