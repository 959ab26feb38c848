import Testing

@testable import REST

@Suite("What a change makes untrue (RFC 9111 4.4)") struct InvalidationTests {
    private func urls(
        _ method: String = "PUT", _ status: Int = 200, _ fields: [Field] = []
    ) -> [String] {
        Invalidation.urls(
            after: CacheFacts(method: method, url: "http://h.example/a/b#x", status: status, fields: fields)
        ).map(\.url)
    }

    @Test("the target, after a method that is not safe and an answer that is no error")
    func target() {
        for method in ["PUT", "POST", "PATCH", "DELETE", "FOO"] {
            #expect(urls(method) == ["http://h.example/a/b"])
            #expect(urls(method, 303) == ["http://h.example/a/b"])
            for status in [100, 304, 400, 412, 500] { #expect(urls(method, status).isEmpty) }
        }
        for method in ["GET", "HEAD", "OPTIONS", "TRACE"] { #expect(urls(method).isEmpty) }
    }

    @Test("what Location and Content-Location name, at the same origin only")
    func places() {
        #expect(
            urls("POST", 201, [Field("Location", "c"), Field("content-location", "//h.example/d")])
                == ["http://h.example/a/b", "http://h.example/a/c", "http://h.example/d"])
        for other in ["http://other.example/c", "https://h.example/c", "http://h.example:8080/c", "mailto:x"] {
            #expect(urls("POST", 201, [Field("Location", other)]) == ["http://h.example/a/b"])
        }
        #expect(urls("PUT", 200, [Field("Content-Location", "/a/b")]) == ["http://h.example/a/b"])
    }
}
