import Kit
import Model
import Payloads
import Profile
import REST
import Terminal
import Topics

/// The events of one answer without an end: the rows that messages have, and below them the selected event where it is
/// read.
final class EventsView {
    let stage: Stage
    /// What is shown; nil for an answer with an end.
    private(set) var stream: EventStream?
    private(set) var cursor: LogCursor?
    /// The selected event where it is read.
    let view = DocumentView()
    /// Whether keys are for what is read, and not for the rows.
    private(set) var isReading = false
    /// The filter while it is typed.
    private var filterField: TextField?
    private(set) var filter = ""
    private var history = FieldHistory()
    /// The event that is laid out.
    private var laid: UInt64?
    /// The event that it is compared with.
    private var compared: UInt64?
    /// Events that the filter hides in a row before it is no longer looked for one to compare with: keys do not wait.
    private static let lookedThrough = 1000
    /// The diff has nothing to compare with.
    private(set) var lacksOlder = false
    /// The request whose answer is shown, and what was sent last, by request.
    private var request = 0
    private var lastSent: [Int: String] = [:]
    /// What was said of a WebSocket over which nothing goes any more: it is taken back when another answer is shown.
    private var closedNotice: Notice?
    /// Rows of the list, above what is read.
    private(set) var listHeight = 0

    init(_ stage: Stage) { self.stage = stage }

    // MARK: - What is shown

    /// Shows the events of an answer; nil shows none.
    /// - Parameter request: the request that it answers.
    func load(_ wanted: EventStream?, of request: Int = 0) {
        self.request = request
        guard wanted !== stream else { return }
        stream = wanted
        (filter, filterField, isReading, laid) = ("", nil, false, nil)
        if let closedNotice { stage.settle(closedNotice) }
        closedNotice = nil
        view.clear()
        // The log of the one before goes with its cursor; a stream is not filled for logs that nobody sees.
        cursor = wanted.map { LogCursor($0.live.openLog(), of: $0.live.messages) }
    }

    /// Learns how much room there is.
    func fit(to size: Size, wraps: Bool) {
        guard let cursor else { return }
        let rows = size.height - (showsFilterLine ? 1 : 0)
        // Of few rows each is for what is looked at.
        listHeight = rows < 8 ? (isReading ? 0 : rows) : isReading ? max(2, rows / 4) : rows - rows / 2
        // Before `lay`: which event is selected is known by then.
        cursor.fit(height: max(1, listHeight), isNarrowed: !filter.isEmpty)
        lay()
        view.fit(to: Size(width: size.width, height: max(1, rows - listHeight - 1)), wraps: wraps)
    }

    var showsFilterLine: Bool { filterField != nil || !filter.isEmpty }

    /// Lays the selected event out when it is another one.
    private func lay() {
        guard let stream, let cursor else { return }
        guard let event = cursor.selectedMessage else {
            // A filter that nothing passes: what it hides is not read below it.
            guard laid != nil, cursor.log.isExact else { return }
            laid = nil
            return view.clear()
        }
        // What is compared with changes while the filter finds.
        guard event.sequence != laid || view.mode == .diff && older(than: event) != compared else { return }
        let before = laid.flatMap(stream.live.messages.message)
        laid = event.sequence
        show(event, staysInPlace: before.map { $0.topic == event.topic } ?? false)
    }

    private func show(_ event: StoredMessage, staysInPlace: Bool) {
        guard let stream, let data = stream.live.messages.payload(event.sequence) else { return view.clear() }
        compared = older(than: event)
        lacksOlder = view.show(
            payload: data, before: compared.flatMap(stream.live.messages.payload), staysInPlace: staysInPlace)
    }

    /// The last event of the same name before another one, of those that the filter leaves: what it hides nobody compares.
    private func older(than event: StoredMessage) -> UInt64? {
        guard let messages = stream?.live.messages else { return nil }
        var older = messages.previousOfTopic(event.sequence)
        guard !filter.isEmpty, let log = cursor?.log else { return older }
        for _ in 0..<Self.lookedThrough {
            guard let sequence = older, log.index(of: sequence) == nil else { break }
            older = messages.previousOfTopic(sequence)
        }
        return older.flatMap { log.index(of: $0) == nil ? nil : $0 }
    }

    /// The selected event's bytes, or what the path gives of them; nil when there is none.
    var bytes: PayloadBytes? {
        view.result ?? cursor?.selectedMessage.flatMap { stream?.live.messages.payload($0.sequence) }
    }

    // MARK: - Keys

    /// Whether the list stands still while more comes.
    var isHeld: Bool { cursor?.log.isHeld ?? false }

    /// Whether a key of an action would do something now.
    func offers(_ action: Action) -> Bool {
        guard let stream, let cursor else { return false }
        let hasEvent = cursor.selectedMessage != nil
        switch action {
        case .sendLine: return stream.format == .messages && stream.state == .open
        // When it is over there is nothing more to hold back, and maybe nothing that was.
        case .pause: return stream.state != .over || isHeld && cursor.log.arrivedSinceHold > 0
        case .fold: return isReading && view.isOnFold
        case .filter: return isReading ? hasEvent : true
        // Lines and values have no names.
        case .filterTopic: return hasEvent && stream.hasNames
        default: return hasEvent
        }
    }

