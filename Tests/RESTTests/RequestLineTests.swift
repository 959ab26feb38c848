import TestSupport
import Testing

@testable import REST

/// What stands in the request line, and what is signed of it.
@Suite("Request lines", .timeLimit(.minutes(1))) struct RequestLineTests {
    @Test("a typed request target that would forge a field is refused before anything is sent")
    func forged() async throws {
        for (typed, what) in [("/a HTTP/1.1\r\nX: y", "(CR)"), ("/a\nX: y", "(LF)"), ("/\u{0}", "NUL")] {
            var request = Request(.get, "http://127.0.0.1:1/")
            request.options.requestTarget = typed
            let refused = try await failure(of: request)
            #expect(refused.kind == .badRequest, "\(refused.description)")
            #expect(refused.description.contains("the request target holds"), "\(refused.description)")
            #expect(refused.description.contains(what), "\(refused.description)")
        }
    }

    @Test("Digest and AWS sign the target that is sent, and not that of the URL")
    func signed() async throws {
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                if request.contains("uthorization: ") {
                    try await connection.send(ok(request))
                } else {
                    try await connection.send(
                        "HTTP/1.1 401 Who\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n"
                            + "Content-Length: 0\r\n\r\n")
                }
            }
        }
        var request = Request(.get, "\(server.url)/url", authorization: .digest(username: "me", password: "secret"))
        request.options.requestTarget = "/typed"
        let digest = String(decoding: try await send(request).body.bytes, as: UTF8.self)
        #expect(digest.hasPrefix("GET /typed HTTP/1.1\r\n") && digest.contains("uri=\"/typed\""), "\(digest)")

        let signer = AWSSignature(accessKey: "A", secretKey: "S", region: "r", service: "s")
        // With a time of its own the signature is the same every time.
        let stamp = [Field("X-Amz-Date", "20150830T123600Z")]
        func signature(_ url: String, typed: String?) async throws -> String? {
            var request = Request(.get, url, fields: stamp, authorization: .aws(signer))
            request.options.requestTarget = typed
            let text = String(decoding: try await send(request).body.bytes, as: UTF8.self)
            return text.split(separator: "Signature=").last.map { String($0.prefix(64)) }
        }
        let typed = try await signature("\(server.url)/url", typed: "/typed?a=b")
        #expect(try await typed == signature("\(server.url)/typed?a=b", typed: nil))
    }

    @Test("A login in the URL goes along within its origin, as it does in curl, and no further")
    func login() async throws {
        let other = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            try await connection.send(ok(request))
        }
        let server = try await ScriptedServer.start { connection in
            while true {
                let request = try await connection.request()
                let host = request.split(separator: "Host: ")[1].prefix { !$0.isNewline }
                let place: String? =
                    switch request.split(separator: " ")[1] {
                    case "/relative": "/end"
                    case "/absolute": "http://\(host)/end"
                    case "/named": "http://you:two@\(host)/end"
                    case "/away": "\(other.url)/end"
                    default: nil
                    }
                guard let place else {
                    try await connection.send(ok(request))
                    continue
                }
                try await connection.send("HTTP/1.1 302 Found\r\nLocation: \(place)\r\nContent-Length: 0\r\n\r\n")
            }
        }
        func end(_ path: String, trusts: Bool = false) async throws -> String {
            var request = Request(.get, "http://me:one@127.0.0.1:\(server.port)\(path)")
            request.options.trustsRedirects = trusts
            return String(decoding: try await send(request).body.bytes, as: UTF8.self)
        }
        // RFC 7617: me:one, you:two
        let (me, you) = ("Authorization: Basic bWU6b25l\r\n", "Authorization: Basic eW91OnR3bw==\r\n")
        #expect(try await end("/relative").contains(me))
        #expect(try await end("/absolute").contains(me))
        #expect(try await end("/named").contains(you))
        #expect(try await !end("/away").contains("Authorization"))
        // As curl does with --location-trusted.
        #expect(try await end("/away", trusts: true).contains(me))
    }
}
