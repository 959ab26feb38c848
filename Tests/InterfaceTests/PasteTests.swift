import Glibc
import Kit
import Model
import Payloads
import Profile
import Terminal
import TestSupport
import Testing

@testable import Interface

/// What a person pastes is as large as it happens to be. A megabyte of it costs a bounded time in every field there is,
/// and the next key is answered.
@Suite("A megabyte pasted") struct PasteTests {
    /// Seconds of this thread's own time for a paste, the frame that shows it, a key and its frame, that work in
    /// proportion to a megabyte keeps without optimization, and work in proportion to its square does not.
    private static let bound = 2.5

    /// Braces, paths, quotes, blanks, marks and line breaks: something of what each field has a meaning for.
    private static let text: String = {
        let line = "a/+/#/:b/{c}?d={{e}}&{{uuid}} \"f\": [1, {2}] $['g'].*'h' (i|j)* curl -H 'k: l' <m/> é\u{301} 漢 "
        return String(repeating: line + line + "\n", count: 1 << 20 / (2 * line.utf8.count + 1))
    }()

    /// A house, and a profile with something of everything.
    private func visit() throws -> Visit {
        let visit = Visit(width: 120, height: 36)
        House.fill(visit)
        visit.workspace.setSubscription(SubscriptionStatus(filter: "#", qos: 0, state: .granted(0)))
        var requests: [RequestDraft] = []
        for (number, kind) in RequestBody.Kind.allCases.enumerated() {
            var draft = RequestDraft()
            (draft.name, draft.folder) = ("request \(number)", "folder \(number % 3)/inner")
            draft.url = "{{base}}/sensors/:id?limit=10"
            draft.pathParameters = [DraftField("id", "1")]
            (draft.query, draft.headers) = ([DraftField("since", "2026")], [DraftField("Accept", "text/html")])
            draft.body = RequestBody.form([DraftField("name", "value")]).turned(into: kind)
            draft.setAuth(RequestAuth.Kind.allCases[number % RequestAuth.Kind.allCases.count])
            requests.append(draft)
        }
        visit.window.load(requests: requests)
        visit.window.book.path = "/nowhere/profile.json"
        visit.window.book.change("nothing") { profile in
            var home = ConnectionDraft(name: "home", url: "mqtt://127.0.0.1")
            (home.password, home.will) = (.literal("secret"), WillDraft())
            home.will?.topic = "gone"
            profile.connections.insert(home)
            profile.environments.insert(
                Environment(name: "dev", variables: [.init("base", .literal("http://127.0.0.1:8000"))]))
            profile.settings.environment = "dev"
            var saved = PublishDraft()
            (saved.name, saved.topic, saved.payload, saved.format) = ("lamp", "home/lamp", "{}", .json)
            profile.publishes.insert(saved)
        }
        return visit
    }

    private struct Found {
        var places: [String] = []
        var slow: [String] = []
    }

    /// Pastes into what has the keys now, presses a key, and takes the text away again.
    private func paste(_ place: String, _ visit: Visit, _ found: inout Found) throws {
        let taken = try processorSeconds {
            visit.paste(Self.text)
            visit.look()
            try visit.type("x")
            visit.look()
        }
        found.places.append(place)
        if taken > Self.bound { found.slow.append("\(place): \(taken) s") }
        if getenv("MARTLET_PASTE_TIMES") != nil { print("paste", taken, place) }
        try visit.type("<C-e><C-u>")
    }

    private func isTyping(_ visit: Visit) -> Bool {
        visit.window.stage.overlays.isEmpty ? visit.window.focused.isTyping : true
    }

    /// Pastes into every field of what an action has opened, one Tab after the other.
    private func pasteAll(_ place: String, _ visit: Visit, _ found: inout Found) throws {
        guard let overlay = visit.window.stage.overlays.last else {
            // Tables go on with Tab; other lines are done with it.
            for number in 0..<3 where visit.window.focused.isTyping && visit.window.stage.overlays.isEmpty {
                try paste("\(place) \(number)", visit, &found)
                try visit.type(visit.window.focused.field != nil ? "<Tab>" : "<Esc>")
            }
            return
        }
        switch overlay {
        case is ConnectionForm: try tab("\(place) connection", 75, visit, &found)
        case is PublishComposer:
            for page in 0..<3 {
                try tab("\(place) composer page \(page)", 8, visit, &found)
                try visit.type("<C-o>")
            }
        case is FormOverlay: try tab("\(place) form \(overlay.title)", 3, visit, &found)
        case is RetainedOverlay:
            try visit.type("/")
            try paste("\(place) retained", visit, &found)
            try visit.type("<Enter>")
        case is PaletteOverlay: try paste("\(place) palette", visit, &found)
        default: break
        }
    }

    private func tab(_ place: String, _ count: Int, _ visit: Visit, _ found: inout Found) throws {
        for number in 0..<count {
            try paste("\(place) field \(number)", visit, &found)
            try visit.type("<Tab>")
        }
    }

