import Kit
import Model
import Profile
import Terminal
import Testing
import Topics

@testable import Interface

/// What is found as one types: the palette, choices, the help.
@Suite("Finding by typing")
struct FindingTests {
    private func house() -> Visit {
        let visit = House.visit()
        visit.window.book.change("nothing") { profile in
            var publish = PublishDraft()
            (publish.name, publish.topic) = ("lamp on", "home/hall/lamp/set")
            profile.publishes.insert(publish)
        }
        return visit
    }

    @Test("A topic that comes while the palette is open is found; a bar that was moved stays on what it was moved to")
    func latecomer() throws {
        let visit = Visit()
        visit.receive("home/a", "1")
        try visit.type("<C-p>newco").see("filter topics by newco").miss("topic home/newcomer")
        visit.receive("home/newcomer", "2", after: 1_000_000)
        visit.see("topic home/newcomer").see("filter topics by newco")
        try visit.type("<Down>")
        visit.receive("home/newcomers", "3", after: 1_000_000)
        visit.see("topic home/newcomers")
        try visit.type("<Enter>").miss("Palette")
        #expect(visit.window.explore.desk.tree.filterText == "newco")
    }

    @Test("A bar that nobody has moved is on the first row, whatever comes")
    func unmoved() throws {
        let visit = Visit()
        visit.receive("home/b/c", "1")
        try visit.type("<C-p>home/b").see("topic home/b/c")
        // Known before the other one as a level: it stands first.
        visit.receive("home/b", "2", after: 1_000_000)
        visit.see("topic home/b ")
        try visit.type("<Enter>").see("2", in: .message)
        #expect(visit.window.explore.desk.topic.map(visit.workspace.live.topics.topic) == "home/b")
    }

    @Test("Topics are found by what their filter understands, and not by one that cannot be used")
    func filteredTopics() throws {
        let visit = Visit()
        for topic in ["home/hall/lamp", "home/hall/door", "home/cellar/lamp"] { visit.receive(topic, "1") }
        try visit.type("<C-p>home/+/lamp").see("topic home/hall/lamp").see("topic home/cellar/lamp")
        try visit.miss("topic home/hall/door").see("filter topics by home/+/lamp").type("<Esc>")
        try visit.type("<C-p>re:d.{2}r$").see("topic home/hall/door").miss("topic home/hall/lamp").type("<Esc>")
        try visit.type("<C-p>re:(").miss("topic home").see("filter topics by re:(").type("<Esc>")
    }

    @Test("Among many topics the last one is found, too")
    func manyTopics() throws {
        let visit = Visit()
        for number in 0..<100_000 { visit.receive("a/\(number)", "1") }
        visit.receive("a/needle", "2")
        try visit.type("<C-p>needle").see("topic a/needle")
        try visit.type("<Enter>").see("2", in: .message)
    }

    @Test("The palette opens connections, requests, publishes and topics, and sets environments and settings")
    func everything() throws {
        let visit = house()
        try visit.type("<C-p>attic<Enter>")
        guard case .connection(.open(let draft))? = visit.takeEffects().last else { return #expect(Bool(false)) }
        #expect(draft.name == "attic")
        try visit.type("<C-p>list sen<Enter>").see("http://localhost/sensors", in: .request)
        try visit.type("1<C-p>publish lamp<Enter>").see("home/hall/lamp/set").type("<Esc>")
        try visit.type("<C-p>topic humid<Enter>").see("48 %", in: .message)
        try visit.type("<C-p>filter topics by wind").see("filter topics by").type("<Esc>")
        try visit.type("<C-p>environment dev<Enter>")
        #expect(visit.window.book.environment?.name == "dev")
        try visit.type("<C-p>setting wrap<Enter>")
        #expect(visit.window.book.profile.settings.wrap == false)
        try visit.type("<C-p>help Load<Enter>").see("tile to the left")
    }

    @Test("A theme is seen while the bar is on it, Esc takes it back, Enter keeps it")
    func themes() throws {
        let visit = house()
        try visit.type("<C-p>theme nord")
        #expect(visit.takeEffects().last == .program(.showTheme("nord")))
        try visit.type("<Esc>")
        #expect(visit.takeEffects() == [.program(.showTheme(nil))])
        try visit.type("<C-p>theme <Down>")
        #expect(visit.takeEffects().count == 2)
        try visit.type("<Enter>")
        guard case .program(.keepTheme)? = visit.takeEffects().last else { return #expect(Bool(false)) }
    }

    @Test("What was taken last comes first")
    func recent() throws {
        let visit = house()
        try visit.type("<C-p>view Load<Enter>1<C-p><Enter>").see("Load")
        #expect(visit.window.view == .load)
        // Letters in their order are enough, and words in any order.
        try visit.type("1<C-p>vwrst").see("view REST").type("<Esc><C-p>load view").see("view Load")
    }

    @Test("A choice is narrowed by what is typed, Esc first widens it")
    func choices() throws {
        let visit = house()
        try visit.type("2<Tab>m").see("Method").type("pat").see("PATCH").miss("DELETE").type("<Enter>")
        visit.see("PATCH", in: .request).miss("Method ─")
        try visit.type("mxyz").see("Nothing here has that").type("<Enter>").see("Nothing here has that")
        try visit.type("<Esc>").see("DELETE").type("<Esc>").miss("DELETE")
        try visit.type("<C-o>attic<Enter>")
        guard case .connection(.open(let draft))? = visit.takeEffects().last else { return #expect(Bool(false)) }
        #expect(draft.name == "attic")
    }

    @Test("Lists whose letters are keys are narrowed behind /: publishes, variables, what is out of rhythm")
    func filters() throws {
        let visit = house()
        visit.window.book.change("nothing") { profile in
            var publish = PublishDraft()
            (publish.name, publish.topic) = ("door shut", "home/hall/door/set")
            profile.publishes.insert(publish)
            profile.environments.insert(
                Environment(name: "lab", variables: [.init("room", .literal("7")), .init("token", .literal("x"))]))
            profile.settings.environment = "lab"
        }
        try visit.type("P<Tab><Tab>").see("lamp on").see("door shut")
        try visit.type("/lamp").see("lamp on").miss("door shut").see("1 found")
        try visit.type("xyz").see("Nothing here has that.").type("<C-u>door<Enter>").miss("lamp on")
        try visit.type("<Esc>").see("lamp on").type("<Esc>").miss("Publishes ─")
        try visit.type("4<Tab><Tab>").see("room", in: .environment)
        try visit.type("/tok<Enter>").see("token", in: .environment).miss("room", in: .environment)
        try visit.type("x")
        #expect(visit.window.book.environment?.variables.map(\.name) == ["room"])
        try visit.type("u<Esc>").see("room", in: .environment)
    }

    @Test("The help is searched by what is typed, and has the names of the key map and the mouse")
    func help() throws {
        let visit = house()
        try visit.type("?").see("Topics").see("unsubscribe").type("clearRetained").see("clear the retained message")
        visit.miss("sort by name")
        try visit.type("<Esc>").see("sort by name").type("wheel").see("three rows").type("<Esc><Esc>").miss(
            "three rows")
    }
}
