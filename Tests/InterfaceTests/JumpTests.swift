import Kit
import Terminal
import Testing

@testable import Interface

/// Jump mode: letters on what can be gone to.
@Suite("Jump mode") struct JumpTests {
    private func visit() -> Visit {
        let visit = Visit(width: 120, height: 36)
        House.fill(visit)
        visit.look()
        return visit
    }

    /// The letter that stands before a text on the screen.
    private func letter(before text: String, _ visit: Visit) throws -> String {
        let rows = visit.look()
        for row in rows {
            if let range = row.firstRange(of: text), range.lowerBound > row.startIndex {
                return String(row[row.index(before: range.lowerBound)])
            }
        }
        Issue.record("\(text) is not there:\n\(visit.screen)")
        return ""
    }

    @Test("A letter on a pane gives it the keys, one on a tab shows its view")
    func panes() throws {
        let visit = visit()
        try visit.type(";")
        try visit.type(try letter(before: "Message ─", visit))
        #expect(visit.window.focused.id == .message)
        try visit.type(";")
        try visit.type(try letter(before: "2 REST", visit))
        #expect(visit.window.view == .rest)
    }

    @Test("Any other key ends it and does nothing else")
    func ends() throws {
        let visit = visit()
        let before = visit.screen
        try visit.type(";")
        #expect(visit.screen != before)
        try visit.type("<Esc>")
        #expect(visit.screen == before)
        try visit.type(";<Tab>")
        #expect(visit.screen == before)
    }

    @Test("Fields and parts of the request can be gone to, also while one is typed into")
    func fields() throws {
        let visit = try RequestPaneTests.visit()
        try visit.type("<Down><Enter><M-j>")
        try visit.type(try letter(before: "Headers", visit))
        let pane = try #require(visit.window.focused as? RequestPane)
        #expect(pane.tab == .headers)
    }

    @Test("In a popup its own fields have letters, and nothing behind it")
    func popup() throws {
        let visit = visit()
        try visit.type("p<M-j>")
        try visit.type(try letter(before: "QoS ", visit))
        try visit.type("<Right><Right>").see("QoS")
        let composer = try #require(visit.window.stage.overlays.last as? PublishComposer)
        #expect(composer.form.value(.message, 1) == "2")
    }
}
