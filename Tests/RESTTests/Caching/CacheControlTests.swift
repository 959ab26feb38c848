import REST
import Testing

@Suite("Cache-Control as it is read (RFC 9111 4.2.1, 5.2)") struct CacheControlTests {
    private func age(_ lines: String...) -> CacheControl.Seconds? { CacheControl(lines).seconds("max-age") }

    @Test("capitals, quotes and leading zeros do not matter")
    func spellings() {
        #expect(age("max-age=60")?.value == 60 && age("max-age=60")?.remark == nil)
        #expect(age("MaX-AgE=60")?.value == 60)
        #expect(age("max-age=\"60\"")?.value == 60)
        #expect(age("max-age=0060")?.value == 60)
        #expect(age("foo, bar=\"a,b\" ,, max-age=60")?.value == 60)
        #expect(age("public") == nil)
    }

    @Test(
        "what is no number of seconds is stale at once",
        arguments: [
            "max-age=100a", "max-age=a100", "max-age=-3600", "max-age=3600.5", "max-age='3600'", "max-age=", "max-age",
            "max-age =3600", "max-age= 3600", "max-age=3 600", "max-age=+60", "max-age=٣",
        ])
    func invalid(_ text: String) {
        let found = age(text)
        #expect(found?.value == 0 && found?.remark != nil)
    }

    @Test("more than 2^31 seconds are 2^31")
    func large() {
        for text in ["2147483648", "2147483649", "99999999999", "99999999999999999999999"] {
            #expect(age("max-age=\(text)")?.value == 1 << 31)
        }
        #expect(age("max-age=2147483647")?.value == 2_147_483_647)
    }

    @Test("of several the strictest counts, on one line or two")
    func duplicates() {
        #expect(age("max-age=1800, max-age=1")?.value == 1 && age("max-age=1", "max-age=1800")?.value == 1)
        #expect(age("max-age=1800, max-age=1")?.remark?.contains("2 times") == true)
        #expect(age("max-age=60, max-age=60")?.remark == nil)
        #expect(age("max-age=60, max-age=x")?.value == 0)
    }

    @Test("a directive within quotes is none")
    func quoted() {
        #expect(age("extension=\"max-age=3600\"") == nil)
        #expect(age("extension=\"max-age=3600, no-store\", max-age=1")?.value == 1)
        #expect(age("max-age=1, extension=\"a\\\", max-age=3600\"")?.value == 1)
        #expect(!CacheControl(["extension=\"no-store\""]).has("no-store"))
    }

    @Test("no-cache and private with field names hold for those fields")
    func qualified() {
        let control = CacheControl(["no-cache=\"Set-Cookie, X-A\", private=X-B"])
        #expect(control.hasWhole("no-cache") == nil && control.has("no-cache"))
        #expect(control.names(of: "no-cache") == ["set-cookie", "x-a"] && control.names(of: "private") == ["x-b"])
        #expect(CacheControl(["No-Cache"]).hasWhole("no-cache") != nil)
        // Both forms at once: the strict one holds.
        #expect(CacheControl(["no-cache=\"a\", no-cache"]).hasWhole("no-cache") != nil)
    }

    @Test("a line of very many directives is read up to a bound")
    func bound() {
        let line = String(repeating: "a,", count: 100_000)
        #expect(CacheControl([line]).directives.count == 256)
    }
}
