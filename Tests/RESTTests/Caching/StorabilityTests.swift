import REST
import Testing

@Suite("May a cache keep it? (RFC 9111 3)") struct StorabilityTests {
    private func both(_ facts: CacheFacts) -> [Bool] {
        [CacheKind.isPrivate, .shared].map { Storability(facts, for: $0).isAllowed }
    }

    private func section(_ facts: CacheFacts, _ kind: CacheKind = .isPrivate) -> String {
        Storability(facts, for: kind).line.section
    }

    @Test("every status of RFC 9110 15.1 may be kept without a word, and no other")
    func heuristic() {
        let all: Set = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]
        for status in 200..<600 where status != 304 && status != 206 {
            #expect(both(CacheCase.facts(status: status)) == [all.contains(status), all.contains(status)], "\(status)")
        }
        #expect(Storability.heuristicStatuses == all.union([206]))
        // Others are with one.
        for status in [201, 302, 307, 403, 418, 500, 503, 599] {
            #expect(both(CacheCase.facts("Cache-Control: max-age=60", status: status)) == [true, true], "\(status)")
            #expect(both(CacheCase.facts("Expires: \(CacheCase.date)", status: status)) == [true, true])
            #expect(both(CacheCase.facts("Cache-Control: public", status: status)) == [true, true])
        }
        #expect(both(CacheCase.facts("Cache-Control: private", status: 500)) == [true, false])
        #expect(both(CacheCase.facts("Cache-Control: s-maxage=9", status: 500)) == [false, true])
    }

    @Test("parts, 304 and answers that are not final are none to keep")
    func unusual() {
        #expect(section(CacheCase.facts("Content-Range: bytes 0-1/2", status: 206)) == "9111 3.3")
        #expect(section(CacheCase.facts(status: 304)) == "9111 4.3.4")
        #expect(section(CacheCase.facts(isComplete: false)) == "9111 3.3")
        for facts in [CacheCase.facts(status: 206), CacheCase.facts(status: 304), CacheCase.facts(status: 103)] {
            #expect(both(facts) == [false, false])
        }
    }

    @Test("methods: GET, HEAD, and POST with explicit freshness and its own Content-Location")
    func methods() {
        #expect(both(CacheCase.facts(method: "HEAD")) == [true, true])
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"] {
            #expect(both(CacheCase.facts("Cache-Control: max-age=60", method: method)) == [false, false])
        }
        let post = "POST"
        #expect(both(CacheCase.facts(method: post)) == [false, false])
        #expect(both(CacheCase.facts("Cache-Control: max-age=60", method: post)) == [false, false])
        #expect(both(CacheCase.facts("Content-Location: /a", method: post)) == [false, false])
        #expect(
            both(CacheCase.facts("Cache-Control: max-age=60", "Content-Location: /a", method: post)) == [true, true])
        #expect(
            both(CacheCase.facts("Expires: \(CacheCase.date)", "Content-Location: http://h.example/a", method: post))
                == [true, true])
        #expect(
            both(CacheCase.facts("Cache-Control: max-age=60", "Content-Location: /b", method: post)) == [false, false])
        #expect(section(CacheCase.facts(method: post)) == "9110 9.3.3")
    }

    @Test("no-store of the answer or the request; must-understand beats that of the answer")
    func noStore() {
        #expect(both(CacheCase.facts("Cache-Control: max-age=9, nO-StOrE")) == [false, false])
        #expect(
            both(CacheCase.facts("Cache-Control: max-age=9", request: ["Cache-Control: no-store"])) == [false, false])
        #expect(section(CacheCase.facts(request: ["Cache-Control: no-store"])) == "9111 5.2.1.5")
        #expect(both(CacheCase.facts("Cache-Control: max-age=9, no-store, must-understand")) == [true, true])
        #expect(
            both(CacheCase.facts("Cache-Control: max-age=9, no-store, must-understand", status: 299)) == [false, false])
        #expect(section(CacheCase.facts("Cache-Control: max-age=9, must-understand", status: 599)) == "9111 5.2.2.3")
    }

    @Test("private keeps it from shared caches; with names only those fields")
    func forOne() {
        #expect(both(CacheCase.facts("Cache-Control: private, max-age=9")) == [true, false])
        #expect(both(CacheCase.facts("Cache-Control: private=\"set-cookie\", max-age=9")) == [true, true])
        let lines = CacheCase.verdict(CacheCase.facts("Cache-Control: private=\"Set-Cookie\""), .shared)
            .lines(.store, at: CacheCase.now)
        #expect(lines.contains { $0.words.contains("set-cookie") && $0.section == "9111 5.2.2.7" })
    }

    @Test("Authorization: shared caches need public, must-revalidate or s-maxage")
    func authorization() {
        let request = ["Authorization: Bearer x"]
        #expect(both(CacheCase.facts("Cache-Control: max-age=9", request: request)) == [true, false])
        #expect(section(CacheCase.facts("Cache-Control: max-age=9", request: request), .shared) == "9111 3.5")
        for word in ["public", "must-revalidate", "s-maxage=5"] {
            #expect(both(CacheCase.facts("Cache-Control: max-age=9, \(word)", request: request)) == [true, true])
        }
        #expect(both(CacheCase.facts("Cache-Control: max-age=9, proxy-revalidate", request: request)) == [true, false])
    }

    @Test("Vary is told: * is never answered with again")
    func vary() {
        let star = CacheCase.facts("Cache-Control: max-age=9", "Vary: Accept, *")
        #expect(Vary(star.fields).isEverything && !CacheCase.verdict(star).isReusable(at: CacheCase.now))
        #expect(CacheCase.verdict(star).lines(.store, at: 0).contains { $0.section == "9111 4.1" })
        let vary = Vary([Field("vary", "accept-language , Accept"), Field("Vary", "ACCEPT")])
        #expect(vary.names == ["accept", "accept-language"])
        // Lines joined, blanks aside; a missing field is not an empty one.
        #expect(
            vary.matches(
                [Field("Accept", "a, b"), Field("accept-language", "de")],
                [Field("accept", "a"), Field("Accept-Language", "de"), Field("Accept", "b")]))
        #expect(!vary.matches([Field("Accept", "a")], [Field("Accept", "a"), Field("Accept-Language", "")]))
        #expect(!vary.matches([Field("Accept", "a")], [Field("Accept", "b")]))
        #expect(vary.matches([Field("X", "1")], [Field("X", "2")]))
    }
}
