import Kit
import Model
import Payloads
import Profile
import Terminal
import Text
import Topics

/// One message: what is known of it, and its payload laid out.
final class MessagePane: Pane {
    let id = PaneID.message
    let keyContext = KeyContext.message
    let desk: Desk
    init(_ desk: Desk) { self.desk = desk }

    var stage: Stage { desk.stage }
    /// The payload where it is read.
    let view = DocumentView()
    /// The open message; it stays readable after it was evicted.
    private(set) var message: StoredMessage?
    private(set) var header: [(name: String, value: String)] = []
    private(set) var position: (place: Int, count: Int)?
    /// The numbers of the topic's last messages, drawn behind the header's line `last 20`; empty where it has none.
    private(set) var past: [Double] = []
    /// The diff has nothing to compare with.
    private(set) var lacksOlder = false
    /// When the message came that the diff compares with; nil in every other view.
    private var older: Moment?
    private var width = 1
    /// The most rows that the header may have.
    private var headerMost = 2
    /// The profile at the last look at it: hints that are taken off are its.
    private var revision = -1
    /// Rows of the header at the last drawing, for clicks.
    var headerRows = 0

    var field: TextField? {
        get { view.field }
        set { view.field = newValue }
    }

    // MARK: - Layout

    func fit(_ look: Look, to size: Size) {
        let revision = desk.publisher.book.revision
        let isOther = width != max(1, size.width - 1) || self.revision != revision
        (width, self.revision) = (max(1, size.width - 1), revision)
        load()
        // What is short shares a line of the header where there is room; how much, the payload decides.
        let most = mostHeader(size)
        if isOther || headerMost != most {
            headerMost = most
            if let message, view.document != nil { describe(message) }
        }
        view.fit(
            to: Size(width: size.width, height: size.height - headerHeight(size)),
            wraps: desk.wraps)
    }

    /// Rows of the header: all of it when it takes no more than two fifths.
    func headerHeight(_ size: Size) -> Int { min(header.count, mostHeader(size)) }

    /// Two fifths, and the rows that the payload does not need.
    private func mostHeader(_ size: Size) -> Int {
        guard let message, let document = view.document, document.isComplete else { return max(2, size.height * 2 / 5) }
        // What goes on in further rows takes no more of them than it has bytes for.
        let payload = document.lineCount + message.payloadSize / max(1, size.width - 1)
        return max(2, size.height * 2 / 5, size.height - payload - 1)
    }

    /// Lays the open message out when it is another one than before.
    private func load() {
        let open = desk.openMessage
        // Every frame comes here: a payload is laid out once.
        guard open != message?.sequence else { return }
        guard let open, let stored = desk.workspace.live.messages.message(open) else {
            // What was evicted while it is read stays as it is.
            if desk.message == nil || desk.message != message?.sequence { clear() }
            return
        }
        // The newest of the same topic takes its predecessor's place without a jump.
        let staysInPlace = stored.topic == message?.topic
        message = stored
        lay(staysInPlace: staysInPlace)
    }

    private func describe(_ message: StoredMessage) {
        header = MessageHeader.lines(message, width: width, desk.workspace)
        defer { header = broken(header, width: width + 1, rows: headerMost) }
        // The names have a column.
        if let hint = TopicAdvice.line(ofRead: message.topic, desk, width: width + 1 - Self.factColumn) {
            // Below the topic that it speaks of, and in sight where not all of the header is.
            header.insert((Self.hintName, hint), at: 1)
        }
        guard let low = past.min(), let high = past.max() else { return }
        let range = low == high ? "unchanged" : "\(Figures.plain(low)) … \(Figures.plain(high))"
        header.append(("\(Self.pastName) \(past.count)", range))
    }

    /// How the name of the line begins that has the past; behind it stands how many values it is of.
    private static let pastName = "last"

    /// The name of the line that says what is seldom meant of the topic.
    static let hintName = "hint"

    static func isPast(_ name: String) -> Bool { name.hasPrefix(pastName) }

