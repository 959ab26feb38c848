import Explorer
import Payloads
import Terminal

/// Every message of the selected subtree, newest last.
final class MessagesPane: Pane {
    let id = PaneID.messages
    let keyContext = KeyContext.messages
    var field: TextField?
    private var height = 1
    /// The first row shown while the log is held.
    private var top = 0

    func fit(_ state: ExploreState, to size: Size) {
        height = max(1, size.height - (showsFilterLine(state) ? 1 : 0))
        let count = state.log.count
        if !state.log.isHeld {
            top = max(0, count - height)
        } else if let row = selectedRow(state) {
            if row < top { top = row }
            if row >= top + height { top = row - height + 1 }
        }
        top = max(0, min(top, count - height))
    }

    private func showsFilterLine(_ state: ExploreState) -> Bool {
        field != nil || !state.log.payloadText.isEmpty || !state.log.topicFilter.isEmpty
    }

    private func selectedRow(_ state: ExploreState) -> Int? {
        if let message = state.message { return state.log.index(of: message) }
        return state.log.count > 0 ? state.log.count - 1 : nil
    }

    func subtitle(_ state: ExploreState) -> String {
        guard !state.showsAllTopics, let topic = state.topic else { return "all" }
        return state.topics.info(topic, now: state.now).hasChildren
            ? "\(state.topics.topic(topic))/#" : state.topics.topic(topic)
    }

    func info(_ state: ExploreState) -> String {
        let count = "\(Figures.count(state.log.count))\(state.log.isExact ? "" : "+")"
        guard state.log.isHeld else { return "\(count) following" }
        let new = state.log.arrivedSinceHold
        return "\(count) paused\(new > 0 ? ", \(Figures.count(new)) new" : "")"
    }

    // MARK: - Keys

    func perform(_ action: Action, in state: ExploreState) -> [Effect] {
        switch action {
        case .up: move(by: -1, state)
        case .down: move(by: 1, state)
        case .pageUp: move(by: -height, state)
        case .pageDown: move(by: height, state)
        case .first: move(to: 0, state)
        case .last: follow(state)
        case .pause:
            if state.log.isHeld { follow(state) } else { hold(state) }
        case .openMessage:
            hold(state)
            state.wantedFocus = .message
        case .filterTopic:
            if state.log.topicFilter.isEmpty {
                if let stored = selected(state) { state.log.setTopicFilter(state.topics.topic(stored.topic)) }
            } else {
                state.log.setTopicFilter("")
            }
        case .allTopics:
            state.showsAllTopics.toggle()
            state.log.scope = state.showsAllTopics ? nil : state.topic
            state.message = nil
        case .filter: field = TextField(state.log.payloadText)
        case .back where showsFilterLine(state):
            state.log.payloadText = ""
            state.log.setTopicFilter("")
        case .nextMatch: move(by: 1, state)
        case .previousMatch: move(by: -1, state)
        default: return MessageActions.perform(action, on: selected(state), in: state)
        }
        return []
    }

    private func selected(_ state: ExploreState) -> StoredMessage? {
        selectedRow(state).flatMap(state.log.sequence).flatMap(state.workspace.messages.message)
    }

    func typed(_ outcome: FieldOutcome, in state: ExploreState) {
        switch outcome {
        case .changed: state.log.payloadText = field?.text ?? ""
        case .accepted: field = nil
        case .cancelled:
            field = nil
            state.log.payloadText = ""
        }
    }

    private func hold(_ state: ExploreState) {
        if state.message == nil, state.log.count > 0 { state.message = state.log.sequence(at: state.log.count - 1) }
        if !state.log.isHeld { state.log.hold() }
    }

    private func follow(_ state: ExploreState) {
        state.log.follow()
        state.message = nil
    }

    private func move(by rows: Int, _ state: ExploreState) {
        guard let row = selectedRow(state) else { return }
        move(to: row + rows, state)
    }

    private func move(to row: Int, _ state: ExploreState) {
        guard state.log.count > 0 else { return }
        hold(state)
        state.message = state.log.sequence(at: max(0, min(row, state.log.count - 1)))
    }

    func click(_ point: Point, in state: ExploreState) {
        if point.y < height { move(to: top + point.y, state) }
    }

    // MARK: - Drawing

    func draw(_ state: ExploreState, into canvas: Canvas) -> Point? {
        let end = min(top + height, state.log.count)
        for (y, row) in (min(top, end)..<end).enumerated() {
            guard let sequence = state.log.sequence(at: row),
                let message = state.workspace.messages.message(sequence)
            else { continue }
            draw(message, y: y, isSelected: row == selectedRow(state), state, into: canvas)
        }
        if state.log.count == 0 {
            canvas.put(
                showsFilterLine(state) ? "No message matches." : "No message here yet.", x: 1, y: 0,
                style: state.style(.textDim))
        }
        guard showsFilterLine(state) else { return nil }
        let y = canvas.size.height - 1
        canvas.put("/", x: 0, y: y, style: state.style(.hintKey))
        if let field {
            let x = field.draw(into: canvas, x: 1, y: y, width: canvas.size.width - 1, style: state.style(.field))
            return Point(x: x, y: y)
        }
        let topic = state.log.topicFilter.isEmpty ? "" : "topic \(state.log.topicFilter)  "
        canvas.put(topic + state.log.payloadText, x: 1, y: y, style: state.style(.match))
        return nil
    }

    private func draw(
        _ message: StoredMessage, y: Int, isSelected: Bool, _ state: ExploreState, into canvas: Canvas
    ) {
        let width = canvas.size.width
        let isWide = width >= 50
        let time = isWide ? Figures.time(message.time) : Figures.clock(message.time)
        var x = canvas.put(message.gapBefore ? "┄" : " ", x: 0, y: y, style: state.style(.mqttGap))
        x += canvas.put(time, x: x, y: y, style: state.style(message.gapBefore ? .mqttGap : .textDim)) + 1
        let topicWidth = max(8, (width - x) * 9 / 20)
        state.topics.withTopic(message.topic) {
            _ = canvas.put(utf8: $0, x: x, y: y, style: state.style(.topicName), limit: topicWidth)
        }
        x += topicWidth + 1
        x += canvas.put(String(message.flags.qos), x: x, y: y, style: state.style(.mqttQoS))
        canvas.put(message.flags.isRetained ? "R" : " ", x: x, y: y, style: state.style(.mqttRetained))
        canvas.put(message.flags.isDuplicate ? "D" : " ", x: x + 1, y: y, style: state.style(.mqttDuplicate))
        x += 3
        let room = width - x
        if room > 0 {
            let text = state.workspace.messages.withPayload(message.sequence) { excerpt($0, limit: room + 1) } ?? ""
            canvas.put(text, x: x, y: y, style: state.style(.topicValue), limit: room)
        }
        if isSelected {
            canvas.restyle(
                Rect(x: 0, y: y, width: width, height: 1),
                state.theme[state.isFocused ? .selection : .selectionInactive])
        }
    }
}
