import REST
import Testing

@Suite("Caches that have a field of their own (RFC 9213)") struct TargetedCacheControlTests {
    private func verdict(_ fields: String...) -> CacheVerdict {
        var facts = CacheCase.facts()
        for line in fields { facts.fields += CacheCase.facts(line, dated: false).fields }
        return CacheCase.verdict(facts, .delivery)
    }

    @Test("a content delivery network is judged where it is spoken to")
    func kinds() {
        #expect(CacheKind.all(for: CacheCase.facts("Cache-Control: max-age=60")) == [.isPrivate, .shared])
        #expect(CacheKind.all(for: CacheCase.facts("CDN-Cache-Control: max-age=60")) == CacheKind.allCases)
    }

    @Test("its field counts alone: Cache-Control and Expires are passed over")
    func alone() {
        let long = verdict("CDN-Cache-Control: max-age=600", "Cache-Control: no-store", "Expires: 0")
        #expect(long.storability.isAllowed)
        #expect(long.freshness.seconds == 600)
        #expect(long.freshness.line.field == "CDN-Cache-Control: max-age=600")
        #expect(long.isReusable(at: CacheCase.now + 599_000_000))
        #expect(!long.isReusable(at: CacheCase.now + 600_000_000))
        #expect(long.lines(.store, at: CacheCase.now).map(\.section) == ["9111 5.2.2.1", "9213 2.2"])
        #expect(long.lines(.fresh, at: CacheCase.now).map(\.section) == ["9111 5.2.2.1", "9111 5.3"])

        let future = "Expires: Sun, 06 Nov 2094 08:49:37 GMT"
        #expect(verdict("CDN-Cache-Control: max-age=0", future).freshness.seconds == 0)
        #expect(!verdict("CDN-Cache-Control: private", "Cache-Control: max-age=60").storability.isAllowed)
        #expect(!verdict("CDN-Cache-Control: no-store", "Cache-Control: max-age=60").storability.isAllowed)
        #expect(!verdict("CDN-Cache-Control: no-cache", "Cache-Control: max-age=60").isReusable(at: CacheCase.now))
    }

    @Test("several lines are one dictionary, of which the last of a name counts, and great numbers are bounded")
    func dictionary() {
        #expect(verdict("CDN-Cache-Control: max-age=1", "CDN-Cache-Control: max-age=7").freshness.seconds == 7)
        #expect(verdict("CDN-Cache-Control: max-age=99999999999").freshness.seconds == CacheControl.most)
        #expect(verdict("CDN-Cache-Control: max-age=-5").freshness.seconds == 0)
        #expect(verdict("CDN-Cache-Control: other;a=b, max-age=9;x=\"y\"").freshness.seconds == 9)
    }

    @Test(
        "what is no dictionary is passed over whole, and that is said",
        arguments: ["max-age=10000, &&&&&", "MaX-aGe=60", "max-age =60", "max-age= 60", "max-age=9999999999999999", ""])
    func broken(_ value: String) {
        let verdict = verdict("CDN-Cache-Control: \(value)", "Cache-Control: max-age=5")
        #expect(verdict.freshness.seconds == 5)
        #expect(verdict.freshness.line.field == "Cache-Control: max-age=5")
        #expect(verdict.lines(.store, at: CacheCase.now).contains { $0.section == "9213 2.1" && $0.level == .warning })
    }

    @Test("a directive whose argument has another type says nothing, the others hold")
    func types() {
        let text = verdict("CDN-Cache-Control: max-age=\"60\", no-store", "Cache-Control: max-age=5")
        #expect(!text.storability.isAllowed)
        #expect(verdict("CDN-Cache-Control: max-age=\"60\"", "Cache-Control: max-age=5").freshness.source == .none)
        #expect(verdict("CDN-Cache-Control: no-store=?0, max-age=(1 2)").storability.isAllowed)
    }
}
