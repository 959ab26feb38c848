import Hypermedia
import Payloads
import Testing

/// Links in bodies, format by format.
@Suite struct BodyLinksTests {
    private func read(_ body: String, _ type: String? = "application/json", url: String = "http://h/a/") -> BodyLinks {
        let links = BodyLinks(PayloadBytes(Array(body.utf8)), type: type.flatMap { MediaType($0) }, url: url)
        links.finish()
        return links
    }

    private func links(_ body: String, _ type: String? = "application/json", url: String = "http://h/a/") -> [Link] {
        read(body, type, url: url).links
    }

    private func line(_ link: Link) -> String { "\(link.relation) \(link.target)" }

    // MARK: - HAL

    @Test("Forms of a Thing over HTTP are links with their methods; those over MQTT are the Thing's to tell of")
    func things() {
        let found = links(
            #"""
            {"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "lamp", "base": "http://h/lamp/",
             "actions": {"set": {"forms": [{"href": "set"}, {"href": "mqtt://b/x", "mqv:topic": "lamp/set"}]}}}
            """#, "application/td+json")
        let forms = found.filter { $0.format == .thing }
        #expect(forms.map(\.target) == ["http://h/lamp/set"] && forms.first?.method == "POST", "\(found)")
        #expect(!found.contains { $0.target.hasPrefix("mqtt") }, "\(found)")
    }

    @Test func hal() throws {
        let found = links(
            #"""
            {"_links": {"self": {"href": "/items"}, "find": {"href": "/items{?q}", "templated": true, "title": "by word"},
              "item": [{"href": "1", "name": "one"}, {"href": "2", "deprecation": "http://h/why"}],
              "curies": [{"name": "sc", "href": "/rels/{rel}", "templated": true}], "sc:more": {"href": ""}},
             "_embedded": {"sc:things": [{"_links": {"self": {"href": "/items/7"}, "next": {"href": "/items/8"}}}]}}
            """#, "application/hal+json")
        #expect(
            found.map(line) == [
                "self http://h/items", "find http://h/items{?q}", "item http://h/a/1", "item http://h/a/2",
                "sc:more http://h/a/", "self http://h/items/7", "next http://h/items/8",
            ])
        #expect(found.allSatisfy { $0.format == .hal })
        let template = found[1]
        #expect(template.isTemplate && !template.isPlain && template.title == "by word")
        #expect(try template.target(["q": .text("a b")]) == "http://h/items?q=a%20b")
        #expect(found[3].remark == "deprecated, see http://h/why")
        #expect(found[4].documentation == "http://h/rels/more" && found[4].has(relation: "more"))
        // An embedded item's next is not the page's.
        #expect(!found[6].isOfAnswer && found[6].context == "http://h/items/7" && Page.next(among: found) == nil)
        #expect(found[3].place == .body(path: "$._links.item[1]", offset: 152))
    }

    @Test(
        "where links stand in a long list is told without the list being gone through for each", .timeLimit(.minutes(1))
    )
    func longList() throws {
        let outline = JSONOutline(
            reading: Array("{\"a\":[\([String](repeating: "1", count: 60_000).joined(separator: ","))]}".utf8))
        let list = try #require(outline.root?["a"])
        for (place, node) in list.children.enumerated() where node.path != "$.a[\(place)]" {
            Issue.record("\(node.path) at \(place)")
        }
        // Of what stands in a list only members have names.
        let mixed = JSONOutline(reading: Array(#"[[0,{"a":[1,2],"b":3}],4]"#.utf8))
        let inner = try #require(mixed.root?.children.first { _ in true }?.children.first { $0.isObject })
        #expect(inner.path == "$[0][1]" && inner.name == nil)
        #expect(
            inner["b"]?.path == "$[0][1].b" && inner["a"]?.children.map(\.path) == ["$[0][1].a[0]", "$[0][1].a[1]"])
        let links = (0..<20_000).map { "\"r\($0)\":{\"href\":\"/\($0)\"}" }.joined(separator: ",")
        let found = self.links("{\"x\":{\"_links\":{\(links),\"self\":{\"href\":\"/me\"}}}}", "application/hal+json")
        #expect(!found.isEmpty && found.allSatisfy { $0.context == "http://h/me" })
    }

    @Test("an object with many links is not gone through for each of them")
    func manyOfOne() {
        func members(_ make: (Int) -> String) -> String { (0..<4_000).map(make).joined(separator: ",") }
        let start = ContinuousClock.now
        let tagged = links(
            "{\"@odata.context\":\"$metadata\",\(members { "\"a\($0)@odata.navigationLink\":\"x\"" }),"
                + "\"@odata.etag\":\"7\"}")
        #expect(tagged.count == 4_001 && tagged.allSatisfy { $0.remark == "etag 7" })
        let forms = links(
            "{\(members { "\"m\($0)\":1" }),\"_templates\":{\(members { "\"t\($0)\":{}" })},"
                + "\"_links\":{\"self\":{\"href\":\"/me\"}}}", "application/prs.hal-forms+json")
        #expect(forms.count == 4_001 && forms.allSatisfy { $0.target == "http://h/me" })
        let operations = links(
            "{\"@context\":{},\(members { "\"m\($0)\":1" }),\"@id\":\"/me\",\"hydra:operation\":["
                + "\(members { _ in "{\"hydra:method\":\"GET\"}" })]}", "application/ld+json")
        #expect(operations.count == 4_001 && operations.allSatisfy { $0.target == "http://h/me" })
        // One and then another: what is known of the outer one is not forgotten for the inner.
        let nested = links(
            "{\(members { #""m\#($0)":{"rel":"a","href":"/x","n":{"rel":"b","href":"/y"}}"# })}")
        #expect(nested.count == 5_000)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("a string that is cut off behind an escaped quote is not taken for whole")
    func cutString() {
        for (text, isWhole) in [
            (#""a\""#, false), (#""\""#, false), (#""a\\""#, true), (#""a\\\""#, false), (#""""#, true),
        ] {
            let outline = JSONOutline(reading: Array(text.utf8))
            #expect((outline.problem == nil) == isWhole && (outline.root != nil) == isWhole, "\(text)")
        }
    }

