import Kit
import Model
import Profile
import Terminal
import Testing
import Topics

@testable import Interface

/// A key that the profile binds does what it is bound to, one that it takes away does nothing, wherever keys are pressed.
@Suite("Keys of the profile, in popups and in what is typed into")
struct BoundKeysTests {
    private func visit(_ changes: [String: [String: String]], width: Int = 120) -> Visit {
        var warnings: [String] = []
        let keymap = Keymap(changes: changes) { warnings.append("\($0)") }
        #expect(warnings == [])
        return Visit(width: width, keymap: keymap)
    }

    private func isSent(_ visit: Visit) -> Bool {
        visit.takeEffects().contains {
            switch $0 {
            case .request(.send), .publish(.send): true
            default: false
            }
        }
    }

    private let sending = ["request": ["C-s": "none", "M-Enter": "none", "C-g": "send"]]

    @Test("the URL, a cell and the body of a request, in view REST and in the strip", arguments: ["2", "1"])
    func request(view: String) throws {
        let keymap = Keymap(changes: sending)
        let visit = try RequestPaneTests.visit(keymap: keymap)
        visit.window.book.captured.append(.init("nope", .literal("x"), origin: "environment dev"))
        try visit.type("jj<Enter>")
        for way in view == "1" ? ["1<S-Tab><Enter>"] : ["<Enter>", "[[j<Enter>", "]]jj<Enter>a"] {
            try visit.type(way).see("C-g send").type("<C-s>")
            #expect(!isSent(visit) && visit.window.focused.isTyping, "\(way)\n\(visit.screen)")
            try visit.type("<C-g>")
            let order = try RequestPaneTests.order(visit)
            RequestPaneTests.finish(order, visit)
        }
    }

    @Test("the composer of publishes, on each of its pages")
    func composer() throws {
        let visit = visit(["composer": ["C-s": "none", "M-Enter": "none", "C-g": "send", "F9": "nextTab"]])
        visit.receive("home/lamp", "on")
        for pages in ["", "<F9>", "<F9><F9>"] {
            try visit.type("Gp\(pages)").see("C-g send").type("<C-s><M-Enter>")
            #expect(!isSent(visit))
            try visit.type("<C-g>")
            #expect(isSent(visit))
            try visit.type("<Esc>").miss("C-g send")
        }
    }

    @Test("a letter that is bound types nothing; a key that is taken away types itself")
    func letters() throws {
        let visit = visit(["form": ["ü": "accept", "Enter": "none", "M-Enter": "none"]])
        try visit.type("s<C-u>a/b<Enter>").see("Filter").type("ü").miss("Filter")
        #expect(visit.takeEffects() == [.connection(.subscribe(filter: "a/b", qos: 0))])
    }

    @Test("the retained messages")
    func retained() throws {
        let visit = visit(["retained": ["c": "none", "Del": "none", "F8": "clearRetained", "/": "none", "f": "filter"]])
        visit.receive("a/one", "1", retain: true)
        try visit.type("Gr").see("F8 clear this").type("c<Del>").miss("Clear the broker's")
        try visit.type("/").see("a/one").type("fnothing").miss("a/one").type("<Esc>").see("a/one")
        try visit.type("<F8>").see("Clear the broker's retained message of a/one?")
    }

    @Test("a line that is typed into: what leaves it, and what moves in it")
    func field() throws {
        let visit = visit(["field": ["Esc": "none", "C-g": "back", "Home": "none", "F7": "textStart"]])
        visit.receive("a/one", "1", retain: true)
        try visit.type("/one<Home>x").see("/onex").type("<Backspace><F7>x").see("/xone")
        try visit.type("<Esc>").see("/xone").type("<C-g>").miss("xone")
        // The filter of a popup is such a line too.
        try visit.type("Gr/zone<Esc>").miss("a/one").type("<C-g>").see("a/one")
    }

    @Test("the list of publishes")
    func publishes() throws {
        let visit = visit([
            "publishes": ["s": "none", "Tab": "none", "F6": "nextTab", "x": "none", "Del": "none", "F8": "delete"]
        ])
        var draft = PublishDraft()
        (draft.name, draft.topic) = ("lamp on", "home/lamp")
        visit.window.book.save(draft)
        try visit.type("P<Tab>").see("Nothing has been published").type("<F6><F6>").see("F8 delete").type("s")
        #expect(!isSent(visit))
        try visit.type("x").miss("Deleted").type("<F8>").see("Deleted lamp on; u brings it back")
    }

