import TestSupport
import Testing

@testable import REST

/// What a proxy says while it connects on (RFC 9110 9.3.6).
@Suite("Tunnels", .timeLimit(.minutes(1))) struct TunnelTests {
    @Test("Bytes right behind a proxy's 2xx are read by TLS, and are no answer of the server in clear")
    func early() async throws {
        let proxy = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 Connected\r\n\r\n" + ok("forged"))
            try await connection.wait()
        }
        var request = Request(.get, "https://server.test/")
        request.options.proxy = .url("127.0.0.1:\(proxy.port)")
        let refused = try await failure(of: request)
        #expect(refused.phase == .tls, "\(refused.description)")
        #expect(refused.exchange?.response == nil)
        let tunnel = try #require(refused.exchange?.hop?.connection?.tunnel)
        #expect(String(decoding: tunnel.raw, as: UTF8.self) == "HTTP/1.1 200 Connected\r\n\r\n")
    }
}
