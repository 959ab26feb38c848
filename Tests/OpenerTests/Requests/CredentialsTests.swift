import Opener
import Profile
import REST
import Testing

@Suite("Whose answers: credentials told apart by digests") struct CredentialsTests {
    private let identity = KeyedDigest(key: [1, 2, 3])

    private func holder(
        _ fields: [Field] = [], _ authorization: REST.Request.Authorization = .none, url: String = "http://h/a",
        _ draft: RequestDraft = RequestDraft()
    ) -> String? {
        Credentials.holder(
            of: REST.Request(.get, url, fields: fields, authorization: authorization), draft, identity)
    }

    @Test("nobody's is empty; each way to say who asks is another one, and no secret is in it")
    func digests() {
        #expect(holder() == "" && holder([Field("Accept", "x"), Field("If-Match", "\"a\"")]) == "")
        let all = [
            holder([], .bearer("secret")), holder([], .basic(username: "me", password: "secret")),
            holder([], .digest(username: "me", password: "secret")), holder([Field("Authorization", "Bearer secret")]),
            holder([Field("cookie", "sid=secret")]), holder([Field("X-API-Key", "secret")]),
        ]
        #expect(Set(all).count == all.count)
        for digest in all { #expect(digest?.utf8.count == 32 && digest?.contains("secret") == false) }
        #expect(
            holder([], .bearer("a")) == holder([], .bearer("a")) && holder([], .bearer("a")) != holder([], .bearer("b"))
        )
    }

    @Test("a key in the query and a client certificate tell who asks, too")
    func others() {
        var key = RequestDraft()
        key.auth = .apiKey(name: "k", value: .literal("x"), inQuery: true)
        #expect(holder([], url: "http://h/a?k=1", key) != holder([], url: "http://h/a?k=2", key))
        var certificate = RequestDraft()
        certificate.options.tls.certificate = "me.pem"
        #expect(holder([], .none, certificate) != "")
    }

    @Test("the cookies that go along tell who asks, unless the request wants none")
    func cookies() {
        var off = RequestDraft()
        off.options.usesCookies = false
        let jar = CookieJar([Cookie("sid", "secret", domain: "h")])
        func holder(_ url: String, _ draft: RequestDraft = RequestDraft()) -> String? {
            Credentials.holder(of: REST.Request(.get, url), draft, identity, cookies: jar)
        }
        #expect(holder("http://h/a")?.utf8.count == 32 && holder("http://other/a") == "")
        #expect(holder("http://h/a", off) == "")
    }

    @Test("what is found only when it is sent is not known before")
    func later() {
        #expect(holder([], .bearer(Secret.dots)) == nil)
        var maker = RequestPreview.Maker(identity: identity)
        var draft = RequestDraft()
        draft.url = "http://h/a"
        draft.auth = .bearer(.environment("TOKEN"))
        #expect(maker.preview(of: draft, Variables()).holder == nil)
        draft.auth = .bearer(.literal("abc"))
        #expect(maker.preview(of: draft, Variables()).holder == holder([], .bearer("abc")))
    }

    @Test("{{etag}} is the tag of the form and of the person that ask")
    func tags() throws {
        var kept = KeptAnswers()
        func take(_ tag: String, _ holder: String, _ accept: String) {
            var exchange = SentRequest(id: 1, url: "http://h/a", startedAt: 1)
            exchange.state = .finished
            exchange.holder = holder
            exchange.hops = [
                Hop(
                    url: "http://h/a", sent: Sent(method: "GET", target: "/", fields: [Field("Accept", accept)]),
                    response: Response(status: 200, fields: [Field("ETag", tag), Field("Vary", "Accept")]))
            ]
            kept.take(&exchange)
        }
        let mine = try #require(holder([], .bearer("abc")))
        take("\"mine\"", mine, "*/*")
        take("\"xml\"", "", "application/xml")
        take("\"plain\"", "", "*/*")
        var maker = RequestPreview.Maker(identity: identity)
        var draft = RequestDraft()
        draft.url = "http://h/a"
        #expect(maker.preview(of: draft, Variables(), kept).tag == .value("\"plain\""))
        draft.headers = [DraftField("accept", "application/xml")]
        #expect(maker.preview(of: draft, Variables(), kept).tag == .value("\"xml\""))
        draft.headers = []
        draft.auth = .bearer(.literal("abc"))
        #expect(maker.preview(of: draft, Variables(), kept).tag == .value("\"mine\""))
        draft.auth = .bearer(.literal("other"))
        guard case .none = maker.preview(of: draft, Variables(), kept).tag else {
            Issue.record("somebody else's tag")
            return
        }
    }
}
