import Interface
import Kit
import Model
import Profile
import REST
import TestSupport
import Testing

@Suite("Cookies on the screen") struct CookiesOverlayTests {
    private func visit(width: Int = 120, height: Int = 36) throws -> Visit {
        let visit = Visit(width: width, height: height)
        var draft = RequestDraft()
        (draft.name, draft.url) = ("list", "http://h.example/a")
        visit.window.load(requests: [draft])
        try visit.type("2<Down><Enter>")
        return visit
    }

    private func jar(_ visit: Visit) -> CookieJar { visit.window.model.requests.cookies.cookies(of: nil).jar }

    private func fill(_ visit: Visit) {
        var theme = Cookie("theme", "dark", domain: "h.example", includesSubdomains: true, expiry: 4_102_444_800)
        theme.sameSite = .lax
        jar(visit).add(Cookie("sid", "hunter2", domain: "h.example", isHTTPOnly: true))
        jar(visit).add(theme)
        jar(visit).add(Cookie("tls", "hunter3", domain: "h.example", isSecure: true))
        jar(visit).add(Cookie("deep", "1", domain: "h.example", path: "/b"))
        jar(visit).add(Cookie("far", "1", domain: "other.example"))
    }

    @Test("the request shows the Cookie field before it is sent, with dots, and what stays", arguments: [80, 120])
    func preview(_ width: Int) throws {
        let visit = try visit(width: width, height: 36)
        visit.miss("Cookie:")
        fill(visit)
        visit.see(width == 80 ? "Cookie: sid=••••••" : "Cookie: sid=••••••; theme=••••••", in: .request)
        visit.see("2 not sent", in: .request)
        visit.miss("hunter2")
        // Off in its options: that is said, and the draft has it.
        try visit.type("[[<Up><Up>")
        try visit.type("jjjjjjjjjjjjjjj")
        visit.see("Cookies", in: .request)
    }

    @Test("an empty list names no key for a row")
    func empty() throws {
        let visit = try visit()
        try visit.type("C").see("No cookies yet").see("a new").see("i read").miss("on, off").miss("x delete")
        visit.miss("w write").miss("Tab all")
        fill(visit)
        visit.see("Space on, off").see("x delete")
    }

    @Test("the list is narrowed by what is typed behind /")
    func filter() throws {
        let visit = try visit()
        fill(visit)
        try visit.type("C<Tab>").see("sid").see("far").type("/far").see("far").miss("tls").type("<Enter>x")
        #expect(!jar(visit).cookies.contains { $0.name == "far" } && jar(visit).cookies.count == 4)
        visit.see("Nothing here has that.")
        try visit.type("<Esc>").see("tls").type("<Esc>").miss("Cookies ──")
    }

    @Test("an order has the jar of the environment, and none for a request that wants none")
    func order() throws {
        let visit = try visit()
        visit.window.book.change("environment") { profile in
            profile.environments.insert(Environment(name: "dev"))
            profile.settings.environment = "dev"
        }
        visit.window.model.requests.cookies.cookies(of: "dev").jar.add(Cookie("a", "1", domain: "h.example"))
        visit.see("Cookie: a=••••••", in: .request)
        try visit.type("<C-s>")
        let order = try RequestPaneTests.order(visit)
        #expect(order.cookies?.environment == "dev" && order.cookies(of: order.draft)?.jar.cookies.count == 1)
        var off = order.draft
        off.options.usesCookies = false
        #expect(order.cookies(of: off) == nil)
        try visit.type("E")
        visit.miss("Cookie: a")
    }

    @Test("the popup tells which are sent and why the others are not", arguments: [(120, 36), (80, 24)])
    func picture(width: Int, height: Int) throws {
        let visit = try visit(width: width, height: height)
        fill(visit)
        try visit.type("C")
        for words in ["Cookies ── no environment", "4 of 5, 2 sent", "sent sid=", "no   tls="] { visit.see(words) }
        visit.miss("hunter2")
        visit.miss("far=")
        try visit.type("<Down><Down>")
        visit.see("Not sent: ")
        try visit.type("v")
        visit.see("sid=hunter2")
        try visit.type("v<Tab>")
        visit.see("far=")
        visit.see("All 5")
        try Snapshot.check(visit.grid, named: "cookies-\(width)x\(height)", letter: TestTheme.letter)
    }

