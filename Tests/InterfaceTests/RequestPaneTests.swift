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
    private func visit(width: Int = 120, height: Int = 36) throws -> Visit {
        try Self.visit(width: width, height: height)
    }

    private func order(_ visit: Visit, at location: SourceLocation = #_sourceLocation) throws -> RequestOrder {
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
        try visit.type("2")
        return visit
    }

    static func order(_ visit: Visit, at location: SourceLocation = #_sourceLocation) throws -> RequestOrder {
        let orders = visit.takeEffects().compactMap { effect in
            if case .request(.send(let order)) = effect { order } else { nil }
        }
        return try #require(orders.last, "\(visit.screen)", sourceLocation: location)
    }

    /// An answer for what was sent.
    private func finish(_ order: RequestOrder, _ visit: Visit) { Self.finish(order, visit) }

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
        visit.see("sending", in: .request)
    }

    @Test("what has no value is named, and nothing is sent; nothing typed is lost")
    func unresolved() throws {
        let visit = try visit()
        try visit.type("<Down><Down><Enter><C-s>")
        #expect(visit.takeEffects().isEmpty)
        visit.see("Not sent: No value for nope")
        visit.see("No value for nope", in: .request)
        visit.see("{{base}}/sensors/:name", in: .request)
    }

    @Test("what an environment has that does not hold is said with the key that takes it")
    func otherEnvironment() throws {
        let visit = try visit()
        visit.window.book.change("x") {
            $0.environments.insert(Environment(name: "test", variables: [.init("nope", .literal("1"))]))
        }
        try visit.type("<Down><Down><Enter>")
        visit.see("No value for nope; environment test has it: E", in: .request)
        // Two names, of which it has one.
        try visit.type("<Enter>{{other}}").see("No value for other, nope;").miss("environment test has it")
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

    @Test("what was sent is in the history without secrets, is found, and opens as a request")
    func history() throws {
        let visit = try visit()
        try visit.type("a<Enter>http://h/find-me?token=abc<C-s>")
        let sent = try order(visit)
        var exchange = sent.exchange(at: visit.now)
        exchange.hops = [
            Hop(url: "http://h/", sent: Sent(method: "GET", target: "/"), response: Response(status: 404))
        ]
        exchange.state = .finished
        visit.window.model.apply(.exchange(exchange))
        let kept = visit.window.model.requests.takeEnded()
        #expect(visit.window.model.requests.takeEnded().isEmpty)
        let entry = try #require(kept.first).entry
        #expect(kept.count == 1)
        #expect(entry.draft.url == "http://h/find-me?token={{token}}")
        // As it is read again at the next start, when the answer is not kept.
        let later = try self.visit()
        later.window.model.requests.remember([try #require(.init(line: entry.line))])
        try later.type("H<Enter>").see("http://h/find-me?token={{token}}", in: .request)
        later.see("404, 0 B", in: .response).see("The answer itself is not kept", in: .response)
        try visit.type("<S-Tab>H")
        visit.see("404", in: .requests)
        visit.see("/find-me?toke", in: .requests)
        visit.miss("abc", in: .requests)
        try visit.type("/nothing<Enter>")
        visit.see("None matches.", in: .requests)
        try visit.type("/<C-u>find 404<Enter><Enter>")
        visit.see("http://h/find-me?token=••••••", in: .request)
        visit.see("404", in: .response)
        #expect(try order(visit.type("<C-s>")).draft.url == "http://h/find-me?token=abc")
    }

    @Test("requests are renamed, moved, duplicated, deleted and brought back, and each change is to be saved")
    func library() throws {
        let visit = try visit()
        func saved() -> [String] {
            visit.takeEffects().compactMap { effect -> [String]? in
                if case .profile(.saveRequests(let drafts)) = effect {
                    drafts.map { "\($0.folder)/\($0.name)" }
                } else {
                    nil
                }
            }.last ?? []
        }
        try visit.type("<Down>r<C-u>some of them")
        visit.click(100, 20)
        #expect(saved() == ["sensors/some of them", "sensors/add a sensor"], "accepted by leaving the line")
        visit.click(3, 5)
        try visit.type("<Home><Down>r<C-u>all of them<Enter>")
        #expect(saved() == ["sensors/all of them", "sensors/add a sensor"])
        try visit.type("d")
        #expect(saved() == ["sensors/all of them", "sensors/all of them 2", "sensors/add a sensor"])
        // The copy is open, and the cursor on it.
        try visit.type("x")
        #expect(saved() == ["sensors/all of them", "sensors/add a sensor"])
        visit.see("Deleted all of them 2; U brings it back")
        try visit.type("U")
        #expect(saved() == ["sensors/all of them", "sensors/all of them 2", "sensors/add a sensor"])
        // After x the next one is open.
        try visit.type("m<C-u>other/place<Enter>")
        #expect(saved().contains("other/place/add a sensor"))
        visit.see("▾ place", in: .requests)
    }

    @Test("what is typed and not saved has a mark; saving asks for a name once")
    func dirty() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><Enter>?x<Enter>")
        visit.see("list sensors *", in: .requests)
        try visit.type("S")
        visit.miss("list sensors *", in: .requests)
        try visit.type("A<Enter>h/new<Enter>S")
        visit.see("Save the request")
        try visit.type("mine<Enter>")
        visit.see("until martlet ends", in: nil)
    }

    // MARK: - Secrets that are written out

    private func saved(_ visit: Visit) -> RequestDraft? {
        visit.takeEffects().compactMap { effect in
            if case .profile(.saveRequests(let drafts)) = effect { drafts.last } else { nil }
        }.last
    }

    @Test("a token that is typed and saved is said to stand there in clear, with the key that makes it a reference")
    func clearToken() throws {
        let visit = try Self.visit()
        visit.window.book.path = "/home/me/profile.json"
        try visit.type("<Down><Down><Enter>]<Down><Down><Enter><C-u>abc123<Enter>")
        visit.see("in clear; K makes it a reference", in: .request)
        try visit.type("S")
        visit.see("Saved add a sensor; its bearer token stands in clear in the profile: K in the request makes it")
        #expect(saved(visit)?.auth == .bearer(.literal("abc123")))
        try visit.type("K")
        visit.see("Where the bearer token of add a sensor is")
        visit.miss("abc123")
        try visit.type("<Enter>")
        // What was said is so no longer.
        visit.miss("stands in clear")
        let path = "/home/me/secrets/add_a_sensor_token"
        let effects = visit.takeEffects()
        #expect(effects.last == .profile(.keepSecret(path: path, value: "abc123", isOfRequest: true)))
        guard case .profile(.saveRequests(let drafts))? = effects.first else {
            return #expect(Bool(false), "not saved")
        }
        #expect(drafts.last?.auth == .bearer(.file(path)))
        visit.see("file:\(path)", in: .request)
        visit.miss("add a sensor *", in: .request)
        try visit.type("S")
        visit.see("Saved add a sensor")
        visit.miss("in clear")
    }

    @Test("of several secrets one is chosen; other changes wait to be saved; nothing is said where nothing is kept")
    func clearFields() throws {
        let visit = try Self.visit()
        visit.window.book.path = "/home/me/profile.json"
        try visit.type("<Down><Down><Enter>")
        visit.paste("curl -H 'X-Api-Key: s3cr3t' -H 'Authorization: Token t0ken' http://h/x")
        try visit.type("Smine<Enter>")
        visit.see("Saved mine; 2 secrets of it stand in clear in the profile: K in the request makes it a reference")
        _ = saved(visit)
        // Not saved yet, and not saved with the reference either.
        try visit.type("m<Down><Enter>K")
        visit.see("Which is to be a reference")
        visit.see("header X-Api-Key")
        try visit.type("<Enter>")
        visit.see("Where the header X-Api-Key of mine is")
        visit.miss("asked when needed")
        try visit.type("<Down><Enter>")
        let first = try #require(saved(visit))
        #expect(first.headers.map(\.value) == ["{{$MINE_X_API_KEY}}", "Token t0ken"] && first.method == "GET")
        visit.see("mine *", in: .request)
        try visit.type("K<Enter>")
        let second = try #require(saved(visit))
        #expect(second.headers[1].value == "Token {{file /home/me/secrets/mine_authorization joined}}")
        try visit.type("K")
        visit.see("No secret is written out here")
        visit.window.book.path = ""
        try visit.type("S")
        visit.see("Kept mine until martlet ends")
    }
}
