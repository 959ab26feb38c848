import Hypermedia
import Payloads
import Testing

/// Pages joined: where they end, and that no item's text is changed.
@Suite struct PageWalkTests {
    private func page(
        _ url: String, _ body: String, link: String? = nil, status: Int? = 200, retryAfter: String? = nil
    ) -> Page {
        var fields = [(name: "Content-Type", value: "application/json")]
        if let link { fields.append((name: "Link", value: link)) }
        if let retryAfter { fields.append((name: "Retry-After", value: retryAfter)) }
        return Page(asked: url, url: url, status: status, fields: fields, body: PayloadBytes(Array(body.utf8)))
    }

    @Test func goesToTheEndAndJoins() {
        var walk = PageWalk()
        #expect(
            walk.take(page("http://h/p", "[ {\"a\": 1.0}, 2\n]", link: "<?n=2>; rel=next"), now: 0)
                == .follow("http://h/p?n=2"))
        #expect(walk.take(page("http://h/p?n=2", "[3e0,  \"\\u0034\"]"), now: 0) == .end(.last))
        #expect(walk.joined.items.map(\.page) == [0, 0, 1, 1])
        #expect(walk.joined.text(of: walk.joined.items[3]) == "\"\\u0034\"")
        #expect(
            walk.joined.text.map { String(decoding: $0, as: UTF8.self) } == "[ {\"a\": 1.0}, 2,3e0,  \"\\u0034\"\n]")
        #expect(walk.joined.list?.path == "$")
    }

    @Test func keepsTheWrapperOfTheFirstPage() {
        var walk = PageWalk()
        _ = walk.take(page("http://h/1", #"{"total": 3, "items": [], "next": "/2"}"#), now: 0)
        _ = walk.take(page("http://h/2", #"{"total": 3, "items": [1, 2]}"#), now: 0)
        #expect(
            walk.joined.text.map { String(decoding: $0, as: UTF8.self) }
                == #"{"total": 3, "items": [1, 2], "next": "/2"}"#)
        #expect(walk.joined.list?.path == "$.items")
    }

    @Test func halPages() {
        var walk = PageWalk()
        let first =
            #"{"_links": {"next": {"href": "/2"}}, "_embedded": {"sc:items": [{"_links": {"self": {"href": "/i/1"}}}]}}"#
        #expect(walk.take(page("http://h/1", first), now: 0) == .follow("http://h/2"))
        #expect(walk.joined.list?.names == ["_embedded", "sc:items"])
    }

    @Test func endsAtACycle() {
        var walk = PageWalk()
        _ = walk.take(page("http://h/1", "[1]", link: "</2>; rel=next"), now: 0)
        #expect(walk.take(page("http://h/2", "[2]", link: "</1#x>; rel=next"), now: 0) == .end(.cycle("http://h/1#x")))
    }

    @Test func endsAtTheSameBody() {
        var walk = PageWalk()
        _ = walk.take(page("http://h/1", "[1,2]", link: "</2>; rel=next"), now: 0)
        #expect(walk.take(page("http://h/2", "[1,2]", link: "</3>; rel=next"), now: 0) == .end(.sameBody))
        #expect(walk.joined.items.count == 2)
    }

    @Test func neverGoesToAnotherOrigin() {
        var walk = PageWalk()
        #expect(
            walk.take(page("http://h/1", "[]", link: "<http://evil/2>; rel=next"), now: 0)
                == .end(.otherOrigin("http://evil/2")))
        var secure = PageWalk()
        #expect(
            secure.take(page("https://h/1", "[]", link: "<http://h/2>; rel=next"), now: 0)
                == .end(.otherOrigin("http://h/2")))
    }

    @Test func obeysItsBounds() {
        var bounds = PageWalk.Bounds()
        bounds.pages = 1
        var walk = PageWalk(bounds)
        #expect(
            walk.take(page("http://h/1", "[1]", link: "</2>; rel=next"), now: 0)
                == .end(.bound("1 page", next: "http://h/2")))
        bounds = PageWalk.Bounds()
        bounds.items = 2
        var second = PageWalk(bounds)
        #expect(
            second.take(page("http://h/1", "[1,2,3]", link: "</2>; rel=next"), now: 0)
                == .end(.bound("2 items", next: "http://h/2")))
    }

    @Test func waitsAsTheServerAsks() {
        var walk = PageWalk()
        _ = walk.take(page("http://h/1", "[1]", link: "</2>; rel=next"), now: 0)
        let busy = page("http://h/2", "{}", status: 429, retryAfter: "3")
        #expect(walk.take(busy, now: 0) == .wait(seconds: 3, url: "http://h/2"))
        #expect(
            walk.take(page("http://h/2", "", status: 429, retryAfter: "Thu, 01 Jan 1970 00:01:00 GMT"), now: 50)
                == .wait(seconds: 10, url: "http://h/2"))
        #expect(
            walk.take(page("http://h/2", "", status: 429, retryAfter: "86400"), now: 0)
                == .end(.tooLong(seconds: 86400)))
        #expect(walk.take(page("http://h/2", "", status: 429), now: 0) == .end(.status(429)))
        for _ in 0..<3 { _ = walk.take(busy, now: 0) }
        #expect(walk.take(busy, now: 0) == .end(.status(429)))
        #expect(walk.joined.items.count == 1)
    }

    @Test func keepsWhatCameBeforeAnError() {
        var walk = PageWalk()
        _ = walk.take(page("http://h/1", "[1]", link: "</2>; rel=next"), now: 0)
        #expect(walk.take(page("http://h/2", "oops", status: 500), now: 0) == .end(.status(500)))
        #expect(walk.joined.pages.count == 1 && walk.joined.items.count == 1)
    }

    @Test func countsItemsThatComeTwice() {
        var walk = PageWalk()
        _ = walk.take(page("http://h/1", #"[{"id": 1}, {"id": 2}]"#, link: "</2>; rel=next"), now: 0)
        _ = walk.take(page("http://h/2", #"[{"id": 2}, {"id": 3}]"#), now: 0)
        #expect(walk.joined.items.count == 4 && walk.joined.repeated == 1)
    }

    @Test func pagesWithoutAListAreKeptAndSaid() {
        var walk = PageWalk()
        _ = walk.take(page("http://h/1", #"{"a": 1}"#, link: "</2>; rel=next"), now: 0)
        #expect(walk.joined.text == nil && walk.joined.pages.first?.problem == "the page has no list of items")
    }
}
