import Interface
import Kit
import Model
import Profile
import REST
import Terminal
import TestSupport
import Testing

@Suite("View REST")
struct RequestPaneTests {
    func visit(width: Int = 120, height: Int = 36) throws -> Visit {
        try Self.visit(width: width, height: height)
    }

    func order(_ visit: Visit, at location: SourceLocation = #_sourceLocation) throws -> RequestOrder {
        try Self.order(visit, at: location)
    }

    /// A visit to a few saved requests.
    static func visit(
        width: Int = 120, height: Int = 36, theme: Theme = TestTheme.theme, keymap: Keymap = .standard
    ) throws -> Visit {
        let visit = Visit(width: width, height: height, theme: theme, keymap: keymap)
        var list = RequestDraft()
        (list.folder, list.name, list.url) = ("sensors", "list sensors", "{{base}}/sensors")
        list.query = [DraftField("limit", "10"), DraftField("off", "1", isEnabled: false)]
        var add = RequestDraft()
        (add.folder, add.name, add.method, add.url) = ("sensors", "add a sensor", "POST", "{{base}}/sensors/:name")
        add.pathParameters = [DraftField("name", "sensor 1")]
        add.headers = [DraftField("Accept", "application/json")]
        add.body = .json("{\n  \"name\": \"{{nope}}\"\n}")
        add.auth = .bearer(.literal("s3cret"))
        visit.window.book.captured = [
            .init("base", .literal("http://127.0.0.1:8000"), origin: "environment dev"),
            .init("token", .environment("TOKEN"), origin: "environment dev"),
        ]
        visit.window.load(requests: [list, add])
        // On the folder: what follows counts its rows from there.
        try visit.type("2<Home>")
        return visit
    }

    static func order(_ visit: Visit, at location: SourceLocation = #_sourceLocation) throws -> RequestOrder {
        let orders = visit.takeEffects().compactMap { effect in
            if case .request(.send(let order)) = effect { order } else { nil }
        }
        return try #require(orders.last, "\(visit.screen)", sourceLocation: location)
    }

    /// An answer for what was sent.
    func finish(_ order: RequestOrder, _ visit: Visit) { Self.finish(order, visit) }

    static func finish(_ order: RequestOrder, _ visit: Visit) {
        var exchange = order.exchange(at: visit.now)
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
    }

    @Test("the view as it opens", arguments: [(120, 36), (80, 24)])
    func picture(width: Int, height: Int) throws {
        let visit = try visit(width: width, height: height)
        try visit.type("<Down><Down><Enter>")
        visit.look()
        try Snapshot.check(visit.grid, named: "rest-\(width)x\(height)", letter: TestTheme.letter)
    }

