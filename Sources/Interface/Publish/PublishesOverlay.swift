import Kit
import Model
import Profile
import Terminal

/// What was sent, what is being sent again and again, and what is saved to be sent.
final class PublishesOverlay: FilteredOverlay {
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

    let title = "Publishes and repeats"
    var keyContext: KeyContext { filter.isTyping ? .field : .publishes }
    var filter = ListFilter()
    let publisher: Publisher
    /// What else is repeated: requests.
    let repeats: RepeatParts
    var requests: Requests { repeats.requests }
    var stage: Stage { publisher.stage }
    var tab: Tab
    private var cursor = ListCursor<Int>()
    /// The columns that the topics in sight of what was sent need.
    private(set) var sentTopic = 0
    /// The columns that the topics in sight of what runs need, and the words behind them.
    private(set) var runColumns = (topic: 0, rhythm: 0)
    private(set) var saved = SavedPublishes()
    /// Where the names of the lists stand, for clicks.
    var tabColumns: [Range<Int>] = []

    /// Begins on what waits for a decision, else on the first of the list; where nothing was sent, on what runs.
    init(_ publisher: Publisher, _ repeats: RepeatParts, _ tab: Tab = .sent, repeated: Int? = nil) {
        let publishing = publisher.workspace.publishing
        let runs = !publishing.runs.isEmpty || !repeats.requests.repeats.all.isEmpty
        self.tab = tab == .sent && publishing.outbox.deliveries.isEmpty && runs ? .running : tab
        self.repeats = repeats
        self.publisher = publisher
        // Requests stand below zero in the list, so that they are told from publishes of the same number.
        if let repeated { cursor.put(on: -repeated, ids) }
        let deliveries = publisher.workspace.publishing.outbox.deliveries
        // The last that was held is what a notice has just spoken of.
        guard self.tab == .sent, let held = deliveries.last(where: { $0.held != nil }) else { return }
        cursor.put(on: held.id, ids)
    }

    func size(screen: Size) -> Size {
        Size(width: min(max(110, screen.width * 7 / 10), screen.width - 4), height: min(28, screen.height - 2))
    }

    /// What stands in the rows, the newest that was sent first: sending and deciding is about these and not about places.
    private var ids: [Int?] {
        let publishing = publisher.workspace.publishing
        switch tab {
        case .sent:
            return publishing.outbox.deliveries.reversed().filter { filter.passes(Self.words($0.draft)) }.map(\.id)
        case .running:
            let runs = publishing.runs.filter { filter.passes(Self.words($0.draft)) }
            let repeats = requests.repeats.all.filter { filter.passes("\($0.title) \($0.draft.url)") }
            return runs.map(\.id) + repeats.map { -$0.id }
        case .saved:
            saved.follow(publisher.book, filter, Self.words)
            return saved.ids
        }
    }

    /// One of the saved publishes.
    func draft(ofSaved id: Int) -> PublishDraft? {
        saved.follow(publisher.book, filter, Self.words)
        return saved.draft(id, of: publisher.book)
    }

    /// What a publish is found by: its name, its topic, and how its payload begins.
    private static func words(_ draft: PublishDraft) -> String {
        "\(savedName(draft)) \(draft.topic) \(draft.payload.prefix(200))"
    }

    // MARK: - Keys

    func narrow() { cursor.narrow(ids) }

    func perform(_ action: Action) -> OverlayAnswer {
        if performFilter(action) { return .stay }
        cursor.follow(ids)
        // Before the list's own keys: of one that is held `send` and `delete` decide.
        if let decision = decision(action) { return OverlayAnswer(effects: [decision]) }
        if tab == .running, let answer = perform(action, onRepeated: cursor.id) { return answer }
        switch action {
        case .back: return .done
        case .nextTab: turn(by: 1)
        case .previousTab: turn(by: -1)
        case .edit: return open()
        case .publish: return compose(publisher.kept?.draft ?? PublishDraft(), reply: publisher.kept?.reply)
        case .send: return sendNow()
        case .stopRun:
            if tab == .running, let run = run { publisher.workspace.publishing.stopOrRemove(run.id) }
        case .stopRuns:
            publisher.workspace.publishing.stopAll()
            // Their requests under way end with them: nobody is left to take the answers.
            return OverlayAnswer(effects: requests.repeats.stopAll().map { .request(.cancel($0)) })
        case .pause:
            if tab == .running, let run = run {
                publisher.workspace.publishing.togglePause(run.id, now: stage.now)
            }
        // What was sent is a fact, and what runs is stopped and not deleted.
        case .rename, .duplicate, .delete, .undo: if tab == .saved { manage(action) }
        default: _ = cursor.perform(action, ids)
        }
        return .stay
    }

    private func turn(by step: Int) {
        let all = Tab.allCases
        // Added once more: the remainder of a negative number would be negative.
        tab = all[(tab.rawValue + step + all.count) % all.count]
        filter = ListFilter()
        cursor = ListCursor()
    }

