import Testing
import Text

@testable import REST

@Suite("Parts") struct PartsTests {
    @Test(
        "A bad URL says which part",
        arguments: [
            ("", "there is no URL"), ("example.org", "no scheme"), ("ftp://a", "scheme is 'ftp'"),
            ("http://", "names no host"),
            ("http://a:99999/", "port is '99999'"), ("http://a:x/", "port is 'x'"), ("http://[::1/", "closing bracket"),
            ("http://[zz]/", "no IPv6 address"), ("http://a b/", "characters that no name has"),
            ("http://a/\n/b", "control character"), ("\u{201C}http://a/\u{201D}", "typographic quotes (\u{201C})"),
            ("http://{{host}}/", "variable without a value"),
            ("http://me:secret#x@h/", "holds a #"), ("http://me:1#secret@h/", "write it as %23"),
            ("http://me:se@secret#x@h/", "holds a #"),
            ("http://me:secret/x@h/", "holds a /"), ("http://me:secret?x@h/", "holds a ?"),
            ("me:secret@h/?token=secret", "the URL 'h/' has no scheme"),
        ]) func badURL(_ url: String, _ words: String) throws
    {
        do {
            _ = try Target(url)
            Issue.record("\(url) was taken")
        } catch {
            #expect(error.kind == .badURL)
            #expect(error.description.contains(words), "\(error)")
            #expect(!error.description.contains("secret"), "\(error)")
        }
    }

    @Test("A URL is taken apart") func target() throws {
        let target = try Target("HTTPS://me:p%40ss@Bücher.Example:8443/a b/%7e?q=ü|x#part")
        #expect(target.url == "https://xn--bcher-kva.example:8443/a%20b/%7e?q=%C3%BC%7Cx")
        #expect(target.user?.name == "me")
        #expect(target.user?.password == "p@ss")
        #expect(try Target("http://[::1]:8000?x").url == "http://[::1]:8000/?x")
        #expect(try Target("http://127.0.0.1").path == "/")
    }

