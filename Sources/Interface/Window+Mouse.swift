import Kit
import Model
import Profile
public import Terminal

/// What the mouse does: it is about what was seen, which may be gone by now. Then nothing is meant by it.
///
///     press ──on a line between panes──> drag ... release
///       │ once: the pane has the keys, the row the bar; on a button: what it does
///       └ twice at one place within 0.4 s: opens
extension Window {
    /// The longest time between two presses that are meant as one double click, in microseconds.
    private static let doubleTime: Int64 = 400_000
    /// Rows of one notch of the wheel.
    private static let notch = 3

    /// A press, for the second one to be compared with.
    struct Press: Equatable {
        let at: Point
        let view: View
        let popup: ObjectIdentifier?
        let time: Int64

        func isFirst(of second: Press) -> Bool {
            at == second.at && view == second.view && popup == second.popup
                && (0...Window.doubleTime).contains(second.time - time)
        }
    }

    /// A line between panes that is held.
    struct Grip {
        let split: PaneSplit
        /// From the pointer to the line: it may be held at either of the two frames that touch there.
        let offset: Int
    }

    /// Takes a mouse event; `now` in microseconds since 1970.
    public func mouse(_ event: MouseEvent, now: Int64) -> [Effect] {
        stage.turn(to: now)
        defer { settle() }
        guard let drawn, drawn.view == view, drawn.popup?.overlay === stage.overlays.last else {
            grip = nil
            return []
        }
        switch event.action {
        case .press where event.button == 0:
            isJumping = false
            let effects = press(at: event.at, drawn)
            return stage.takeOwed() + effects + askForToken()
        // press -> drag: only the line that was gripped moves.
        case .drag where event.button == 0: drag(to: event.at, drawn)
        case .release: grip = nil
        case .wheelUp: return scroll(by: -Self.notch, at: event.at, drawn)
        case .wheelDown: return scroll(by: Self.notch, at: event.at, drawn)
        case .press, .drag: break
        }
        return []
    }

    /// Goes to a target as a press there does.
    func press(_ target: Target, _ drawn: DrawnScreen) -> [Effect] {
        // A letter is no first of two presses, nor does it hold a line.
        lastPress = nil
        defer { grip = nil }
        return press(at: target.area.origin, drawn)
    }

    private func press(at point: Point, _ drawn: DrawnScreen) -> [Effect] {
        grip = nil
        lastKeyOrders = false
        let press = Press(
            at: point, view: view, popup: drawn.popup.map { ObjectIdentifier($0.overlay) }, time: stage.now)
        let isSecond = lastPress?.isFirst(of: press) == true
        // A third press begins anew.
        lastPress = isSecond ? nil : press
        // Before pane and popup, of which it is a part.
        if let target = drawn.target(at: point) {
            switch target.deed {
            case .key(let key):
                lastKeyOrders = orders(key)
                return dispatch(key)
            // What the first press has made of the button is not meant by the second.
            case .action(let action): return isSecond ? [] : act(action, at: point, drawn)
            case .click: break
            }
        }
        if let popup = drawn.popup { return click(point, isSecond: isSecond, on: popup.overlay, in: popup.frame) }
        if let tab = drawn.tab(at: point) {
            leaveField()
            show(tab)
            return []
        }
        if let divider = drawn.divider(at: point) {
            grip = Grip(split: divider.split, offset: divider.place - (divider.isUpright ? point.x : point.y))
        }
        // A press on the frame gives the keys, and means no row.
        guard let place = focus(at: point, drawn), let inside = point.inside(place.frame) else { return [] }
        defer { followWantedFocus() }
        // Within what is typed a press puts the cursor, and so does the second of two.
        if place.pane.field?.click(on: point) == true {
            place.pane.typed(.changed)
            return []
        }
        if isSecond { return place.pane.doubleClick(inside) }
        place.pane.click(inside)
        return []
    }

    /// Gives the keys to the pane at a cell.
    private func focus(at point: Point, _ drawn: DrawnScreen) -> DrawnScreen.Place? {
        guard let place = drawn.place(at: point), let index = panes.firstIndex(where: { $0 === place.pane }) else {
            return nil
        }
        focus = index
        return place
    }

    /// What is typed into is done with before something else has the keys.
    func leaveField() { focused.endTyping() }

    /// Does what a button says, in the pane that it stands in.
    private func act(_ action: Action, at point: Point, _ drawn: DrawnScreen) -> [Effect] {
        lastKeyOrders = action.isOrder
        if let popup = drawn.popup { return answer(popup.overlay.perform(action), of: popup.overlay) }
        _ = focus(at: point, drawn)
        defer { followWantedFocus() }
        // What is typed is part of what is sent: the pane takes it in first, as with the key.
        if focused.isTyping, action.holdsWhileTyping { return focused.type(KeyPress(.enter), action) ?? [] }
        return perform(action)
    }

    private func click(_ point: Point, isSecond: Bool, on overlay: any Overlay, in frame: Rect) -> [Effect] {
        // Beside it means what the key for back does: a question is answered, and what was typed is asked about.
        guard frame.contains(point) else { return answer(overlay.perform(.back), of: overlay) }
        guard let inside = point.inside(frame) else { return [] }
        return answer(isSecond ? overlay.doubleClick(inside) : overlay.click(inside), of: overlay)
    }

    private func scroll(by rows: Int, at point: Point, _ drawn: DrawnScreen) -> [Effect] {
        if let popup = drawn.popup {
            guard let inside = point.inside(popup.frame) else { return [] }
            return answer(popup.overlay.scroll(by: rows, at: inside), of: popup.overlay)
        }
        drawn.place(at: point)?.pane.scroll(by: rows)
        return []
    }

    // MARK: - Sizes of panes

    private func drag(to point: Point, _ drawn: DrawnScreen) {
        guard let grip, let divider = drawn.dividers.first(where: { $0.split == grip.split }) else { return }
        move(divider, to: (divider.isUpright ? point.x : point.y) + grip.offset)
    }

    private func move(_ divider: PaneLayout.Divider, to place: Int) {
        let share = divider.share(at: place)
        let name = divider.split.rawValue
        // A drag tells of every cell; the profile is marked as changed only when the line moves.
        guard share != book.profile.settings.panes[name] else { return }
        book.note { $0.settings.panes[name] = share }
    }

    /// Makes the focused pane larger, or smaller.
    /// - Parameter step: columns or rows.
    func resize(isUpright: Bool, by step: Int) {
        guard let drawn, let frame = drawn.places.first(where: { $0.pane === focused })?.frame else { return }
        let lines = drawn.dividers.filter { $0.isUpright == isUpright }
        let (start, end) = isUpright ? (frame.x, frame.maxX) : (frame.y, frame.maxY)
        // The line nearest to the pane is the one that was drawn last.
        // Its own far side first; a pane at the edge of the screen has only the near one, which moves the other way.
        if let line = lines.last(where: { $0.place == end && $0.area.contains(frame.origin) }) {
            move(line, to: line.place + step)
        } else if let line = lines.last(where: { $0.place == start && $0.area.contains(frame.origin) }) {
            move(line, to: line.place - step)
        } else {
            stage.say(.info, isUpright ? "The pane has all of the width" : "The pane has all of the height")
        }
    }

    /// The panes of the view are as large as they come.
    func evenPanes() {
        let names = Set(drawn?.dividers.map(\.split.rawValue) ?? [])
        guard book.profile.settings.panes.keys.contains(where: names.contains) else { return }
        book.note { $0.settings.panes = $0.settings.panes.filter { !names.contains($0.key) } }
    }
}
