import Kit
import Model
import Payloads
import Profile
import TestSupport
import Testing

@testable import Interface

/// What is typed into a body, or too large to be, stays whatever comes between.
@Suite("Bodies that are typed") struct BodyKeptTests {
    /// Two saved requests with a body; the first is open, the keys are on its text.
    private func visit(_ first: RequestBody = .text("first")) throws -> Visit {
        let visit = Visit()
        var one = RequestDraft()
        (one.name, one.method, one.url, one.body) = ("one", "POST", "http://h/1", first)
        var two = one
        (two.name, two.url, two.body) = ("two", "http://h/2", .text("second"))
        visit.window.load(requests: [one, two])
        try visit.type("2<Down><Enter>")
        visit.window.composer.open(try #require(item("one", visit)).id)
        visit.window.composer.wantsBody = true
        visit.see("http://h/1", in: .request)
        return visit
    }

    private func item(_ name: String, _ visit: Visit) -> RequestLibrary.Item? {
        visit.window.composer.library.items.first { $0.draft.name == name }
    }

    private func body(_ name: String, _ visit: Visit) -> RequestBody? { item(name, visit)?.draft.body }

    private func job(_ visit: Visit) throws -> TerminalJob {
        try #require(
            visit.takeEffects().compactMap { if case .program(.runInTerminal(let job)) = $0 { job } else { nil } }
                .last)
    }

    @Test("e on a request without a body makes none unless something is written")
    func outsideOfNone() throws {
        for text in ["", "hello"] {
            let visit = Visit()
            var draft = RequestDraft()
            (draft.name, draft.url) = ("one", "http://h/1")
            visit.window.load(requests: [draft])
            try visit.type("2<Down><Enter>e")
            let job = try job(visit)
            #expect(body("one", visit) == RequestBody.none)
            visit.window.returned(from: job, with: .edited(text))
            #expect(body("one", visit) == (text.isEmpty ? RequestBody.none : .text(text)))
        }
    }

    @Test("A click on another request gives the draft what was typed, and so does one on another pane, which sends it")
    func elsewhere() throws {
        let other = try visit()
        try other.type("<Enter>X")
        #expect(other.window.focused.isTyping)
        other.click(on: "two")
        #expect(body("one", other) == .text("Xfirst") && body("two", other) == .text("second"))
        #expect(item("one", other)?.isDirty == true)
        let pane = try visit()
        try pane.type("<Enter>X")
        pane.click(on: " Response ")
        try pane.type("<C-s>")
        #expect(try RequestPaneTests.order(pane).draft.body == .text("Xfirst"))
        #expect(item("one", pane)?.isDirty == true)
    }

    @Test("A click on another part of the request ends what is typed: keys go into nothing that is not seen")
    func anotherPart() throws {
        let visit = try visit()
        try visit.type("<Enter>X")
        visit.click(on: "Headers")
        #expect(!visit.window.focused.isTyping && body("one", visit) == .text("Xfirst"))
        try visit.type("]").see("Xfirst", in: .request)
    }

    @Test("What is asked at the end knows what is still being typed, and so does what another program saves")
    func stillTyped() throws {
        let visit = try visit()
        visit.window.book.path = "/home/me/profile.json"
        try visit.type("<Enter>X")
        #expect(UnsavedRequests.items(visit.window.composer).map(\.draft.body) == [.text("Xfirst")])
        try visit.type("Y")
        #expect(visit.window.load(requests: [try #require(item("two", visit)?.saved)]).isEmpty)
        #expect(body("one", visit) == .text("XYfirst"))
    }

    @Test("A click into the body goes on with it")
    func within() throws {
        let visit = try visit()
        try visit.type("<Enter>X")
        visit.click(on: "Xfirst", plus: 3)
        try visit.type("Y<Esc>")
        #expect(body("one", visit) == .text("XfiYrst"))
    }

    @Test("What comes from the editor outside belongs to the request that it was opened from")
    func outside() throws {
        let visit = try visit()
        try visit.type("e")
        let job = try job(visit)
        visit.window.composer.open(try #require(item("two", visit)).id)
        visit.look()
        visit.window.returned(from: job, with: .edited("from outside"))
        visit.look()
        #expect(body("one", visit) == .text("from outside") && body("two", visit) == .text("second"))
        // In the one that is open it can be undone.
        try visit.type("e")
        let second = try self.job(visit)
        visit.window.returned(from: second, with: .edited("of two"))
        visit.see("of two", in: .request)
        #expect(body("two", visit) == .text("of two"))
    }

    @Test("A body that is too large for the editor stays as it is, and says so")
    func tooLarge() throws {
        let text = String(repeating: "a", count: TextEditor.maximumSize + 1)
        let visit = try visit(.text(text))
        visit.see("more than 16 MiB", in: .request)
        try visit.type("<Enter>")
        #expect(!visit.window.focused.isTyping)
        let composer = visit.window.composer
        #expect(composer.draft.body.text?.utf8.count == text.utf8.count)
        try visit.type("e")
        let job = try job(visit)
        #expect(job.content.count == text.utf8.count)
        #expect(composer.draft.body.text?.utf8.count == text.utf8.count)
        visit.window.returned(from: job, with: .edited("short"))
        visit.see("short", in: .request)
        // Not to the text that is left out: nothing can be typed before it.
        try visit.type("<Enter>X<Esc>")
        #expect(composer.draft.body == .text("Xshort"))
    }

    @Test("A saved payload that is too large for the composer goes out as it is")
    func tooLargePayload() {
        let visit = Visit()
        var draft = PublishDraft()
        (draft.name, draft.topic) = ("large", "a/b")
        draft.payload = String(repeating: "a", count: TextEditor.maximumSize + 1)
        let composer = PublishComposer(draft, visit.window.explore.desk.publisher)
        #expect(composer.typed?.payload.utf8.count == draft.payload.utf8.count)
        #expect(composer.draft()?.payload.utf8.count == draft.payload.utf8.count && !composer.isDirty)
    }

    @Test("A part of a multipart body that is moved takes its type and its file's name along")
    func movedPart() throws {
        let parts = [
            RequestBody.Part("a", .text("{}"), contentType: "application/json"), RequestBody.Part("b", .text("x")),
        ]
        let visit = try visit(.multipart(parts))
        let pane = try #require(visit.window.focused as? RequestPane)
        pane.row = try #require(pane.rows.firstIndex(of: .pair(.multipart, 0)))
        _ = pane.perform(.moveDown)
        #expect(body("one", visit) == .multipart([parts[1], parts[0]]))
        // Of two that look alike each keeps its own.
        let twins = [parts[0], RequestBody.Part("a", .text("{}"), contentType: "text/plain"), parts[1]]
        visit.window.composer.draft.body = .multipart(twins)
        pane.row = try #require(pane.rows.firstIndex(of: .pair(.multipart, 2)))
        _ = pane.perform(.moveUp)
        #expect(body("one", visit) == .multipart([twins[0], twins[2], twins[1]]))
        // Also where the other one goes.
        pane.row = try #require(pane.rows.firstIndex(of: .pair(.multipart, 0)))
        _ = pane.perform(.deleteRow)
        #expect(body("one", visit) == .multipart([twins[2], twins[1]]))
        visit.window.composer.draft[.multipart].append(DraftField("c", "1"))
        #expect(body("one", visit) == .multipart([twins[2], twins[1], RequestBody.Part("c", .text("1"))]))
    }
}
