import Testing
import Text

/// The grammar that previews, requests, proxies and cookies are read by.
struct HTTPURLTests {
    /// What is typed, and scheme, name, password, host, the host that is looked up, port, and the rest.
    private static let whole: [(String, [String?])] = [
        ("http://h", ["http", nil, nil, "h", "h", nil, ""]),
        ("HTTPS://Me:p%40s@H.Example:8443/A?b#c", ["https", "Me", "p@s", "h.example", "h.example", "8443", "/A?b#c"]),
        (" \thttp://h/x \n", ["http", nil, nil, "h", "h", nil, "/x"]),
        ("http:/h/x", ["http", nil, nil, "h", "h", nil, "/x"]),
        ("http:///h/x", ["http", nil, nil, "h", "h", nil, "/x"]),
        ("h:80", ["http", nil, nil, "h", "h", "80", ""]), ("h:/x", ["http", nil, nil, "h", "h", nil, "/x"]),
        ("h?to=http://x:1", ["http", nil, nil, "h", "h", nil, "?to=http://x:1"]),
        ("http://h://x", ["http", nil, nil, "h", "h", nil, "//x"]),
        ("http://a@b@h/c@d", ["http", "a@b", nil, "h", "h", nil, "/c@d"]),
        ("http://:p@h", ["http", "", "p", "h", "h", nil, ""]), ("http://@h", ["http", "", nil, "h", "h", nil, ""]),
        ("http://[::1]:8/x", ["http", nil, nil, "[::1]", "::1", "8", "/x"]),
        ("http://[FE80::1%25enP2]", ["http", nil, nil, "[fe80::1%25enP2]", "fe80::1%enP2", nil, ""]),
        ("http://[fe80::1%lo]?x", ["http", nil, nil, "[fe80::1%lo]", "fe80::1%lo", nil, "?x"]),
        ("http://[fe80::1%2525]", ["http", nil, nil, "[fe80::1%2525]", "fe80::1%25", nil, ""]),
        ("http://[::ffff:1.2.3.4]", ["http", nil, nil, "[::ffff:1.2.3.4]", "::ffff:1.2.3.4", nil, ""]),
        ("http://Bücher.example", ["http", nil, nil, "bücher.example", "xn--bcher-kva.example", nil, ""]),
        ("http://i❤.ws", ["http", nil, nil, "i❤.ws", "xn--i-7iq.ws", nil, ""]),
        ("http://a%41_b~c!", ["http", nil, nil, "a%41_b~c!", "a%41_b~c!", nil, ""]),
    ]

    @Test("URLs are taken apart", arguments: whole.indices) func parts(_ index: Int) throws {
        let (typed, parts) = Self.whole[index]
        let url = try HTTPURL(typed, otherwise: "http")
        let found = [
            url.scheme, url.userName, url.password, url.host, url.lookedUp, url.port.map(String.init), url.rest,
        ]
        #expect(found == parts, "\(typed)")
    }

    private static let broken: [(String, HTTPURL.Problem)] = [
        ("", .missing), (" \n", .missing), ("“http://h”", .quote("“")), ("http://h/\nx", .control("\n", column: 10)),
        (" http://h/\u{7F}x", .control("\u{7F}", column: 11)), ("h/x", .noScheme), ("h/?to=http://x", .noScheme),
        ("ftp://h", .scheme("ftp")), ("://h", .scheme("")), ("http://", .noHost), ("http://:80/", .noHost),
        ("http://me@/x", .noHost), ("http://me:a#b@h", .rawCharacter("#")), ("http://me:a/b@h", .rawCharacter("/")),
        ("http://me:a?b@h", .rawCharacter("?")), ("http://me:s@a#b@h", .rawCharacter("#")),
        ("http://[::1/x", .openBracket("[::1")), ("http://[::1]80", .afterBracket("80")),
        ("http://[zz]", .noIPv6("[zz]")), ("http://[1.2.3.4]", .noIPv6("[1.2.3.4]")),
        ("http://[fe80::1%25]", .noIPv6("[fe80::1%25]")), ("http://[fe80::1%]", .noIPv6("[fe80::1%]")),
        ("http://[fe80::1%a b]", .hostCharacter(" ")), ("http://::1/", .colons), ("http://fe80::1/", .colons),
        ("http://h:99999", .port("99999")), ("http://h:+1", .port("+1")), ("http://h:x/", .port("x")),
        ("http://h:0", .port("0")), ("http://{{h}}/", .variable("{{h}}")), ("http://a b/", .hostCharacter(" ")),
        ("http://a\u{200B}b/", .hostCharacter("\u{200B}")), ("http://a\u{A0}b/", .hostCharacter("\u{A0}")),
        ("http://\(String(repeating: "a", count: 256))", .noName(String(repeating: "a", count: 256))),
    ]

    @Test("What is wrong is said by part", arguments: broken.indices) func problems(_ index: Int) {
        let (typed, problem) = Self.broken[index]
        #expect(throws: problem, "\(typed)") { try HTTPURL(typed) }
    }

    @Test("Where the host stands in any text")
    func places() {
        for (text, authority) in [
            ("http://u:p@h:1/x", "u:p@h:1"), ("h:1/x", "h:1"), ("h?to=http://x", "h"), ("h#http://x", "h"), ("", ""),
            ("/x/http://h", ""), ("mqtts://h", "h"), ("a://b://c", "b:"),
        ] {
            #expect(text[URLAuthority.range(in: text)] == authority, "\(text)")
        }
        #expect(URLAuthority.mark(in: "h/?to=http://x") == nil)
        #expect(URLUserInfo.host(of: "h/?to=http://x") == "h")
        #expect(URLAuthority.place(of: "a:b@c@[::1]:1") == "[::1]:1")
    }
}
