import Explorer
import Payloads
import Terminal

/// One message: what is known of it, and its payload laid out.
final class MessagePane: Pane {
    /// How the payload is shown.
    enum View: String, CaseIterable {
        case pretty, raw, hex, diff
    }

    let id = PaneID.message
    let keyContext = KeyContext.message
    var field: TextField?
    var finder = DocumentFinder()
    private(set) var view = View.pretty
    /// The open message; it stays readable after it was evicted.
    private(set) var message: StoredMessage?
    private(set) var document: Document?
    private(set) var header: [(name: String, value: String)] = []
    private(set) var position: (place: Int, count: Int)?
    /// The diff has nothing to compare with.
    private(set) var lacksOlder = false
    /// Rows of the payload that fit, and columns.
    private(set) var height = 1
    private var width = 1
    /// The first line and column shown, and the line with the cursor.
    private(set) var top = 0
    private(set) var left = 0
    private(set) var cursor = 0
    /// The cursor waits for the last line of a payload that is still being read.
    private var wantsEnd = false
    /// Where the cursor was when a search began: every letter typed searches from there.
    private var searchStart = 0

    // MARK: - Layout

    /// Bytes read at once when a message is opened, so that all but large payloads stand in the first frame.
    private static let firstUnits = 1 << 16
    /// Bytes read between two looks at the clock.
    private static let sliceUnits = 1 << 18

    func fit(_ state: ScreenState, to size: Size) {
        if width != size.width - 1 {
            width = max(1, size.width - 1)
            if let message, document != nil { header = MessageHeader.lines(message, width: width, state) }
        }
        load(state)
        height = max(1, size.height - headerHeight(size) - (showsSearchLine ? 1 : 0))
        keepInside()
    }

    var showsSearchLine: Bool { field != nil || !finder.text.isEmpty }

    /// Rows of the header: all of it when it takes no more than two fifths.
    func headerHeight(_ size: Size) -> Int { min(header.count, max(2, size.height * 2 / 5)) }

    private func keepInside() {
        let lines = document?.lineCount ?? 0
        cursor = max(0, min(cursor, lines - 1))
        if cursor < top { top = cursor }
        if cursor >= top + height { top = cursor - height + 1 }
        top = max(0, min(top, lines - height))
    }

    /// Lays the open message out when it is another one than before.
    private func load(_ state: ScreenState) {
        let open = state.openMessage
        guard open != message?.sequence else { return }
        guard let open, let stored = state.workspace.messages.message(open) else {
            // What was evicted while it is read stays as it is.
            if state.message == nil || state.message != message?.sequence { clear() }
            return
        }
        // The newest of the same topic takes its predecessor's place without a jump.
        let staysInPlace = stored.topic == message?.topic
        message = stored
        lay(state, staysInPlace: staysInPlace)
    }

    private func clear() {
        (message, document, header, position) = (nil, nil, [], nil)
        finder.forget()
    }

    private func lay(_ state: ScreenState, staysInPlace: Bool) {
        if !staysInPlace { (top, left, cursor) = (0, 0, 0) }
        document = nil
        guard let message, let payload = state.workspace.messages.payload(message.sequence) else { return }
        header = MessageHeader.lines(message, width: width, state)
        position = MessageHistory.position(of: message, state)
        lacksOlder = false
        switch view {
        case .pretty: document = Document(payload, view: .pretty)
        case .raw: document = Document(payload, view: .raw)
        case .hex: document = Document(payload, view: .hex)
        case .diff:
            let older = state.workspace.messages.previousOfTopic(message.sequence)
            if let before = older.flatMap(state.workspace.messages.payload) {
                document = Document(diff: before, payload)
            } else {
                lacksOlder = true
                document = Document(payload, view: .pretty)
            }
        }
        document?.advance(units: Self.firstUnits)
        finder.restart(in: document, from: cursor)
    }

    /// The topic stands whole in the header.
    func subtitle(_ state: ScreenState) -> String { "" }

    func info(_ state: ScreenState) -> String {
        guard let document, let message else { return "" }
        var parts = [document.kind.label, Figures.bytes(Double(message.payloadSize)), view.rawValue]
        if !document.isComplete { parts.append("reading") }
        if let position, position.count > 1 {
            parts.append("\(Figures.count(position.place)) of \(Figures.count(position.count)) kept")
        }
        return parts.joined(separator: ", ")
    }

