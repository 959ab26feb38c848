import Kit
import Model
import Terminal

/// Jump mode: letters on the panes, tabs and fields in sight; the letter goes there, any other key ends it.
extension Window {
    /// The letters, those under the fingers first.
    private static let letters = Array("asdfghjklwertyuiopzxcvbnmqASDFGHJKLWERTYUIOPZXCVBNMQ")

    private enum Goal {
        case pane(any Pane)
        case tab(View)
        case target(Target)
    }

    /// What the keys do while letters stand there.
    var jumpHints: [(key: String, words: String)] { [("a letter", "goes there"), ("any other key", "back")] }

    /// Puts the letters up, or says that there is nothing to go to.
    func startJump() {
        guard let drawn, !goals(drawn).isEmpty else { return stage.say(.info, "There is nothing to jump to here") }
        isJumping = true
    }

    /// Goes where the letter is.
    func jump(_ key: KeyPress) -> [Effect] {
        isJumping = false
        // Something may have changed the screen since the letters were drawn: they stood for what was seen.
        guard let drawn, drawn.view == view, drawn.popup?.overlay === stage.overlays.last,
            let letter = key.written.map(Character.init), let place = Self.letters.firstIndex(of: letter)
        else { return [] }
        let goals = goals(drawn)
        return place < goals.count ? go(to: goals[place].goal, drawn) : []
    }

    /// What there is to go to, and the cell of its letter.
    private func goals(_ drawn: DrawnScreen) -> [(goal: Goal, at: Point)] {
        var goals: [(goal: Goal, at: Point)] = []
        if drawn.popup == nil {
            // The letter stands before the title.
            goals += drawn.places.map { (.pane($0.pane), Point(x: $0.frame.x + 1, y: $0.frame.y)) }
            goals += drawn.tabs.map { (.tab($0.view), Point(x: $0.columns.lowerBound, y: drawn.bottom)) }
        }
        // In a popup nothing but its own: with `popup` set those behind it were never kept.
        goals += drawn.targets.filter(\.hasLetter).map { (.target($0), $0.area.origin) }
        return Array(goals.prefix(Self.letters.count))
    }

    private func go(to goal: Goal, _ drawn: DrawnScreen) -> [Effect] {
        switch goal {
        case .pane(let pane):
            guard let index = panes.firstIndex(where: { $0 === pane }) else { return [] }
            focus = index
        case .tab(let view):
            leaveField()
            show(view)
        case .target(let target): return press(target, drawn)
        }
        return []
    }

    /// A letter stands before what it leads to where there is a blank, else on its first cell.
    func drawLetters(_ drawn: DrawnScreen, into grid: Grid) {
        let canvas = Canvas(grid)
        var style = stage.look().style(.match)
        style.attributes.insert(.reverse)
        for (letter, goal) in zip(Self.letters, goals(drawn)) {
            let at = goal.at
            // The word itself stays whole where it can.
            let hasRoom = at.x > 0 && grid[at.x - 1, at.y].text == " "
            canvas.put(String(letter), x: hasRoom ? at.x - 1 : at.x, y: at.y, style: style)
        }
    }
}