    @Test("the form of a connection")
    func connection() throws {
        let visit = visit([
            "connectionForm": ["M-t": "none", "F9": "test", "PgDn": "none", "F8": "nextGroup"],
            "form": ["Tab": "none", "Down": "none", "C-n": "nextField"],
            "options": ["Space": "none", "+": "nextOption"],
        ])
        visit.window.book.change("nothing") { profile in
            profile.connections.insert(ConnectionDraft(name: "lab", url: "ws://lab.example"))
        }
        try visit.type("4je").see("F9 save and test").see("C-n next field").see("F8 next group")
        try visit.type("<Tab><End>x").see("labx").type("<Backspace><C-n><End>/x").see("ws://lab.example/x")
        try visit.type("<M-t><PgDn>").see("save and test").type("<F9>").miss("save and test")
        #expect(visit.takeEffects().contains { if case .connection(.probe) = $0 { true } else { false } })
    }

    @Test("a question: yes by the key that says yes, no by every other")
    func confirm() throws {
        let visit = visit(["confirm": ["y": "none", "F2": "yes"]])
        visit.receive("a", "1")
        try visit.type("X").see("F2 yes").type("y").miss("F2 yes").see("1 topic")
        try visit.type("X<F2>").miss("1 topic")
    }

    @Test("a list to choose from, the palette, the help, a question with letters, a chart")
    func others() throws {
        let visit = visit([
            "pick": ["Enter": "none", "M-Enter": "none", "F2": "accept"],
            "palette": ["Down": "none", "C-n": "down", "F2": "accept"],
            "popup": ["Esc": "none", "C-c": "none", "C-g": "back"], "help": ["F3": "down"],
            "chart": ["Esc": "none", "q": "none"],
            "leaving": ["d": "none", "F4": "drop"],
        ])
        visit.workspace.subscriptions = [
            SubscriptionStatus(filter: "a/#", qos: 0, state: .granted(0)),
            SubscriptionStatus(filter: "b/#", qos: 0, state: .granted(0)),
        ]
        visit.receive("a", "1")
        try visit.type("u").see("F2 unsubscribe").type("<Enter><Esc>").see("F2 unsubscribe").type("<C-g>")
        try visit.miss("F2 unsubscribe").type("u<F2>")
        #expect(visit.takeEffects() == [.connection(.unsubscribe(filter: "a/#", undo: "U asks for it again"))])
        try visit.type("<C-p>view<Down><F2>")
        #expect(visit.window.view == .explore)
        try visit.type("<C-p>view<C-n><F2>")
        #expect(visit.window.view == .rest)
        try visit.type("1!<F3>").see("Notices").type("x").miss("Up Down scroll")
        try visit.type("Gc").see("Chart").type("q<Esc>").see("Chart").type("c").miss("shorter")
        _ = visit.workspace.publishing.outbox.begin(PublishDraft(), topic: "a", size: 0, now: visit.now)
        try visit.type("q").see("F4 Drop them and quit").type("d").see("F4 Drop them and quit").type("<F4>")
        #expect(visit.takeEffects() == [.program(.quit)])
    }

    @Test("the text of a body")
    func editor() throws {
        let visit = try RequestPaneTests.visit(
            keymap: Keymap(changes: ["editor": ["C-a": "selectAll", "Esc": "none", "C-g": "back", "C-w": "none"]]))
        try visit.type("jj<Enter>jj<Enter><C-a>zwei Worte<C-w><Esc>").see("zwei Worte").type("<C-g>")
        let pane = try #require(visit.window.focused as? RequestPane)
        #expect(!pane.isTyping)
        visit.see("zwei Worte", in: .request)
    }

    @Test("what is under way ends by the key for that")
    func underWay() throws {
        let visit = try RequestPaneTests.visit(
            keymap: Keymap(changes: ["sending": ["Esc": "none", "C-c": "none", "C-g": "cancelRequest"]]))
        try visit.type("j<Enter><C-s>")
        _ = visit.takeEffects()
        try visit.type("<Esc>")
        #expect(visit.takeEffects().isEmpty)
        try visit.type("<C-g>").see("C-g ends it")
        #expect(visit.takeEffects().contains { if case .request(.cancel) = $0 { true } else { false } })
    }

