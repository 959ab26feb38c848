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

/// What a click, a double click and the wheel do where they are.
@Suite("The mouse does what it is on") struct MouseDeedTests {
    private func visit(width: Int = 120, height: Int = 36) -> Visit {
        let visit = Visit(width: width, height: height)
        House.fill(visit)
        visit.look()
        return visit
    }

    /// The first cell of a text on the screen.
    private func place(of text: String, _ visit: Visit, after: String = "") throws -> Point {
        let rows = visit.look()
        for (y, row) in rows.enumerated() {
            var range = row.startIndex..<row.endIndex
            if !after.isEmpty {
                guard let found = row.firstRange(of: after) else { continue }
                range = found.upperBound..<row.endIndex
            }
            guard let found = row[range].firstRange(of: text) else { continue }
            return Point(x: displayWidth(of: String(row[..<found.lowerBound])), y: y)
        }
        Issue.record("\(text) is not there:\n\(visit.screen)")
        return .zero
    }

    private func click(_ text: String, _ visit: Visit, twice: Bool = false) throws {
        let at = try place(of: text, visit)
        visit.click(at.x, at.y)
        if twice { visit.click(at.x, at.y) }
    }

    @Test("A double click opens a level once, two clicks a second apart do not")
    func topics() throws {
        let visit = visit()
        try click("weather", visit, twice: true)
        visit.see("▾ weather", in: .topics)
        try click("weather", visit)
        visit.now += 1_000_000
        try click("weather", visit)
        visit.see("▾ weather", in: .topics)
    }

    @Test("A double click on a message reads it, on a saved connection opens it")
    func lists() throws {
        let visit = visit()
        let at = try place(of: "home/kitchen/humidity", visit)
        visit.click(at.x, at.y)
        visit.click(at.x, at.y)
        #expect(visit.window.focused.id == .message)
        visit.see("home/kitchen/humidity", in: .message)
        let second = try ConnectionsViewTests.visit(width: 120, height: 36)
        _ = second.takeEffects()
        let row = try place(of: "lab", second)
        second.click(row.x, row.y)
        #expect(second.takeEffects().isEmpty)
        second.click(row.x, row.y)
        #expect(!second.takeEffects().isEmpty)
    }

    @Test("A click on a hint is its key, also in a popup and while a line is typed into")
    func hints() throws {
        let visit = visit()
        try click("? help", visit)
        visit.see("Help")
        try click("Esc back", visit)
        visit.miss("Help")
        try click("/ filter", visit)
        try visit.type("lamp")
        try click("Enter keep", visit)
        #expect(visit.window.focused.field == nil)
        visit.see("1 of", in: .topics)
    }

    @Test("A click on what was said last lists all that was said")
    func notice() throws {
        let visit = visit()
        visit.workspace.notify(Notice(at: visit.now, kind: .error, text: "the disk is full"))
        try click("the disk is full", visit)
        visit.see("Notices")
    }

    @Test("[Send] sends what is typed; pressed twice it does not cancel at once")
    func send() throws {
        let visit = try RequestPaneTests.visit()
        try visit.type("<Down><Enter><Enter>?x=1")
        let at = try place(of: "[Send]", visit)
        visit.click(at.x, at.y)
        let orders = visit.takeEffects()
        #expect(
            orders.contains {
                if case .request(.send(let order)) = $0 { order.draft.url.hasSuffix("?x=1") } else { false }
            })
        // [Cancel] stands there now.
        visit.click(at.x, at.y)
        #expect(visit.takeEffects().isEmpty)
        visit.now += 1_000_000
        try click("[Cancel]", visit)
        #expect(visit.takeEffects().contains { if case .request(.cancel) = $0 { true } else { false } })
    }

    @Test("A word of a form is chosen by a click on it")
    func choice() throws {
        let visit = visit()
        try visit.type("p")
        try click(" json ", visit)
        let composer = try #require(visit.window.stage.overlays.last as? PublishComposer)
        #expect(composer.form.format == .json)
        try click("Properties", visit)
        #expect(composer.page == .properties)
        try visit.type("<Esc>s")
        let two = try place(of: "2", visit, after: "QoS")
        visit.click(two.x, two.y)
        try visit.type("<Enter>")
        #expect(
            visit.takeEffects() == [.connection(.subscribe(filter: "#", qos: 2))] || visit.screen.contains("Subscribe"))
    }

    @Test("A click beside a question says no, and one beside a form does what its key for back does")
    func beside() throws {
        let visit = visit()
        var said: [String] = []
        visit.window.stage.overlays.append(
            ConfirmOverlay(
                visit.window.stage, "Run?", "Shall it?",
                no: {
                    said.append("no")
                    return []
                }
            ) {
                said.append("yes")
                return []
            })
        visit.wheel(.wheelDown, 60, 18)
        #expect(said.isEmpty)
        visit.click(1, 1)
        #expect(said == ["no"])
    }

    @Test("The wheel turns the rows and leaves the selection where it is, also out of sight")
    func wheel() throws {
        let visit = Visit(width: 100, height: 30)
        for number in 100..<200 { visit.receive("t\(number)", "1") }
        try visit.type("<Down>").see("t100", in: .messages)
        let at = try place(of: "t105", visit)
        for _ in 0..<20 { visit.wheel(.wheelDown, at.x, at.y) }
        visit.miss("t100 ", in: .topics).see("t160", in: .topics).see("t100", in: .messages)
        try visit.type("<Down>").see("t101", in: .topics).see("t101", in: .messages)
    }

    @Test("The wheel over Messages pauses, and goes on at the end")
    func wheelMessages() throws {
        let visit = Visit(width: 100, height: 30)
        for number in 100..<200 { visit.receive("t", "value \(number)") }
        visit.see("following", in: .messages)
        visit.wheel(.wheelUp, 70, 5)
        visit.see("paused", in: .messages).miss("value 199", in: .messages).see("value 196", in: .messages)
        visit.wheel(.wheelUp, 70, 5)
        visit.wheel(.wheelDown, 70, 5)
        visit.wheel(.wheelDown, 70, 5)
        visit.see("following", in: .messages).see("value 199", in: .messages)
    }

    @Test("The wheel over a payload turns it")
    func wheelPayload() throws {
        let visit = Visit(width: 100, height: 30)
        let lines = (0..<80).map { "line \($0)" }.joined(separator: "\n")
        visit.receive("t", lines)
        visit.see("line 0", in: .message)
        for _ in 0..<5 { visit.wheel(.wheelDown, 70, 24) }
        visit.miss("line 14\n", in: .message).see("line 16", in: .message)
    }

    @Test("A key gives the mouse to the terminal and takes it back; a setting does for good")
    func free() throws {
        let visit = visit()
        #expect(visit.window.hasMouse)
        try visit.type("<M-m>").see("The mouse is the terminal's")
        #expect(!visit.window.hasMouse)
        try visit.type("<M-m>")
        #expect(visit.window.hasMouse)
        let second = self.visit()
        try second.type("<C-p>setting mouse<Enter>")
        #expect(!second.window.hasMouse)
        #expect(second.window.book.profile.settings.mouse == false)
    }
}