    private func leave(_ visit: Visit) throws {
        for _ in 0..<8 where isTyping(visit) {
            try visit.type(visit.window.stage.overlays.last is ConfirmOverlay ? "y" : "<Esc>")
        }
        visit.window.stage.overlays = []
    }

    /// What takes no text, or ends what is looked at.
    private static let passed: Set<Action> = [
        .quit, .suspend, .redraw, .nextPane, .previousPane, .explore, .rest, .load, .connections, .forgetAll, .forget,
    ]

    @Test("In what any action of any pane opens", arguments: View.allCases)
    func everyAction(_ view: View) throws {
        var found = Found()
        var seen: Set<String> = []
        for index in 0..<(try visit().window.panes(of: view)) {
            let visit = try visit()
            visit.window.show(view)
            visit.window.focus = index
            visit.look()
            try visit.type("<Down><Down>")
            for action in Action.allCases where !Self.passed.contains(action) {
                visit.window.show(view)
                visit.window.focus = index
                let pane = visit.window.focused
                _ = visit.window.perform(action)
                guard isTyping(visit) else { continue }
                let overlay = visit.window.stage.overlays.last
                let title = overlay is ConnectionForm ? "" : overlay?.title ?? "line of \(pane.id) \(action)"
                // What is the same everywhere is looked at once.
                if seen.insert(title).inserted { try pasteAll("\(pane.id) \(action)", visit, &found) }
                try leave(visit)
            }
        }
        #expect(found.slow.isEmpty)
        #expect(!found.places.isEmpty)
    }

    @Test("In every row of every part of a request, of every kind of body and of sender")
    func everyRow() throws {
        var found = Found()
        let visit = try visit()
        visit.window.show(.rest)
        visit.window.focus = 1
        visit.look()
        let composer = visit.window.composer
        let pane = try #require(visit.window.focused as? RequestPane)
        var seen: Set<String> = []
        for item in composer.library.items {
            composer.open(item.id)
            for tab in RequestTab.allCases {
                visit.look()
                pane.tab = tab
                for (index, row) in pane.rows.enumerated() where row.isSelectable {
                    let name = "\(tab) \(row)"
                    guard seen.insert(name).inserted else { continue }
                    for isOnValue in [false, true] {
                        (pane.tab, pane.row, pane.isOnValue) = (tab, index, isOnValue)
                        _ = pane.perform(.editField)
                        guard pane.isTyping else { continue }
                        try paste(name, visit, &found)
                        try visit.type("<Esc>")
                    }
                    visit.window.stage.overlays = []
                    composer.draft = item.draft
                }
            }
        }
        #expect(found.slow.isEmpty)
        #expect(found.places.count > 20)
    }

    @Test("In what opens on the way through other popups")
    func everyOther() throws {
        var found = Found()
        let visit = try visit()
        visit.window.ask(SecretQuestion(number: 1, subject: .value("password of home")))
        try paste("secret", visit, &found)
        try visit.type("<Esc>4<Tab><Tab>e")
        try pasteAll("variable", visit, &found)
        try visit.type("<Esc>1P<Tab><Tab>r")
        try pasteAll("saved publish", visit, &found)
        try visit.type("<Esc><Esc>2")
        visit.window.focus = 0
        try visit.type("gr")
        try pasteAll("folder", visit, &found)
        try visit.type("<Esc>3")
        visit.window.focus = 0
        try visit.type("w")
        try pasteAll("curve", visit, &found)
        #expect(found.slow.isEmpty)
        #expect(found.places.count >= 8, "\(found.places)")
    }

    @Test("A command of one word of a megabyte becomes a request")
    func curl() throws {
        let visit = try visit()
        try visit.type("2")
        visit.look()
        let word = String(repeating: "x", count: 1 << 20)
        let command =
            "curl 'http://127.0.0.1:8080/echo' -H 'content-type: application/json' --data-raw '{\"blob\": \"\(word)\"}'"
        let taken = try processorSeconds {
            visit.window.focus = 1
            visit.paste(command)
            visit.look()
            try visit.type("<Down>")
            visit.look()
        }
        #expect(taken < Self.bound)
        #expect(visit.window.composer.draft.body == .json("{\"blob\": \"\(word)\"}"))
    }

    @Test("What has no room is counted on the screen, until the next key")
    func leftOut() throws {
        let visit = try visit()
        try visit.type("/")
        visit.paste(String(repeating: "x", count: 3000))
        visit.see("had no room")
        try visit.type("<Left>")
        visit.miss("had no room")
    }

    @Test("A notice is as long as anybody reads")
    func notice() {
        let notice = Notice(at: 0, kind: .error, text: String(repeating: "x", count: 1 << 20))
        #expect(notice.text.utf8.count < 5000)
        #expect(notice.text.hasSuffix("(1044480 more bytes)"))
    }
}

extension Window {
    /// How many panes a view has.
    fileprivate func panes(of view: View) -> Int {
        show(view)
        return panes.count
    }
}
