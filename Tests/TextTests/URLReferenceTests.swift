import Testing
import Text

/// RFC 3986 5.4: the normal and the abnormal examples.
@Suite struct URLReferenceTests {
    @Test(arguments: [
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"), (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"),
        ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"), ("g.", "http://a/b/c/g."), ("./../g", "http://a/b/g"), ("g/../h", "http://a/b/c/h"),
        ("g?y/../x", "http://a/b/c/g?y/../x"), ("http:g", "http:g"), (" g ", "http://a/b/c/g"),
    ]) func resolves(reference: String, url: String) {
        #expect(URLReference.resolve(reference, against: "http://a/b/c/d;p?q") == url)
    }

    @Test func origins() {
        #expect(URLReference.haveSameOrigin("http://H/a", "http://h:80/b"))
        #expect(URLReference.haveSameOrigin("https://u:p@h/", "https://h:443"))
        #expect(!URLReference.haveSameOrigin("http://h/", "https://h/"))
        #expect(!URLReference.haveSameOrigin("http://h:8080/", "http://h/"))
        #expect(!URLReference.haveSameOrigin("http://h.evil/", "http://h/"))
        #expect(!URLReference.haveSameOrigin("nonsense", "nonsense"))
        #expect(URLReference("mqtt://[::1]:1884/a").origin == "mqtt://[::1]:1884")
    }
}
