import Model
import Profile
import Terminal

/// What was sent, what is being sent again and again, and what is saved to be sent.
final class PublishesOverlay: Overlay {
    /// The lists, in the order in which Tab visits them.
    enum Tab: Int, CaseIterable {
        case sent, running, saved

        var title: String {
            switch self {
            case .sent: "Sent"
            case .running: "Running"
            case .saved: "Saved"
            }
        }
    }

    let title = "Publishes"
    private var tab: Tab
    private var cursor = ListCursor<Int>()
    private var top = 0
    private var rows = 1

    /// Begins on what waits for a decision, else on the first of the list.
    init(_ tab: Tab = .sent, in state: ScreenState) {
        self.tab = tab
        let deliveries = state.workspace.publishing.outbox.deliveries
        guard tab == .sent, let held = deliveries.last(where: { $0.held != nil }) else { return }
        cursor.put(on: held.id, ids(state))
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        Size(width: min(110, screen.width - 4), height: min(28, screen.height - 2))
    }

    /// What stands in the rows, the newest that was sent first: sending and deciding is about these and not about places.
    private func ids(_ state: ScreenState) -> [Int?] {
        switch tab {
        case .sent: state.workspace.publishing.outbox.deliveries.reversed().map(\.id)
        case .running: state.workspace.publishing.runs.map(\.id)
        case .saved: state.book.profile.publishes.entries.map(\.id)
        }
    }

    // MARK: - Keys

    func press(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        if leaves(key) { return .done }
        cursor.follow(ids(state))
        if key.modifiers == .control, case .character(let letter) = key.key {
            switch letter {
            case "x":
                if tab == .running, let run = run(state) { state.workspace.publishing.stopOrRemove(run.id) }
                return .stay
            case "a":
                state.workspace.publishing.stopAll()
                return .stay
            default: break
            }
        }
        switch key.key {
        case .tab:
            let step = key.modifiers.contains(.shift) ? Tab.allCases.count - 1 : 1
            tab = Tab.allCases[(tab.rawValue + step) % Tab.allCases.count]
            cursor = ListCursor()
        case _ where held(state) != nil && decision(key, state) != nil:
            return OverlayAnswer(effects: decision(key, state).map { [$0] } ?? [])
        case .enter: return open(state)
        case .character("s"): return sendNow(state)
        case .character("r"), .character("d"), .character("x"), .delete, .character("u"), .character("U"):
            if tab == .saved { manage(key.key, state) }
        case .character(" "):
            if tab == .running, let run = run(state) {
                state.workspace.publishing.togglePause(run.id, now: state.now)
            }
        default: move(key, state)
        }
        return .stay
    }

    private func move(_ key: KeyPress, _ state: ScreenState) {
        guard let action = state.keymap.action(for: key, in: .lists) else { return }
        _ = cursor.perform(action, ids(state), height: rows)
    }

    private func run(_ state: ScreenState) -> PublishRun? {
        state.workspace.publishing.runs.first { $0.id == cursor.id }
    }

    // MARK: - What is held

    /// The selected publish when it waits for a decision.
    private func held(_ state: ScreenState) -> Delivery? {
        guard tab == .sent, let delivery = cursor.id.flatMap({ state.workspace.publishing.outbox[$0] }) else {
            return nil
        }
        return delivery.held == nil ? nil : delivery
    }

    /// What a key decides about the selected publish that is held; nil for other keys.
    private func decision(_ key: KeyPress, _ state: ScreenState) -> Effect? {
        guard let delivery = held(state), key.modifiers.isEmpty else { return nil }
        switch key.key {
        case .character("s"): return .settle(publish: delivery.id, .sendAgain)
        case .character("l") where delivery.qos > 0:
            return .settle(publish: delivery.id, .lower(toQoS: delivery.qos - 1))
        case .character("x"), .delete: return .settle(publish: delivery.id, .giveUp)
        default: return nil
        }
    }

    /// The draft of the selected row; the newest that was sent stands first.
    private func draft(_ state: ScreenState) -> PublishDraft? {
        switch tab {
        case .sent: return cursor.id.flatMap { state.workspace.publishing.outbox[$0]?.draft }
        case .running: return run(state)?.draft
        case .saved: return cursor.id.flatMap { state.book.profile.publishes[$0] }
        }
    }

    /// Changes what is saved.
    private func manage(_ key: Key, _ state: ScreenState) {
        if key == .character("u") || key == .character("U") {
            state.say(.info, state.book.undo().map { "Back: \($0)" } ?? "Nothing to undo")
            return
        }
        guard let id = cursor.id, let draft = state.book.profile.publishes[id] else { return }
        switch key {
        case .character("r"):
            state.overlays.append(
                FormOverlay(
                    "Rename \(draft.name)", verb: "rename", [.line("Name", draft.name), .line("Folder", draft.folder)]
                ) { values in
                    if values[0].isEmpty { return .problem("A publish needs a name") }
                    state.book.renamePublish(id, folder: values[1], name: values[0])
                    return .effects([])
                })
        case .character("d"):
            if let copy = state.book.duplicatePublish(id) { cursor.put(on: copy, ids(state)) }
        default:
            state.book.deletePublish(id)
            // The next of the list, as one sees.
            cursor.put(cursor.row, ids(state))
            state.say(.info, "Deleted \(draft.name); u brings it back")
        }
    }

    private func open(_ state: ScreenState) -> OverlayAnswer {
        guard let draft = draft(state) else { return .stay }
        state.overlays.append(PublishComposer(draft))
        return .done
    }

