import Kit
import Model
import Profile
import REST
import Terminal
import TestSupport
import Testing

@testable import Interface

/// A frame, and a key, cost what is shown and what has changed, however much there is.
@Suite("What a frame costs") struct FrameCostTests {
    /// Frames in which nothing has changed.
    private func frames(_ visit: Visit, _ count: Int = 20) {
        for _ in 0..<count { _ = visit.window.draw(into: visit.grid, now: visit.now) }
    }

    /// How many times the time of the small one the large one takes.
    private func ratio(_ large: () throws -> Void, to small: () throws -> Void) rethrows -> Double {
        // Once before: what is made on first use is made for neither.
        try small()
        let smallest = try (0..<3).map { _ in try processorSeconds(small) }.min() ?? 0
        return try (0..<3).map { _ in try processorSeconds(large) }.min().map { $0 / smallest } ?? 0
    }

    // MARK: - The composer

    private func composer(
        _ payload: String, _ format: PublishDraft.Format = .json, name: String = "", properties: [DraftField] = []
    ) throws -> (Visit, PublishComposer) {
        let visit = Visit()
        visit.receive("a", #"{"n":1}"#)
        visit.window.book.captured = [.init("var1", .literal("one"), origin: "")]
        var draft = PublishDraft()
        (draft.topic, draft.payload, draft.format, draft.name) = ("home/lamp/set", payload, format, name)
        draft.properties.userProperties = properties
        let publisher = Publisher(visit.workspace, visit.window.book, visit.window.stage)
        let composer = PublishComposer(draft, publisher)
        visit.window.stage.overlays.append(composer)
        visit.look()
        return (visit, composer)
    }

    @Test("what a payload becomes is made when something of it changes, and not with every frame")
    func previewKept() throws {
        let (visit, composer) = try composer(#"{"a":"{{var1}}","b":{{topic:a#$.n}}}"#)
        visit.see(#"becomes {"a":"one","b":1}"#)
        let made = composer.memory.made
        frames(visit)
        visit.receive("other", "1")
        visit.look()
        #expect(composer.memory.made == made)
        try visit.type("<Left> ")
        visit.see(#""b":1}"#)
        #expect(composer.memory.made == made + 1)
        // What it takes has come anew; the variable is another one; a second has passed.
        visit.receive("a", #"{"n":2}"#)
        visit.see(#""b":2}"#)
        visit.window.book.captured = [.init("var1", .literal("two"), origin: "")]
        visit.see(#"becomes {"a":"two""#)
        let before = composer.memory.made
        visit.now += 1_000_000
        visit.look()
        #expect(composer.memory.made == before + 1, "values of topics have an age")
    }

    @Test("what counts on when it is sent is another preview then")
    func counters() throws {
        let (visit, _) = try composer(#"{"n":{{counter}}}"#)
        visit.see(#"becomes {"n":1}"#)
        var generators = visit.workspace.publishing.generators
        _ = try generators.value("counter", [], now: 0) { _ in nil }
        visit.workspace.publishing.generators = generators
        visit.see(#"becomes {"n":2}"#)
    }

    @Test("a frame of a payload with 60 KB and one variable costs what one of a few bytes does")
    func payloadFrame() throws {
        let members = (0..<2_500).map { #"{"n":\#($0),"name":"x\#($0)"}"# }.joined(separator: ",")
        let (large, _) = try composer(#"{"a":[\#(members),"{{var1}}"]}"#)
        let (small, _) = try composer(#"{"a":["{{var1}}"]}"#)
        #expect(ratio({ frames(large) }, to: { frames(small) }) < 4)
    }

    @Test(
        "rows that are not seen are counted when the text or its place changes, and not with every frame",
        arguments: [
            (String(repeating: "1\n", count: 30_000), PublishDraft.Format.text),
            (String(repeating: "x", count: 1 << 20), .text),
            (String(repeating: "0a ", count: 20_000) + "0a", .hex),
        ])
    func hiddenRows(_ payload: String, _ format: PublishDraft.Format) throws {
        let (large, _) = try composer(payload, format)
        let (small, _) = try composer("0a", format)
        #expect(ratio({ frames(large) }, to: { frames(small) }) < 4)
        large.see("↑ ")
        try large.type("<C-Home>").miss("↑ ").see("↓ ")
    }

    @Test("user properties are read when one of them changes, and not with every frame")
    func properties() throws {
        let many = (0..<3_000).map { DraftField("name \($0)", "value") }
        let (visit, composer) = try composer("1", properties: many)
        visit.see("with 3000 user properties")
        frames(visit)
        #expect(composer.memory.read == 1)
        try visit.type("<C-o>").see("Properties 3000").type("<S-Tab>x: y<Enter>").see("Properties 3001")
        try visit.type("<Up><Up>5").see("Properties 3002")
    }

    @Test("whether it is saved is found once for a change of the text")
    func dirty() throws {
        let (visit, composer) = try composer("1", name: "lamp on")
        visit.see("lamp on").miss("lamp on *")
        frames(visit)
        #expect(composer.memory.compared == 1)
        try visit.type("2").see("lamp on *")
        frames(visit)
        #expect(composer.memory.compared == 2 && composer.typed?.payload == "12")
        try visit.type("<Backspace>").miss("lamp on *")
        #expect(composer.memory.compared == 3)
    }

    // MARK: - Requests

    private func request(_ draft: RequestDraft) throws -> (Visit, RequestPane) {
        let visit = Visit()
        var draft = draft
        draft.name = "one"
        if draft.url.isEmpty { draft.url = "http://h/" }
        visit.window.load(requests: [draft])
        try visit.type("2<Tab>")
        visit.look()
        return (visit, try #require(visit.window.panes[1] as? RequestPane))
    }

    @Test("a URL of a megabyte costs a frame no more than what of it is shown")
    func longURL() throws {
        func request(_ pairs: Int) throws -> Visit {
            var draft = RequestDraft()
            draft.url = "http://h/?" + String(repeating: "a=b&", count: pairs)
            return try self.request(draft).0
        }
        // One that fills the rows as well: what is compared is what nobody sees.
        let (large, small) = (try request(1 << 18), try request(1 << 10))
        #expect(ratio({ frames(large, 5) }, to: { frames(small, 5) }) < 3)
    }

    @Test("of an empty jar nothing is judged, and of a full one once")
    func cookies() throws {
        let (visit, _) = try request(RequestDraft())
        frames(visit)
        let composer = visit.window.composer
        #expect(composer.cookieMemory.made == 0)
        let cookies = (0..<50).map { Cookie("c\($0)", "v", domain: $0 < 2 ? "h" : "h\($0).example") }
        for cookie in cookies { composer.cookies.jar.add(cookie) }
        visit.see("Cookie: c0=", in: .request)
        let seconds = Cookie.now
        frames(visit)
        try visit.type("C<Tab>jjkk/c4<Enter>").see("c40").miss("c30")
        frames(visit)
        // Anew each second, and not with keys and frames.
        #expect(composer.cookieMemory.made <= 2 + Cookie.now - seconds)
        composer.cookies.jar.remove { $0.name == "c40" }
        visit.look()
        visit.miss("c40")
    }

    @Test(
        "a table of 2,000 rows costs a frame what its rows in sight do",
        arguments: [RequestTab.params, .headers, .body])
    func table(_ tab: RequestTab) throws {
        func draft(_ count: Int) -> RequestDraft {
            var draft = RequestDraft()
            let rows = (0..<count).map { DraftField("X-\($0)", "value \($0)") }
            switch tab {
            case .params: draft.query = rows
            case .headers: draft.headers = rows
            default: (draft.method, draft.body) = ("POST", .form(rows))
            }
            return draft
        }
        let (large, pane) = try request(draft(2_000))
        let (small, other) = try request(draft(40))
        (pane.tab, other.tab) = (tab, tab)
        frames(large)
        let turns = pane.rowMemory.turns
        #expect(ratio({ frames(large) }, to: { frames(small) }) < 3)
        #expect(pane.rowMemory.turns == turns)
        // The same rows in another list, as after a row was typed into: it is compared once, and then known.
        for visit in [large, small] {
            visit.window.composer.draft.query.append(DraftField("last", ""))
            visit.window.composer.draft.query.removeLast()
            visit.window.composer.draft.headers = visit.window.composer.draft.headers.map { $0 }
            if case .form(let rows) = visit.window.composer.draft.body {
                visit.window.composer.draft.body = .form(rows.map { $0 })
            }
            frames(visit, 1)
        }
        #expect(ratio({ frames(large) }, to: { frames(small) }) < 3)
    }

    // MARK: - Variables

    @Test("an environment of 2,000 variables is one list as long as it does not change")
    func variables() throws {
        let visit = Visit()
        let book = visit.window.book
        book.change("") { profile in
            profile.environments.insert(
                Environment(name: "dev", variables: (0..<2_000).map { .init("v\($0)", .literal("\($0)")) }))
        }
        book.use(environment: "dev")
        func place() -> UnsafeRawPointer? { book.variables.all.withUnsafeBytes { $0.baseAddress } }
        let before = place()
        let id = try #require(book.profile.environments.entries.first?.id)
        book.note { $0.settings.lastConnection = "home" }
        #expect(place() == before)
        #expect(book.variables(of: id).all.withUnsafeBytes { $0.baseAddress } == before)
        book.captured = [.init("v1", .literal("other"), origin: "test")]
        #expect(book.variables["v1"]?.origin == "test")
        let other = Environment(name: "dev", variables: [.init("w", .literal("1"))])
        book.change("") { $0.environments.update(id, to: other) }
        #expect(book.variables.all.map(\.name) == ["w", "v1"])
        book.use(environment: nil)
        #expect(book.variables.all.map(\.name) == ["v1"])
    }

    @Test("one variable of 2,000 that is another one now costs a frame what one of 20 does")
    func changedVariable() throws {
        func visit(_ count: Int) throws -> Visit {
            let visit = Visit()
            let book = visit.window.book
            let home = ConnectionDraft(name: "home", url: "mqtts://{{v1}}:8883")
            func variables(_ value: String) -> [Environment.Variable] {
                (0..<count).map { .init("v\($0)", .literal($0 == 1 ? value : "\($0)")) }
            }
            var (entry, environment) = (0, 0)
            book.change("") { profile in
                entry = profile.connections.insert(home)
                environment = profile.environments.insert(Environment(name: "dev", variables: variables("broker")))
            }
            visit.workspace.settings = SettingsInForce(
                entry: entry, environment: environment, draft: home, variables: book.variables(of: environment))
            let other = Environment(name: "dev", variables: variables("other"))
            book.change("") { $0.environments.update(environment, to: other) }
            try visit.type("4").see("another {{v1}}", in: .connection)
            return visit
        }
        let (large, small) = (try visit(2_000), try visit(20))
        #expect(ratio({ frames(large) }, to: { frames(small) }) < 4)
    }

    // MARK: - Lists

    @Test("a letter more in the palette is held against what was found")
    func palette() throws {
        let visit = Visit()
        let items = (0..<500).map { PaletteItem(text: "request \($0 % 100)", note: "note", deed: .work { [] }) }
        let palette = PaletteOverlay(visit.window.stage, items)
        visit.window.stage.overlays.append(palette)
        try visit.type("9")
        #expect(palette.ranked == 500)
        try visit.type("9")
        #expect(palette.ranked == 500 + 95)
        visit.see("request 99").miss("request 98")
        try visit.type("<Backspace>").see("request 98")
        #expect(palette.ranked == 500 + 95 + 95)
        try visit.type("<C-u>note 7").see("request 7").miss("request 98")
        // A blank at the end is in no item, and the word behind it is.
        try visit.type("<C-u>7 ").type("note").see("request 7").miss("request 98")
    }

    @Test("targets of links are made whole once, and not for every letter of the filter")
    func links() throws {
        let visit = try LinksTests().visit(
            body: #"{"_links": {"self": {"href": "/"}, "items": {"href": "/items/{n}"}, "last": {"href": "/last"}}}"#)
        try visit.type("u/")
        let view = try #require((visit.window.panes[2] as? ResponsePane)?.linksView)
        #expect(view.textsMade == 0)
        try visit.type("http://h/last").see("/last", in: .response).miss("/items", in: .response)
        #expect(view.textsMade == view.all.count)
    }

    @Test("saved connections are made lines once, and not for every letter of the filter")
    func connections() throws {
        let visit = Visit()
        visit.window.book.change("") { profile in
            for number in 0..<200 {
                profile.connections.insert(ConnectionDraft(name: "conn \(number)", url: "mqtt://h\(number)"))
            }
        }
        let list = ConnectionList(visit.window.connectionParts)
        list.make("")
        #expect(list.rows.count > 200)
        for text in ["c", "co", "conn 19", "MQTT://H199"] { list.make(text) }
        #expect(list.rows.map(\.name) == ["conn 199"])
        list.make("H199 conn")
        #expect(list.rows.map(\.name) == ["conn 199"])
        #expect(list.made == 1)
        list.make("")
        #expect(list.rows.count > 200 && list.made == 1)
        visit.window.book.note { $0.connections.insert(ConnectionDraft(name: "new", url: "mqtt://new")) }
        list.make("new")
        #expect(list.rows.map(\.name) == ["new"] && list.made == 2)
    }

    @Test("a longer filter of requests goes through those that matched")
    func requests() throws {
        var library = RequestLibrary()
        for number in 0..<100 {
            var draft = RequestDraft()
            (draft.name, draft.folder) = ("request \(number)", "folder \(number % 10)")
            _ = library.add(draft)
        }
        let first = library.matches("request 1")
        #expect(first.count == 19)
        #expect(library.matches("request 1 folder 5", among: first) == library.matches("request 1 folder 5"))
        #expect(library.matches("request", among: Array(first.prefix(3))) == Array(first.prefix(3)))
    }
}
