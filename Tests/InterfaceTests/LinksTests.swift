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
    private func visit(
        _ url: String = "http://h/", body: String, type: String = "application/json", fields: [Field] = [],
        width: Int = 120
    ) throws -> Visit {
        let visit = Visit(width: width)
        try visit.type("2<Tab><Enter>\(url)<Enter><C-s>")
        try answer(visit, body: body, type: type, fields: fields)
        try visit.type("<Tab>")
        return visit
    }

    private func order(_ visit: Visit) throws -> RequestOrder {
        try #require(
            visit.takeEffects().compactMap { effect in
                switch effect {
                case .request(.send(let order)), .request(.join(let order)): order
                default: nil
                }
            }.last)
    }

    @discardableResult
    private func answer(
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

    @Test("Enter follows; back and forth send nothing again")
    func browsing() throws {
        let visit = try visit(body: Self.root)
        try visit.type("u<Down><Enter>")
        let order = try answer(visit, body: #"{"n": 1, "_links": {"item": {"href": "/items/7"}}}"#)
        #expect(order.draft.url == "http://h/items")
        visit.see("2 of 2 on the way", in: .response)
        visit.see("item", in: .response)
        try visit.type("<Enter>")
        try answer(visit, body: #"{"seven": 7}"#)
        visit.see("The answer links to nothing", in: .response)
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
        visit.see("3 of 3 on the way", in: .response)
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

    // MARK: - Things

    private static let thing =
        #"""
        {"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "Lamp", "properties": {"on": {"type": "boolean", "forms": [{"href": "/on"}, {"href": "mqtts://broker:8883", "op": "observeproperty", "mqv:filter": "home/lamp"}]}},
         "actions": {"blink": {"input": {"type": "integer"}, "forms": [{"href": "mqtt://far/home/blink"}]}}}
        """#

    @Test("a Thing Description opens as what can be read, written, observed and invoked")
    func things() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        visit.see("a Thing Description: T opens it", in: .response)
        try visit.type("T")
        visit.see("Thing: Lamp")
        visit.see("property on")
        visit.see("GET http://h/on")
        visit.see("listen home/lamp")
        try visit.type("<Enter>")
        #expect(try order(visit).draft.url == "http://h/on")
        try visit.type("BT<Down><Enter>")
        visit.see("PUT", in: .request)
        visit.see("false", in: .request)
    }

    private static func secured(_ scheme: String) -> String {
        #"""
        {"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "Lamp", "security": "s", "securityDefinitions": {"s": \#(scheme)},
         "properties": {"on": {"type": "boolean", "forms": [{"href": "/on"}, {"href": "http://other/on", "op": "readproperty"}]}}}
        """#
    }

    @Test("a Thing that wants to know who asks is told, once for each server")
    func signIn() throws {
        let body = Self.secured(#"{"scheme": "basic"}"#)
        let visit = try visit(body: body, type: "application/td+json")
        try visit.type("T").see("signs in: basic").type("<Enter>").see("basic at http://h:80")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("<Enter>").see("A name is missing").type("me<Tab>pw")
        visit.miss("pw")
        try visit.type("<Enter>")
        let wanted = RequestAuth.basic(username: "me", password: .literal("pw"))
        let first = try answer(visit, body: "true")
        #expect(first.draft.url == "http://h/on" && first.draft.auth == wanted)
        try visit.type("BT<Down><Enter>")
        visit.see("PUT", in: .request).miss("basic at")
        try visit.type("<C-s>")
        #expect(try order(visit).draft.auth == wanted)
        // Another server is asked for anew: what is known is for the first alone.
        let other = try self.visit(body: body, type: "application/td+json")
        try other.type("T<End><Enter>").see("basic at http://other:80").type("you<Enter>")
        let order = try order(other)
        #expect(order.draft.auth == .basic(username: "you", password: .prompt) && order.draft.url == "http://other/on")
    }

    @Test(
        "keys and tokens of a Thing go where it wants them",
        arguments: [
            (#"{"scheme": "bearer"}"#, RequestAuth.bearer(.literal("x{{'{{'}}y}}"))),
            (#"{"scheme": "oauth2", "flow": "client", "token": "https://a/token"}"#, .bearer(.literal("x{{'{{'}}y}}"))),
            (
                #"{"scheme": "apikey", "name": "X-K", "in": "header"}"#,
                .apiKey(name: "X-K", value: .literal("x{{'{{'}}y}}"), inQuery: false)
            ),
            (
                #"{"scheme": "apikey", "name": "k"}"#,
                .apiKey(name: "k", value: .literal("x{{'{{'}}y}}"), inQuery: true)
            ),
            (#"{"scheme": "apikey", "name": "k", "in": "cookie"}"#, .none),
        ])
    func keysOfThings(scheme: String, auth: RequestAuth) throws {
        let visit = try visit(body: Self.secured(scheme), type: "application/td+json")
        try visit.type("T<Enter>x{{y}}<Enter>")
        let draft = try order(visit).draft
        #expect(draft.auth == auth)
        #expect(
            draft.headers.filter { $0.name == "Cookie" }.map(\.value) == (auth == .none ? ["k=x{{'{{'}}y}}"] : []))
    }

    @Test("the variables of a Thing's form are asked for with what they take")
    func variablesOfThings() throws {
        let visit = try visit(
            body: #"""
                {"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "Lamp", "properties": {"level": {
                  "uriVariables": {"scale": {"type": "integer", "minimum": 1, "maximum": 5, "default": 2}, "unit": {"enum": ["lx", "%"]}},
                  "forms": [{"href": "/level{?scale,unit}", "op": "readproperty"}]}}}
                """#, type: "application/td+json")
        try visit.type("T<Enter>").see("integer, 1 to 5").see("http://h/level?scale=2")
        try visit.type("<Tab>").see("lx|%").see("left out").type("<Right><Enter>")
        #expect(try order(visit).draft.url == "http://h/level?scale=2&unit=lx")
    }

    @Test("keys that come faster than frames are about the answer that is looked at")
    func fastKeys() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        try visit.type("T<Enter>")
        try answer(visit, body: "true")
        visit.see("true", in: .response)
        for key in try KeyPress.script("BT") { _ = visit.window.press(key, now: visit.now) }
        visit.see("Thing: Lamp")
    }

    @Test("a property over MQTT is listened to at the broker that is open")
    func observing() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        visit.receive("home/lamp", "true")
        try visit.type("T<Down><Down><Enter>")
        #expect(visit.takeEffects() == [.connection(.subscribe(filter: "home/lamp", qos: 0))])
        visit.see("Listening to home/lamp over home")
        visit.see("lamp", in: .topics)
    }

    @Test("a broker that is not open is opened when the person says so")
    func anotherBroker() throws {
        let visit = try visit(body: Self.thing, type: "application/td+json")
        try visit.type("T<End><Enter>")
        visit.see("mqtt://far is not open. Open it?")
        try visit.type("y")
        guard case .connection(.open(let draft))? = visit.takeEffects().last else {
            Issue.record("nothing is opened")
            return
        }
        #expect(draft.url == "mqtt://far")
    }

    @Test("a thing in a retained message, and the address in an announcement")
    func messages() throws {
        let visit = Visit()
        visit.receive("things/lamp", Self.thing.replacing("\"/on\"", with: "\"http://lamp/on\""), retain: true)
        try visit.type("<Tab><Tab>T")
        visit.see("GET http://lamp/on")
        try visit.type("<Esc>")
        visit.receive("homeassistant/x/config", #"{"name": "x", "device": {"configuration_url": "http://10.0.0.7/"}}"#)
        try visit.type("u")
        visit.see("Links of homeassistant/x/config")
        try visit.type("<Enter>")
        #expect(try order(visit).draft.url == "http://10.0.0.7/")
        visit.see("http://10.0.0.7/", in: .request)
    }
}

/// A topic and the resource that tells the same.
@Suite("Twins")
struct TwinsTests {
    private func answer(_ visit: Visit, body: String) throws {
        let order = try RequestPaneTests.order(visit)
        var exchange = order.exchange(at: visit.now)
        exchange.hops = [
            Hop(
                url: order.preview.url, sent: Sent(method: "GET", target: "/"),
                response: Response(status: 200, fields: [Field("Content-Type", "application/json")]))
        ]
        exchange.body = PayloadBytes(Array(body.utf8))
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("a rule is proposed once from the names, kept in the profile, and leads both ways")
    func bothWays() throws {
        let visit = Visit()
        visit.receive("devices/7/state", #"{"on": true, "level": 3}"#)
        // What was asked once is what a rule is learned from.
        try visit.type("2<Tab><Enter>http://h/api/devices/7<Enter><C-s>")
        try answer(visit, body: #"{"on": false, "level": 3}"#)
        try visit.type("1<Tab>=")
        visit.see("devices/{id}/state")
        visit.see("http://h/api/devices/{id}")
        try visit.type("<Enter>")
        #expect(visit.window.book.profile.settings.twins == ["devices/{id}/state": "http://h/api/devices/{id}"])
        try answer(visit, body: #"{"on": false, "level": 3}"#)
        visit.see("\"on\": false", in: .response)
        try visit.type("=")
        visit.see("Twins: devices/7/state")
        visit.see("\"on\": true")
        try visit.type("<Enter>")
        visit.see("state", in: .topics)
        // The rule is known now: another device needs no question.
        visit.receive("devices/8/state", "{}")
        try visit.type("o<End>=")
        #expect(try RequestPaneTests.order(visit).draft.url == "http://h/api/devices/8")
    }

    @Test("a rule that cannot be is refused in words")
    func problems() throws {
        let visit = Visit()
        visit.receive("a/b", "1")
        try visit.type("<Tab>=")
        visit.see("Twins: a {name} stands for what differs")
        try visit.type("<Enter>")
        visit.see("the URL is not whole")
    }
}
