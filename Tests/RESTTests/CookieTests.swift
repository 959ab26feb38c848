import Testing

@testable import REST

@Suite("Cookies (RFC 6265)") struct CookieTests {
    private func target(_ url: String) throws -> Target { try Target(url) }

    @Test("what a server may set, and what it may not")
    func setting() throws {
        let page = try target("http://www.example.com/a/b?c/d")
        func set(_ field: String) -> Cookie? { Cookie(field, from: page, now: 1000) }
        let plain = try #require(set("a = \"b c\" ; HttpOnly"))
        #expect((plain.name, plain.value, plain.domain, plain.path) == ("a", "\"b c\"", "www.example.com", "/a/"))
        #expect(plain.isHTTPOnly && !plain.includesSubdomains && plain.expiry == nil)
        #expect(set("a=1; Domain=.Example.com")?.domain == "example.com")
        #expect(set("a=1; Max-Age=10; Expires=Thu, 01 Jan 2037 00:00:00 GMT")?.expiry == 1010)
        #expect(set("a=1; expires=Thu, 01-Jan-37 00:00:00 GMT")?.expiry == 2_114_380_800)
        #expect(set("a=1; Max-Age=-1")?.expiry == 0)
        // More than a number holds is as long as a number holds (RFC 6265bis 5.6.2).
        for seconds in ["9223372036854775807", "999999999999999999999"] {
            #expect(set("a=1; Max-Age=\(seconds)")?.expiry == .max)
        }
        #expect(set("a=1; Max-Age=-999999999999999999999")?.expiry == 0 && set("a=1; Max-Age=1x")?.expiry == nil)
        for field in [
            "a", "=1", "a=1; Domain=com", "a=1; Domain=other.com", "a=1; Domain=le.com", "a=1; Secure", "a=\u{1B}[1m",
            "__Secure-a=1", "__Host-a=1; Path=/", "a=" + String(repeating: "x", count: 5000),
        ] {
            #expect(set(field) == nil, "\(field.prefix(40))")
        }
        #expect(Cookie("a=1; Secure", from: try target("https://h.example/"), now: 0)?.isSecure == true)
        #expect(Cookie("a=1; Secure", from: try target("http://127.0.0.1/"), now: 0)?.isSecure == true)
        #expect(Cookie("a=1; Domain=0.0.1", from: try target("http://127.0.0.1/"), now: 0) == nil)
    }

    @Test("who gets which, longer paths first")
    func sending() throws {
        let jar = CookieJar([
            Cookie("all", "1", domain: "example.com", includesSubdomains: true),
            Cookie("host", "2", domain: "example.com"),
            Cookie("deep", "3", domain: "example.com", path: "/a/b/"),
            Cookie("tls", "4", domain: "example.com", isSecure: true),
            Cookie("old", "5", domain: "example.com", expiry: 9),
        ])
        func text(_ url: String) throws -> String? { jar.text(for: try target(url), now: 10) }
        #expect(try text("http://example.com/") == "host=2; all=1")
        #expect(try text("http://www.example.com/") == "all=1")
        #expect(try text("https://example.com/a/b/c") == "deep=3; host=2; tls=4; all=1")
        #expect(try text("http://example.com/a/bc") == "host=2; all=1")
        #expect(try text("http://notexample.com/") == nil)
        jar.add(Cookie("host", "new", domain: "example.com"))
        #expect(try text("http://example.com/") == "host=new; all=1")
    }

    @Test("a file of cookies is read and written as curl does it")
    func file() throws {
        let text =
            "# Netscape HTTP Cookie File\n.h.example\tTRUE\t/\tFALSE\t4102444800\ta\t1\n"
            + "#HttpOnly_h.example\tFALSE\t/x\tTRUE\t0\tb\t\nodd line\nh.example\tFALSE\t/\tFALSE\tnever\tc\t3\n"
        let jar = CookieJar()
        jar.add(file: text)
        #expect(jar.cookies.map(\.name) == ["a", "b"])
        let lines = jar.file.split(separator: "\n").filter { !$0.hasPrefix("# ") }
        #expect(
            lines == [
                "#HttpOnly_h.example\tFALSE\t/x\tTRUE\t0\tb\t", ".h.example\tTRUE\t/\tFALSE\t4102444800\ta\t1",
            ])
        let other = CookieJar()
        other.add(file: text, dropsSession: true)
        #expect(other.cookies.map(\.name) == ["a"])
        // The head of an answer holds for every host.
        let head = CookieJar()
        head.add(file: "HTTP/1.1 200 OK\r\nSet-Cookie: q=1; Path=/p\r\n\r\n")
        #expect(head.text(for: try target("http://anything/p/x"), now: 0) == "q=1")
    }

    @Test("the head of an answer whose host is not known: Max-Age counts from now, and a Domain is taken")
    func head() throws {
        let jar = CookieJar()
        jar.add(
            file: """
                HTTP/1.1 200 OK
                Set-Cookie: a=1; Max-Age=3600
                Set-Cookie: b=2; Domain=127.0.0.1
                Set-Cookie: c=3
                Set-Cookie: d=4; Domain=Example.com
                Set-Cookie: e=5; Domain=com
                """, now: 1000)
        #expect(jar.text(for: try target("http://127.0.0.1/"), now: 4599) == "b=2; c=3; a=1")
        #expect(jar.text(for: try target("http://127.0.0.1/"), now: 4600) == "b=2; c=3")
        #expect(jar.text(for: try target("http://www.example.com/"), now: 4600) == "d=4; c=3")
    }
}
