import REST
import Testing

@Suite("Entity tags (RFC 9110 8.8.3)") struct EntityTagTests {
    @Test("the table of the standard: strong and weak comparison")
    func comparison() {
        let table: [(String, String, strong: Bool, weak: Bool)] = [
            ("W/\"1\"", "W/\"1\"", false, true), ("W/\"1\"", "W/\"2\"", false, false),
            ("W/\"1\"", "\"1\"", false, true),
            ("\"1\"", "\"1\"", true, true), ("\"1\"", "\"2\"", false, false),
        ]
        for (one, other, strong, weak) in table {
            #expect(EntityTag(one).matchesStrongly(EntityTag(other)) == strong, "\(one) \(other)")
            #expect(EntityTag(other).matchesStrongly(EntityTag(one)) == strong, "\(other) \(one)")
            #expect(EntityTag(one).matchesWeakly(EntityTag(other)) == weak, "\(one) \(other)")
        }
        // A small w is none of the standard, and no weak tag.
        #expect(!EntityTag("w/\"1\"").isWeak && !EntityTag("w/\"1\"").isWellFormed)
    }

    @Test("the text is opaque and goes back as it came, without quotes too")
    func opaque() {
        for text in ["\"a,b\"", "\"\\\"", "abc", "W/abc", "\"\"", "\"ä\"", "\"a", "'a'"] {
            #expect(EntityTag(" \(text)\t").text == text)
        }
        #expect(EntityTag("\"a,b\"").isWellFormed && EntityTag("\"\"").isWellFormed && EntityTag("\"\\\"").isWellFormed)
        for text in ["abc", "W/abc", "\"a", "\"a b\"", "\"", "", "\"a\"b\""] {
            #expect(!EntityTag(text).isWellFormed, "\(text)")
        }
    }

    @Test("lists are split at commas outside of quotes; * is any state")
    func lists() {
        #expect(EntityTagList([]) == nil)
        #expect(EntityTagList([" * "]) == .any)
        #expect(
            EntityTagList(["\"a,b\", W/\"c\"", ",x, \"d\\\",\"e\""])
                == .tags(["\"a,b\"", "W/\"c\"", "x", "\"d\\\"", "\"e\""].map { EntityTag($0) }))
        #expect(EntityTagList(["W/\"1\""])?.names(EntityTag("\"1\""), isStrong: true) == false)
        #expect(EntityTagList(["W/\"1\""])?.names(EntityTag("\"1\""), isStrong: false) == true)
        #expect(EntityTagList(["*"])?.names(EntityTag("\"1\""), isStrong: true) == true)
    }

    @Test("a coding that is written into a tag is seen")
    func codings() {
        #expect(EntityTag("\"5f-gzip\"").coding == "gzip" && EntityTag("W/\"5f-br\"").coding == "br")
        #expect(EntityTag("\"5f;gzip\"").coding == "gzip" && EntityTag("\"5fgzip\"").coding == nil)
        #expect(EntityTag("\"gzip\"").coding == nil)
    }
}
