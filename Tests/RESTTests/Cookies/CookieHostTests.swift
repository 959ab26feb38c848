import TestSupport
import Testing

@testable import REST

@Suite("Whose cookies go along where a Host field names another host than the URL") struct CookieHostTests {
    private func owner(_ url: String, _ host: String) throws -> String {
        try Target(url).forCookies([Field("Host", host)]).host
    }

    @Test("The field's host, without its port and in small letters; what is none changes nothing") func names() throws {
        #expect(try owner("http://127.0.0.1:8000/a", "WWW.Example.com") == "www.example.com")
        #expect(try owner("http://127.0.0.1:8000/a", "h.example:81") == "h.example")
        #expect(try owner("http://127.0.0.1:8000/a", "[::1]:81") == "::1")
        for odd in ["", "a b", "h:x", "/"] { #expect(try owner("http://127.0.0.1/", odd) == "127.0.0.1", "\(odd)") }
        #expect(try Target("http://h.example/").forCookies([]).host == "h.example")
        // The path and whether it is TLS stay the URL's.
        let secure = try Target("https://h.example/a/b").forCookies([Field("host", "other.example")])
        #expect(secure.isSecure && secure.path == "/a/b")
    }

    @Test("Cookies are set by it, sent to it and judged for it, as curl does it (its cases 61 and 62)") func exchange()
        async throws
    {
        let server = try await ScriptedServer.start { connection in
            _ = try await connection.request()
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=1; domain=foo.example\r\n"
                    + "Set-Cookie: b=2; domain=bar.example\r\n\r\n")
            let second = try await connection.request()
            try await connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\(second.contains("Cookie: a=1\r\n") ? "yes" : "no!")")
        }
        let (jar, client) = (CookieJar(suffixes: { nil }), RESTClient())
        let request = Request(.get, server.url, fields: [Field("Host", "www.foo.example")])
        _ = try await client.send(request, cookies: jar)
        let second = try await client.send(request, cookies: jar)
        await client.shutdown()
        #expect(jar.cookies.map(\.domain) == ["foo.example"] && jar.refused.map(\.refusal.name) == ["b"])
        #expect(String(decoding: second.body.bytes, as: UTF8.self) == "yes")
        #expect(jar.judged(for: server.url, request.fields)?.map(\.hindrance) == [nil])
        #expect(jar.judged(for: server.url)?.isEmpty == true)
    }
}
