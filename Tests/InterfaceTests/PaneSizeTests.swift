import Kit
import Profile
import Terminal
import Testing

@testable import Interface

/// Panes are as large as the person makes them, and stay so.
@Suite("Sizes of panes") struct PaneSizeTests {
    private func visit(_ width: Int = 120, _ height: Int = 36) -> Visit {
        let visit = Visit(width: width, height: height)
        House.fill(visit)
        visit.look()
        return visit
    }

    private func mouse(_ action: MouseAction, _ x: Int, _ y: Int, _ visit: Visit) {
        visit.look()
        _ = visit.window.mouse(MouseEvent(action, at: Point(x: x, y: y)), now: visit.now)
    }

    /// The column at which the second frame of a row begins.
    private func border(_ visit: Visit) throws -> Int {
        visit.look()
        return try #require((1..<visit.grid.size.width).first { visit.grid[$0, 1].text == "╭" })
    }

    @Test("A border that is dragged takes the panes on both sides along, from either of its two columns")
    func drag() throws {
        for grip in [-1, 0] {
            let visit = visit()
            let before = try border(visit)
            mouse(.press, before + grip, 10, visit)
            mouse(.drag, before + grip - 7, 12, visit)
            #expect(try border(visit) == before - 7)
            mouse(.drag, before + grip + 20, 30, visit)
            #expect(try border(visit) == before + 20)
            mouse(.release, before + grip + 20, 30, visit)
            mouse(.drag, 10, 10, visit)
            #expect(try border(visit) == before + 20)
        }
    }

    @Test("Every column can be chosen, and no pane vanishes")
    func everyColumn() throws {
        let visit = visit(157, 40)
        let before = try border(visit)
        mouse(.press, before, 10, visit)
        for x in stride(from: 0, to: 157, by: 1) {
            mouse(.drag, x, 10, visit)
            #expect(try border(visit) == max(PaneLayout.leastWidth, min(x, 157 - PaneLayout.leastWidth)))
        }
        visit.see("Topics").see("Messages").see("Message")
    }

    @Test("Keys make the focused pane larger on whichever side a border is, and give it back its size")
    func keys() throws {
        let visit = visit()
        let before = try border(visit)
        try visit.type(")))").look()
        #expect(try border(visit) == before + 6)
        try visit.type("<S-Left>").look()
        #expect(try border(visit) == before + 4)
        // Messages is at the right of that border: wider means to the left.
        try visit.type("<Tab><S-Right>").look()
        #expect(try border(visit) == before + 2)
        let rows = visit.pane(.messages)?.split(separator: "\n").count ?? 0
        try visit.type("}}")
        #expect(visit.pane(.messages)?.split(separator: "\n").count == rows + 2)
        try visit.type("<M-=>")
        #expect(try border(visit) == before)
        #expect(visit.window.book.profile.settings.panes.isEmpty)
        try visit.type("5}").see("Packets").type("<S-Right>").see("The pane has all of the width")
    }

    @Test("The profile has the sizes, at each view its own; undo of something else leaves them")
    func kept() throws {
        let visit = visit()
        try visit.type(")").look()
        let settings = visit.window.book.profile.settings
        #expect(Set(settings.panes.keys) == ["topics.width"])
        var profile = Profile()
        profile.settings = settings
        let read = try Profile.read(profile.bytes).get().profile
        #expect(read.settings.panes == settings.panes)
        let second = self.visit()
        second.window.book.note { $0.settings = settings }
        #expect(try border(second) == border(visit))
        visit.window.book.change("nothing") { $0.settings.wrap = false }
        _ = visit.window.book.undo()
        #expect(visit.window.book.profile.settings.panes == settings.panes)
    }

    @Test("A share that cannot be is one that can")
    func odd() throws {
        for share in [-5, 0, 3, 999, 1000, 70_000] {
            let visit = visit(80, 24)
            visit.window.book.note { $0.settings.panes = ["topics.width": share, "no such": 4] }
            visit.see("Topics").see("Messages").see("Message")
        }
    }
}