    /// Does what a key asks for; nil when it asks for nothing of events.
    func perform(_ action: Action) -> [Effect]? {
        guard let stream, let cursor else { return nil }
        if isReading {
            if view.perform(action) { return [] }
        } else if cursor.perform(action) {
            return []
        }
        switch action {
        case .openMessage:
            if cursor.selectedRow != nil {
                // While one is read the list does not run on beneath it.
                cursor.hold()
                isReading = true
            }
        // While an event is read, too: it was not asked above.
        case .pause: _ = cursor.perform(.pause)
        case .filter: filterField = TextField.query(filter, history: history)
        case .sendLine: askForMessage(stream)
        case .filterTopic: narrow(to: cursor.selectedMessage?.topic, of: stream)
        case .nextView:
            view.nextMode()
            if let event = cursor.selectedMessage { show(event, staysInPlace: false) }
        case .path, .wrap, .scrollLeft, .scrollRight, .foldAll, .unfoldAll: _ = view.perform(action)
        case .chart:
            guard let event = cursor.selectedMessage else { return [] }
            Charts.open(event.topic, of: stream.live, preferring: view.fieldPath, stage)
        case .copy:
            return PayloadActions.copy(
                view.result == nil ? "the event" : "what the path gives", bytes, writtenIn: .stream, stage)
        case .write:
            PayloadActions.write(bytes, name: "event-\((cursor.selectedMessage?.sequence ?? 0) + 1).txt", stage)
        default: return nil
        }
        return []
    }

    /// Asks for a message and sends it over the WebSocket.
    private func askForMessage(_ stream: EventStream) {
        guard stream.format == .messages else {
            return stage.say(.info, "Only over a WebSocket (ws://, wss://) something can be sent")
        }
        guard stream.state == .open else { return closedNotice = stage.tell(.info, "The WebSocket is closed") }
        // Often the next one is nearly the same, but not to another server.
        let last = lastSent[request] ?? ""
        stage.overlays.append(
            FormOverlay(stage, "Message over the WebSocket", verb: "send it as text", [.line("Text", last)]) {
                [weak self, request] values in
                self?.lastSent[request] = values[0]
                return .effects([.request(.say(.text(values[0]), in: stream.exchange))])
            })
    }

    /// The events of the selected one's name alone, and all of them again.
    private func narrow(to topic: TopicID?, of stream: EventStream) {
        guard let cursor, let topic else { return }
        cursor.log.scope = cursor.log.scope == nil ? topic : nil
        // Of another scope: the selected one may not be in it.
        cursor.selected = nil
        if cursor.log.isHeld { cursor.log.follow() }
    }

    /// Whether `back` has something to take back before it ends the stream. That the rows stand still is nothing of the
    /// kind: the words on the screen say that the key ends it, and another one goes on.
    var isNarrowed: Bool {
        field != nil || isReading || !filter.isEmpty || view.path.isActive || view.showsSearchLine
            || cursor?.log.scope != nil
    }

    /// What `back` takes back, for its hint; nil where it ends the stream.
    var backWords: String? {
        guard isNarrowed else { return nil }
        if view.path.isActive || view.showsSearchLine { return "all of it" }
        return isReading ? "back" : "all events"
    }

    /// Takes back what narrows the view; false when nothing does.
    func back() -> Bool {
        if isReading {
            if !view.back() { isReading = false }
            return true
        }
        if view.back() { return true }
        if !filter.isEmpty {
            use("")
            return true
        }
        guard let cursor else { return false }
        if cursor.log.scope != nil {
            cursor.log.scope = nil
            return true
        }
        return cursor.back()
    }

    // MARK: - Typing

    var field: TextField? {
        get { filterField ?? view.field }
        set { if filterField != nil { filterField = newValue } else { view.field = newValue } }
    }

    func typed(_ outcome: FieldOutcome) {
        guard filterField != nil else { return view.typed(outcome) }
        switch outcome {
        case .changed: use(filterField?.text ?? "")
        case .accepted:
            history.add(filter)
            filterField = nil
        case .cancelled:
            filterField = nil
            use("")
        }
    }

    /// What is typed for messages is what is typed here: a name in the place of the topic.
    private func use(_ text: String) {
        filter = text
        let (topic, payload) = LogFilter.parts(of: text)
        guard let log = cursor?.log else { return }
        // Setting it searches everything anew.
        if log.payloadText != payload { log.payloadText = payload }
        if log.topicFilter != topic { log.setTopicFilter(topic) }
    }

    // MARK: - Mouse

    func click(_ point: Point) {
        if point.y < listHeight {
            isReading = false
            _ = cursor?.click(line: point.y)
        } else if point.y > listHeight {
            if cursor?.selectedRow != nil { cursor?.hold() }
            isReading = true
            view.click(Point(x: point.x, y: point.y - listHeight - 1))
        }
    }

    func doubleClick(_ point: Point) {
        if point.y < listHeight {
            if cursor?.hasMessage(onLine: point.y) == true { _ = perform(.openMessage) }
        } else if point.y > listHeight {
            view.doubleClick(Point(x: point.x, y: point.y - listHeight - 1))
        }
    }

    func scroll(by rows: Int) {
        if isReading { view.turn(by: rows) } else { cursor?.scroll(by: rows) }
    }

    // MARK: - Work

    var hasWork: Bool {
        // A log that a frame has made is not looked through before the next turn, for which nothing else may ask.
        stream != nil && (view.hasWork || cursor?.log.isExact == false)
    }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        guard let stream else { return false }
        // What the filter leaves is to be in the frame that follows the key.
        let hasMore = stream.live.advance(until: deadline)
        return view.advance(until: deadline) || hasMore
    }
}
