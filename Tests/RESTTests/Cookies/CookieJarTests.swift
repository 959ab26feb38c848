import Testing

@testable import REST

@Suite("Cookies that are kept and sent (RFC 6265bis 5.7, 5.8)") struct CookieJarTests {
    private let jar = CookieJar(suffixes: { nil })

    /// What a server sets, a line each.
    @discardableResult
    private func take(_ fields: String..., at url: String, status: Int = 200, now: Int = 10) throws -> [String] {
        let response = Response(status: status, fields: fields.map { Field("set-cookie", $0) })
        return jar.take(response, from: try Target(url), now: now).map(\.description)
    }

    private func text(_ url: String, now: Int = 10) throws -> String? { jar.text(for: try Target(url), now: now) }

    @Test("longer paths first, of equal ones the older; one that is renewed keeps its turn")
    func order() throws {
        try take("b=1; Path=/", "a=2; Path=/", "deep=3; Path=/a/b", at: "http://h.example/")
        #expect(try text("http://h.example/a/b") == "deep=3; b=1; a=2")
        try take("b=4; Path=/", at: "http://h.example/", now: 20)
        #expect(try text("http://h.example/") == "b=4; a=2")
        #expect(jar.judged(for: "http://h.example/", now: 20)?.first?.cookie.creation == 10)
    }

    @Test("one cookie by name, domain, whether it is host-only, and path")
    func identity() throws {
        try take(
            "a=1; Path=/", "a=2; Path=/x", "a=3; Path=/; Domain=h.example", "A=4; Path=/", at: "http://h.example/")
        #expect(try text("http://h.example/x/y") == "a=2; a=1; a=3; A=4")
        try take("a=5; Path=/; Max-Age=0", at: "http://h.example/")
        #expect(try text("http://h.example/x/y") == "a=2; a=3; A=4")
    }

    @Test("who gets which: domain, path, TLS or this machine, time")
    func matching() throws {
        try take(
            "d=1; Path=/; Domain=h.example", "h=2; Path=/", "p=3; Path=/a", "e=4; Path=/; Max-Age=5",
            at: "https://h.example/")
        try take("s=5; Path=/; Secure", at: "https://h.example/")
        #expect(try text("https://h.example/a") == "p=3; d=1; h=2; e=4; s=5")
        #expect(try text("https://h.example/a/b?x") == "p=3; d=1; h=2; e=4; s=5")
        #expect(try text("https://h.example/ab") == "d=1; h=2; e=4; s=5")
        #expect(try text("http://h.example/") == "d=1; h=2; e=4")
        #expect(try text("http://www.h.example/") == "d=1" && text("http://noth.example/") == nil)
        #expect(try text("https://h.example/", now: 15) == "d=1; h=2; s=5")
        // What ends in a slash is not for the path without it.
        try take("q=6; Path=/q/", at: "https://q.example/")
        #expect(try text("https://q.example/q") == nil && text("https://q.example/q/x") == "q=6")
        // A port is no part of who gets it; an address is one host.
        try take("l=7; Secure", at: "http://127.0.0.1:8000/")
        #expect(try text("http://127.0.0.1:9000/") == "l=7" && text("http://127.0.0.2/") == nil)
    }

    @Test("Set-Cookie of any status, several lines, and no comma parts them")
    func answers() throws {
        for status in [200, 201, 302, 401, 404, 500, 503] {
            try take("s\(status)=1; Path=/", at: "http://h.example/", status: status)
        }
        #expect(jar.cookies.count == 7)
        try take("a=1, b=2; Path=/", "__Host-x=1", at: "http://c.example/")
        #expect(try text("http://c.example/") == "a=1, b=2")
        #expect(jar.refused.map(\.host) == ["c.example"])
        #expect(jar.refused.first?.refusal.rule == .hostPrefix)
    }

    @Test("in clear nobody hides a Secure cookie, nor takes it away")
    func overlay() throws {
        try take("a=1; Secure; Path=/login; Domain=h.example", at: "https://h.example/")
        for field in ["a=2; Path=/login", "a=2; Path=/login/x; Domain=h.example", "a=; Path=/login; Max-Age=0"] {
            #expect(try take(field, at: "http://www.h.example/").first?.contains("hide") == true, "\(field)")
        }
        // Elsewhere, or by another name, it hides nothing.
        #expect(try take("a=2; Path=/log", "b=2; Path=/login", at: "http://h.example/").isEmpty)
        #expect(try take("a=3; Path=/login", at: "https://h.example/").isEmpty)
        #expect(try text("https://h.example/login") == "a=1; b=2; a=3")
    }

    @Test("what is not sent has a reason, and only what is near is told")
    func reasons() throws {
        try take(
            "ok=1; Path=/", "path=1; Path=/x", "tls=1; Path=/; Secure", "late=1; Path=/; Max-Age=5",
            at: "https://h.example/")
        try take("below=1; Path=/", at: "https://www.h.example/")
        try take("far=1; Path=/", at: "https://other.example/")
        jar.add(Cookie("off", "1", domain: "h.example"))
        jar.replace(try #require(jar.cookies.last?.identity), with: off("off"))
        let judged = try #require(jar.judged(for: "http://h.example/", now: 20))
        let told = Dictionary(uniqueKeysWithValues: judged.map { ($0.cookie.name, $0.hindrance) })
        #expect(
            told
                == [
                    "ok": nil, "path": .path, "tls": .secure, "late": .over, "below": .subdomain, "off": .off,
                    "far": .subdomain,
                ].filter { $0.key != "far" })
        for entry in judged { #expect(entry.hindrance.map { !$0.words(entry.cookie).isEmpty } ?? true) }
        #expect(jar.judged(for: "no URL") == nil)
    }

    private func off(_ name: String) -> Cookie {
        var cookie = Cookie(name, "1", domain: "h.example")
        cookie.isOff = true
        return cookie
    }

    @Test("one that is switched off stays off when the server sets it again")
    func switchedOff() throws {
        jar.add(off("a"))
        try take("a=2; Path=/", at: "http://h.example/")
        #expect(jar.cookies.map(\.value) == ["2"] && jar.cookies.map(\.isOff) == [true])
        #expect(try text("http://h.example/") == nil)
    }

    @Test("bounds: of one domain, of all, and of a field")
    func bounds() throws {
        for index in 0..<250 { jar.add(Cookie("a\(index)", "1", domain: "many.example")) }
        jar.add(Cookie("b", "1", domain: "other.example"))
        #expect(jar.cookies.count == 201 && jar.cookies.first?.name == "a50" && jar.evicted == 50)
        #expect(try text("http://many.example/")?.split(separator: ";").count == 150)
        for index in 0..<3 {
            jar.add(Cookie("c\(index)", String(repeating: "x", count: 4000), domain: "long.example"))
        }
        #expect(try text("http://long.example/")?.utf8.count == 8008)
        #expect(jar.judged(for: "http://long.example/")?.map(\.hindrance) == [nil, nil, .full])
    }

    @Test("two programs on one jar: what each has changed is laid over what is on the disk")
    func merging() {
        let (one, other) = (CookieJar(), CookieJar())
        one.noteChanges()
        other.noteChanges()
        one.add(Cookie("a", "1", domain: "h"))
        let disk = one.changes.applied(to: [])
        one.settle(disk, written: one.changes)
        other.settle(disk, written: CookieChanges())
        other.add(Cookie("b", "2", domain: "h"))
        other.remove { $0.name == "a" }
        one.add(Cookie("c", "3", domain: "h"))
        let second = other.changes.applied(to: disk)
        let written = one.changes
        // Changed between writing and settling: it is still to be written.
        one.add(Cookie("c", "4", domain: "h"))
        let third = written.applied(to: second)
        one.settle(third, written: written)
        #expect(third.map(\.pair) == ["b=2", "c=3"] && one.cookies.map(\.pair) == ["b=2", "c=4"])
        #expect(one.changes.applied(to: third).map(\.pair) == ["b=2", "c=4"])
    }
}
