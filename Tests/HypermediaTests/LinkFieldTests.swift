import Hypermedia
import Testing

/// `Link` and its neighbours (RFC 8288 3): the grammar, and the traps of those who write and read it.
@Suite struct LinkFieldTests {
    private func links(
        _ value: String, url: String = "http://h/a/b?q", name: String = "Link", status: Int = 200
    ) -> [Link] {
        FieldLinks.read([(name, value)], url: url, status: status).links
    }

    @Test func aPlainLink() throws {
        let link = try #require(links("</page?n=2>; rel=\"next\"; title=\"Page 2\"; type=\"text/html\"").first)
        #expect(link.relation == "next" && link.target == "http://h/page?n=2")
        #expect(link.title == "Page 2" && link.type == "text/html")
        #expect(link.place == .field("Link") && link.isOfAnswer && !link.isReverse)
    }

    @Test func severalInOneField() {
        #expect(links("</1>; rel=a, </2>;rel=b ,,</3>;rel=c").map(\.relation) == ["a", "b", "c"])
    }

    @Test func commasAndSemicolonsInsideOfAngleBracketsAndQuotes() {
        let found = links("</a,b;c>; rel=\"next\"; title=\"x, <y>; rel=\\\"no\\\"\", </2>; rel=prev")
        #expect(found.map(\.target) == ["http://h/a,b;c", "http://h/2"])
        #expect(found.first?.title == "x, <y>; rel=\"no\"")
    }

    @Test func blanksAroundSignsAndParametersWithoutValues() {
        let found = links("<x> ; crossorigin ; REL = \"next\" ; other")
        #expect(found.map(\.relation) == ["next"])
        #expect(found.first?.target == "http://h/a/x")
    }

    @Test func onlyTheFirstOfAParameterCounts() {
        let found = links("<x>; rel=first; rel=second; title=one; title=two; type=\"a/b\"; type=\"c/d\"")
        #expect(found.map(\.relation) == ["first"])
        #expect(found.first?.title == "one" && found.first?.type == "a/b")
    }

    @Test func aRelInsideOfATitleIsNone() {
        #expect(links("<x>; title=\"rel=next\"; rel=prev").map(\.relation) == ["prev"])
    }

    @Test func twoRelationsAreTwoLinks() {
        #expect(links("<x>; rel=\"next  last\"").map(\.relation) == ["next", "last"])
    }

    @Test func relationsAreComparedWithoutCapitals() throws {
        #expect(try #require(links("<x>; rel=NEXT").first).has(relation: "next"))
        let extended = try #require(links("<x>; rel=\"https://Example.org/Rel\"").first)
        #expect(extended.has(relation: "https://example.org/rel") && !extended.has(relation: "rel"))
    }

    @Test func theExtendedTitleWins() {
        #expect(links("<x>; rel=a; title=plain; title*=UTF-8'de'n%c3%a4chste").first?.title == "nächste")
        #expect(links("<x>; rel=a; title*=iso-8859-1''%E4").first?.title == "ä")
        #expect(links("<x>; rel=a; title=plain; title*=KOI8-R''%E4").first?.title == "plain")
    }

    @Test func anAnchorMovesTheContext() throws {
        let link = try #require(links("</2>; rel=next; anchor=\"/other\"").first)
        #expect(link.context == "http://h/other" && !link.isOfAnswer)
        #expect(Page.next(among: [link]) == nil)
        #expect(try #require(links("</2>; rel=next; anchor=\"#part\"").first).isOfAnswer)
    }

    @Test func revLeadsTheOtherWay() throws {
        let link = try #require(links("</2>; rev=next").first)
        #expect(link.isReverse && Page.next(among: [link]) == nil)
    }

    @Test func anEmptyTargetIsThisAnswer() {
        #expect(links("<>; rel=self").first?.target == "http://h/a/b?q")
    }

    @Test func withoutRelationThereIsNoLink() { #expect(links("<x>; title=a").isEmpty) }

    @Test(arguments: ["next", "<x", "<x>; rel=\"next", "rel=next, <y>; rel=a", ";;,\"a,b\", <y>;rel=a", "<y>;rel"])
    func brokenOnesDoNoHarm(value: String) {
        let found = FieldLinks.read([("Link", value)], url: "http://h/", status: 200)
        #expect(found.links.count <= 1)
    }

    @Test func whatIsNoLinkIsCounted() {
        let found = FieldLinks.read([("Link", "nonsense, </a>; rel=x, more")], url: "http://h/", status: 200)
        #expect(found.links.map(\.relation) == ["x"] && found.flaws == 2)
    }

    @Test func locationIsRelativeAndInheritsTheFragment() {
        #expect(links("../c", url: "http://h/a/b#f", name: "Location", status: 302).first?.target == "http://h/c#f")
        #expect(links("/n/7", name: "Location", status: 201).first?.relation == "created")
    }

    @Test(arguments: [("5; url=/next", "http://h/next"), ("0;URL='x'", "http://h/a/x"), ("1, y", "http://h/a/y")])
    func refresh(value: String, target: String) {
        #expect(links(value, name: "Refresh").first?.target == target)
    }

    /// A header comes from a server: 100,000 links in it cost a bounded list.
    @Test func aHugeFieldIsBounded() {
        let value = Array(repeating: "</x>; rel=a", count: 100_000).joined(separator: ", ")
        #expect(links(value).count == FieldLinks.most)
    }

    @Test("what opens a target again and again and closes none is passed over in one go")
    func unclosed() {
        var reader = LinkValueReader(String(repeating: "<,", count: 50_000))
        let start = ContinuousClock.now
        #expect(reader.next() == nil && reader.flaws == 50_000)
        // Looked for anew at each, it took minutes.
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