    @Test(
        "References are resolved as RFC 3986 5.4 does",
        arguments: [
            ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"),
            ("g#s", "/b/c/g"), (";x", "/b/c/;x"), ("", "/b/c/d;p?q"), (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"),
            ("../g", "/b/g"), ("../..", "/"), ("../../g", "/g"), ("../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"),
            ("g.", "/b/c/g."), ("./../g", "/b/g"), ("g/./h", "/b/c/g/h"), ("g;x=1/../y", "/b/c/y"),
            ("g?y/../x", "/b/c/g?y/../x"),
        ]) func reference(_ reference: String, _ path: String) throws
    {
        let resolved = try Target("http://a/b/c/d;p?q").resolving(reference)
        #expect(resolved.url == "http://a" + path)
    }

    @Test("References to elsewhere") func elsewhere() throws {
        let base = try Target("https://a/b")
        #expect(try base.resolving("//g:1/x").url == "https://g:1/x")
        #expect(try base.resolving("http://g").url == "http://g/")
        #expect(throws: RequestFailure.self) { try base.resolving("mailto:x") }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        HexDigit.lower(bytes)
    }

    @Test("MD5 and SHA-256 by their standards' vectors") func hashes() {
        #expect(hex(Hash.md5([])) == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(hex(Hash.md5(Array("abc".utf8))) == "900150983cd24fb0d6963f7d28e17f72")
        #expect(
            hex(
                Hash.md5(Array("12345678901234567890123456789012345678901234567890123456789012345678901234567890".utf8))
            )
                == "57edf4a22be3c955ac49da2e2107b67a")
        #expect(
            hex(Hash.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            hex(Hash.sha256(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hex(Hash.sha256(Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)))
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }

    @Test("Digest as in RFC 7616 3.9.1") func digest() throws {
        let fields = ["SHA-256", "MD5"].map {
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=\($0), nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        }
        func answer(_ fields: [String]) throws -> String {
            try #require(DigestChallenge(fields)).authorization(
                username: "Mufasa", password: "Circle of Life", method: "GET", target: "/dir/index.html", count: 1,
                clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
        }
        #expect(
            try answer(fields).contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"")
        )
        #expect(try answer([fields[1]]).contains("response=\"8ca523f5e9506fed4657c9700eebdbec\""))
        #expect(try answer(["Basic realm=\"a, b\", " + fields[1]]).contains("nc=00000001"))
        let whole = try #require(DigestChallenge(["Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\""]))
        let text = whole.authorization(
            username: "u", password: "p", method: "POST", target: "/", count: 1, clientNonce: "c", body: Array("b".utf8)
        )
        // MD5(MD5(u:r:p):n:00000001:c:auth-int:MD5(POST:/:MD5(b)))
        #expect(text.contains("response=\"f2cef8641472d395750c9a9aa8a3f1d6\"") && text.contains("qop=auth-int"))
        #expect(
            DigestChallenge.problem(["Digest realm=\"r\", nonce=\"n\", qop=\"odd\""])?.contains("qop 'odd'") == true)
        #expect(DigestChallenge.problem(["Digest nonce=\"n\", algorithm=FOO"])?.contains("algorithm 'FOO'") == true)
        #expect(DigestChallenge.problem(["Digest nonce=\"n\""]) == nil)
        let marked = whole.authorization(
            username: "a\"\u{301}\\b", password: "p", method: "GET", target: "/", count: 1, clientNonce: "c", body: [])
        #expect(Array(marked.utf8).firstRange(of: Array("username=\"a\\\"\u{301}\\\\b\", ".utf8)) != nil, "\(marked)")
        #expect(DigestChallenge(["Basic realm=x"]) == nil)
        #expect(DigestChallenge(["Digest realm=\"x\""]) == nil)
        #expect(DigestChallenge(["Digest nonce=\"\\"]) == nil)
    }

    @Test("Proxies from the environment") func proxies() throws {
        let http = try Target("http://a.example/")
        let https = try Target("https://a.example/")
        func choose(_ target: Target, _ variables: [String: String]) throws -> String? {
            try ProxyAddress.choose(.environment, for: target) { variables[$0] }?.description
        }
        #expect(try choose(http, ["http_proxy": "p:3128"]) == "http://p:3128")
        #expect(try choose(http, ["HTTP_PROXY": "p:3128"]) == nil)
        #expect(try choose(https, ["HTTPS_PROXY": "http://u:p@p:3128/"]) == "http://p:3128")
        #expect(try choose(https, ["ALL_PROXY": "socks5h://p"]) == "socks5://p:1080")
        #expect(try choose(http, ["http_proxy": "p", "no_proxy": "b, .example"]) == nil)
        #expect(throws: RequestFailure.self) { try ProxyAddress("gopher://p") }
        // A login's colon is no port's, and neither are those of an address.
        for text in ["p", "u:p@p", "http://u:p%40@p/", "[::1]", "u:p@[::1]", "p:", "u:p@p:"] {
            #expect(try ProxyAddress(text).port == 1080, "\(text)")
        }
        #expect(try ProxyAddress("u:p@p:80").port == 80 && ProxyAddress("u@[::1]:81/").port == 81)
    }

    @Test("Hello and DER that are cut off are not read beyond their end") func cutOff() {
        #expect(HelloTap.suite([22, 3, 3, 0, 40, 2]) == nil)
        for count in 0..<8 {
            _ = DistinguishedNames(certificate: Array([0x30, 0x82, 0xFF, 0xFF, 0x30, 0x84, 1, 2].prefix(count)))
        }
        var reader = DERReader([0x30, 0x05, 1])
        #expect(reader.next(0x30) == nil)
    }

    @Test("Base64 as in RFC 4648 10") func base64() {
        let words = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map { Base64.encode(Array($0.utf8)) }
        #expect(words == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"])
    }

    @Test(
        "The name that an answer gives its file has no folders, whatever mark stands over a slash",
        arguments: [
            ("attachment; filename=\"../a b.txt\"", "a b.txt"), ("attachment; FileName = x", "x"),
            ("filename=\"..\\\\up\\\\x\"", "x"), ("filename=\"../\u{301}x\"", "\u{301}x"),
            ("filename=\"/\u{FE0F}a/\u{301}b\"", "\u{301}b"), ("filename=\"..\"", nil), ("filename=\"a/\"", "a"),
            ("filename=\"a\tb\"", nil), ("filename*=UTF-8''x", nil), ("attachment", nil), ("", nil),
        ] as [(String, String?)])
    func fileNames(_ value: String, _ name: String?) {
        let found = ContentDisposition.filename(value)
        #expect(found.map { Array($0.unicodeScalars) } == name.map { Array($0.unicodeScalars) })
    }
}