    private func sendNow(_ state: ScreenState) -> OverlayAnswer {
        guard let draft = draft(state) else { return .stay }
        return OverlayAnswer(effects: [.send(draft, reply: nil)])
    }

    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer {
        let ids = ids(state)
        cursor.follow(ids)
        let row = top + point.y - 2
        guard point.y >= 2, point.y < 2 + rows, row < ids.count else { return .stay }
        if row == cursor.selected { return open(state) }
        cursor.put(row, ids)
        return .stay
    }

    // MARK: - Drawing

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        drawTabs(state, into: canvas)
        let reason = held(state).flatMap(\.held).map { wrapped($0, width: canvas.size.width - 2) } ?? []
        rows = max(1, canvas.size.height - 4 - reason.count)
        for (index, line) in reason.enumerated() {
            canvas.put(line, x: 1, y: canvas.size.height - 1 - reason.count + index, style: state.style(.error))
        }
        let ids = ids(state)
        cursor.follow(ids)
        top = max(0, min(top, cursor.row), cursor.row - rows + 1)
        let count = ids.count
        if count == 0 { canvas.put(empty, x: 1, y: 2, style: state.style(.textDim), limit: canvas.size.width - 2) }
        for row in top..<max(top, min(count, top + rows)) {
            let y = 2 + row - top
            switch tab {
            case .sent: drawSent(row, y, state, canvas)
            case .running: drawRun(state.workspace.publishing.runs[row], y, state, canvas)
            case .saved: drawSaved(state.savedPublishes[row], y, state, canvas)
            }
            if row == cursor.selected {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), state.theme[.selection])
            }
        }
        drawHints(hints(state), y: canvas.size.height - 1, state, into: canvas)
        return nil
    }

    private var empty: String {
        switch tab {
        case .sent: "Nothing has been published from here yet: p composes a publish."
        case .running: "Nothing is being repeated: C-r in the composer starts a run."
        case .saved: "No publish is saved: C-t in the composer keeps one in the profile."
        }
    }

    private func hints(_ state: ScreenState) -> [(key: String, words: String)] {
        switch tab {
        case .sent where held(state) != nil:
            [
                ("s", "send again"), ("l", "lower its QoS"), ("x", "give up"), ("Enter", "open as draft"),
                ("Tab", "list"), ("Esc", "back"),
            ]
        case .sent: [("Enter", "open as draft"), ("s", "send again"), ("Tab", "list"), ("Esc", "back")]
        case .running:
            [
                ("Space", "pause"), ("C-x", "stop, take away"), ("C-a", "stop all"), ("Enter", "open"), ("Tab", "list"),
                ("Esc", "back"),
            ]
        case .saved:
            [
                ("s", "send"), ("Enter", "open"), ("r", "rename, move"), ("d", "duplicate"), ("x", "delete"),
                ("u", "undo"), ("Tab", "list"), ("Esc", "back"),
            ]
        }
    }

    private func drawTabs(_ state: ScreenState, into canvas: Canvas) {
        var x = 1
        let publishing = state.workspace.publishing
        for each in Tab.allCases {
            let number =
                switch each {
                case .sent: publishing.outbox.deliveries.count
                case .running: publishing.activeRuns
                case .saved: state.savedPublishes.count
                }
            var words = "\(each.title) \(Figures.count(number))"
            if each == .sent, publishing.outbox.held > 0 { words += ", \(Figures.count(publishing.outbox.held)) held" }
            x += canvas.put(words, x: x, y: 0, style: state.style(each == tab ? .titleFocused : .textDim)) + 3
        }
    }

    private func drawSent(_ row: Int, _ y: Int, _ state: ScreenState, _ canvas: Canvas) {
        let all = state.workspace.publishing.outbox.deliveries
        let delivery = all[all.count - 1 - row]
        let (words, role) = DeliveryWords.line(delivery, now: state.now)
        let half = canvas.size.width / 2
        canvas.put(Figures.clock(delivery.began), x: 1, y: y, style: state.style(.textDim))
        canvas.put(delivery.topic, x: 11, y: y, style: state.style(.topicName), limit: half - 12)
        canvas.put(words, x: half, y: y, style: state.style(role), limit: canvas.size.width - half - 1)
    }

    private func drawRun(_ run: PublishRun, _ y: Int, _ state: ScreenState, _ canvas: Canvas) {
        let half = canvas.size.width / 2
        var words = RunWords.state(run)
        if run.isActive { state.changesNextSecond() }
        if let failure = run.lastFailure { words += ", last: \(failure)" }
        canvas.put(run.draft.topic, x: 1, y: y, style: state.style(.topicName), limit: half - 16)
        canvas.put(RunWords.rhythm(run), endingAt: half - 2, y: y, style: state.style(.textDim))
        let role: Role = run.failures > 0 ? .error : run.unknown > 0 ? .warning : run.isActive ? .info : .textDim
        canvas.put(words, x: half, y: y, style: state.style(role), limit: canvas.size.width - half - 1)
    }

    private func drawSaved(_ draft: PublishDraft, _ y: Int, _ state: ScreenState, _ canvas: Canvas) {
        let third = canvas.size.width / 3
        let name = draft.folder.isEmpty ? draft.name : "\(draft.folder)/\(draft.name)"
        canvas.put(name, x: 1, y: y, style: state.style(.topicName), limit: third - 2)
        canvas.put(draft.topic, x: third, y: y, style: state.style(.text), limit: third - 1)
        // A row shows the beginning, however long the payload is.
        let payload = draft.payload.prefix(4 * canvas.size.width).split(separator: "\n").joined(separator: " ")
        canvas.put(
            payload, x: 2 * third, y: y, style: state.style(.topicValue), limit: canvas.size.width - 2 * third - 1)
    }
}