    /// Whether the selected row goes on, or would.
    private var isActive: Bool { run?.isActive ?? selectedRepeat?.run.isActive ?? false }
    private var isPaused: Bool {
        run.map { $0.state == .paused } ?? selectedRepeat.map { $0.run.state == .paused } ?? false
    }
    private var selectedRepeat: RepeatedRequest? { cursor.id.flatMap { $0 < 0 ? requests.repeats[-$0] : nil } }

    private var run: PublishRun? {
        publisher.workspace.publishing.runs.first { $0.id == cursor.id }
    }

    // MARK: - What is held

    /// The selected publish when it waits for a decision.
    private var held: Delivery? {
        delivery.flatMap { $0.held == nil ? nil : $0 }
    }

    /// The selected publish of those that were sent.
    private var delivery: Delivery? {
        tab == .sent ? cursor.id.flatMap { publisher.workspace.publishing.outbox[$0] } : nil
    }

    /// The story of the selected publish when it did not arrive, else the reply that it asked for.
    private func story(width: Int) -> (lines: [String], role: Role)? {
        if tab == .running {
            // Of a run the row has no room for why it fails.
            if let failure = run?.lastFailure { return ([failure], .error) }
            return story(ofRepeated: cursor.id)
        }
        guard let delivery else { return nil }
        if let story = DeliveryWords.story(delivery) { return story }
        // Of one that arrived the row says so, and this the steps to it; of QoS 0 there are none.
        guard let reply = ShownReply(to: delivery, publisher) else {
            return delivery.qos > 0 ? ([line(of: delivery).text], .textDim) : nil
        }
        return ([reply.words] + reply.lines(width: width), reply.isMissing ? .error : .info)
    }

    func line(of delivery: Delivery) -> (text: String, role: Role) {
        var (words, role) = DeliveryWords.line(
            delivery, hasReasons: publisher.workspace.publishLimits.hasProperties, now: stage.now)
        if let reply = ShownReply(to: delivery, publisher) {
            words += "; \(reply.words)"
            if reply.isMissing { role = .error }
        }
        return (words, role)
    }

    /// What an action decides about the selected publish that is held; nil for other actions.
    private func decision(_ action: Action) -> Effect? {
        guard let delivery = held else { return nil }
        switch action {
        case .send: return .publish(.settle(publish: delivery.id, .sendAgain))
        case .lowerQoS where delivery.qos > 0:
            return .publish(.settle(publish: delivery.id, .lower(toQoS: delivery.qos - 1)))
        case .delete: return .publish(.settle(publish: delivery.id, .giveUp))
        default: return nil
        }
    }

    /// The draft of the selected row; the newest that was sent stands first.
    private var draft: PublishDraft? {
        switch tab {
        case .sent: return cursor.id.flatMap { publisher.workspace.publishing.outbox[$0]?.draft }
        case .running: return run?.draft
        case .saved: return cursor.id.flatMap(draft(ofSaved:))
        }
    }

    /// What the selected publish wanted of its reply.
    private var wish: PublishEffect.ReplyWish? { delivery?.replyTimeout.map { PublishEffect.ReplyWish(timeout: $0) } }

    /// Changes what is saved.
    private func manage(_ action: Action) {
        if action == .undo {
            stage.say(.info, publisher.book.undo().map { "Back: \($0)" } ?? "Nothing to undo")
            return
        }
        guard let id = cursor.id, let draft = publisher.book.profile.publishes[id] else { return }
        switch action {
        case .rename:
            stage.overlays.append(
                FormOverlay(
                    stage, "Rename \(draft.name)", verb: "rename",
                    [.line("Name", draft.name), .line("Folder", draft.folder)]
                ) { [publisher] values in
                    if values[0].isEmpty { return .problem("A publish needs a name") }
                    publisher.book.renamePublish(id, folder: values[1], name: values[0])
                    return .effects([])
                })
        case .duplicate:
            if let copy = publisher.book.duplicatePublish(id) { cursor.put(on: copy, ids) }
        default:
            publisher.book.deletePublish(id)
            // The next of the list, as one sees.
            cursor.put(cursor.row, ids)
            let undo = stage.keymap.key(for: .undo, in: .publishes).map { "; \($0) brings it back" } ?? ""
            stage.say(.info, "Deleted \(draft.name)\(undo)")
        }
    }

    private func open() -> OverlayAnswer {
        draft.map { compose($0, reply: wish) } ?? .stay
    }

    private func compose(_ draft: PublishDraft, reply: PublishEffect.ReplyWish?) -> OverlayAnswer {
        stage.overlays.append(PublishComposer(draft, publisher, reply: reply))
        return .done
    }

    private func sendNow() -> OverlayAnswer {
        guard var draft = draft else { return .stay }
        // As it went: with the QoS that was chosen where the broker did not take the first one.
        if tab == .sent, let delivery { draft.qos = delivery.qos }
        return OverlayAnswer(effects: [.publish(.send(draft, reply: wish))])
    }

