import Kit
import Model
import Profile
import REST
import Terminal
import TestSupport
import Testing

@testable import Interface

/// Requests as they are kept: history, library, what is saved, secrets that are written out.
extension RequestPaneTests {
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
        visit.see("/find-me?…", in: .requests)
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

    @Test("the cursor is on the open request from the start, also behind the history and a move")
    func cursorOnOpen() throws {
        func fresh() throws -> Visit {
            let visit = Visit()
            let names = [("a", "get it"), ("a", "post it"), ("", "anything")]
            visit.window.load(
                requests: names.map { folder, name in
                    var draft = RequestDraft()
                    (draft.folder, draft.name, draft.url) = (folder, name, "http://h/")
                    return draft
                })
            return try visit.type("2")
        }
        try fresh().type("r").see("Name: get it")
        try fresh().type("<Down>HHr").see("Name: post it")
        try fresh().type("<Down>H<Esc>r").see("Name: post it")
        let visit = try fresh().type("<Down>m<C-u>zz new<Enter>").see("▾ zz new", in: .requests)
        try visit.type("r").see("Name: post it").type("<Esc>")
        // Into a folder that is closed.
        try visit.type("<Home><Enter>").see("▸ a", in: .requests).type("<End><Up>r").see("Name: post it")
        try visit.type("<Esc>m<C-u>a<Enter>").see("▾ a", in: .requests).type("r").see("Name: post it").type("<Esc>")
        // A folder that was chosen stays so while the list around it changes.
        try visit.type("<Home>rb<Enter>r").see("Name: b").type("<Esc>")
        try visit.type("A<C-u>a0<Enter>r").see("Name: b").type("<Esc>")
    }

    @Test("a request that was begun stays open when another program changes the profile")
    func begunMeanwhile() throws {
        let visit = Visit()
        let drafts = ["one", "two"].map { name in
            var draft = RequestDraft()
            (draft.name, draft.url) = (name, "http://h/\(name)")
            return draft
        }
        visit.window.load(requests: drafts)
        try visit.type("2x").see("Deleted one").type("a")
        let begun = visit.window.composer.current
        visit.window.load(requests: [drafts[1]])
        #expect(visit.window.composer.current == begun)
        visit.window.load(requests: [drafts[1], drafts[0]])
        #expect(visit.window.composer.current == begun && visit.window.composer.draft == RequestDraft())
    }

    @Test("a letter more looks among what was found, and anew when a request has changed or letters went")
    func narrowed() throws {
        let visit = Visit()
        let drafts = ["lamp", "lantern", "sensor"].map { name in
            var draft = RequestDraft()
            (draft.name, draft.url) = (name, "http://h/\(name)")
            return draft
        }
        visit.window.load(requests: drafts)
        func listed() -> [String] {
            let pane = visit.pane(.requests) ?? ""
            return drafts.map(\.name).filter { pane.contains("GET  \($0)") }
        }
        try visit.type("2/l")
        #expect(listed() == ["lamp", "lantern"], "\(visit.screen)")
        try visit.type("a").type("m")
        #expect(listed() == ["lamp"], "\(visit.screen)")
        try visit.type("<Backspace>")
        #expect(listed() == ["lamp", "lantern"], "\(visit.screen)")
        let sensor = try #require(visit.window.composer.library.items.last)
        var changed = sensor.draft
        changed.url = "http://h/land"
        visit.window.composer.library.edit(sensor.id, changed)
        try visit.type("n")
        #expect(listed() == ["lantern", "sensor"], "\(visit.screen)")
        try visit.type("x").see("None matches.", in: .requests)
    }

    @Test("of many requests a letter more costs what the letters before it left")
    func narrowedCost() throws {
        let visit = Visit()
        visit.window.load(
            requests: (0..<20_000).map { number in
                var draft = RequestDraft()
                (draft.name, draft.url) = ("request \(number)", "http://host/path/to/\(number)")
                return draft
            })
        try visit.type("2/")
        // The rows are made with the frame.
        func seconds(typing letter: String) throws -> Double {
            try processorSeconds { try visit.type(letter).see("found") }
        }
        let all = try seconds(typing: "1")
        try visit.type("999").see("12 found")
        let few = try seconds(typing: "9")
        visit.see("1 found")
        // Else each letter costs as much as the first.
        #expect(few < all / 3, "\(few) of \(all)")
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
        visit.see("in clear; K takes it out", in: .request)
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

    @Test("a name that is typed offers Esc back; a filter, what a filter has")
    func hintsOfNames() throws {
        let visit = try visit()
        try visit.type("<Down>r").see("Enter keep  Esc back").miss("earlier ones")
        try visit.type("<Esc>/").see("Esc clear")
    }

    @Test("a new request has the cursor on its URL, wherever it was in the one before")
    func cursorOfNew() throws {
        let visit = try visit()
        try visit.type("<Down><Enter><Down><Down><S-Tab>a<Enter>127.0.0.1:1/new")
        visit.see("GET 127.0.0.1:1/new", in: .request)
    }

    @Test("of a request without a name the end of its URL is read; a variable that is called secret is dots")
    func unnamed() throws {
        let visit = try RequestPaneTests.visit(width: 80, height: 24)
        visit.window.book.captured.append(.init("api-token", .literal("hunter2"), origin: "environment dev"))
        try visit.type("<Down>a<Enter>http://127.0.0.1:31130/hal/items/7")
        visit.see("GET  /hal/items/7 *", in: .requests)
        try visit.type("?x={{api").see("api-token}}").see("••••••").miss("hunter2")
    }

    @Test("where a URL without a name has no room, its host stays whole beside the end of its path")
    func unnamedHost() throws {
        let visit = try RequestPaneTests.visit(width: 160, height: 40)
        try visit.type("<Down>a<Enter>http://iot.example/api/v1/buildings/17/rooms/lamp<Enter>")
        visit.see("GET  iot.example…", in: .requests).see("lamp *", in: .requests)
    }

    @Test("pasted curl takes the place of an empty request that was begun in a folder")
    func pasted() throws {
        let visit = try visit()
        try visit.type("<Down>a").see("new request", in: .requests)
        visit.paste("curl http://127.0.0.1:1/x -d '{\"a\": 1}'")
        visit.see("http://127.0.0.1:1/x", in: .request).see("\"a\": 1", in: .request).miss("new request")
    }

    @Test("a click on the mark of a folder within a folder folds that")
    func nestedFolders() throws {
        let visit = Visit()
        var draft = RequestDraft()
        (draft.folder, draft.name, draft.url) = ("outer/inner", "deep", "http://h/deep")
        visit.window.load(requests: [draft])
        try visit.type("2").see("deep", in: .requests)
        visit.click(on: "▾ inner")
        visit.miss("deep", in: .requests).see("▸ inner", in: .requests)
        visit.now += 1_000_000
        visit.click(on: "▸ inner")
        visit.see("deep", in: .requests)
        visit.now += 1_000_000
        // On its name it stays as it is.
        visit.click(on: "▾ inner", plus: 3)
        visit.see("deep", in: .requests)
    }
}
