import Kit
import Model
import Profile
import Terminal
import Testing

@testable import Interface

/// The mouse means what was seen, and what was seen may be gone when its event is taken.
@Suite("The mouse, out of step with the screen") struct MouseTests {
    private func visit(width: Int, height: Int) -> Visit {
        let visit = Visit(width: width, height: height)
        House.fill(visit)
        visit.look()
        return visit
    }

    private func press(_ key: Character, _ visit: Visit) {
        for scalar in String(key).unicodeScalars {
            _ = visit.window.press(KeyPress(.character(scalar)), now: visit.now)
        }
    }

    private func mouse(_ action: MouseAction, _ x: Int, _ y: Int, _ visit: Visit) {
        _ = visit.window.mouse(MouseEvent(action, at: Point(x: x, y: y)), now: visit.now)
    }

    @Test("A wheel that comes in one read with the key that changes the view turns nothing of the new one")
    func wheelAfterView() throws {
        let visit = visit(width: 160, height: 50)
        try visit.type("3")
        visit.look()
        press("1", visit)
        mouse(.wheelDown, 140, 47, visit)
        mouse(.press, 140, 47, visit)
        #expect(visit.window.view == .explore)
        visit.see("Messages")
    }

    @Test("A click after the screen was too small to be drawn finds nothing of the one before")
    func clickWhileTooSmall() throws {
        let visit = visit(width: 80, height: 24)
        try visit.type("3<Tab><Tab><Tab><Tab><Tab>z")
        visit.look()
        visit.grid.resize(Size(width: 79, height: 23))
        visit.look()
        press("1", visit)
        for y in stride(from: 0, to: 24, by: 3) { mouse(.press, 40, y, visit) }
        #expect(visit.window.view == .explore)
        visit.grid.resize(Size(width: 80, height: 24))
        visit.see("Topics")
    }

    @Test("A click that was made before a popup was seen neither answers nor closes it")
    func clickBeforePopup() throws {
        let visit = visit(width: 120, height: 36)
        press("?", visit)
        mouse(.press, 1, 1, visit)
        visit.see("Help")
        // Once it is seen, a click beside it closes it.
        mouse(.press, 1, 1, visit)
        visit.miss("Help")
    }

    @Test("A click on a popup that is gone is not one on the pane behind it")
    func clickAfterPopup() throws {
        let visit = visit(width: 120, height: 36)
        try visit.type("?")
        visit.look()
        let focus = visit.window.focus
        for key in try KeyPress.script("<Esc>") { _ = visit.window.press(key, now: visit.now) }
        mouse(.press, 100, 5, visit)
        #expect(visit.window.focus == focus)
        #expect(visit.window.stage.overlays.isEmpty)
    }

    @Test("The pane that has the keys in another connection is not the one that was clicked on")
    func clickAfterConnection() throws {
        let visit = visit(width: 120, height: 36)
        let second = visit.window.model.open()
        second.connection = ConnectionStatus(name: "lab", address: "mqtt://lab", state: .connected(since: visit.now))
        visit.look()
        try visit.type("<C-n>")
        visit.window.model.close(second.id)
        mouse(.press, 100, 5, visit)
        mouse(.wheelDown, 100, 5, visit)
        visit.see("home")
    }

    @Test("In a list that was turned and not drawn since, a click is on the row that was seen")
    func clickInTurnedList() throws {
        let visit = Visit(width: 100, height: 30)
        visit.window.book.change("nothing") { profile in
            for number in 0..<60 {
                profile.connections.insert(ConnectionDraft(name: "broker \(number)", url: "mqtt://127.0.0.1"))
            }
        }
        try visit.type("4")
        let rows = visit.look()
        let y = try #require(rows.firstIndex { $0.contains("broker 5 ") })
        for _ in 0..<10 { mouse(.wheelDown, 10, y, visit) }
        mouse(.press, 10, y, visit)
        visit.look()
        visit.see("broker 5", in: .connection)
    }

    @Test("An empty list has nothing to take")
    func emptyPick() throws {
        let visit = visit(width: 80, height: 24)
        visit.window.stage.overlays.append(
            PickOverlay(visit.window.stage, "Nothing", verb: "take", []) { _ in [.program(.quit)] })
        visit.look()
        try visit.type("<Enter>")
        #expect(visit.takeEffects() == [])
    }
}
