import REST
import Testing

@Suite("How long it holds, how old it is (RFC 9111 4.2)") struct FreshnessTests {
    private func seconds(_ facts: CacheFacts, _ kind: CacheKind = .isPrivate) -> Int {
        Freshness(facts, for: kind).seconds
    }

    @Test("first s-maxage for shared caches, then max-age, then Expires less Date")
    func order() {
        let all = CacheCase.facts(
            "Cache-Control: max-age=60, s-maxage=5", "Expires: Sun, 06 Nov 1994 09:49:37 GMT")
        #expect(seconds(all) == 60 && seconds(all, .shared) == 5)
        #expect(Freshness(all, for: .shared).line.section == "9111 5.2.2.10")
        #expect(seconds(CacheCase.facts("Cache-Control: max-age=0, s-maxage=500"), .shared) == 500)
        #expect(seconds(CacheCase.facts("Cache-Control: s-maxage=500")) == 0)
        let expires = CacheCase.facts("Expires: Sun, 06 Nov 1994 09:49:37 GMT")
        #expect(seconds(expires) == 3600 && Freshness(expires, for: .shared).line.section == "9111 5.3")
        // Without a Date: from the moment that it came.
        #expect(seconds(CacheCase.facts("Expires: Sun, 06 Nov 1994 08:50:37 GMT", dated: false)) == 60)
        #expect(seconds(CacheCase.facts("Expires: Sun, 06 Nov 1994 08:00:00 GMT")) == 0)
        #expect(seconds(CacheCase.facts("Cache-Control: max-age=0", "Expires: Sun, 06 Nov 2044 08:00:00 GMT")) == 0)
        #expect(seconds(CacheCase.facts("Cache-Control: max-age=60", "Expires: 0")) == 60)
    }

    @Test(
        "an Expires that is no date of HTTP is stale at once",
        arguments: [
            "0", "-1", "never", "Thu, 18 Aug 2050 02:01:18 UTC", "Thu, 18 Aug 2050 02:01:18 AEST",
            "Thu, 18 Aug 50 02:01:18 GMT", "Thu 18 Aug 2050 02:01:18 GMT", "Thu, 18  Aug  2050 02:01:18 GMT",
            "Thu, 18-Aug-2050 02:01:18 GMT", "Thu, 18 Aug 2050 02.01.18 GMT", "Thu, 18 Aug 2050 2:01:18 GMT",
            "Thu, 32 Aug 2050 02:01:18 GMT", "Thu, 18 Foo 2050 02:01:18 GMT", "Thu, 18 Aug 2050 24:01:18 GMT", "",
        ])
    func badExpires(_ text: String) {
        let freshness = Freshness(CacheCase.facts("Expires: \(text)"), for: .isPrivate)
        #expect(freshness.seconds == 0 && freshness.source == .explicit)
    }

    @Test(
        "the three forms of a date, in any capitals",
        arguments: [
            "Tue, 19 Jan 2038 14:14:08 GMT", "Sun, 21 Nov 2286 04:46:39 GMT", "Thursday, 18-Aug-50 02:01:18 GMT",
            "Thu Aug  8 02:01:18 2050", "THU, 18 Aug 2050 02:01:18 GMT", "Thu, 18 AUG 2050 02:01:18 gMT",
        ])
    func goodExpires(_ text: String) { #expect(seconds(CacheCase.facts("Expires: \(text)")) > 0) }

    @Test("two Expires are none")
    func twoExpires() {
        let one = "Expires: Thu, 18 Aug 2050 02:01:18 GMT"
        #expect(seconds(CacheCase.facts(one, one)) == 0)
    }

    @Test("a tenth of the time since the last change is the usual guess, with a status that allows it or public")
    func guess() {
        let changed = "Last-Modified: Sun, 06 Nov 1994 08:32:57 GMT"
        #expect(seconds(CacheCase.facts(changed)) == 100)
        #expect(Freshness(CacheCase.facts(changed), for: .isPrivate).source == .heuristic)
        #expect(seconds(CacheCase.facts(changed, status: 201)) == 0)
        #expect(seconds(CacheCase.facts(changed, "Cache-Control: public", status: 201)) == 100)
        let without = Freshness(CacheCase.facts(), for: .isPrivate)
        #expect(without.source == .none && without.seconds == 0 && without.line.section == "9111 4.2.2")
        #expect(seconds(CacheCase.facts("Last-Modified: Mon, 07 Nov 1994 08:32:57 GMT")) == 0)
    }

    @Test(
        "Age: the first value of the first line, if it is a number of seconds",
        arguments: [
            ("abc", nil), ("-7200", nil), ("7200.0", nil), ("7200, 0", 7200), ("0, 7200", 0), ("0, 0", 0), ("", nil),
            ("7200;foo=111", nil), ("2147483648", 1 << 31), ("99999999999999999999", 1 << 31),
        ] as [(String, Int?)])
    func ageText(_ text: String, _ expected: Int?) {
        #expect(CacheAge(CacheCase.facts("Age: \(text)")).told == expected)
    }

    @Test("two Age lines: the first")
    func ageLines() {
        #expect(CacheAge(CacheCase.facts("Age: 7200", "Age: 0")).told == 7200)
        #expect(CacheAge(CacheCase.facts("Age: 0", "Age: 7200")).told == 0)
        #expect(CacheAge(CacheCase.facts("Age: 0", "Age: 7200")).remark != nil)
    }

    @Test("the age is the larger of the apparent and the told one with the time of the exchange, and it grows")
    func age() {
        let facts = CacheFacts(
            url: "", fields: [Field("Date", CacheCase.date), Field("Age", "10")], requestTime: CacheCase.now,
            responseTime: CacheCase.now + 3_000_000)
        let age = CacheAge(facts)
        #expect(age.apparent == 3 && age.initial == 13 && age.current(at: CacheCase.now + 8_000_000) == 18)
        let slow = CacheFacts(
            url: "", fields: [Field("Date", CacheCase.date), Field("Age", "1")],
            requestTime: CacheCase.now + 100_000_000,
            responseTime: CacheCase.now + 100_000_000)
        #expect(CacheAge(slow).initial == 100)
        // A Date in the future makes nothing younger than new.
        #expect(CacheAge(CacheFacts(url: "", fields: [Field("Date", CacheCase.date)], responseTime: 0)).apparent == 0)
    }

    @Test("it holds while its time is longer than its age, not as long")
    func fresh() {
        let verdict = CacheCase.verdict(CacheCase.facts("Cache-Control: max-age=60", "Age: 20"))
        #expect(verdict.isFresh(at: CacheCase.now + 39_000_000) && !verdict.isFresh(at: CacheCase.now + 40_000_000))
        let left = verdict.lines(.age, at: CacheCase.now + 10_000_000)[0]
        #expect(left.words == "30 s: 30 s left" && left.field == "Age: 20" && left.section == "9111 4.2.3")
        let over = verdict.lines(.age, at: CacheCase.now + 50_000_000)[0]
        #expect(over.words == "70 s: holds no more since 10 s")
    }

    @Test("clocks that disagree are told, and not those that Age explains")
    func skew() throws {
        func skew(_ seconds: Int64, _ fields: [Field] = []) -> ClockSkew? {
            let moment = CacheCase.now - seconds * 1_000_000
            return ClockSkew(
                CacheFacts(
                    url: "", fields: [Field("Date", CacheCase.date)] + fields, requestTime: moment,
                    responseTime: moment))
        }
        #expect(skew(0)?.line == nil && skew(2)?.line == nil && skew(-2)?.line == nil)
        #expect(skew(3600)?.line?.words.contains("1 h ahead") == true)
        #expect(skew(-3600)?.line?.words.contains("1 h behind") == true)
        #expect(skew(-3600, [Field("Age", "3600")])?.line == nil)
        let unset = CacheFacts(
            url: "", fields: [Field("Date", "Thu, 01 Jan 1970 00:00:09 GMT")], requestTime: CacheCase.now,
            responseTime: CacheCase.now)
        #expect(ClockSkew(unset)?.line?.words.contains("1970") == true)
        for (date, year) in [("Mon, 01 Jan 1900 00:00:05 GMT", "1900"), ("Mon, 01 Jan 1601 00:00:00 GMT", "1601")] {
            var early = unset
            early.fields = [Field("Date", date)]
            #expect(ClockSkew(early)?.line?.words.hasSuffix("it lives in \(year)") == true, "\(date)")
        }
        #expect(ClockSkew(CacheFacts(url: "")) == nil)
        let lines = CacheCase.verdict(unset).lines(.age, at: CacheCase.now)
        #expect(lines.contains { $0.level == .bad })
    }
}
