import REST
import Testing

@Suite("What happens then, and what a second request costs") struct CacheVerdictTests {
    private func then(_ facts: CacheFacts, _ kind: CacheKind = .isPrivate) -> [CacheLine] {
        CacheCase.verdict(facts, kind).lines(.stale, at: CacheCase.now)
    }

    @Test("the server is asked with the tag, else the date, else for all of it")
    func renewal() {
        let changed = "Last-Modified: Sun, 06 Nov 1994 08:00:00 GMT"
        #expect(then(CacheCase.facts("ETag: \"a\"", changed))[0].words.contains("If-None-Match"))
        #expect(then(CacheCase.facts(changed))[0].words.contains("If-Modified-Since"))
        #expect(then(CacheCase.facts())[0].words.contains("1,000 bytes"))
        #expect(then(CacheCase.facts("Last-Modified: \(CacheCase.date)"))[0].words.contains("same second"))
        #expect(then(CacheCase.facts("Cache-Control: no-store")).map(\.words) == ["every request goes to the server"])
    }

    @Test("what may be used stale, and what never")
    func stale() {
        func sections(_ control: String, _ kind: CacheKind = .isPrivate) -> [String] {
            then(CacheCase.facts("Cache-Control: max-age=9, \(control)"), kind).dropFirst().map(\.section)
        }
        #expect(sections("must-revalidate") == ["9111 5.2.2.2"])
        #expect(sections("proxy-revalidate") == ["9111 4.2.4"])
        #expect(sections("proxy-revalidate", .shared) == ["9111 5.2.2.8"])
        #expect(sections("s-maxage=5", .shared) == ["9111 5.2.2.10"])
        #expect(sections("no-cache") == ["9111 4.2.4"])
        #expect(sections("stale-while-revalidate=60, stale-if-error=600") == ["5861 3", "5861 4"])
        #expect(sections("stale-if-error=600, must-revalidate") == ["9111 5.2.2.2"])
        let lenient = then(CacheCase.facts("Cache-Control: max-age=9"))
        #expect(lenient.last?.words.contains("cannot be reached") == true)
    }

    @Test("no-cache asks before every use, immutable not even on a reload")
    func fresh() {
        func words(_ control: String) -> String {
            CacheCase.verdict(CacheCase.facts("Cache-Control: \(control)")).lines(.fresh, at: CacheCase.now)
                .map(\.words).joined(separator: "\n")
        }
        #expect(words("no-cache, max-age=60").contains("asked before every use"))
        #expect(words("no-cache=\"set-cookie\", max-age=60").contains("but set-cookie only after"))
        #expect(words("max-age=60, immutable").contains("not even a reload"))
        #expect(!words("max-age=0, immutable").contains("reload"))
        let others = CacheCase.verdict(
            CacheCase.facts(
                "Cache-Control: max-age=60", "Expires: 0", "Pragma: no-cache", "CDN-Cache-Control: max-age=600"),
            .shared
        ).lines(.fresh, at: CacheCase.now).map(\.section)
        #expect(others == ["9111 5.2.2.1", "9111 5.4", "9111 5.3"])
    }

    @Test("what a second request costs")
    func cost() {
        func words(_ facts: CacheFacts, after seconds: Int64 = 0) -> String {
            CacheCase.verdict(facts).cost(at: CacheCase.now + seconds * 1_000_000).words
        }
        let fresh = CacheCase.facts("Cache-Control: max-age=60", "ETag: \"a\"")
        #expect(words(fresh).hasPrefix("nothing"))
        #expect(words(fresh, after: 60).hasPrefix("a question"))
        #expect(words(CacheCase.facts("Cache-Control: no-cache, max-age=60", "ETag: \"a\"")).hasPrefix("a question"))
        #expect(words(CacheCase.facts("Cache-Control: max-age=0")) == "all of it again: 1,000 bytes")
        #expect(words(CacheCase.facts("Cache-Control: no-store")) == "all of it again: 1,000 bytes")
        #expect(words(CacheCase.facts("Cache-Control: max-age=60", "Vary: *")) == "all of it again: 1,000 bytes")
    }

    @Test("what the request asked of caches")
    func request() {
        let lines = RequestDirectives.lines([
            Field(
                "cache-control",
                "no-cache, max-age=0, max-stale, min-fresh=5, only-if-cached, no-store, no-transform, x")
        ])
        #expect(
            lines.map(\.section) == [4, 1, 2, 3, 7, 5, 6].map { "9111 5.2.1.\($0)" })
        #expect(RequestDirectives.lines([Field("Pragma", "no-cache")])[0].words.contains("no-cache"))
        #expect(
            RequestDirectives.lines([Field("Pragma", "no-cache"), Field("Cache-Control", "x")])[0].words
                .contains("nothing"))
    }

    @Test("Cache-Status hop by hop (RFC 9211)")
    func status() {
        let status = CacheStatus([
            Field("Cache-Status", "OriginCache; hit; ttl=1100, \"CDN, Inc\"; fwd=uri-miss; fwd-status=200; stored"),
            Field("Cache-Status", "Edge;fwd=stale;ttl=-412;collapsed;key=\"a;b\";detail=\"x\", Quiet"),
        ])
        #expect(status.hops.map(\.name) == ["OriginCache", "CDN, Inc", "Edge", "Quiet"])
        #expect(status.hops.map(\.isHit) == [true, false, false, false])
        #expect(status.hops[0].words == "answered from what it kept, holds 18 min 20 s more")
        #expect(status.hops[1].words == "asked on: nothing kept for the URL, got 200, kept the answer")
        #expect(status.hops[2].words.contains("held until 6 min 52 s ago") && status.hops[2].words.contains("key a;b"))
        #expect(status.hops[3].words == "says nothing of what it did")
        #expect(CacheStatus([]).hops.isEmpty)
        let hostile = String(repeating: "a;ttl=-99999999999999999999;hit=?0,", count: 10_000)
        #expect(CacheStatus([Field("Cache-Status", hostile)]).hops.count == 64)
        #expect(CacheStatus([Field("Cache-Status", "a; ttl=-9223372036854775808")]).hops.count == 1)
    }
}
