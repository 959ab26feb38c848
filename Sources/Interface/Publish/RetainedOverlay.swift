import Kit
import Model
import Payloads
import Terminal
import Text
import Topics

/// The retained messages under a filter: read, cleared one by one or all that are listed, and put back.
///
/// The list is the dry run: what is on it is what goes, and nothing goes without a question.
final class RetainedOverlay: Overlay {
    let title = "Retained"
    var keyContext: KeyContext { isTyping ? .field : .retained }
    let publisher: Publisher
    var stage: Stage { publisher.stage }
    /// Shows the message of a topic where it is read.
    private let read: (TopicID) -> Void
    private(set) var list: RetainedList
    /// The list that takes its place once it is whole, because topics have got or lost their retained message.
    private var next: RetainedList?
    private var listedAt: Moment
    private var filter: TextField
    private var isTyping = false
    private(set) var selected = 0
    private var top = 0
    private var rows = 1
    /// The row of the screen that the first of them has.
    private var first = 1
    /// The failures of the last sweep, where they are shown in place of the list.
    private var failures: SweepFailures?

    init(filter: String, _ publisher: Publisher, read: @escaping (TopicID) -> Void) {
        self.publisher = publisher
        self.read = read
        self.filter = TextField.query(filter)
        list = RetainedList(publisher.live, filter: filter)
        listedAt = publisher.stage.now
    }

    func size(screen: Size) -> Size {
        Size(width: screen.width - 4, height: screen.height - 2)
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        if isTyping {
            typed(action)
            return .stay
        }
        if let failures {
            // What the other keys are about is not seen.
            if action == .back || action == .failures { self.failures = nil } else { failures.perform(action) }
            return .stay
        }
        switch action {
        case .back: return leave()
        case .filter: isTyping = true
        case .clearRetained: clearSelected()
        case .clearListed: clearListed()
        case .undo: restore()
        case .copyCommand: return copyCommand()
        case .failures: failures = SweepFailures()
        case .askAgain:
            stage.say(.info, "Subscribing again: the broker sends what it keeps")
            return OverlayAnswer(effects: [.connection(.renewSubscriptions)])
        case .openMessage: return show()
        default: move(action)
        }
        return .stay
    }

    /// Cancels a sweep that goes on, else leaves.
    private func leave() -> OverlayAnswer {
        // While it clears, back means to stop: the list stays to show what is left.
        guard publisher.workspace.publishing.sweep?.state == .running else { return .done }
        publisher.workspace.publishing.sweep?.cancel()
        return .stay
    }

    /// An action while the filter is typed.
    private func typed(_ action: Action) {
        switch action {
        case .back:
            filter = TextField.query("")
            isTyping = false
            look()
        case .accept: isTyping = false
        default: if let edit = action.edit, filter.perform(edit) { look() }
        }
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        if isTyping, filter.press(key, stage.keymap) { look() }
        return .stay
    }

    func paste(_ text: String) {
        guard isTyping else { return }
        filter.insert(text)
        look()
    }

    private func look() {
        list = RetainedList(publisher.live, filter: filter.text)
        // What was being listed was of the filter before.
        (next, listedAt, selected) = (nil, stage.now, 0)
    }

    private func move(_ action: Action) {
        switch action {
        case .up: selected -= 1
        case .down: selected += 1
        case .pageUp: selected -= rows
        case .pageDown: selected += rows
        case .first: selected = 0
        case .last: selected = list.count - 1
        default: break
        }
        selected = max(0, min(selected, list.count - 1))
    }

    private func show() -> OverlayAnswer {
        guard list.count > selected else { return .stay }
        read(list[selected])
        return .done
    }

    /// Copies the command that publishes the selected retained message again.
    private func copyCommand() -> OverlayAnswer {
        guard list.count > selected,
            let sequence = publisher.live.topics.info(list[selected], now: stage.now).lastSequence,
            let message = publisher.live.messages.message(sequence)
        else {
            let ask = stage.keymap.name(of: .askAgain, in: .retained)
            stage.say(.info, "The message is no longer kept here: \(ask) asks the broker again")
            return .stay
        }
        return OverlayAnswer(effects: CommandCopies.copy(message, publisher))
    }