    private func clear() {
        (message, header, position, past) = (nil, [], nil, [])
        view.clear()
    }

    private func lay(staysInPlace: Bool) {
        guard let message, let payload = desk.workspace.live.messages.payload(message.sequence) else {
            return view.clear()
        }
        // Before the header, which has a line of it.
        past = TopicPast.numbers(upTo: message.sequence, in: desk.workspace.live.messages)
        describe(message)
        position = MessageHistory.position(of: message, in: desk.workspace.live)
        let messages = desk.workspace.live.messages
        let previous = messages.previousOfTopic(message.sequence)
        lacksOlder = view.show(
            payload: payload, before: previous.flatMap(messages.payload), staysInPlace: staysInPlace)
        older = view.mode == .diff ? previous.flatMap(messages.message)?.time : nil
    }

    func info(_ look: Look) -> String {
        guard let document = view.document, let message else { return "" }
        let size = Figures.bytes(Double(message.payloadSize))
        // Why there is no diff goes before the size, which a narrow title leaves out.
        var parts =
            lacksOlder
            ? [document.kind.label, "diff: nothing older", size]
            : [document.kind.label, size, older.map { "diff to \(Figures.clock($0))" } ?? view.modeWords]
        if !document.isComplete { parts.append("reading") }
        if let position, position.count > 1 {
            parts.append("\(Figures.count(position.place)) of \(Figures.count(position.count)) kept")
        }
        return parts.joined(separator: ", ")
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        case .nextView, .filter, .copy, .write: view.document != nil
        case .fold: view.isOnFold || view.valuePath != nil
        // Of what is no JSON all of it is a value.
        case .takeValue: view.document.map { $0.kind != .json || view.valuePath != nil } ?? false
        // Of a topic with very many it is not counted which one this is.
        case .olderMessage: view.document != nil && position.map { $0.place > 1 } ?? true
        case .newerMessage: view.document != nil && position.map { $0.place < $0.count } ?? true
        default: true
        }
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        if action == .fold, !view.isOnFold, view.valuePath != nil {
            takeValue()
            return []
        }
        if view.perform(action) { return [] }
        switch action {
        case .takeValue: takeValue()
        // The diff needs the message before this one, which the other views have not asked for.
        case .nextView:
            view.nextMode()
            lay(staysInPlace: false)
        case .olderMessage: walk(older: true)
        case .newerMessage: walk(older: false)
        case .copy where view.result != nil:
            return PayloadActions.copy("what the path gives", view.result, writtenIn: .message, stage)
        case .write where view.result != nil:
            PayloadActions.write(view.result, name: "result.json", stage)
        case .chart: chart()
        case .hideHint: TopicAdvice.hide(ofRead: message?.topic, desk)
        default: return MessageActions.perform(action, on: message, desk)
        }
        return []
    }

    /// The field under the cursor, or those that there are.
    private func chart() {
        guard let message else { return }
        Charts.open(message.topic, of: desk.workspace.live, preferring: view.fieldPath, stage)
    }

    func back() -> Bool { view.back() }

    func typed(_ outcome: FieldOutcome) { view.typed(outcome) }

    private func walk(older: Bool) {
        guard let message else { return }
        let found =
            older
            ? MessageHistory.older(than: message.sequence, in: desk.workspace.live.messages)
            : MessageHistory.newer(than: message, in: desk.workspace.live)
        guard let found else {
            return stage.say(
                .info, older ? "No older message of this topic is kept" : "This is the newest of its topic")
        }
        // Else the next message to come would be the open one.
        if !desk.log.isHeld { desk.log.hold() }
        desk.message = found
        load()
    }

    var hasWork: Bool { view.hasWork }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        view.advance(until: deadline)
    }

    func click(_ point: Point) {
        view.click(Point(x: point.x, y: point.y - headerRows))
    }

    func doubleClick(_ point: Point) -> [Effect] {
        view.doubleClick(Point(x: point.x, y: point.y - headerRows))
        return []
    }

    func scroll(by rows: Int) { view.turn(by: rows) }
}
