import Kit
import Model
import Opener
import Payloads
import Profile
import REST
import Terminal
import Testing
import Topics

@testable import Interface

/// What pictures of view REST showed that misled, or was cut beside free rows.
@Suite("Pictures of view REST") struct RESTPicturesTests {
    /// A visit to an answer, in Response.
    func visit(
        _ body: String, status: Int = 200, type: String = "application/json", width: Int = 120, height: Int = 36,
        state: SentRequest.State = .finished, change: (inout Response) -> Void = { _ in }
    ) throws -> Visit {
        let visit = Visit(width: width, height: height)
        try visit.type("2<Tab><Enter>http://h/a<Enter><C-s>")
        try answer(visit, body, status: status, type: type, state: state, change: change)
        try visit.type("<Tab>")
        return visit
    }

    private func answer(
        _ visit: Visit, _ body: String, status: Int = 200, type: String = "application/json",
        state: SentRequest.State = .finished, change: (inout Response) -> Void = { _ in }
    ) throws {
        let order = try LinksTests().order(visit)
        var exchange = order.exchange(at: visit.now)
        var response = Response(
            status: status, reason: "", fields: type.isEmpty ? [] : [Field("Content-Type", type)])
        change(&response)
        exchange.hops = [Hop(url: order.preview.url, sent: Sent(method: "GET", target: "/a"), response: response)]
        (exchange.body, exchange.state) = (PayloadBytes(Array(body.utf8)), state)
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("what an error says is seen, whatever tab stayed from the answer before")
    func errorAboveLinks() throws {
        let links = #"{"_links": {"self": {"href": "/"}, "items": {"href": "/items"}}}"#
        let visit = try visit(links)
        try visit.type("u").see("/items", in: .response).type("<C-s>")
        try answer(
            visit, #"{"title": "gone fishing", "instance": "/log/7"}"#, status: 404, type: "application/problem+json")
        visit.see("gone fishing", in: .response)
        try visit.type("<C-s>")
        try answer(visit, links)
        visit.see("rel ", in: .response)
    }

    /// A visit to a WebSocket that stands, with what came and what was said.
    private func talking() throws -> (visit: Visit, id: UInt64) {
        let visit = Visit()
        let head = Array("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n".utf8)
        let id = try visit.openWebSocket { exchange in
            exchange.hops[0].response?.head = head
            exchange.hops[0].raw = REST.Body(head + [0x81, 0x02, 0x68, 0x69])
        }.id
        let events = (0..<5).map { StreamEvent(Array("said \($0)".utf8), name: "text", isSent: $0 == 4) }
        visit.receive(events, of: id)
        try visit.type("<Tab><Tab>")
        return (visit, id)
    }

    @Test("Esc ends a stream whose rows stand still; while one of them is read the hint says that it leads back")
    func ending() throws {
        let (visit, id) = try talking()
        #expect(visit.look().last?.contains("Esc end it") == true, "\(visit.screen)")
        visit.see("Esc ends it", in: .response)
        try visit.type("<Up>").see("paused", in: .response).type("<Enter>")
        #expect(visit.look().last?.contains("Esc back") == true, "\(visit.screen)")
        visit.see("Esc goes back", in: .response).miss("Esc ends it")
        _ = visit.takeEffects()
        try visit.type("<Esc>")
        #expect(visit.takeEffects().isEmpty)
        try visit.see("paused", in: .response).see("Esc ends it", in: .response).type("<Esc>")
        #expect(visit.takeEffects() == [.request(.cancel(id))])
    }

    @Test("Raw of a WebSocket is its head; where its frames are is said, and what was sent is told from what came")
    func frames() throws {
        let (visit, _) = try talking()
        visit.see("sent/text ", in: .response)
        try visit.type("[[[[").see("Upgrade: websocket", in: .response).see("i shows them in view Wire", in: .response)
        visit.miss("▯", in: .response).miss("«81»", in: .response)
    }

    @Test("An answer that opens no WebSocket says so, however good it looks; the URL is the one that was typed")
    func noSocket() throws {
        let visit = Visit(width: 160, height: 40)
        var exchange = try visit.openWebSocket { $0.hops[0].isSwitched = false }
        func become(_ status: Int, _ state: SentRequest.State) {
            exchange.hops[0].url = "http://h/talk"
            exchange.hops[0].response = status == 0 ? nil : Response(status: status)
            exchange.state = state
            visit.window.model.apply(.exchange(exchange))
        }
        become(0, .sending)
        visit.see("GET ws://h/talk", in: .response).miss("http://h/talk", in: .response)
        become(101, .receiving)
        visit.see("receiving", in: .response).miss("open", in: .response)
        for status in [200, 302] {
            become(status, .finished)
            visit.see("no WebSocket", in: .response).see("\(status), no WebSocket", in: .request)
        }
        become(101, .failed("the server's 101 has no Sec-WebSocket-Accept that fits the request"))
        visit.see("no WebSocket", in: .response)
        become(101, .cancelled)
        visit.see("Cancelled", in: .response).miss("Closed from here", in: .response)
    }

    @Test("The time of a WebSocket is the same wherever it is told, when it is over as while it stood")
    func timeOfASocket() throws {
        let visit = Visit(width: 160, height: 40)
        var exchange = try visit.openWebSocket { $0.hops[0].timings.lastByte = 3_000_000 }
        visit.now += 65_000_000
        visit.see("open 65.0 s", in: .request)
        (exchange.state, exchange.endedAfter) = (.finished, 65_000_000)
        visit.window.model.apply(.exchange(exchange))
        visit.see("101  65.0 s", in: .request).see("65.0 s", in: .response)
    }

    @Test("a diff compares with the event above it that the filter leaves")
    func filteredDiff() throws {
        let visit = Visit()
        visit.openStream()
        visit.receive((0..<20).map { StreamEvent(Array("\($0 % 2 == 0 ? "even" : "odd") \($0)".utf8)) })
        let view = visit.eventsView()
        view.view.mode = .diff
        view.settle()
        _ = view.perform(.filter)
        view.field = TextField("odd")
        view.typed(.changed)
        view.settle()
        let document = try #require(view.view.document)
        let text = (0..<document.lineCount).map { document.line($0, from: 0, columns: 80).map(\.text).joined() }
        #expect(text.contains { $0.contains("odd 17") }, "\(text)")
    }

    @Test("what went wrong stands whole where the body leaves rows", arguments: [(80, 24), (60, 16)])
    func wholeWords(width: Int, height: Int) throws {
        let words =
            "the answer of h:80 breaks HTTP in line 3: its length is no number but some zz; look at its raw bytes"
        let visit = try visit("x", type: "text/plain", width: width, height: height, state: .failed(words))
        try visit.type("z").see("raw bytes", in: .response)
    }

    @Test("a text that did not come to its end is not told to be broken")
    func cutShort() throws {
        let visit = try visit(#"{"a": [1, 2"#, state: .failed("the connection was cut after 11 bytes"))
        visit.see("was cut", in: .response).miss("says JSON", in: .response)
    }

    @Test("a coding that the body does not have is told with its field")
    func coding() throws {
        let problem = "Content-Encoding says gzip, the body is not"
        let visit = try visit("x", type: "text/plain") { $0.codingProblem = problem }
        visit.see("\(problem); it is shown as it came", in: .response)
    }

    @Test("what goes on of a long field does not begin where names do")
    func longField() throws {
        let visit = try visit("x", width: 80, height: 24) {
            $0.fields.append(Field("X-Long", String(repeating: "y", count: 120)))
        }
        try visit.type("z]").see("\n│   yyy", in: nil)
    }

    @Test("as long as there is no answer the request has most of a low screen")
    func roomy() throws {
        let visit = try RequestPaneTests.visit(width: 80, height: 24)
        try visit.type("<Down><Enter><S-Tab>")
        let rows = [PaneID.request, .response].map { visit.pane($0)?.split(separator: "\n").count ?? 0 }
        #expect(rows[0] > rows[1], "\(visit.screen)")
    }

    @Test("what stands beside a limit and a secret tells of them, and is no help for typing one")
    func notes() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url, draft.auth) = ("list", "http://h/", .bearer(.prompt))
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>]]]").see("prompt:  asked for when it is sent", in: .request)
        try visit.type("]").see("All within      no limit; in seconds", in: .request)
    }

    @Test("the palette has a name whole on the narrowest screen, and its notes end at the border")
    func palette() throws {
        let narrow = Visit(width: 40, height: 10)
        // Not all of it is typed: that stands in the line in any case.
        try narrow.type("2<C-p>next env").see("next environment")
        // Beside keys notes end before those; where none is in sight there is nothing that they would leave room for.
        let visit = Visit()
        try visit.type("2<C-p>theme").see("how it looks").miss(" test │")
        try visit.type("<C-u>setting theme").see(" test │")
    }

    @Test("letters to jump to have a hint of their own") func jumping() throws {
        let visit = Visit()
        try visit.type("2;")
        #expect(visit.look().last?.contains("a letter goes there") == true, "\(visit.screen)")
    }

    @Test("a moment is not drawn beside other numbers unasked") func clocks() throws {
        let visit = try visit(#"{"a": 2, "time": 1795523465.5}"#)
        try visit.type("c").see("a ").miss("1,795,523", in: nil)
    }

    @Test("forms of a Thing Description are links, with what they do and how") func thing() throws {
        let visit = try visit(
            #"{"@context": "https://www.w3.org/2022/wot/td/v1.1", "title": "x", "properties": {"level": {"forms": [{"href": "/level", "op": "writeproperty"}]}}}"#,
            type: "application/td+json")
        try visit.type("u").see("writeproperty", in: .response).see("PUT", in: .response).miss("guess", in: .response)
    }

    @Test("GraphQL that can be sent is said to be valid, and no other") func graphQL() throws {
        for (text, isValid) in [("{ a }\n\n{\"n\": 2}", true), ("{ a }\n\n{\"n\": 2", false)] {
            let visit = Visit()
            var draft = RequestDraft()
            (draft.name, draft.method, draft.url, draft.body) = ("x", "POST", "http://h/", .graphQL(text))
            visit.window.load(requests: [draft])
            try visit.type("2<Down><Enter>").see("Kind", in: .request)
            if isValid { visit.see(" valid", in: .request) } else { visit.miss(" valid", in: .request) }
        }
    }

    @Test("a list of completions leaves no corner of a pane beside it") func corners() throws {
        let visit = try RequestPaneTests.visit(width: 80, height: 24)
        try visit.type("<Down><Enter>]a{{")
        let rows = visit.look()
        #expect(
            rows.contains { $0.contains("{{") } && !rows.contains { $0.contains("╰│") || $0.contains("╭│") },
            "\(visit.screen)")
    }

    @Test("pages of one list are joined at no other") func oneList() throws {
        for (body, isOffered) in [(#"{"items": [1, 2]}"#, false), (#"{"items": [1, 2], "b": [3, 4]}"#, true)] {
            let visit = Visit()
            try visit.type("2<Tab><Enter>http://h/a<Enter><C-s>")
            var exchange = try LinksTests().order(visit).exchange(at: visit.now)
            exchange.hops = [
                Hop(
                    url: "http://h/a", sent: Sent(method: "GET", target: "/a"),
                    response: Response(status: 200, fields: [Field("Content-Type", "application/json")]))
            ]
            exchange.body = PayloadBytes(Array(body.utf8))
            var joined = JoinedAnswer()
            joined.list = ["items"]
            joined.pages = [.init(url: "http://h/a", items: 2)]
            (exchange.joined, exchange.state) = (joined, .finished)
            visit.window.model.apply(.exchange(exchange))
            visit.see("joined at $.items", in: .response)
            if isOffered {
                visit.see("A takes another list", in: .response)
            } else {
                visit.miss("takes another list", in: .response)
                try visit.type("<Tab>A").see("The answer has one list")
            }
        }
    }

    @Test("a URL that has no room on its rows is cut with a mark, however tall the screen is") func longURL() throws {
        let visit = Visit(width: 40, height: 60)
        var draft = RequestDraft()
        (draft.name, draft.url) = ("x", "http://h/{{a}}/" + String(repeating: "z", count: 5000))
        visit.window.load(requests: [draft])
        visit.window.book.note { $0.settings.environment = "dev" }
        visit.window.book.note {
            $0.environments.insert(Environment(name: "dev", variables: [.init("a", .literal("b"))]))
        }
        try visit.type("2<Down><Enter>z").see("= http://h/b/", in: .request)
        let rows = (visit.pane(.request) ?? "").split(separator: "\n").drop { !$0.contains("= http") }
        let last = rows.prefix { $0.contains("zzzz") || $0.contains("= http") }.last ?? ""
        #expect(last.contains("…"), "\(visit.screen)")
    }

    @Test("what is wrong with a body is whole also where it has no room beside anything") func wholeProblem() throws {
        let visit = Visit(width: 80, height: 24)
        var draft = RequestDraft()
        (draft.name, draft.method, draft.url, draft.body) = ("x", "POST", "http://h/", .json("{ nope }"))
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>").miss("…", in: .request)
    }

    @Test("U takes back what was typed into the request and done to its rows, step by step") func undo() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url, draft.headers) = ("x", "http://h/one", [DraftField("Accept", "a/b")])
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter><Enter><End>two<Enter>").see("http://h/onetwo", in: .request)
        try visit.type("]<Down>").see("Accept", in: .request).type("x").miss("Accept", in: .request)
        try visit.type("aQ-Z<Enter>").see("Q-Z", in: .request)
        try visit.type("U").miss("Q-Z", in: .request).miss("Accept", in: .request)
        visit.see("Took back the last change of the request: header Q-Z")
        try visit.type("U").see("Accept", in: .request).see("http://h/onetwo", in: .request)
        try visit.type("U").see("http://h/one ", in: .request).see("the last change of the request: URL")
        try visit.type("U").see("Nothing was changed in this request; U in Requests is about the list")
    }

    @Test("U takes back what no field was typed for: method, a switched row, one that went, the kind of body")
    func undoOther() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url, draft.query) = ("x", "http://h/", [DraftField("a", "1"), DraftField("b", "2")])
        draft.headers = [DraftField("Accept", "a/b")]
        visit.window.load(requests: [draft])
        var steps = [draft]
        // What the last key of one leads to is seen no sooner than with the first of the next.
        for keys in ["2<Down><Enter>mPATCH<Enter>", "<Down><Space>", "]x", "]tJSON<Enter>"] {
            try visit.type(keys)
            #expect(visit.window.composer.draft != steps.last, "\(keys)\n\(visit.screen)")
            steps.append(visit.window.composer.draft)
        }
        for before in steps.dropLast().reversed() {
            try visit.type("U")
            #expect(visit.window.composer.draft == before, "\(visit.screen)")
        }
        try visit.type("U").see("Nothing was changed in this request")
    }

    @Test("U in a request never brings back what was deleted from the list, nor takes back what another program saved")
    func undoOwn() throws {
        let visit = Visit()
        let drafts = ["x", "y"].map { name in
            var draft = RequestDraft()
            (draft.name, draft.url) = (name, "http://h/\(name)")
            return draft
        }
        visit.window.load(requests: drafts)
        try visit.type("2<Down>x").see("Deleted").type("<Tab>U").see("Nothing was changed in this request")
        #expect(visit.window.composer.library.items.count == 1)
        var changed = visit.window.composer.draft
        changed.method = "PUT"
        visit.window.load(requests: [changed])
        try visit.type("U").see("PUT", in: .request).see("Nothing was changed in this request")
    }

    @Test("steps are bounded, in number and in bytes")
    func undoBounds() {
        var changes = RequestChanges()
        var draft = RequestDraft()
        for number in 0...150 {
            draft.url = "\(number)"
            changes.see(1, draft)
        }
        var taken = 0
        #expect(!changes.hasForgotten(2))
        while let before = changes.takeBack(1, now: draft) { (draft, taken) = (before.draft, taken + 1) }
        #expect(taken == 100 && draft.url == "50" && changes.hasForgotten(1))
        for number in 0...5 {
            draft.body = .text(String(repeating: "\(number)", count: 10 << 20))
            changes.see(2, draft)
        }
        taken = 0
        while changes.takeBack(2, now: draft) != nil { taken += 1 }
        #expect(taken == 3)
    }

    @Test("Behind the last step that is kept it is said that there were others; a pasted command is a step")
    func undoTold() throws {
        let visit = Visit()
        try visit.type("2<Tab>")
        for number in 0...101 {
            visit.window.composer.draft.url = "http://h/\(number)"
            visit.look()
        }
        for _ in 0..<100 { try visit.type("U") }
        try visit.type("U").see("What was changed in this request before is not kept any more")

        let other = Visit()
        try other.type("2<Tab>")
        other.paste("curl -X POST -H 'A: b' http://h/pasted -d x")
        try other.see("http://h/pasted", in: .request).type("U")
        other.see("Took back the last change of the request: the curl command that was pasted")
        #expect(other.window.composer.draft == RequestDraft())
    }
}
