import Testing

@testable import REST

@Suite("Public suffixes") struct PublicSuffixTests {
    private let list = PublicSuffixes(
        Array(
            """
            // a comment
            com
            jp
            ac.jp
            kobe.jp
            *.kobe.jp
            !city.kobe.jp
            *.ck
            !www.ck
            公司.cn after the first blank nothing counts
              indented.example

            """.utf8))

    @Test(
        "rules, wildcards and exceptions; without a rule the last label",
        arguments: [
            ("com", true), ("example.com", false), ("www.example.com", false), ("jp", true), ("ac.jp", true),
            ("x.ac.jp", false), ("kobe.jp", true), ("c.kobe.jp", true), ("b.c.kobe.jp", false),
            ("city.kobe.jp", false), ("www.city.kobe.jp", false), ("ck", true), ("test.ck", true),
            ("b.test.ck", false), ("www.ck", false), ("unknown", true), ("a.unknown", false),
            ("xn--55qx5d.cn", true), ("a.xn--55qx5d.cn", false), ("10.0.0.1", false), ("::1", false),
            ("com.", true), ("example.com.", false), ("x.ac.jp.", false),
        ])
    func rules(_ name: String, _ isSuffix: Bool) { #expect(list.contains(name) == isSuffix) }

    @Test("the list of this system, where there is one")
    func system() throws {
        let list = try #require(PublicSuffixes.system, "\(PublicSuffixes.advice)")
        #expect(list.count > 5000)
        for name in ["co.uk", "com", "github.io", "xn--55qx5d.cn"] { #expect(list.contains(name), "\(name)") }
        for name in ["example.co.uk", "example.com", "me.github.io", "www.ck"] {
            #expect(!list.contains(name), "\(name)")
        }
    }
}
