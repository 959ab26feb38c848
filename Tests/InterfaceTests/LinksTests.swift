import Interface
import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Terminal
import Testing

/// The links of an answer, followed like a browser does.
@Suite("Links in view REST")
struct LinksTests {
    /// A person in view REST who has typed a URL and sent it; the answer is here.
    func visit(
        _ url: String = "http://h/", body: String, type: String = "application/json", fields: [Field] = [],
        width: Int = 120
    ) throws -> Visit {
        let visit = Visit(width: width)
        try visit.type("2<Tab><Enter>\(url)<Enter><C-s>")
        try answer(visit, body: body, type: type, fields: fields)
        try visit.type("<Tab>")
        return visit
    }

    func order(_ visit: Visit) throws -> RequestOrder {
        try #require(
            visit.takeEffects().compactMap { effect in
                switch effect {
                case .request(.send(let order)), .request(.join(let order)): order
                default: nil
                }
            }.last)
    }

    @discardableResult
    func answer(
        _ visit: Visit, status: Int = 200, body: String, type: String = "application/json", fields: [Field] = []
    ) throws -> RequestOrder {
        let order = try order(visit)
        var exchange = order.exchange(at: visit.now)
        exchange.hops = [
            Hop(
                url: order.preview.url, sent: Sent(method: order.draft.method, target: "/"),
                response: Response(status: status, fields: [Field("Content-Type", type)] + fields))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
        return order
    }

    private static let root =
        #"{"_links": {"self": {"href": "/"}, "items": {"href": "/items", "title": "All items"}, "find": {"href": "/find{?word,n}", "templated": true}}}"#

    @Test("a relation that its column cuts stands whole below, however long the target beside it is")
    func longRelation() throws {
        let relation = "http://example.com/rels/" + String(repeating: "r", count: 40)
        let target = "/" + String(repeating: "t", count: 200)
        let visit = try visit(body: "{}", fields: [Field("Link", "<\(target)>; rel=\"\(relation)\"")], width: 100)
        try visit.type("uz").see(relation, in: .response)
    }

    @Test("are listed with relation, title, target, place and format")
    func table() throws {
        let visit = try visit(body: Self.root, fields: [Field("Link", "</2>; rel=\"next\"")], width: 160)
        try visit.type("u")
        visit.see("Links 4", in: .response)
        visit.see("All items", in: .response)
        visit.see("Link field", in: .response)
        visit.see("$._links.items", in: .response)
        visit.see("HAL {}", in: .response)
        visit.see("GET http://h/2", in: .response)
    }

    @Test("Keys that do nothing here are not hinted, and a column without a title is not there")
    func hints() throws {
        func bottom(_ visit: Visit) -> String { visit.look().last ?? "" }
        let visit = try visit(body: #"{"_links": {"self": {"href": "/"}, "items": {"href": "/items"}}}"#, width: 160)
        #expect(bottom(visit).contains("v view"), "\(visit.screen)")
        try visit.type("u").see("target", in: .response).miss("title", in: .response)
        #expect(!bottom(visit).contains("B back") && !bottom(visit).contains("F forth"), "\(visit.screen)")
        try visit.type("<Down><Enter>")
        try answer(visit, body: "{}")
        try visit.type("u")
        #expect(bottom(visit).contains("B back") && !bottom(visit).contains("F forth"), "\(visit.screen)")
        // Headers have one view.
        try visit.type("<Esc>]")
        #expect(!bottom(visit).contains("v view"), "\(visit.screen)")
        // A column for titles, where there is one.
        let titled = try self.visit(body: Self.root, width: 160)
        try titled.type("u").see("title", in: .response)
    }

    @Test("an answer that links to nothing shows its body, and the way back leads to the links one came from")
    func withoutLinks() throws {
        let visit = try visit(body: Self.root)
        try visit.type("u<Down><Enter>")
        try answer(visit, body: #"{"seven": 7}"#)
        visit.see("\"seven\": 7", in: .response)
        try visit.type("B").see("All items", in: .response).miss("\"_links\"", in: .response)
        // Who has gone to another part stays there.
        try visit.type("F").see("\"seven\": 7", in: .response)
        try visit.type("][").see("\"seven\": 7", in: .response).type("B").see("\"_links\"", in: .response)
    }

    @Test("Enter follows; back and forth send nothing again")
    func browsing() throws {
        let visit = try visit(body: Self.root)
        try visit.type("u<Down><Enter>")
        let order = try answer(visit, body: #"{"n": 1, "_links": {"item": {"href": "/items/7"}}}"#)
        #expect(order.draft.url == "http://h/items")
        visit.see("2 of 2 visited", in: .response)
        visit.see("item", in: .response)
        try visit.type("<Enter>")
        try answer(visit, body: #"{"seven": 7}"#)
        // It links to nothing: its body is there.
        visit.see("\"seven\": 7", in: .response)
        try visit.type("u").see("The answer links to nothing", in: .response)
        try visit.type("B")
        #expect(visit.takeEffects().isEmpty)
        visit.see("/items/7", in: .response)
        visit.see("http://h/items", in: .request)
        try visit.type("<M-Left>")
        visit.see("All items", in: .response)
        try visit.type("B")
        visit.see("No link was followed to here")
        try visit.type("F<M-Right>")
        #expect(visit.takeEffects().isEmpty)
        visit.see("3 of 3 visited", in: .response)
        visit.see("http://h/items/7", in: .request)
        try visit.type("F")
        visit.see("No link was followed from here")
    }

    @Test("a template asks for its values, and the URL grows")
    func template() throws {
        let visit = try visit(body: Self.root)
        try visit.type("u<Down><Down><Enter>")
        visit.see("http://h/find")
        try visit.type("a b")
        visit.see("http://h/find?word=a%20b")
        try visit.type("<Tab>3")
        visit.see("http://h/find?word=a%20b&n=3")
        try visit.type("<Enter>")
        #expect(try answer(visit, body: "{}").draft.url == "http://h/find?word=a%20b&n=3")
        // What was typed is there the next time.
        try visit.type("Bu<Enter>")
        visit.see("http://h/find?word=a%20b&n=3")
    }

    @Test("a double click follows a link, and the wheel turns the list")
    func mouse() throws {
        let links = (0..<60).map { "\"l\($0)\": {\"href\": \"/items/\($0)\"}" }.joined(separator: ", ")
        let body = "{\"_links\": {\(links)}}"
        let visit = try visit(body: body)
        try visit.type("u").see("/items/0", in: .response)
        visit.click(on: "/items/2")
        #expect(visit.takeEffects().isEmpty)
        visit.click(on: "/items/2")
        #expect(try order(visit).draft.url == "http://h/items/2")
        let other = try self.visit(body: body)
        try other.type("u").see("/items/0", in: .response)
        for _ in 0..<30 { other.wheel(.wheelDown, 100, 20) }
        other.see("/items/59", in: .response).miss("/items/3 ", in: .response)
    }

    @Test("a form whose fields are all hidden or fixed asks nothing: it is followed with their values")
    func hiddenFields() throws {
        let form = #"<form action="/next"><input type="hidden" name="page" value="2"></form>"#
        let visit = try visit(body: form, type: "text/html")
        try visit.type("u<Enter>")
        #expect(try order(visit).draft.url == "http://h/next?page=2")
        // Keys go to the answer, and into no form without a field.
        try visit.type("<Tab>x")
    }

    @Test("a method that writes opens the composer, filled in")
    func form() throws {
        let visit = try visit(
            body:
                #"{"class": ["x"], "actions": [{"name": "add", "method": "PUT", "type": "application/json", "href": "/items/1", "fields": [{"name": "value", "type": "number", "value": 3}]}], "links": [{"rel": ["self"], "href": "/"}]}"#,
            type: "application/vnd.siren+json")
        try visit.type("u<Enter>")
        #expect(visit.takeEffects().isEmpty)
        visit.see("PUT", in: .request)
        visit.see("http://h/items/1", in: .request)
        visit.see("\"value\": 3", in: .request)
        try visit.type("<C-s>")
        #expect(try order(visit).draft.method == "PUT")
    }

    @Test("a query's fields are asked for")
    func query() throws {
        let visit = try visit(
            body:
                #"{"collection": {"href": "/c", "queries": [{"rel": "search", "href": "/s", "prompt": "Look", "data": [{"name": "q", "prompt": "Word"}]}]}}"#
        )
        try visit.type("u<Down><Enter>")
        visit.see("Word")
        try visit.type("oak<Enter>")
        #expect(try order(visit).draft.url == "http://h/s?q=oak")
    }

    @Test("credentials go to no other server unasked")
    func otherOrigin() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url, draft.auth) = ("list", "http://h/", .bearer(.literal("abc")))
        visit.window.load(requests: [draft])
        try visit.type("2<Enter><C-s>")
        try answer(
            visit, body: #"{"links": [{"rel": "evil", "href": "http://other/x"}, {"rel": "here", "href": "/y"}]}"#)
        try visit.type("<Tab>")
        visit.miss("Another server")
        try visit.type("u<Enter>")
        visit.see("Another server: http://other:80")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("<Enter>")
        let order = try order(visit)
        #expect(order.draft.url == "http://other/x")
        #expect(order.draft.auth == .none)
        try visit.type("Bu<Down><Enter>")
        let here = try self.order(visit)
        #expect(here.draft.url == "http://h/y" && here.draft.auth == .bearer(.literal("abc")))
    }

    @Test("the password before a host goes along to that host, and no dots of the screen do")
    func passwordInURL() throws {
        let visit = Visit()
        try visit.type("2<Tab><Enter>http://me:pw@h/?api_key=k&n=1<Enter><C-s>")
        let order = try order(visit)
        var exchange = order.exchange(at: visit.now)
        exchange.hops = [
            Hop(
                url: "http://me:\(Secret.dots)@h/?api_key=\(Secret.dots)&n=1", sent: Sent(method: "GET", target: "/"),
                response: Response(
                    status: 200, fields: [Field("Link", "</x>; rel=a, <>; rel=self, <http://o/>; rel=o")]))
        ]
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
        try visit.type("<Tab>u<Enter>")
        let next = try self.order(visit).draft
        #expect(next.url == "http://me:pw@h/x" && next.query == [DraftField("api_key", "k")])
        try visit.type("Bu<Down><Enter>")
        #expect(try self.order(visit).draft.url == "http://me:pw@h/?n=1")
        try visit.type("Bu<Down><Enter>")
        visit.see("Go without the password in the URL, the key api")
    }

    @Test("what a server writes is no variable of martlet's")
    func bracesOfAServer() throws {
        let visit = try visit(
            body: #"{"links": [{"rel": "x", "href": "http://h/{{token}}/:id?a={{$HOME}}"}]}"#)
        try visit.type("u<Enter>")
        let order = try order(visit)
        #expect(order.draft.url == "http://h/%7B%7Btoken%7D%7D/::id?a=%7B%7B$HOME%7D%7D")
        #expect(order.preview.url == "http://h/%7B%7Btoken%7D%7D/:id?a=%7B%7B$HOME%7D%7D")
    }

    @Test("what a server writes does not drive the terminal")
    func controlCharacters() throws {
        let visit = try visit(
            body: #"{"_links": {"a\u001b[2J": {"href": "/\u0007x", "title": "t\u001b]0;x\u0007"}}}"#)
        try visit.type("u")
        let cells = visit.look().joined()
        #expect(!cells.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    }

    @Test("Enter on a URL in the body follows it")
    func inBody() throws {
        let visit = try visit(body: "{\n  \"next\": \"/items?n=2\",\n  \"text\": \"nothing\"\n}")
        try visit.type("<Down><Down><Enter>")
        #expect(visit.takeEffects().isEmpty)
        try visit.see("A variable of $.text").type("<Esc><Up><Enter>")
        #expect(try order(visit).draft.url == "http://h/items?n=2")
    }

    @Test("the filter narrows the table")
    func filter() throws {
        let visit = try visit(body: Self.root)
        try visit.type("u/all<Enter>")
        visit.see("1 found", in: .response)
        try visit.type("<Enter>")
        #expect(try order(visit).draft.url == "http://h/items")
    }

    @Test("100,000 links are bounded and counted")
    func many() throws {
        let links = Array(repeating: #"{"rel": "item", "href": "/i"}"#, count: 100_000).joined(separator: ",")
        let visit = try visit(body: "{\"links\": [\(links)]}")
        try visit.type("u")
        visit.see("the first 5,000 links; 95,000 more are not kept", in: .response)
        visit.see("Links 100000", in: .response)
    }

    // MARK: - Pages

    @Test("all pages are asked for and joined; each item names its page")
    func pages() throws {
        let visit = try visit(body: "[1, 2]", fields: [Field("Link", "</?n=2>; rel=\"next\"")])
        try visit.type("a")
        let order = try order(visit)
        var exchange = order.exchange(at: visit.now)
        exchange.hops = [
            Hop(
                url: "http://h/?n=2", sent: Sent(method: "GET", target: "/?n=2"),
                response: Response(
                    status: 200, fields: [Field("Content-Type", "application/json"), Field("ETag", "\"b\"")]))
        ]
        exchange.body = PayloadBytes(Array("[1, 2,3]".utf8))
        var joined = JoinedAnswer()
        joined.pages = [.init(url: "http://h/", items: 2), .init(url: "http://h/?n=2", items: 1)]
        (joined.list, joined.words) = ([], "all pages are here")
        exchange.joined = joined
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
        visit.see("3 items of 2 pages joined at $: all pages are here", in: .response)
        try visit.type("<Down>")
        visit.see("item 1: page 1, http://h/", in: .response)
        try visit.type("<Down><Down>")
        visit.see("item 3: page 2, http://h/?n=2", in: .response)
        // What is joined is no answer of one URL: its tag is that of nothing.
        #expect(visit.window.exchanges.kept.tag(of: "http://h/?n=2") == nil)
    }

    @Test("A lists the lists of the answer, and joins the pages at the one that is taken")
    func anotherList() throws {
        let visit = try visit(
            body: #"{"items": [1], "meta": {"warnings": ["a", "b"]}}"#,
            fields: [Field("Link", "</?n=2>; rel=\"next\"")])
        try visit.type("A").see("$.items").see("$.meta.warnings").see("2 items")
        try visit.type("<Down><Enter>")
        #expect(try order(visit).pagesList == ["meta", "warnings"])
        let none = try self.visit(body: "{}", fields: [Field("Link", "</?n=2>; rel=\"next\"")])
        try none.type("A").see("The answer has no list")
    }

    @Test("an answer without a next page says so")
    func noPages() throws {
        let visit = try visit(body: "[1]")
        try visit.type("a")
        #expect(visit.takeEffects().isEmpty)
        visit.see("names no next page")
    }
}

/// A topic and the resource that tells the same.
