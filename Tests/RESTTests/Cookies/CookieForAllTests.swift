import Testing

@testable import REST

@Suite("Cookies for every host") struct CookieForAllTests {
    @Test("one for every host stays so in martlet's own form, and one of a host called unknown its own")
    func own() {
        var (all, unknown) = (Cookie("a", "1", domain: ""), Cookie("b", "2", domain: "unknown"))
        (all.creation, unknown.creation) = (5, 6)
        let text = CookieFile.own([all, unknown])
        #expect(CookieFile(text).cookies == [all, unknown])
        // As curl writes it.
        #expect(CookieFile.text(of: [all]).contains("\nunknown\tFALSE\t/\tFALSE\t0\ta\t1\n"))
    }
}
