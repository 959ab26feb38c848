import Testing
import Text

@Suite("What the web writes") struct WebTextTests {
    @Test("dates in every form that curl takes for one, and none other")
    func dates() {
        let moment = 784_111_777
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "06 Nov 1994 08:49:37", "Nov 6 1994 10:49:37 +0200", "Sun, 06 Nov 1994 03:49:37 EST", "19941106 08:49:37",
            "1994 6 Nov 08:49:37",
        ] {
            #expect(LenientDate.seconds(text) == moment, "\(text)")
        }
        #expect(LenientDate.seconds("Nov 6 1994") == moment - 31_777)
        #expect(LenientDate.seconds("19941106 8:49") == moment - 37)
        for text in [
            "", "never", "2022-01-01", "yesterday", "32 Nov 1994", "Nov 1994", "6 Nov 1500",
            "99999999999999999999 Nov 6",
        ] {
            #expect(LenientDate.seconds(text) == nil, "\(text)")
        }
        #expect(HTTPDate.text(moment) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test("escapes of a URL that are read as they are, or not at all")
    func exactEscapes() {
        #expect(PercentEncoding.bytes(of: "a%20b%C3%a9+") == Array("a b\u{e9}+".utf8))
        #expect(PercentEncoding.bytes(of: "%ff%00") == [0xFF, 0])
        for text in ["%", "%4", "%4g", "a%%41"] { #expect(PercentEncoding.bytes(of: text) == nil, "\(text)") }
    }

    @Test("digits by four, as an escape of JSON has them, and bytes with something between")
    func hexDigits() {
        func four(_ text: String, at place: Int = 0) -> UInt16? {
            Array(text.utf8).withUnsafeBufferPointer { bytes in
                bytes.baseAddress.flatMap { HexDigit.four($0, place, bytes.count) }
            }
        }
        #expect(four("20aC") == 0x20AC && four("\\uFFFF", at: 2) == 0xFFFF)
        #expect(four("20a") == nil && four("20ag") == nil && four("+12 ") == nil && four("00e9", at: 1) == nil)
        #expect(HexDigit.lower([0, 10, 255], separator: " ") == "00 0a ff" && HexDigit.lower([UInt8]()) == "")
        #expect(HexDigit.upper([0x8E]) == "8E")
    }

    @Test("tokens of HTTP")
    func tokens() {
        for text in ["GET", "X-a.b_c", "!#$%&'*+-.^_`|~", "0"] { #expect(HTTPToken.isToken(text), "\(text)") }
        for text in ["", "a b", "a:b", "a/b", "\u{e9}", "a\r", "\u{7f}", "\u{ff21}"] {
            #expect(!HTTPToken.isToken(text), "\(text)")
        }
    }

    @Test("addresses, and who asks, in a URL")
    func places() {
        #expect(IPAddress.bytes("127.0.0.1") == [127, 0, 0, 1])
        #expect(IPAddress.bytes("fe80::1%eth0")?.count == 16)
        #expect(IPAddress.bytes("example.com") == nil && IPAddress.bytes("") == nil)
        for host in ["localhost", "LocalHost", "a.localhost", "127.0.0.1", "127.1.2.3", "::1", "0:0::1"] {
            #expect(IPAddress.isLoopback(host), "\(host)")
        }
        for host in ["localhost.example", "127.example", "127.0.0.1.example", "128.0.0.1", "::2", "fe80::1", ""] {
            #expect(!IPAddress.isLoopback(host), "\(host)")
        }
        #expect(URLUserInfo.login(of: "http://a%40b:p:q@h:80/@x")?.name == "a@b")
        #expect(URLUserInfo.login(of: "http://a%40b:p:q@h:80/@x")?.password == "p:q")
        #expect(URLUserInfo.login(of: "http://a@h")?.password == nil)
        #expect(URLUserInfo.login(of: "http://h/a@b") == nil)
        #expect(URLUserInfo.host(of: "http://a:b@[::1]:80/") == "::1")
        #expect(URLUserInfo.host(of: "http://Example.com:80/") == "example.com")
        #expect(WebURL.withTwoSlashes("HTTP:/h/a") == "HTTP://h/a")
        #expect(WebURL.withTwoSlashes("http:///h") == "http://h" && WebURL.withTwoSlashes("http://h") == nil)
    }

    @Test("servers that are not what was looked for are known by their first bytes")
    func greetings() {
        #expect(Greeting(Array("HTTP/1.1 400".utf8)) == .http)
        #expect(Greeting([0x15, 3, 1, 0, 2]) == .tls)
        #expect(Greeting([0, 0, 18, 4, 0, 0, 0, 0, 0]) == .http2)
        #expect(Greeting(Array("SSH-2.0-x".utf8)).name == "an SSH server")
        #expect(Greeting(Array("hello".utf8)) == .other && Greeting([]) == .other)
        #expect(Greeting.shown(Array("SSH-2.0\r\n".utf8)) == "'SSH-2.0'" && Greeting.shown([1, 255]) == "01 ff")
    }

    @Test("blanks at the ends, words in quotes, numbers for people")
    func words() {
        #expect(" \ta b\t ".trimming(\.isFieldBlank) == "a b" && " \t".trimming(\.isFieldBlank).isEmpty)
        #expect("\u{A0}a\n".trimming(\.isFieldBlank) == "\u{A0}a\n" && "\n a ".trimming(\.isWhitespace) == "a")
        var rest: Substring = #""a\"b\n" c"#
        #expect(rest.popQuotedWord(escapes: ["n": "\n"]) == "a\"b\n" && rest == " c")
        rest = #""a\nb"#
        #expect(rest.popQuotedWord() == "anb" && rest.isEmpty)
        #expect([10, 0.5, -0.0, 1e300, .infinity, -.greatestFiniteMagnitude].map(\.short).prefix(2) == ["10", "0.5"])
        #expect(Double(Int.max).short == "9.223372036854776e+18" && Double.nan.short == "nan")
    }
}