    func click(_ point: Point) -> OverlayAnswer {
        guard failures == nil else { return .stay }
        let row = top + point.y - first
        if point.y == 0 {
            isTyping = true
            // The field begins in that column, behind its name.
            filter.click(at: point.x - 8)
        } else if point.y >= first, point.y < first + rows, row < list.count {
            (selected, isTyping) = (row, false)
        }
        return .stay
    }

    func doubleClick(_ point: Point) -> OverlayAnswer {
        let isSelected = point.y >= first && point.y < first + rows && top + point.y - first == selected
        return isSelected && failures == nil ? show() : .stay
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        if !isTyping { _ = step(by: rows) }
        return .stay
    }

    // MARK: - Work

    var hasWork: Bool { !list.isComplete || next != nil }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        guard hasWork else { return false }
        if !list.isComplete {
            _ = list.advance(until: deadline)
        } else if let next, !next.advance(until: deadline) {
            // The old list is shown until the new one is whole: no list flickers while it is made.
            let topic = selected < list.count ? list[selected] : nil
            (list, self.next) = (next, nil)
            // The cursor stays on its topic, wherever that is now.
            selected = topic.flatMap { list.place(of: $0) } ?? selected
        }
        return true
    }

    /// Lists again what has changed: twice a second, and not while rows are being cleared or put back before one's eyes.
    private func renew(_ look: Look) {
        guard list.isComplete, next == nil, list.isOutdated else { return }
        // Each message that goes would make the list anew; at its end once is enough.
        guard publisher.workspace.publishing.sweep?.state != .running else { return }
        // Twice a second at most: a busy broker changes it with every message.
        if look.now - listedAt < 500_000 { return look.changes(at: listedAt + 500_000) }
        next = RetainedList(publisher.live, filter: list.filterText)
        listedAt = look.now
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        // The filter above, below a blank row, the sweep and the keys.
        rows = max(1, canvas.size.height - 4 - headRows(canvas.size.height))
        renew(look)
        var cursor: Point?
        canvas.put("Filter", x: 1, y: 0, style: look.style(.fieldName))
        stage.mark(Rect(x: 1, y: 0, width: 6, height: 1), on: canvas)
        let width = max(10, canvas.size.width / 2 - 8)
        let x = filter.draw(
            into: canvas, x: 8, y: 0, width: width, style: look.style(.field), isCurrent: isTyping)
        if isTyping { cursor = Point(x: x, y: 0) }
        let number = list.isComplete ? Figures.count(list.count, "message") : "\(Figures.count(list.count))+ messages"
        // Behind the field, and never over it.
        let room = max(0, canvas.size.width - 10 - width)
        let size = Figures.bytes(Double(list.bytes))
        let whole = "\(number), \(size)"
        let found = whole.utf8.count <= room ? whole : "\(number.prefix { $0 != " " }), \(size)"
        let unsure = "\(found), \(Figures.count(list.unsure)) changed since: \(name(.askAgain)) asks"
        let words = list.problem ?? (list.unsure > 0 && displayWidth(of: unsure) <= room ? unsure : found)
        let columns = min(displayWidth(of: words), room)
        canvas.put(words, x: canvas.size.width - 1 - columns, y: 0, style: look.style(.textDim), limit: columns)
        if let failures {
            let room = Rect(x: 0, y: 1, width: canvas.size.width, height: max(1, canvas.size.height - 4))
            failures.draw(publisher.workspace.publishing.sweep, look, into: canvas.sub(room))
        } else {
            drawList(look, canvas)
        }
        drawSweep(look, y: canvas.size.height - 2, canvas)
        // While the filter is typed the letters are text.
        let hints: [(action: Action, words: String)] =
            isTyping
            ? [(.accept, "keep"), (.back, "clear")]
            : failures != nil
                ? [(.back, "back to the list")]
                : [
                    (.undo, canRestore ? "put back" : ""), (.filter, "filter"), (.clearRetained, "clear this"),
                    (.clearListed, "clear all listed"), (.askAgain, "ask again"), (.openMessage, "read"),
                    (.copyCommand, "as command"),
                    (.back, "back"),
                ].filter { !$0.words.isEmpty }
        drawHints(hints, y: canvas.size.height - 1, look, into: canvas)
        return cursor
    }

    /// Whether something was cleared from here that can be put back.
    private var canRestore: Bool { !publisher.workspace.publishing.undo.isEmpty }

    private func name(_ action: Action) -> String {
        stage.keymap.name(of: action, in: .retained)
    }

    /// The row of the columns' names, where there is room for rows below it.
    private func headRows(_ height: Int) -> Int { height >= 12 ? 1 : 0 }

    private func drawList(_ look: Look, _ canvas: Canvas) {
        selected = max(0, min(selected, list.count - 1))
        // Neither below the cursor nor more than a page above it.
        top = max(0, min(top, selected), selected - rows + 1)
        if list.count == 0, list.isComplete {
            canvas.put(
                "No retained message is known under this filter; \(name(.askAgain)) asks the broker again.",
                x: 1, y: 1,
                style: look.style(.textDim), limit: canvas.size.width - 2)
        }
        let shown = top..<max(top, min(list.count, top + rows))
        stage.hiddenRows = HiddenRows(shown, of: list.count)
        let columns = RetainedColumns(
            width: canvas.size.width,
            topics: shown.reduce(0) { longest, row in
                publisher.live.topics.withTopic(list[row]) {
                    // Of a name that is longer than the screen no more is looked at than fits.
                    max(longest, displayWidth(of: UnsafeRawBufferPointer(rebasing: $0.prefix(canvas.size.width))))
                }
            })
        first = 1 + headRows(canvas.size.height)
        if first > 1, list.count > 0 { columns.drawHead(look, y: 1, into: canvas) }
        for row in shown {
            let y = first + row - top
            draw(list[row], y: y, columns, look, canvas)
            if row == selected {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
            }
        }
    }

    private func draw(_ id: TopicID, y: Int, _ columns: RetainedColumns, _ look: Look, _ canvas: Canvas) {
        let (width, value) = (canvas.size.width, columns.value)
        let info = publisher.live.topics.info(id, now: look.now)
        let isKept = info.isRetained
        publisher.live.topics.withTopic(id) {
            canvas.put(
                tailOf: $0, x: 1, y: y, style: look.style(isKept ? .topicName : .textDim), limit: columns.topic)
        }
        guard isKept, let sequence = info.lastSequence else {
            canvas.put("cleared", endingAt: columns.size, y: y, style: look.style(.textDim))
            return
        }
        guard let message = publisher.live.messages.message(sequence) else {
            canvas.put(
                columns.age == nil ? "" : "no longer kept here", x: value, y: y, style: look.style(.textDim),
                limit: width - value - 1)
            return
        }
        if let age = columns.age {
            canvas.put(look.age(message.time), endingAt: age, y: y, style: look.style(.textDim))
        }
        canvas.put(
            Figures.bytes(Double(message.payloadSize)), endingAt: columns.size, y: y, style: look.style(.textDim))
        let room = max(0, width - value - 1)
        let text = publisher.live.messages.withPayload(sequence) { excerpt($0, limit: room + 1) } ?? ""
        canvas.put(text, x: value, y: y, style: look.style(.topicValue), limit: room)
    }

    private func drawSweep(_ look: Look, y: Int, _ canvas: Canvas) {
        guard let sweep = publisher.workspace.publishing.sweep else { return }
        let isAsked = sweep.isClearing && !publisher.workspace.saysWhetherCleared
        let verb = isAsked ? "Asking the broker to clear" : sweep.isClearing ? "Clearing" : "Putting back"
        var words = "\(verb): \(Figures.count(sweep.done)) of \(Figures.count(sweep.total))"
        if sweep.failed > 0 {
            words += ", \(Figures.count(sweep.failed)) failed (\(name(.failures)) lists them)"
        }
        switch sweep.state {
        case .running: words += ", \(name(.back)) cancels"
        case .finished: words += isAsked ? ", asked" : ", done"
        case .cancelled: words += ", cancelled"
        }
        // Said while it can still be cancelled.
        let losses = publisher.workspace.publishing.undo.losses
        if sweep.isClearing, losses.count > 0 {
            words += "; \(Figures.count(losses.count)) cannot be put back: \(losses.words)"
        }
        canvas.put(
            words, x: 1, y: y, style: look.style(sweep.failed > 0 ? .warning : .info), limit: canvas.size.width - 2)
    }
}
