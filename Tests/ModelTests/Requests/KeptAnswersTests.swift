import Payloads
import Profile
import REST
import Testing

@Suite("Kept answers") struct KeptAnswersTests {
    private func exchange(
        _ id: UInt64 = 1, _ method: String = "GET", _ status: Int = 200, _ body: String = "",
        url: String = "http://h/a",
        request: [Field] = [], _ fields: [Field] = [], holder: String = ""
    ) -> SentRequest {
        var exchange = SentRequest(id: id, requestID: 1, url: url, startedAt: Int64(id) * 1_000_000)
        exchange.state = .finished
        exchange.holder = holder
        exchange.hops = [
            Hop(
                url: url, sent: Sent(method: method, target: "/", fields: request),
                response: Response(status: status, fields: fields))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.receivedSize = body.utf8.count
        return exchange
    }

    private func tag(_ text: String) -> Field { Field("ETag", text) }

    private func text(_ body: PayloadBytes?) -> String? {
        body.map { $0.withBytes { String(decoding: $0, as: UTF8.self) } }
    }

    @discardableResult
    private func take(_ kept: inout KeptAnswers, _ exchange: SentRequest) -> SentRequest {
        var exchange = exchange
        kept.take(&exchange)
        return exchange
    }

    @Test("one answer for each value of what Vary names, and for each holder; fragments do not matter")
    func variants() {
        var kept = KeptAnswers()
        let vary = Field("Vary", "Accept")
        take(&kept, exchange(1, request: [Field("accept", "a, b")], [tag("\"ab\""), vary]))
        take(&kept, exchange(2, url: "http://h/a#x", request: [Field("Accept", "c")], [tag("\"c\""), vary]))
        take(&kept, exchange(3, request: [Field("Accept", "a,b")], [tag("\"ab2\""), vary], holder: "me"))
        #expect(kept.all(of: "http://h/a").count == 3)
        func found(_ accept: String, _ holder: String?) -> String? {
            kept.answer(for: "http://h/a", [Field("Accept", accept)], holder: holder)?.validators.tag?.text
        }
        #expect(found("a,b", "") == "\"ab\"" && found("c", "") == "\"c\"" && found("a ,b", "me") == "\"ab2\"")
        #expect(found("a,b", nil) == "\"ab2\"" && found("a,b", "you") == nil)
        // For a change the coding does not matter: the newest counts.
        let coded = Field("Vary", "Accept-Encoding")
        take(
            &kept, exchange(5, url: "http://h/z", request: [Field("Accept-Encoding", "gzip")], [tag("W/\"z\""), coded]))
        take(
            &kept,
            exchange(6, url: "http://h/z", request: [Field("Accept-Encoding", "identity")], [tag("\"z\""), coded]))
        let asked = [Field("Accept-Encoding", "gzip")]
        #expect(kept.answer(for: "http://h/z", asked, holder: "")?.validators.tag?.text == "W/\"z\"")
        #expect(kept.answer(for: "http://h/z", asked, holder: "", isChange: true)?.validators.tag?.text == "\"z\"")
        // Another form's state is better than none, for a change.
        #expect(found("d", "") == "\"c\"")
        take(&kept, exchange(4, request: [Field("Accept", "c")], [tag("\"c2\""), vary]))
        #expect(kept.all(of: "http://h/a").count == 3 && found("c", "") == "\"c2\"")
        #expect(kept.before("http://h/a")?.validators.tag?.text == "\"c\"")
    }

    @Test("a HEAD with the same validators and length renews the fields and leaves the body (RFC 9111 4.3.5)")
    func head() {
        var kept = KeptAnswers()
        let length = Field("Content-Length", "4")
        func ask(_ id: UInt64, _ method: String, _ body: String, _ fields: Field...) {
            take(&kept, exchange(id, method, 200, body, fields))
        }
        var now: KeptAnswer? { kept.answer(for: "http://h/a", [], holder: "") }
        ask(1, "GET", "body", tag("\"a\""), length, Field("Cache-Control", "max-age=1"))
        ask(2, "HEAD", "", tag("\"a\""), length, Field("Cache-Control", "max-age=60"))
        #expect(text(now?.body) == "body" && now?.fields["Cache-Control"] == "max-age=60" && now?.at == 2_000_000)
        ask(3, "HEAD", "", tag("\"a\""))
        #expect(text(now?.body) == "body")
        // Another length or tag: it is another state, and its body is not known.
        ask(4, "HEAD", "", tag("\"a\""), Field("Content-Length", "5"))
        #expect(now?.body == nil)
        ask(5, "GET", "body", tag("\"a\""), length)
        ask(6, "HEAD", "", tag("\"b\""), length)
        #expect(now?.body == nil && now?.validators.tag?.text == "\"b\"")
        #expect(text(kept.before("http://h/a")?.body) == "body")
    }

    @Test("a 304 gives the kept body, and its fields take the place of the kept ones but for some (RFC 9111 3.2)")
    func renewal() {
        var kept = KeptAnswers()
        take(
            &kept,
            exchange(
                1, "GET", 200, "body",
                [tag("\"a\""), Field("Content-Length", "4"), Field("X", "1"), Field("Content-Type", "text/plain")]))
        let asked = [Field("If-None-Match", "\"a\"")]
        let answer = take(
            &kept,
            exchange(
                2, "GET", 304, request: asked,
                [
                    tag("\"a\""), Field("Content-Length", "0"), Field("x", "2"), Field("Connection", "Y"),
                    Field("Y", "3"),
                    Field("Content-Type", "x/y"), Field("Date", "now"),
                ]))
        #expect(text(answer.body) == "body" && answer.renewed?.at == 1_000_000)
        let fields = kept.all(of: "http://h/a").first?.fields ?? []
        #expect(fields["X"] == "2" && fields["Date"] == "now" && fields["Content-Length"] == "4")
        #expect(fields["Y"] == nil && fields["Connection"] == nil && fields["Content-Type"] == "text/plain")
        #expect(answer.bodyResponse?.fields["Content-Type"] == "text/plain")
    }

    @Test("a 304 for another tag, or another holder, renews nothing; by date it does")
    func foreign() {
        var kept = KeptAnswers()
        take(&kept, exchange(1, "GET", 200, "body", [tag("\"a\"")]))
        let asked = [Field("If-None-Match", "\"a\"")]
        #expect(take(&kept, exchange(2, "GET", 304, request: asked, [tag("\"b\"")])).renewed == nil)
        #expect(take(&kept, exchange(3, "GET", 304, request: asked, holder: "me")).renewed == nil)
        #expect(take(&kept, exchange(4, "GET", 304, request: [Field("If-None-Match", "*")])).renewed == nil)
        #expect(take(&kept, exchange(5, "GET", 304, request: asked)).renewed != nil)
        #expect(take(&kept, exchange(6, "GET", 304, request: asked, [tag("W/\"a\"")])).renewed != nil)
        #expect(take(&kept, exchange(7, "HEAD", 304, request: asked)).renewed == nil, "a HEAD has no body to show")
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        take(&kept, exchange(8, "GET", 200, "dated", url: "http://h/d", [Field("Last-Modified", date)]))
        #expect(
            take(&kept, exchange(9, "GET", 304, url: "http://h/d", request: [Field("If-Modified-Since", date)])).renewed
                != nil)
        #expect(
            take(&kept, exchange(10, "GET", 304, url: "http://h/d", request: [Field("If-Modified-Since", "x")])).renewed
                == nil)
    }

    @Test("HEAD brings a tag and no body; a part brings nothing new; PUT brings a body only when it says so")
    func bodies() {
        var kept = KeptAnswers()
        take(&kept, exchange(1, "HEAD", 200, "", [tag("\"a\"")]))
        #expect(kept.tag(of: "http://h/a") == "\"a\"" && kept.all(of: "http://h/a").last?.body == nil)
        take(&kept, exchange(2, "GET", 200, "whole", [tag("\"b\"")]))
        take(&kept, exchange(3, "GET", 206, "w", [tag("\"b\"")]))
        #expect(text(kept.all(of: "http://h/a").last?.body) == "whole")
        take(&kept, exchange(4, "PUT", 200, "done", [tag("\"c\"")]))
        #expect(kept.tag(of: "http://h/a") == "\"c\"" && kept.all(of: "http://h/a").last?.body == nil)
        take(&kept, exchange(5, "PUT", 200, "state", [tag("\"d\""), Field("Content-Location", "/a")]))
        #expect(text(kept.all(of: "http://h/a").last?.body) == "state")
        take(
            &kept,
            exchange(6, "PATCH", 200, "new", [tag("\"e\""), Field("Preference-Applied", "return=representation")]))
        #expect(text(kept.all(of: "http://h/a").last?.body) == "new")
    }

    @Test("the state before is the newest form before a change, and of a read the one of the same form")
    func before() {
        var kept = KeptAnswers()
        let vary = Field("Vary", "Accept-Encoding")
        let (plain, coded) = ([Field("Accept-Encoding", "identity")], [Field("Accept-Encoding", "gzip")])
        func before() -> String? { kept.before("http://h/a")?.validators.tag?.text }
        take(&kept, exchange(1, request: plain, [tag("\"1\""), vary]))
        take(&kept, exchange(2, request: coded, [tag("\"1g\""), vary]))
        #expect(before() == nil, "two forms are no two states")
        take(&kept, exchange(3, "PUT", request: coded, [tag("\"2g\""), vary]))
        #expect(before() == "\"1g\"")
        take(&kept, exchange(4, "PUT", request: coded, [tag("\"3g\""), vary]))
        #expect(before() == "\"2g\"")
        take(&kept, exchange(5, request: plain, [tag("\"4\""), vary]))
        #expect(before() == "\"1\"")
    }

    @Test("a change makes what is kept untrue, and tells how many answers; an error changes nothing")
    func changes() {
        var kept = KeptAnswers()
        take(&kept, exchange(1, "GET", 200, "a", [tag("\"a\"")]))
        take(&kept, exchange(2, "GET", 200, "b", url: "http://h/b", [tag("\"b\"")]))
        #expect(take(&kept, exchange(3, "PUT", 412)).madeUntrue == 0 && kept.tag(of: "http://h/a") == "\"a\"")
        let put = take(&kept, exchange(4, "POST", 201, "", [Field("Location", "/b"), tag("\"x\"")]))
        #expect(put.madeUntrue == 2)
        #expect(kept.tag(of: "http://h/a") == nil && kept.tag(of: "http://h/b") == nil)
        #expect(kept.all(of: "http://h/a").last?.changedBy == "POST")
        // Twice makes nothing more untrue.
        #expect(take(&kept, exchange(5, "DELETE", 204)).madeUntrue == 0)
        take(&kept, exchange(6, "GET", 200, "new", [tag("\"n\"")]))
        #expect(kept.tag(of: "http://h/a") == "\"n\"")
    }

    @Test("bodies stay within a bound in all, and a very long one is not kept though its tag is")
    func bounds() {
        var kept = KeptAnswers()
        let large = String(repeating: "x", count: KeptAnswers.longestBody)
        take(&kept, exchange(1, "GET", 200, large + "x", [tag("\"long\"")]))
        #expect(kept.tag(of: "http://h/a") == "\"long\"" && kept.all(of: "http://h/a").last?.body == nil)
        for number in 1...12 as ClosedRange<UInt64> {
            take(&kept, exchange(number, "GET", 200, large, url: "http://h/\(number)", [tag("\"\(number)\"")]))
        }
        let held = (1...12).reduce(0) { $0 + (kept.all(of: "http://h/\($1)").last?.body?.count ?? 0) }
        #expect(
            held <= KeptAnswers.mostBytes && kept.tag(of: "http://h/12") == "\"12\""
                && kept.tag(of: "http://h/1") == nil)
        // Of one URL, too.
        for number in 0..<20 {
            take(
                &kept,
                exchange(
                    UInt64(number), url: "http://h/v", request: [Field("A", "\(number)")],
                    [tag("\"v\""), Field("Vary", "a")]))
        }
        #expect(kept.all(of: "http://h/v").count == 8)
    }

    @Test("digests tell credentials apart, and say nothing of them")
    func digests() {
        let one = KeyedDigest(key: Array(0..<32))
        #expect(one.text([]) == "" && one.text(["bearer", "abc"]) == one.text(["bearer", "abc"]))
        #expect(one.text(["bearer", "abc"]) != one.text(["beare", "rabc"]))
        #expect(one.text(["bearer", "abc"]) != KeyedDigest(key: Array(1..<33)).text(["bearer", "abc"]))
        #expect(one.text(["abc"]).utf8.count == 32 && KeyedDigest().text(["a"]) != KeyedDigest().text(["a"]))
        // RFC 4231, test case 2, of which this is the first half.
        #expect(
            KeyedDigest(key: Array("Jefe".utf8)).authentication(of: Array("what do ya want for nothing?".utf8)).prefix(
                4)
                == [0x5B, 0xDC, 0xC1, 0x46])
    }
}