    @Test("the palette lists what panes do, and the help every place with keys")
    func lists() throws {
        let visit = visit([:])
        try visit.type("<C-p>delete before the cursor").see("Nothing is called that.").type("<Esc>")
        let help = HelpOverlay(visit.window.stage, .topics)
        let grid = Grid(size: Size(width: 76, height: 600))
        _ = help.draw(visit.window.stage.look(), into: Canvas(grid))
        for context in KeyContext.allCases where !Keymap.standard.lines(of: context).isEmpty {
            #expect(grid.rows.contains { $0.trimmedEnd == " \(context.title)" }, "\(context)")
        }
    }

    @Test("The preset arrows has no letter of vi where another key does the same, and leaves nothing without a key")
    func presets() throws {
        let (vim, arrows) = (Keymap(changes: [:]), Keymap(.arrows, changes: [:]))
        #expect(vim.bindings.count == arrows.bindings.count)
        for (had, has) in zip(vim.bindings, arrows.bindings) {
            #expect(has.keys.isEmpty == had.keys.isEmpty && has.keys.allSatisfy(had.keys.contains))
        }
        for letter in "hjkl" {
            let key = try #require(KeyPress(notation: String(letter)))
            #expect(vim.bindings.contains { $0.keys.contains(key) })
            let left = arrows.bindings.filter { $0.keys.contains(key) }
            #expect(left.allSatisfy { $0.keys == [key] }, "\(letter): \(left)")
        }
        #expect(KeyPreset(named: nil) == .vim && KeyPreset(named: "emacs") == nil)
        let visit = Visit(keymap: arrows)
        try visit.type("?").see("Down")
    }

    @Test("One key in two notations is said")
    func clashes() {
        var said: [String] = []
        let keymap = Keymap(changes: ["topics": ["Spc": "forget", "Space": "none", "C-i": "copy", "Tab": "sort"]]) {
            said.append($0.words)
        }
        #expect(
            said == [
                "\"Spc\" and \"Space\" are one key: this one counts",
                "\"Tab\" and \"C-i\" are one key: this one counts",
            ])
        #expect(keymap.action(for: KeyPress(.character(" ")), in: .topics) == .forget)
    }

    @Test("What loses its last key by the way is said; what is taken away by name, or has another, is not")
    func losses() {
        let changes = [
            "topics": ["p": "chart", "1": "sort", "C-c": "sort", "x": "none", "n": "nextMatch"],
            "anywhere": ["Esc": "quit"],
        ]
        let said = Keymap(changes: changes).losses(by: changes, from: .standard).map { "\($0.place) \($0.words)" }
        #expect(
            said == [
                "anywhere Esc was back, which no key does in anywhere now",
                "topics 1 was explore, which no key does in Topics now",
                "topics p was publish, which no key does in Topics now",
            ])
    }

    @Test("The listing has actions without a key") func listed() {
        let rows = Keymap(changes: ["topics": ["x": "none"]]).listing(of: [.topics]).split(separator: "\n")
        #expect(rows.contains { $0.split(separator: " ").prefix(3) == ["topics", "-", "forget"] })
    }

    @Test("An action that is misspelt leaves the key what it was")
    func misspelt() {
        var said: [String] = []
        let keymap = Keymap(changes: ["topics": ["x": "forgett"]]) { said.append($0.words) }
        #expect(said == ["no action is called \"forgett\""])
        #expect(keymap.action(for: KeyPress(.character("x")), in: .topics) == .forget)
    }

    @Test("A hint tells no key that means something else there")
    func takenKeys() {
        let keymap = Keymap(changes: ["topics": ["?": "forget"]])
        #expect(keymap.key(for: .help, in: .topics) == "F1" && keymap.key(for: .help, in: .messages) == "?")
        for context in KeyContext.allCases {
            for binding in Keymap.standard.bindings {
                guard let key = Keymap.standard.key(for: binding.action, in: context),
                    let press = KeyPress(notation: key)
                else { continue }
                #expect(Keymap.standard.action(for: press, in: context) == binding.action, "\(context) \(key)")
            }
        }
    }
}
