import Testing

@testable import REST

@Suite("Files of cookies") struct CookieFileTests {
    private func text(_ jar: CookieJar, _ url: String, now: Int) throws -> String? {
        jar.text(for: try Target(url), now: now)
    }

    private static let netscape =
        "# Netscape HTTP Cookie File\n.h.example\tTRUE\t/\tFALSE\t4102444800\ta\t1\n"
        + "#HttpOnly_h.example\tFALSE\t/x\tTRUE\t0\tb\t\nodd line\nh.example\tFALSE\t/\tFALSE\tnever\tc\t3\n"

    @Test("Netscape's form is read as curl does, and written the oldest first")
    func file() throws {
        let file = CookieFile(Self.netscape)
        #expect(file.cookies.map(\.name) == ["a", "b"] && file.passedOver == 2)
        let hidden = try #require(file.cookies.last)
        #expect(hidden.isHTTPOnly && hidden.isSecure && hidden.expiry == nil && hidden.value.isEmpty)
        let jar = CookieJar(file.cookies)
        let lines = jar.file.split(separator: "\n").filter { !$0.hasPrefix("# ") }
        #expect(
            lines == [
                ".h.example\tTRUE\t/\tFALSE\t4102444800\ta\t1", "#HttpOnly_h.example\tFALSE\t/x\tTRUE\t0\tb\t",
            ])
        let other = CookieJar()
        other.add(file: Self.netscape, dropsSession: true)
        #expect(other.cookies.map(\.name) == ["a"])
    }

    @Test("martlet's own form has all of a cookie, and is Netscape's for everybody else")
    func own() throws {
        var cookie = Cookie("a", "1=2", domain: "h.example", path: "/x", isHTTPOnly: true, expiry: 4_102_444_800)
        (cookie.creation, cookie.sameSite, cookie.isOff) = (1_790_000_000, .lax, true)
        var nameless = Cookie("", "token", domain: "h.example", includesSubdomains: true)
        nameless.creation = 5
        let text = CookieFile.own([cookie, nameless])
        #expect(CookieFile(text).cookies == [cookie, nameless])
        // One that is off is a comment to others, and no export has it.
        let plain = text.split(separator: "\n").filter { !$0.hasPrefix("#") || $0.hasPrefix("#HttpOnly_") }
        #expect(plain == [".h.example\tTRUE\t/\tFALSE\t0\t\ttoken"])
        #expect(!CookieFile.text(of: [cookie, nameless]).contains("1=2"))
        // Whose line it is said of is the next one's alone.
        let odd = "#martlet\tcreated=7\n# a comment\nh\tFALSE\t/\tFALSE\t0\tb\t2\n"
        #expect(CookieFile(odd, now: 9).cookies.map(\.creation) == [9])
        #expect(CookieFile("#martlet\tcreated=-7\tsamesite\th\n", now: 9) == CookieFile(""))
    }

    @Test("what would be another column, another line or a bell is never read, nor written")
    func hostile() {
        for line in [
            "h\tFALSE\t/\tFALSE\t0\ta\t\u{1B}[2J", "h\tFALSE\t/\tFALSE\t0\t\t", "h\tFALSE\t/\tFALSE\t0",
            "h\tFALSE\t/\tFALSE\t99999999999999999999\ta\t1", "h\tFALSE\t/\tFALSE\t0\ta\t1\textra",
            "h\tFALSE\t/\tFALSE\t0\ta\t" + String(repeating: "x", count: 4096),
        ] { #expect(CookieFile(line).cookies.isEmpty && CookieFile(line).passedOver == 1, "\(line.prefix(40))") }
        let split = Cookie("a", "1\n.evil\tTRUE\t/\tFALSE\t0\tb\t2", domain: "h")
        #expect(CookieFile(CookieFile.text(of: [split])).cookies.map(\.domain) == ["h"])
        // A path that does not begin at the root is the root.
        #expect(CookieFile("h\tFALSE\tx\tFALSE\t0\ta\t1").cookies.map(\.path) == ["/"])
    }

    @Test("a file gives nobody what no server could have set: a public suffix's own, names that promise too much")
    func suffixesAndPrefixes() throws {
        let list = PublicSuffixes(Array("com\nuk\nco.uk\n".utf8))
        let text =
            ".co.uk\tTRUE\t/\tFALSE\t0\tbad\t1\nfoo.co.uk\tTRUE\t/\tFALSE\t0\tgood\t2\n"
            + ".localhost\tTRUE\t/\tFALSE\t0\there\t3\n"
            + "h.example\tTRUE\t/\tFALSE\t0\t__Secure-a\t4\nh.example\tTRUE\t/\tTRUE\t0\t__host-b\t5\n"
            + "h.example\tFALSE\t/\tTRUE\t0\t__Host-c\t6\n"
        let file = CookieFile(text, suffixes: list)
        #expect(file.cookies.map(\.includesSubdomains) == [false, true, true, false])
        #expect(file.cookies.map(\.name) == ["bad", "good", "here", "__Host-c"])
        #expect(file.refused.map(\.name) == ["__Secure-a", "__host-b"] && file.passedOver == 0)
        #expect(try self.text(CookieJar(file.cookies), "http://foo.co.uk/", now: 0) == "good=2")
    }

    @Test("only LF and CR end a line: other characters that look like an end cut no value")
    func lineEnds() {
        let file = CookieFile(
            "Set-Cookie: a=1\u{0B}x\nSet-Cookie: b=2\u{0C}x\r\nh\tFALSE\t/\tFALSE\t0\tc\t3\u{2028}x\n")
        #expect(file.refused.map(\.rule) == [.control, .control])
        #expect(file.cookies.map(\.value) == ["3\u{2028}x"])
        #expect(CookieFile(CookieFile.own(file.cookies)).cookies.map(\.value) == ["3\u{2028}x"])
    }

    @Test("the head of an answer whose host is not known: Max-Age counts from now, and a Domain is taken")
    func head() throws {
        let jar = CookieJar()
        let file = jar.add(
            file: """
                HTTP/1.1 200 OK
                Set-Cookie: a=1; Max-Age=3600
                Set-Cookie: b=2; Domain=127.0.0.1
                Set-Cookie: c=3; Path=/p
                Set-Cookie: d=4; Domain=Example.com
                Set-Cookie: e=5; Domain=com
                """, dropsSession: false, now: 1000)
        #expect(file.refused.map(\.name) == ["e"] && file.passedOver == 1)
        #expect(try text(jar, "http://127.0.0.1/", now: 4599) == "a=1; b=2")
        #expect(try text(jar, "http://127.0.0.1/p/x", now: 4600) == "c=3; b=2")
        #expect(try text(jar, "http://www.example.com/", now: 4600) == "d=4")
    }
}
