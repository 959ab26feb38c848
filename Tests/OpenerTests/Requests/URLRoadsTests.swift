import Profile
import Testing

@testable import REST

/// What is typed goes through `RequestURL`, which previews it, and then through `Target`, which asks for it: both say the
/// same of each URL.
@Suite("A URL is the same to what shows it and to what asks for it") struct URLRoadsTests {
    private static let hosts = [
        "h", "H.Example", "127.0.0.1", "[::1]", "[FE80::1%25eth0]", "[fe80::1%eth0]", "[fe80::1%25]", "[zz]", "[::1",
        "[::1]x", "::1", "bücher.example", "i❤.ws", "a%41b", "a%b", "a_b", "a b", "a\u{200B}b", "a\u{A0}b", "a\"b",
        "a|b",
        "a<b", "a\\b", "a^b", "a·b", "xn--a", "", ".", "a..b", "-", String(repeating: "a", count: 255),
        String(repeating: "a", count: 256),
    ]
    private static let users = [
        "", "me@", "me:@", ":p@", "me:p%40@", "me:p@q@", "me:a/b@", "me:a#b@", "me:a?b@", "%zz@",
    ]
    private static let ends = [
        "", ":", ":0", ":8080", ":99999", ":x", ":+1", "/", "?", "#", "/a b", "/%41%zz?a[]=\"<>\\^`{|}#f", "/@x", "?@",
        ":80/@x", "/ü?ü", "/a:b@c",
    ]

    @Test("Each host with each user and each end", arguments: hosts) func agree(_ host: String) {
        for user in Self.users {
            for end in Self.ends {
                for scheme in ["http://", "HTTPS://", "http:/", "http:///", " http://"] {
                    let text = scheme + user + host + end
                    let (shown, asked) = (try? RequestURL(text), try? Target(text))
                    guard let shown, let asked else {
                        #expect(shown == nil && asked == nil, "\(text)")
                        continue
                    }
                    // What is handed on is what would have been asked for.
                    let handed = try? Target(shown.text)
                    #expect(handed?.url == asked.url, "\(text)")
                    #expect(
                        shown.user?.name == asked.user?.name && shown.user?.password == asked.user?.password, "\(text)")
                }
            }
        }
    }
}