    // MARK: - Keys

    func perform(_ action: Action, in state: ScreenState) -> [Effect] {
        let lines = document?.lineCount ?? 0
        wantsEnd = false
        switch action {
        case .up: cursor -= 1
        case .down: cursor += 1
        case .pageUp: scroll(by: -max(1, height - 1))
        case .pageDown: scroll(by: max(1, height - 1))
        case .first: (cursor, left) = (0, 0)
        case .last:
            cursor = lines - 1
            wantsEnd = document?.isComplete == false
        case .scrollLeft: left = max(0, left - max(1, width / 4))
        case .scrollRight: scrollRight()
        case .nextView:
            let all = View.allCases
            view = all[((all.firstIndex(of: view) ?? 0) + 1) % all.count]
            lay(state, staysInPlace: false)
        case .fold: if cursor < lines { document?.toggleFold(cursor) }
        case .foldAll: document?.foldAll()
        case .unfoldAll: document?.unfoldAll()
        case .olderMessage: walk(older: true, state)
        case .newerMessage: walk(older: false, state)
        case .filter:
            field = TextField(finder.text, history: finder.history)
            searchStart = cursor
        case .nextMatch: finder.next(forward: true, in: document, from: cursor)
        case .previousMatch: finder.next(forward: false, in: document, from: cursor)
        default: return MessageActions.perform(action, on: message, in: state)
        }
        cursor = max(0, min(cursor, (document?.lineCount ?? 0) - 1))
        return []
    }

    func back(_ state: ScreenState) -> Bool {
        guard !finder.text.isEmpty else { return false }
        finder.search("", in: document, from: cursor)
        return true
    }

    func typed(_ outcome: FieldOutcome, in state: ScreenState) {
        switch outcome {
        case .changed: finder.search(field?.text ?? "", in: document, from: searchStart)
        case .accepted:
            finder.history.add(finder.text)
            field = nil
        case .cancelled:
            field = nil
            finder.search("", in: document, from: cursor)
        }
    }

    private func scroll(by rows: Int) {
        cursor += rows
        top += rows
    }

    private func scrollRight() {
        guard let document else { return }
        let end = min(top + height, document.lineCount)
        let widest = (min(top, end)..<end).reduce(0) { max($0, document.lineWidth($1)) }
        left = max(left, min(left + max(1, width / 4), widest - width / 2))
    }

    private func walk(older: Bool, _ state: ScreenState) {
        guard let message else { return }
        let found =
            older
            ? MessageHistory.older(than: message.sequence, in: state.workspace.messages)
            : MessageHistory.newer(than: message, state)
        guard let found else {
            return state.say(
                .info, older ? "No older message of this topic is kept" : "This is the newest of its topic")
        }
        if !state.log.isHeld { state.log.hold() }
        state.message = found
        load(state)
    }

    var hasWork: Bool { document.map { !$0.isComplete || finder.hasWork } ?? false }

    func advance(_ state: ScreenState, until deadline: ContinuousClock.Instant) -> Bool {
        guard hasWork, let document else { return false }
        while !document.isComplete {
            guard ContinuousClock.now < deadline else { return true }
            document.advance(units: Self.sliceUnits)
        }
        if wantsEnd {
            cursor = max(0, document.lineCount - 1)
            wantsEnd = false
        }
        finder.advance(until: deadline)
        if let found = finder.takeNews() { show(found) }
        return true
    }

    /// Brings a match into view.
    private func show(_ match: DocumentSearch.Match) {
        cursor = match.line
        if match.column < left || match.column + match.length > left + width {
            left = max(0, match.column + match.length <= width ? 0 : match.column - width / 3)
        }
    }

    func click(_ point: Point, in state: ScreenState) {
        let line = top + point.y - headerRows
        guard point.y >= headerRows, line < document?.lineCount ?? 0 else { return }
        if point.x == 0 || cursor == line, document?.isFoldable(line) == true { document?.toggleFold(line) }
        cursor = line
    }

    /// Rows of the header at the last drawing, for clicks.
    var headerRows = 0
}
