import Testing

@testable import REST

@Suite("Cookies that are set (RFC 6265bis 5.6, 5.7)") struct CookieReadingTests {
    private static let now = 1_790_000_000
    private static let list = PublicSuffixes(Array("com\nuk\nco.uk\nexample\n*.kobe.jp\n!city.kobe.jp\n".utf8))

    private func read(
        _ field: String, at url: String = "http://www.example.com/a/b?c/d", _ list: PublicSuffixes? = Self.list
    ) throws(CookieRefusal) -> Cookie {
        guard let target = try? Target(url) else { throw CookieRefusal(.empty, "no URL") }
        return try Cookie(setBy: field, from: target, now: Self.now, suffixes: list)
    }

    private func refusal(
        _ field: String, at url: String = "http://www.example.com/a/b", _ list: PublicSuffixes? = Self.list
    ) -> CookieRefusal.Rule? {
        do {
            _ = try read(field, at: url, list)
            return nil
        } catch {
            return error.rule
        }
    }

    @Test("the pair before the first semicolon: blanks off, the first = counts, quotes and percents stay")
    func pair() throws {
        let plain = try read("  a = \"b c\"=%3B ; HttpOnly")
        #expect((plain.name, plain.value) == ("a", "\"b c\"=%3B") && plain.isHTTPOnly)
        #expect(plain.domain == "www.example.com" && !plain.includesSubdomains && plain.path == "/a")
        #expect(plain.expiry == nil && !plain.isSecure && plain.sameSite == nil && plain.creation == Self.now)
        // Without = it has no name.
        let bare = try read("token")
        #expect((bare.name, bare.value, bare.pair) == ("", "token", "token"))
        #expect(try read("=token").pair == "token" && read("a=").pair == "a=")
        #expect(refusal("") == .empty && refusal(" = ; Path=/") == .empty)
        #expect(refusal("a=\u{1B}[1m") == .control && refusal("a=1; Path=/\u{7F}") == .control)
        // A tab would be another column of the file; around what counts it is a blank.
        #expect(refusal("a=1\t2") == .tab && refusal("a\tb=1") == .tab && refusal("a=1; Path=/x\ty") == .tab)
        #expect(try read("\ta=1\t; Path=\t/x\t").path == "/x")
    }

    @Test("bounds: 4096 bytes of name and value, 1024 of an attribute, which alone is passed over then")
    func bounds() throws {
        let most = String(repeating: "x", count: 4094)
        #expect(try read("ab=\(most)").value == most && refusal("abc=\(most)") == .long)
        let long = "/" + String(repeating: "p", count: 1023)
        #expect(try read("a=1; Path=\(long)").path == long && read("a=1; Path=\(long)p").path == "/a")
        #expect(try read("a=1; Path=/x; Path=\(long)p").path == "/x")
    }

    @Test("the last of equal attributes counts")
    func last() throws {
        #expect(try read("a=1; Path=/x; path=/y").path == "/y")
        // One that does not begin at the root says nothing, and is the last all the same.
        #expect(try read("a=1; Path=/x; Path=y").path == "/a" && read("a=1; Path=").path == "/a")
        #expect(try !read("a=1; Domain=example.com; Domain=").includesSubdomains)
        #expect(try read("a=1; SameSite=Lax; SameSite=strict").sameSite == .strict)
        #expect(try read("a=1; SameSite=Lax; SameSite=odd").sameSite == nil)
    }

    @Test("the default path: up to the last slash")
    func defaultPath() throws {
        for (url, path) in [
            ("http://h.example", "/"), ("http://h.example/", "/"), ("http://h.example/a", "/"),
            ("http://h.example/a/", "/a"), ("http://h.example/a/b/c?x=/y/z", "/a/b"), ("http://h.example/?/x/", "/"),
        ] { #expect(try read("a=1", at: url).path == path, "\(url)") }
    }

    @Test("Max-Age holds over Expires, wherever it stands; 0 and less is over; nothing lives longer than 400 days")
    func life() throws {
        #expect(try read("a=1; Max-Age=10; Expires=Thu, 01 Jan 2037 00:00:00 GMT").expiry == Self.now + 10)
        #expect(try read("a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT; Max-Age=10").expiry == Self.now + 10)
        for over in ["0", "-1", "-999999999999999999999"] {
            #expect(try read("a=1; Max-Age=\(over)").isOver(at: Self.now))
        }
        let most = Self.now + 400 * 86_400
        for far in ["9223372036854775807", "999999999999999999999", "40000000"] {
            #expect(try read("a=1; Max-Age=\(far)").expiry == most)
        }
        #expect(try read("a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT").expiry == most)
        // What is no number is passed over, and what stood before it stays.
        for odd in ["1x", "+5", "", "\"10\"", "1.5"] { #expect(try read("a=1; Max-Age=\(odd)").expiry == nil) }
        #expect(try read("a=1; Max-Age=7; Max-Age=x").expiry == Self.now + 7)
        #expect(try read("a=1; Expires=never").expiry == nil)
        #expect(try read("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT").isOver(at: Self.now))
        #expect(try read("a=1; Expires=Thu, 01 Jan 1960 00:00:00 GMT").expiry == 0)
    }

    @Test("Expires is read by its tokens, in any order, zones and words between them passed over")
    func dates() {
        let moment = 784_111_777
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "08:49:37 6 november 94", "6-NOV-1994 08:49:37 +0900 (JST)", "1994 06 Nov 8:49:37x",
            "06 Nov 94th 08:49:37",
        ] { #expect(CookieDate.seconds(text) == moment, "\(text)") }
        #expect(CookieDate.seconds("1 Jan 69 00:00:00") == CookieDate.seconds("1 Jan 2069 00:00:00"))
        #expect(CookieDate.seconds("1 Jan 70 00:00:00") == 0)
        for text in [
            "06 Nov 1994", "Nov 1994 08:49:37", "06 1994 08:49:37", "31 Feb 1994 08:49:37", "06 Nov 1994 24:00:00",
            "06 Nov 1994 08:60:00", "06 Nov 1600 08:49:37", "32 Nov 1994 08:49:37", "0 Nov 1994 08:49:37",
            "06 Nov 1994 008:49:37", "06 Nov 19945 08:49:37", "",
        ] { #expect(CookieDate.seconds(text) == nil, "\(text)") }
    }

    @Test("Domain: one dot in front says nothing; the host or what is above it; addresses only exactly")
    func domains() throws {
        for text in ["example.com", ".Example.COM"] {
            let cookie = try read("a=1; Domain=\(text)")
            #expect(cookie.domain == "example.com" && cookie.includesSubdomains)
        }
        #expect(try read("a=1; Domain=www.example.com").includesSubdomains)
        for other in ["other.com", "le.com", "a.www.example.com", "..example.com", "example.com."] {
            #expect(refusal("a=1; Domain=\(other)") == .otherDomain, "\(other)")
        }
        #expect(refusal("a=1; Domain=exämple.com") == .domainText)
        #expect(try !read("a=1; Domain=127.0.0.1", at: "http://127.0.0.1/").includesSubdomains)
        #expect(refusal("a=1; Domain=0.0.1", at: "http://127.0.0.1/") == .address)
        #expect(refusal("a=1; Domain=7.0.0.1", at: "http://127.0.0.1/") == .address)
        #expect(try !read("a=1; Domain=::1", at: "http://[::1]/").includesSubdomains)
    }

    @Test("A public suffix is no domain, but for the host that is one: it gets it alone")
    func suffixes() throws {
        #expect(refusal("a=1; Domain=com") == .publicSuffix)
        #expect(refusal("a=1; Domain=co.uk", at: "http://shop.co.uk/") == .publicSuffix)
        #expect(refusal("a=1; Domain=x.kobe.jp", at: "http://a.x.kobe.jp/") == .publicSuffix)
        #expect(try read("a=1; Domain=city.kobe.jp", at: "http://a.city.kobe.jp/").includesSubdomains)
        let own = try read("a=1; Domain=co.uk", at: "http://co.uk/")
        #expect(own.domain == "co.uk" && !own.includesSubdomains)
        #expect(try !read("a=1; Domain=localhost", at: "http://localhost/").includesSubdomains)
        // The dot of the root makes no other name of it.
        #expect(refusal("a=1; Domain=uk.", at: "http://h.uk./") == .publicSuffix)
        #expect(refusal("a=1; Domain=.co.uk.", at: "http://shop.co.uk./") == .publicSuffix)
        #expect(refusal("a=1; Domain=com.", at: "http://h.com./", nil) == .noList)
        #expect(try read("a=1; Domain=shop.co.uk.", at: "http://www.shop.co.uk./").includesSubdomains)
        // Without a list a name of one label is refused, and what else is one is not known.
        #expect(refusal("a=1; Domain=com", nil) == .noList)
        #expect(try read("a=1; Domain=co.uk", at: "http://shop.co.uk/", nil).includesSubdomains)
    }

    @Test("Secure is not set in clear, but for this machine")
    func secure() throws {
        #expect(refusal("a=1; Secure") == .secureInClear)
        for url in [
            "https://h.example/", "http://127.0.0.1/", "http://127.9.9.9/", "http://localhost/", "http://[::1]/",
            "http://app.localhost/",
        ] { #expect(try read("a=1; Secure", at: url).isSecure, "\(url)") }
        for url in ["http://localhost.example/", "http://127.example/", "http://128.0.0.1/"] {
            #expect(refusal("a=1; Secure", at: url) == .secureInClear, "\(url)")
        }
        #expect(refusal("a=1; SameSite=None", at: "https://h.example/") == .crossSite)
        #expect(try read("a=1; SameSite=None; Secure", at: "https://h.example/").sameSite == Cookie.SameSite.none)
    }

    @Test("Names that promise something, in whatever case")
    func prefixes() throws {
        let url = "https://h.example/x/y"
        for name in ["__Secure-a", "__secure-a"] {
            #expect(refusal("\(name)=1", at: url) == .securePrefix)
            #expect(try read("\(name)=1; Secure", at: url).isSecure)
        }
        for name in ["__Host-a", "__HOST-a"] {
            #expect(try read("\(name)=1; Secure; Path=/", at: url).path == "/")
            for rest in ["Path=/", "Secure", "Secure; Path=/x", "Secure; Path=/; Domain=h.example"] {
                #expect(refusal("\(name)=1; \(rest)", at: url) == .hostPrefix, "\(rest)")
            }
        }
        // At the root the default path is the same, and was not asked for.
        #expect(refusal("__Host-a=1; Secure", at: "https://h.example/") == .hostPrefix)
        #expect(refusal("__Host-a", at: url) == .namelessPrefix && refusal("=__secure-a=1", at: url) == .namelessPrefix)
    }
}