    @Test("switched off, deleted, brought back, edited and made: each is written")
    func editing() throws {
        let visit = try visit()
        fill(visit)
        try visit.type("C<Space>")
        #expect(jar(visit).cookies.first { $0.name == "sid" }?.isOff == true)
        visit.see("off  sid=")
        #expect(
            visit.takeEffects().contains(.request(.keepCookies(visit.window.model.requests.cookies.cookies(of: nil)))))
        // What is off stands with those that are not sent: the cursor stays on it.
        try visit.type("<Space>x")
        #expect(!jar(visit).cookies.contains { $0.name == "sid" })
        try visit.type("u")
        #expect(jar(visit).cookies.contains { $0.name == "sid" })
        try visit.type("a")
        visit.see("New cookie")
        try visit.type("made<Tab>v1<Tab><Tab><Tab><Tab><Tab><Tab>soon<Enter>")
        visit.see("Ends is no date")
        try visit.type("<C-u><Enter>")
        let made = try #require(jar(visit).cookies.first { $0.name == "made" })
        #expect(made.value == "v1" && made.domain == "h.example" && made.path == "/" && made.expiry == nil)
        try visit.type("<Enter>")
        visit.see("Cookie made")
        try visit.type("<Tab><C-u>v2<Enter>")
        #expect(jar(visit).cookies.first { $0.name == "made" }?.value == "v2")
        try visit.type("uu")
        #expect(!jar(visit).cookies.contains { $0.name == "made" })
        _ = visit.takeEffects()
        try visit.type("<Tab>X")
        visit.see("Delete 5 cookies that are listed here?")
        try visit.type("y")
        #expect(jar(visit).cookies.isEmpty)
        try visit.type("u")
        #expect(jar(visit).cookies.count == 5)
    }

    @Test("files go in and out by a path; what is switched off is not written")
    func files() throws {
        let visit = try visit()
        fill(visit)
        try visit.type("C<Tab>i")
        visit.see("Read cookies")
        try visit.type("jar.txt<Enter>")
        let cookies = visit.window.model.requests.cookies.cookies(of: nil)
        #expect(visit.takeEffects().contains(.request(.importCookies(path: "jar.txt", cookies))))
        try visit.type("<Space>w<Enter>")
        let written = visit.takeEffects().compactMap { effect in
            if case .request(.exportCookies(let path, let cookies)) = effect { (path, cookies) } else { nil }
        }
        #expect(written.first?.0 == "cookies.txt" && written.first?.1.map(\.name).contains("sid") == false)
        #expect(written.first?.1.count == 4)
    }

    @Test("undo leaves a cookie that a server has set anew since") func newer() throws {
        let visit = try visit()
        fill(visit)
        try visit.type("C<Home>")
        let before = jar(visit).cookies
        try visit.type("x")
        let gone = try #require(before.first { old in !jar(visit).cookies.contains { $0.identity == old.identity } })
        var newer = gone
        newer.value = "newer"
        jar(visit).add(newer)
        try visit.type("u").see("1 cookie set anew since stays")
        #expect(jar(visit).cookies.first { $0.identity == gone.identity }?.value == "newer")
    }

    @Test("undo brings back a cookie that another one was edited over, or a new one took the place of")
    func overwritten() throws {
        let visit = try visit()
        fill(visit)
        let before = Set(jar(visit).cookies.map(\.text))
        try visit.type("C")
        // `sid` becomes a second `deep`, whose path is /b.
        for (name, path) in [("deep", "/b")] {
            try visit.type("<Enter><C-u>\(name)<Tab><C-u>9<Tab><Tab><Tab><C-u>\(path)<Enter>")
        }
        #expect(jar(visit).cookies.count == 4, "\(visit.screen)")
        try visit.type("u")
        #expect(Set(jar(visit).cookies.map(\.text)) == before)
        try visit.type("adeep<Tab>new<Tab><Tab><Tab><C-u>/b<Enter>")
        #expect(jar(visit).cookies.count == 5)
        try visit.type("u")
        #expect(Set(jar(visit).cookies.map(\.text)) == before)
    }
}

extension Cookie {
    /// All that tells it from another one, but for its turn.
    fileprivate var text: String { "\(name)=\(value) \(domain) \(path)" }
}
