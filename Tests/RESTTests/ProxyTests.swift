import NIOCore
import TestSupport
import Testing

@testable import REST

@Suite("Proxies, and names with more than one address", .timeLimit(.minutes(1))) struct ProxyTests {
    private func request(_ url: String, through proxy: String, trusting authority: String? = nil) -> Request {
        var request = Request(.get, url)
        request.options.proxy = .url(proxy)
        request.options.tls.caFile = authority
        return request
    }

    @Test("An HTTP proxy gets the request of an http URL itself, with the whole URL and its own credentials")
    func forwarding() async throws {
        let proxy = try await ScriptedServer.start { connection in
            let request = try await connection.request()
            try await connection.send(ok(request))
        }
        let exchange = try await send(
            request("http://server.test:81/a?b#c", through: "http://me:p%40ss@127.0.0.1:\(proxy.port)"))
        let seen = String(decoding: exchange.body.bytes, as: UTF8.self)
        #expect(seen.hasPrefix("GET http://server.test:81/a?b HTTP/1.1\r\nHost: server.test:81\r\n"))
        // RFC 7617: me:p@ss
        #expect(seen.contains("Proxy-Authorization: Basic bWU6cEBzcw==\r\n"))
        #expect(exchange.hop?.connection?.proxy == "http://127.0.0.1:\(proxy.port)")
    }

    @Test("An HTTP proxy is asked to connect on for an https URL, and sees nothing but that")
    func connecting() async throws {
        let nginx = try await Nginx.start()
        let proxy = try ConnectProxy()
        let url = nginx.url("/echo", at: .tls)
        let exchange = try await send(
            request(
                url, through: "http://me:secret@127.0.0.1:\(proxy.port)", trusting: nginx.certificates.authority))
        #expect(exchange.response?.status == 200)
        #expect(exchange.hop?.connection?.tls?.isVerified == true)
        #expect(exchange.hop?.connection?.proxy == "http://127.0.0.1:\(proxy.port)")
        #expect(exchange.hop?.sent.fields.contains { $0.name.lowercased() == "proxy-authorization" } == false)
        let tunnel = try #require(exchange.hop?.connection?.tunnel)
        #expect(tunnel.response?.status == 200 && tunnel.response?.reason == "Connection established")
        #expect(tunnel.target == "localhost:\(nginx.port(of: .tls))")
        let asked = proxy.requests
        #expect(asked.count == 1)
        #expect(asked[0].hasPrefix("CONNECT localhost:\(nginx.port(of: .tls)) HTTP/1.1\r\n"))
        #expect(asked[0].lowercased().contains("proxy-authorization: basic bwu6c2vjcmv0\r\n"))
        #expect(!asked[0].contains("/echo"))
    }

    @Test(
        "A proxy that refuses, that wants a password or that is not there is named",
        arguments: [
            ("403 Forbidden", "did not connect on to server.test:443: it answered 403 Forbidden"),
            ("407 Proxy Authentication Required", "wants a user name and password"),
            ("2000 What", "breaks HTTP in line 1: a status that is no number"),
        ])
    func refused(_ status: String, _ words: String) async throws {
        let proxy = try ConnectProxy(refusal: status)
        let refused = try await failure(of: request("https://server.test/", through: "127.0.0.1:\(proxy.port)"))
        #expect(refused.kind == .proxy)
        #expect(refused.description.contains("127.0.0.1:\(proxy.port)"), "\(refused.description)")
        #expect(refused.description.contains(words), "\(refused.description)")
        let tunnel = try #require(refused.exchange?.hop?.connection?.tunnel)
        #expect(String(decoding: tunnel.raw, as: UTF8.self) == "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n")
        #expect(refused.exchange?.hop?.raw.bytes == tunnel.raw)
        let nobody = try await failure(of: request("http://server.test/", through: "http://127.0.0.1:1"))
        #expect(nobody.kind == .proxy && nobody.description.contains("nobody listens on 127.0.0.1:1"))
        let unknown = try await failure(of: request("http://h/", through: "http://no-such-proxy.invalid:1"))
        #expect(unknown.kind == .proxy && unknown.phase == .nameLookup)
    }

    @Test("SOCKS5 connects on by name, for http and https")
    func socks() async throws {
        let nginx = try await Nginx.start()
        let proxy = try SOCKSServer()
        let address = "socks5://127.0.0.1:\(proxy.port)"
        let plain = try await send(request(nginx.url("/hello.txt"), through: address))
        #expect(plain.body.bytes == Array("hello\n".utf8))
        let secure = try await send(
            request(nginx.url("/hello.txt", at: .tls), through: address, trusting: nginx.certificates.authority))
        #expect(secure.hop?.connection?.tls?.isVerified == true && secure.hop?.connection?.proxy == address)
        #expect(
            proxy.requests == ["name localhost:\(nginx.port())", "name localhost:\(nginx.port(of: .tls))"])
        var options = SOCKSServer.Options()
        options.refusal = 2
        let strict = try SOCKSServer(options)
        let refused = try await failure(of: request(nginx.url("/"), through: "socks5://127.0.0.1:\(strict.port)"))
        #expect(refused.kind == .proxy)
    }

    @Test(
        "The environment's proxies, as curl reads them",
        arguments: [
            ("http://a/", ["http_proxy": "p:1", "all_proxy": "q:2"], "http://p:1"),
            ("https://a/", ["https_proxy": "http://p:1"], "http://p:1"),
            ("https://a/", ["HTTPS_PROXY": "socks5h://p:1"], "socks5://p:1"),
            ("https://a/", ["http_proxy": "p:1", "ALL_PROXY": "socks5://q"], "socks5://q:1080"),
            // Whoever sends a request to a CGI program could set it.
            ("http://a/", ["HTTP_PROXY": "p:1"], nil),
            ("http://a.b.test/", ["http_proxy": "p:1", "no_proxy": "x, .b.test"], nil),
            ("http://ab.test/", ["http_proxy": "p:1", "no_proxy": "b.test"], "http://p:1"),
            ("http://127.0.0.1/", ["http_proxy": "p:1", "NO_PROXY": "localhost,127.0.0.1"], nil),
            ("http://a/", ["http_proxy": "p:1", "no_proxy": "*"], nil), ("http://a/", ["http_proxy": ""], nil),
        ] as [(String, [String: String], String?)])
    func environment(_ url: String, _ variables: [String: String], _ proxy: String?) throws {
        let chosen = try ProxyAddress.choose(.environment, for: Target(url)) { variables[$0] }
        #expect(chosen?.description == proxy)
    }

    @Test("Of a name's addresses the one that answers is used")
    func addresses() async throws {
        // localhost is ::1 too where the system has it, and nobody listens there.
        let server = try await ScriptedServer.answering(ok("here"))
        let exchange = try await send(Request(.get, "http://localhost:\(server.port)/"))
        #expect(exchange.body.bytes == Array("here".utf8))
        #expect(exchange.hop?.connection?.remoteAddress == "127.0.0.1:\(server.port)")
        let addresses = try await Resolver.addresses(of: "localhost", port: 1)
        #expect(!addresses.isEmpty && addresses.allSatisfy { $0.port == 1 })
    }
}