    @Test("secrets in a URL and in fields are dots until they are typed into")
    func dots() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.name, draft.url) = ("x", "http://me:hunter2@host/?api_key=hunter2&{{q}}")
        draft.headers = [
            DraftField("Authorization", "Bearer hunter2"), DraftField("Cookie", "sid=hunter2", isEnabled: false),
        ]
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>")
        visit.see("me:••••••@host/?api_key=••••••&{{q}}", in: .request)
        visit.miss("hunter2")
        try visit.type("]")
        visit.see("Bearer ••••••", in: .request)
        visit.miss("hunter2")
        try visit.type("<Enter>")
        visit.see("hunter2", in: .request)
    }

    @Test("a URL is typed, its path parameters follow, and it is sent while it is typed")
    func typing() throws {
        let visit = try visit()
        try visit.type("a<Enter>127.0.0.1:1/x/:id")
        visit.see("The path parameter id has no value", in: .request)
        try visit.type("<Enter><Down>")
        visit.see("Path", in: .request)
        try visit.type("<Enter>a b<C-s>")
        let order = try order(visit)
        #expect(order.draft.url == "127.0.0.1:1/x/:id")
        #expect(order.draft.pathParameters == [DraftField("id", "a b")])
        visit.see("= http://127.0.0.1:1/x/a%20b", in: .request)
        visit.see("preparing", in: .request)
    }

    @Test("what has no value is named, and nothing is sent; nothing typed is lost")
    func unresolved() throws {
        let visit = try visit()
        try visit.type("<Down><Down><Enter><C-s>")
        #expect(visit.takeEffects().isEmpty)
        visit.see("Not sent: No value for nope")
        visit.see("No value for nope; view 4 or E gives it one", in: .request)
        visit.see("{{base}}/sensors/:name", in: .request)
    }

    @Test("what an environment has that does not hold is said with the key that takes it")
    func otherEnvironment() throws {
        let visit = try visit()
        visit.window.book.change("x") {
            $0.environments.insert(Environment(name: "test", variables: [.init("nope", .literal("1"))]))
        }
        try visit.type("<Down><Down><Enter>")
        visit.see("No value for nope: E takes environment test, which has it", in: .request)
        // Two names, of which it has one.
        try visit.type("<Enter>{{other}}").see("No value for other, nope;").miss("environment test has it")
    }

    @Test("what is refused says the next step, too: beside the answer and at the foot")
    func refusedWithTheStep() throws {
        let visit = try visit()
        visit.window.book.change("x") {
            $0.environments.insert(Environment(name: "test", variables: [.init("nope", .literal("1"))]))
        }
        try visit.type("<Down><Down><Enter><C-s>").see("No value for nope: E takes environment test", in: .response)
        let told = "Not sent: No value for nope: E takes environment test, which has it"
        #expect(visit.workspace.notices.last?.text == told)
    }

    @Test("a variable that is secret by its name is dots wherever the request is told, sent or not")
    func secretVariable() throws {
        let visit = try visit()
        visit.window.book.captured = [.init("token", .literal("tok-hunter2"), origin: "test")]
        try visit.type("a<Enter>http://h/?a={{token}}<Enter><C-s>").see("?a=••••••").miss("hunter2")
        try visit.type("A<Enter>http://h/{{nowhere}}?a={{token}}<Enter><C-s>").see("Not sent").miss("hunter2")
        // The list of what may stand there says no value either.
        try visit.type("A<Enter>http://h/{{tok").see("token").miss("hunter2")
    }

    @Test("rows are added with completion and explanation, switched off and taken out")
    func rows() throws {
        let visit = try visit()
        try visit.type("<Down><Enter>]")
        try visit.type("aIf-N")
        visit.see("only if the ETag is another, else 304", in: .request)
        try visit.type("<Tab><Tab>")
        visit.see("only if it does not exist", in: .request)
        try visit.type("\"x\"<Enter>")
        try visit.type("aacc<Tab><Tab>json<Down><Enter><Enter>")
        try visit.type("<C-s>")
        #expect(
            try order(visit).draft.headers == [
                DraftField("If-None-Match", "\"x\""), DraftField("Accept", "application/json"),
            ])
        try visit.type("<Esc>").type("<Space>")
        visit.see("[ ]", in: .request)
        try visit.type("x")
        visit.miss("[ ]", in: .request)
    }

    @Test("variables are completed after two braces")
    func variables() throws {
        let visit = try visit()
        try visit.type("a<Enter>{{ba")
        visit.see("http://127.0.0.1:8000  environment dev", in: .request)
        try visit.type("<Tab>/x<Enter>")
        visit.see("= http://127.0.0.1:8000/x", in: .request)
    }

    @Test("a body of JSON is checked while it is typed, formatted by a key, and sent as typed")
    func body() throws {
        let visit = try visit()
        try visit.type("a<Enter>h/x<Enter>t<Down><Enter>")
        visit.see("Enter types here", in: .request)
        try visit.type("<Enter>{\"a\":1.0,}")
        visit.see("1:10 JSON lacks a key in quotes", in: .request)
        try visit.type("<Left><Backspace><C-s>")
        let sent = try order(visit)
        #expect(sent.draft.body == .json("{\"a\":1.0}"))
        finish(sent, visit)
        visit.see("valid", in: .request)
        try visit.type("<Esc>F<C-s>")
        #expect(try order(visit).draft.body == .json("{\n  \"a\": 1.0\n}"))
    }

    @Test("e edits the body outside and takes it over")
    func outside() throws {
        let visit = try visit()
        try visit.type("a<Enter>h<Enter>e")
        guard case .program(.runInTerminal(let job)) = try #require(visit.takeEffects().last) else {
            Issue.record("no editor")
            return
        }
        visit.window.returned(from: job, with: .edited("hello\nworld"))
        visit.see("world", in: .request)
        try visit.type("<C-s>")
        #expect(try order(visit).draft.body == .text("hello\nworld"))
    }

    @Test(
        "commands that are pasted into the list become requests; braces are asked about, and only yes makes them variables"
    )
    func commandsInList() throws {
        let visit = try visit()
        visit.paste("$ curl http://h/1\n$ curl http://h/2 -d '{{token}}'")
        visit.see("Variables?").see("{{token}} in it is sent as written")
        try visit.type("n")
        visit.see("http://h/1", in: .requests).see("http://h/2", in: .request)
        func body(_ url: String) -> RequestBody? {
            visit.window.model.requests.library.items.first { $0.draft.url == url }?.draft.body
        }
        #expect(body("http://h/2") == .text("{{'{{'}}token}}"))
        visit.paste("curl http://h/3 -d '{{token}}'")
        try visit.type("y")
        visit.miss("Variables?")
        #expect(body("http://h/3") == .text("{{token}}"))
        visit.paste("Invoke-WebRequest -Uri http://h")
        visit.see("PowerShell's Invoke-WebRequest")
    }

    @Test("braces in a text that is pasted into a body stand for themselves; yes makes them variables")
    func bracesInBody() throws {
        for (answer, text) in [("n", "{{'{{'}}base}}"), ("<Esc>", "{{'{{'}}base}}"), ("y", "{{base}}")] {
            let visit = try visit()
            try visit.type("a<Enter>h/x<Enter>t<Down><Enter><Enter>")
            visit.paste("\"{{base}}\"")
            visit.see("Variables?")
            try visit.type("\(answer)<C-s>")
            visit.miss("Variables?")
            #expect(try order(visit).draft.body == .json("\"\(text)\""))
        }
    }

    @Test("a value that breaks the body is named with what to write, beside the tabs")
    func brokenBody() throws {
        let visit = try visit()
        visit.window.book.captured.append(.init("quote", .literal("a\"b"), origin: "environment dev"))
        try visit.type("a<Enter>h/x<Enter>t<Down><Enter><Enter>{\"a\":\"{{quote}}\"}")
        visit.see("Write {{quote|json}}", in: .request).see("Params  Headers  Body", in: .request)
    }

    @Test("a curl command that is pasted becomes a request, beside what was typed; copying gives one back")
    func curl() throws {
        let visit = try visit()
        try visit.type("<Down><Enter>")
        visit.paste("curl -s -XPUT 'http://h/x' -d '{\"a\": 1}' \\\n -H 'Content-Type: application/json'")
        visit.see("Read a curl command; ignored: -s")
        visit.see("PUT http://h/x", in: .request)
        visit.see("list sensors", in: .requests)
        try visit.type("y")
        guard case .program(.copy(let bytes)) = try #require(visit.takeEffects().last) else {
            Issue.record("nothing copied")
            return
        }
        #expect(
            String(decoding: bytes, as: UTF8.self).hasPrefix(
                "curl http://h/x \\\n  -X PUT \\\n  -H 'Content-Type: application/json'"))
    }

    @Test("secrets are dots on the screen, also while they are typed, and names in what is copied")
    func secrets() throws {
        let visit = try visit()
        try visit.type("<Down><Down><Enter>]")
        visit.see("Token", in: .request)
        visit.miss("s3cret")
        try visit.type("<Down><Down><Enter>x")
        visit.miss("s3cret")
        try visit.type("<C-u><C-k>hunter2<Enter>")
        visit.miss("hunter2")
        try visit.type("<Enter><C-u>$TOKEN<Enter>")
        visit.see("$TOKEN", in: .request)
    }

    @Test("a row that stays empty goes, and the request is as it was")
    func emptyRow() throws {
        let visit = try visit()
        try visit.type("<Down><Enter>]a<Esc>")
        try visit.type("a<Enter>")
        try visit.type("a<Tab><Tab>")
        visit.miss(" *")
    }

    @Test("changed requests are asked about when the program is left; one that was sent is in the history")
    func quit() throws {
        let visit = try visit()
        #expect(try visit.type("q").takeEffects() == [.program(.quit)])
        try visit.type("<Down><Enter>alimit<Tab>5<Enter>")
        // Where no profile would keep it there is nothing to ask.
        #expect(try visit.type("q").takeEffects() == [.program(.quit)])
        visit.window.book.path = "profile.json"
        #expect(try visit.type("q").takeEffects() == [])
        visit.see("1 request is not saved")
        visit.see("list sensors")
        #expect(try visit.type("<Esc>q<Down><Enter>").takeEffects() == [.program(.quit)])
        let effects = try visit.type("q<Enter>").takeEffects()
        guard case .profile(.saveRequests(let saved)) = effects.first else { throw TestFailure("\(effects)") }
        #expect(saved[0].query.last == DraftField("limit", "5") && effects.last == .program(.quit))
        #expect(try visit.type("q").takeEffects() == [.program(.quit)])

        try visit.type("<Down>A<Enter>h/new<Enter>")
        #expect(try visit.type("q").takeEffects() == [])
        visit.see("h/new")
        try visit.type("<Esc><C-s>")
        finish(try order(visit), visit)
        #expect(try visit.type("q").takeEffects() == [.program(.quit)])
    }

    @Test("the methods, and any word")
    func method() throws {
        let visit = try visit()
        try visit.type("a<Enter>h<Enter>m<Down><Enter>")
        visit.see("POST h", in: .request)
        try visit.type("m<End><Enter><C-u>PURGE<C-s>")
        #expect(try order(visit).draft.method == "PURGE")
    }

    @Test("Esc and C-c end a request that is under way; with none they do what they always do")
    func cancel() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><C-s>")
        let order = try order(visit)
        try visit.type("<Esc>")
        #expect(visit.takeEffects() == [.request(.cancel(order.id))])
        var exchange = order.exchange(at: visit.now)
        exchange.state = .cancelled
        visit.window.model.apply(.exchange(exchange))
        visit.see("cancelled", in: .request)
        try visit.type("<C-c>")
        #expect(visit.takeEffects() == [.program(.quit)])
    }
}