    func click(_ point: Point) -> OverlayAnswer {
        if point.y == 0, let index = tabColumns.firstIndex(where: { $0.contains(point.x) }) {
            turn(by: index - tab.rawValue)
            return .stay
        }
        let ids = ids
        cursor.follow(ids)
        if let row = cursor.place(ofRow: point.y - 2) { cursor.put(row, ids) }
        return .stay
    }

    func doubleClick(_ point: Point) -> OverlayAnswer {
        // What is sent meanwhile comes in on top, and moves another row under the second click.
        guard let row = cursor.place(ofRow: point.y - 2), row == cursor.selected else { return .stay }
        return open()
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        cursor.turn(by: rows)
        return .stay
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        drawTabs(look, into: canvas)
        let ids = ids
        cursor.follow(ids)
        let story = story(width: canvas.size.width - 2)
        // The words come first: the list has what they leave of the height.
        let told = story.map { $0.lines.flatMap { wrapped($0, width: canvas.size.width - 2) } } ?? []
        // The tabs and a blank row above, the keys below, and on a low screen one row of the list.
        let lines = told.isEmpty ? [] : bound(told, rows: canvas.size.height - 4)
        // A blank row parts both, where there is room for it.
        cursor.fit(ids, height: max(1, canvas.size.height - 4 - lines.count))
        stage.hiddenRows = cursor.hidden
        sentTopic =
            tab == .sent ? longestTopic(of: cursor.visible.compactMap { ids[$0] }, canvas.size.width / 2 - 12) : 0
        runColumns = runColumns(of: cursor.visible.compactMap { ids[$0] }, canvas.size.width)
        for (index, line) in lines.enumerated() {
            let y = canvas.size.height - 1 - lines.count + index
            canvas.put(line, x: 1, y: y, style: look.style(story?.role ?? .error), limit: canvas.size.width - 2)
        }
        if ids.isEmpty {
            let words = filter.text.isEmpty ? empty(stage.keymap) : "Nothing here has that."
            for (row, line) in wrapped(words, width: canvas.size.width - 2).enumerated() {
                canvas.put(line, x: 1, y: 2 + row, style: look.style(.textDim))
            }
        }
        let drafts = tab == .saved ? cursor.visible.compactMap { row in ids[row].flatMap(draft(ofSaved:)) } : []
        let columns = savedColumns(canvas.size.width, of: drafts)
        for row in cursor.visible {
            let y = 2 + row - cursor.top
            if let id = ids[row] { draw(id, columns, y, look, canvas) }
            if row == cursor.selected {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
            }
        }
        drawHints(filterHints(or: hints), y: canvas.size.height - 1, look, into: canvas)
        guard filter.isShown else { return nil }
        return filter.draw(look, y: canvas.size.height - 2 - lines.count, found: ids.count, into: canvas)
    }

    private func empty(_ keymap: Keymap) -> String {
        switch tab {
        case .sent:
            "Nothing \(publisher.workspace.publishing.activeRuns > 0 ? "but what is repeated " : "")"
                + "has been published from here yet: \(keymap.name(of: .publish, in: .publishes)) composes a publish."
        case .running:
            "Nothing is being repeated: \(keymap.name(of: .startRun, in: .composer)) in the composer starts a run, "
                + "\(keymap.name(of: .repeatRequest, in: .request)) in Request repeats it."
        case .saved:
            "No publish is saved: \(keymap.name(of: .save, in: .composer)) in the composer keeps one in the profile."
        }
    }

    private var canUndo: Bool { publisher.book.canUndo }

    private var hints: [(action: Action, words: String)] {
        // What is said of a row has none to be said of.
        if ids.isEmpty {
            return [
                (.publish, "compose"), (.undo, tab == .saved && canUndo ? "undo" : ""),
                (.filter, filter.text.isEmpty ? "" : "filter"), (.nextTab, "list"), (.back, "back"),
            ]
            .filter { !$0.words.isEmpty }
        }
        return switch tab {
        case .sent where held != nil:
            [
                (.send, "send again"), (.lowerQoS, "lower its QoS"), (.delete, "give up"), (.edit, "open as draft"),
                (.nextTab, "list"), (.back, "back"),
            ]
        case .sent:
            [(.edit, "open as draft"), (.send, "send again"), (.filter, "filter"), (.nextTab, "list"), (.back, "back")]
        case .running:
            [
                (.pause, isActive ? isPaused ? "go on" : "pause" : ""), (.stopRun, isActive ? "stop" : "take away"),
                (.stopRuns, isActive ? "stop all" : ""), (.edit, "open"),
                (.chart, cursor.id.map { $0 < 0 } == true ? "chart" : ""),
                (.nextTab, "list"), (.back, "back"),
            ].filter { !$0.words.isEmpty }
        case .saved:
            [
                (.send, "send"), (.edit, "open"), (.rename, "rename, move"), (.duplicate, "duplicate"),
                (.delete, "delete"), (.undo, canUndo ? "undo" : ""), (.filter, "filter"), (.nextTab, "list"),
                (.back, "back"),
            ].filter { !$0.words.isEmpty }
        }
    }
}