    @Test("elements that stand too deep for a base of their own leave those of the others alone")
    func deepBases() {
        let (open, close) = (String(repeating: "<x>", count: 1100), String(repeating: "</x>", count: 1100))
        let found = links(
            "<?xml version='1.0'?><a xml:base='http://b/c/'>\(open)\(close)<link href='d'/></a>", "application/atom+xml"
        )
        #expect(found.map(\.target) == ["http://b/c/d"])
    }

    @Test func halForms() throws {
        let found = links(
            #"""
            {"_links": {"self": {"href": "/lamp"}}, "_templates": {"default": {"method": "put", "title": "Switch",
              "properties": [{"name": "on", "required": true, "value": true}, {"name": "mode", "options": {"inline": ["a", {"value": "b"}]}}]},
              "find": {"target": "/q", "properties": [{"name": "word", "value": "x y"}]}}}
            """#, "application/prs.hal-forms+json")
        let form = try #require(found.first { $0.relation == "default" })
        #expect(form.method == "PUT" && form.target == "http://h/lamp" && form.title == "Switch")
        #expect(form.form?.fields.last?.options == ["a", "b"])
        let request = try form.request(fields: ["mode": "b"])
        #expect(request.contentType == "application/json")
        #expect(request.body == "{\n  \"on\": true,\n  \"mode\": \"b\"\n}")
        let find = try #require(found.last).request()
        #expect(find.method == "GET" && find.url == "http://h/q?word=x+y" && find.body == nil)
    }

    // MARK: - Siren and lists

    @Test func siren() throws {
        let found = links(
            #"""
            {"class": ["order"], "properties": {"n": 1}, "links": [{"rel": ["self", "x"], "href": "/orders/1"}],
             "entities": [{"rel": ["item"], "href": "/items/1", "class": ["i"]},
               {"rel": ["customer"], "properties": {}, "links": [{"rel": ["self"], "href": "/customers/9"}]}],
             "actions": [{"name": "add", "method": "POST", "href": "/orders/1/items", "fields": [{"name": "n", "type": "number", "value": 3}, {"name": "code"}]},
               {"name": "find", "href": "/find", "fields": [{"name": "q", "value": "a&b"}]}, {"name": "reload", "href": "/orders/1"}]}
            """#, "application/vnd.siren+json")
        #expect(
            found.map(line) == [
                "add http://h/orders/1/items", "find http://h/find", "reload http://h/orders/1",
                "self http://h/orders/1",
                "x http://h/orders/1", "item http://h/items/1", "customer http://h/customers/9",
                "self http://h/customers/9",
            ])
        let add = try #require(found.first).request()
        #expect(add.contentType == "application/x-www-form-urlencoded" && add.body == "n=3&code=")
        #expect(try found[1].request().url == "http://h/find?q=a%26b")
        #expect(found[2].isPlain && !found[0].isPlain)
        #expect(!found[7].isOfAnswer)
    }

    @Test func listsOfLinks() {
        let found = links(
            #"{"name": "A", "links": [{"rel": "self", "href": "/a"}, {"rel": ["x", "y"], "href": "b", "method": "post"}], "sub": {"link": {"rel": "up", "url": "/up"}}}"#
        )
        #expect(found.map(line) == ["self http://h/a", "x http://h/a/b", "y http://h/a/b", "up http://h/up"])
        #expect(found[1].method == "POST" && !found[1].isPlain)
        #expect(found[0].isOfAnswer && !found[3].isOfAnswer)
    }

    // MARK: - JSON:API, Collection+JSON

    @Test func jsonAPI() {
        let found = links(
            #"""
            {"links": {"self": "/articles", "next": {"href": "/articles?page=2", "title": "more"}, "prev": null},
             "data": [{"type": "articles", "id": "1", "links": {"self": "/articles/1"},
               "relationships": {"author": {"links": {"related": "/articles/1/author"}}}}]}
            """#, "application/vnd.api+json")
        #expect(
            found.map(line) == [
                "self http://h/articles", "next http://h/articles?page=2", "self http://h/articles/1",
                "related http://h/articles/1/author",
            ])
        #expect(found[3].title == "author" && found[3].context == "http://h/articles/1" && !found[3].isOfAnswer)
        #expect(Page.next(among: found)?.target == "http://h/articles?page=2")
        #expect(found.allSatisfy { $0.format == .jsonAPI && $0.type == "application/vnd.api+json" })
    }

    @Test func collectionJSON() throws {
        let found = links(
            #"""
            {"collection": {"version": "1.0", "href": "/friends", "links": [{"rel": "feed", "href": "/rss", "prompt": "Feed"}],
              "items": [{"href": "/friends/j", "data": [{"name": "n", "value": "J"}], "links": [{"rel": "blog", "href": "http://b/"}]}],
              "queries": [{"rel": "search", "href": "/search?x=1", "data": [{"name": "q", "value": "a"}]}],
              "template": {"data": [{"name": "full-name", "value": "", "prompt": "Name"}]}}}
            """#, "application/vnd.collection+json")
        #expect(
            Set(found.map(line)) == [
                "self http://h/friends", "search http://h/search?x=1", "create http://h/friends", "feed http://h/rss",
                "item http://h/friends/j", "blog http://b/",
            ])
        let create = try #require(found.first { $0.relation == "create" }).request()
        #expect(create.method == "POST" && create.contentType == "application/vnd.collection+json")
        let sent = try JSONValue(reading: Array((create.body ?? "").utf8))
        #expect(sent["template"]?["data"]?.elements?.first?["name"]?.text == "full-name")
        let search = try #require(found.first { $0.relation == "search" })
        #expect(try search.request().url == "http://h/search?x=1&q=a")
        #expect(found.first { $0.relation == "feed" }?.isOfAnswer == true)
        #expect(found.first { $0.relation == "blog" }?.context == "http://h/friends/j")
    }

    // MARK: - OData, Hydra, linksets, problems

    @Test func odata() {
        let found = links(
            #"""
            {"@odata.context": "http://h/svc/$metadata#Orders", "value": [{"@odata.etag": "W/\"1\"", "@odata.id": "Orders(1)",
              "Items@odata.navigationLink": "Orders(1)/Items", "Items@odata.nextLink": "Orders(1)/Items?$skip=2"}],
             "@odata.nextLink": "Orders?$skiptoken=a%20b"}
            """#)
        #expect(
            found.map(line) == [
                "describedby http://h/svc/$metadata#Orders", "next http://h/svc/Orders?$skiptoken=a%20b",
                "self http://h/svc/Orders(1)", "Items http://h/svc/Orders(1)/Items",
                "next http://h/svc/Orders(1)/Items?$skip=2",
            ])
        #expect(found[2].remark == "etag W/\"1\"")
        #expect(Page.next(among: found)?.target == "http://h/svc/Orders?$skiptoken=a%20b")
        let newer = links(#"{"@context": "http://h/svc/$metadata#O", "value": [], "@nextLink": "O?$skip=2"}"#)
        #expect(Page.next(among: newer)?.target == "http://h/svc/O?$skip=2")
    }

    @Test func hydra() {
        let body =
            #"""
            {"@context": "/contexts/Book", "@id": "/books", "@type": "hydra:Collection", "hydra:member": [{"@id": "/books/1", "author": {"@id": "_:b0"}}],
             "hydra:view": {"@id": "/books?page=1", "hydra:next": "/books?page=2", "hydra:last": "/books?page=9"},
             "hydra:search": {"hydra:template": "/books{?title}", "hydra:mapping": [{"variable": "title"}]},
             "hydra:operation": [{"hydra:method": "POST", "hydra:title": "add", "hydra:expects": "/Book"}]}
            """#
        let found = links(body, "application/ld+json")
        #expect(
            found.map(line) == [
                "self http://h/books", "next http://h/books?page=2", "last http://h/books?page=9",
                "search http://h/books{?title}", "operation http://h/books", "item http://h/books/1",
            ])
        #expect(found[3].isTemplate && found[4].method == "POST" && found[4].remark == "expects /Book")
        // API Platform 4 writes the names without their prefix.
        let newer = links(body.replacing("hydra:", with: ""), "application/ld+json")
        #expect(newer.map(line) == found.map(line))
        let based = links(#"{"@context": {"@base": "http://other/x/"}, "@id": "y"}"#, "application/ld+json")
        #expect(based.map(line) == ["self http://other/x/y"])
    }

    @Test func linkset() {
        let found = links(
            #"{"linkset": [{"anchor": "http://h/other", "next": [{"href": "/2", "type": "text/html"}]}, {"service-desc": [{"href": "/openapi.json"}]}]}"#,
            "application/linkset+json")
        #expect(found.map(line) == ["next http://h/2", "service-desc http://h/openapi.json"])
        #expect(!found[0].isOfAnswer && found[1].isOfAnswer)
    }

    @Test func problemDetails() {
        let found = links(
            #"{"type": "/problems/stock", "title": "Out of stock", "status": 409, "instance": "/orders/1"}"#,
            "application/problem+json")
        #expect(found.map(line) == ["type http://h/problems/stock", "instance http://h/orders/1"])
        #expect(links(#"{"type": "about:blank", "status": 404}"#, "application/problem+json").isEmpty)
    }

    // MARK: - Members and guesses

    @Test(arguments: [
        #"{"results": [], "next": "http://h/a/?p=2"}"#, #"{"data": [], "paging": {"next": "http://h/a/?p=2"}}"#,
        #"{"meta": {"next": "/a/?p=2"}}"#, #"{"next": {"href": "?p=2"}}"#, #"{"nextLink": "http://h/a/?p=2"}"#,
        #"{"links": {"next": "?p=2"}}"#, #"{"next_page_url": "/a/?p=2"}"#,
    ]) func nextOfTheBody(body: String) {
        #expect(Page.next(among: links(body))?.target == "http://h/a/?p=2")
    }

    @Test(arguments: [
        #"{"next": "b2Zmc2V0OjEw"}"#, #"{"next": null}"#, #"{"data": [{"next": "/a?p=2"}]}"#, #"{"next": 2}"#,
    ]) func whatIsNoNextPage(body: String) { #expect(Page.next(among: links(body)) == nil) }

    @Test func guesses() {
        let found = links(
            #"{"avatar_url": "http://h/pic", "gists_url": "http://h/gists{/id}", "text": "see http://h/x", "path": "/etc", "url": "/it", "name": "a/b", "broker": "mqtt://b:1883/t", "list": ["https://h/1"]}"#
        )
        #expect(
            found.map(line) == [
                "avatar_url http://h/pic", "gists_url http://h/gists{/id}", "url http://h/it", "broker mqtt://b:1883/t",
                "list https://h/1",
            ])
        #expect(found.allSatisfy { $0.isGuess } && found[1].isTemplate)
    }

    @Test func guessesInText() {
        let found = links("See (http://h/a?b=1), and https://x.org/y. No: http:// nor ftp://q\n", "text/plain")
        #expect(found.map(\.target) == ["http://h/a?b=1", "https://x.org/y"])
    }

    // MARK: - Markup and link-format

    @Test func html() throws {
        let found = links(
            """
            <html><head><base href="/base/"><!-- <a href=no> --><link rel="next alternate" href=2 type="text/html" hreflang=de>
            <script>var a = "<a href='no'>";</script></head><body><A HREF='x?a=1&amp;b=2'>The  <b>x</b></a>
            <form method=post action=/send><input name=word value="a b" required><input type=submit name=go></form></body>
            """, "text/html")
        #expect(
            found.map(line) == [
                "next http://h/base/2", "alternate http://h/base/2", " http://h/base/x?a=1&b=2", "form http://h/send",
            ])
        #expect(found[2].title == "The" && found[0].remark == "in de")
        #expect(try found[3].request().body == "word=a+b")
    }

    @Test func atom() {
        let found = links(
            """
            <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://h/f/"><link rel="next" href="?p=2"/>
            <link href="."/><entry xml:base="e/"><link rel="edit" href="1"/></entry></feed>
            """, "application/atom+xml")
        #expect(found.map(line) == ["next http://h/f/?p=2", "alternate http://h/f/", "edit http://h/f/e/1"])
        #expect(found[0].isOfAnswer && !found[2].isOfAnswer)
    }

    @Test func linkFormat() {
        let found = links(
            "</sensors/temp>;rt=\"temperature-c\";if=\"sensor\";ct=0,\n<coap://x/y>;anchor=\"/sensors\";rel=\"describedby\"",
            "application/link-format", url: "coap://h/.well-known/core")
        #expect(found.map(line) == ["hosts coap://h/sensors/temp", "describedby coap://x/y"])
        #expect(found[0].remark == "rt temperature-c, if sensor, ct 0")
        #expect(!found[1].isOfAnswer)
    }

    // MARK: - What is broken or large

    @Test func brokenJSONHasTheLinksBeforeTheFlaw() {
        let body = read(#"{"_links": {"self": {"href": "/a"}, "next": {"href": "/b"}}, "x": [1, 2"#)
        #expect(body.links.map(\.relation) == ["self", "next"])
        #expect(body.problem == "the body ends early (byte 71)")
    }

    @Test func deepJSONIsRefusedInWords() {
        let body = read(String(repeating: "[", count: 100_000))
        #expect(body.links.isEmpty && body.problem?.contains("512 levels") == true)
    }

    /// 10 MB and 100,000 links: the first are kept, all are counted, and it is read in slices.
    @Test func aHugeBodyIsBoundedAndCounted() {
        let item =
            #"{"rel": "item", "href": "http://127.0.0.1/items/1", "text": "\#(String(repeating: "x", count: 50))"}"#
        let body = "{\"links\": [\(Array(repeating: item, count: 100_000).joined(separator: ","))]}"
        let links = BodyLinks(PayloadBytes(Array(body.utf8)), type: MediaType("application/json"), url: "http://h/")
        var slices = 0
        var slowest = Duration.zero
        while !links.isComplete, slices < 100_000 {
            slices += 1
            slowest = max(slowest, ContinuousClock().measure { links.advance(units: 1 << 16) })
        }
        #expect(links.links.count == BodyLinks.most && links.further == 100_000 - BodyLinks.most)
        #expect(slices > 100)
    }

    @Test func nothingIsNothing() {
        #expect(links("").isEmpty && links("null").isEmpty && links("\u{0}\u{1}", nil).isEmpty)
    }
}
