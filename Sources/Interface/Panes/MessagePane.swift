import Explorer
import Payloads
import Terminal

/// One message: what is known of it, and its payload laid out.
final class MessagePane: Pane {
    /// How the payload is shown.
    enum View: CaseIterable {
        case pretty, raw, hex, diff
    }

    let id = PaneID.message
    let keyContext = KeyContext.message
    var field: TextField?
    private var view = View.pretty
    private var shown: UInt64?
    private var document: Document?
    private var header: [(name: String, value: String)] = []
    private var height = 1
    private var top = 0
    private var left = 0
    private var selectedLine = 0
    private var search: DocumentSearch?
    private var searchText = ""
    private var match: DocumentSearch.Match?

    func fit(_ state: ExploreState, to size: Size) {
        load(state)
        let lines = document?.lineCount ?? 0
        height = max(1, size.height - headerHeight(size) - (showsSearchLine ? 1 : 0))
        selectedLine = max(0, min(selectedLine, lines - 1))
        if selectedLine < top { top = selectedLine }
        if selectedLine >= top + height { top = selectedLine - height + 1 }
        top = max(0, min(top, lines - height))
    }

    private var showsSearchLine: Bool { field != nil || !searchText.isEmpty }

    private func headerHeight(_ size: Size) -> Int { min(header.count, max(1, size.height / 3)) }

    /// Lays the open message out when it is another one than before.
    private func load(_ state: ExploreState) {
        let open = state.openMessage
        guard open != shown || document == nil else { return }
        shown = open
        lay(state)
    }

    private func lay(_ state: ExploreState) {
        (top, left, selectedLine) = (0, 0, 0)
        search = nil
        match = nil
        header = []
        document = nil
        guard let shown, let message = state.workspace.messages.message(shown),
            let payload = state.workspace.messages.payload(shown)
        else { return }
        header = MessageHeader.lines(message, state)
        switch view {
        case .pretty: document = Document(payload, view: .pretty)
        case .raw: document = Document(payload, view: .raw)
        case .hex: document = Document(payload, view: .hex)
        case .diff:
            let before = state.workspace.messages.previousOfTopic(shown).flatMap(state.workspace.messages.payload)
            document = Document(diff: before ?? PayloadBytes([]), payload)
        }
        if !searchText.isEmpty { startSearch(forward: true) }
    }

    func subtitle(_ state: ExploreState) -> String {
        shown.flatMap(state.workspace.messages.message).map { state.topics.topic($0.topic) } ?? ""
    }

    func info(_ state: ExploreState) -> String {
        guard let document, let message = shown.flatMap(state.workspace.messages.message) else { return "" }
        let words = ["pretty", "raw", "hex", "diff"][View.allCases.firstIndex(of: view) ?? 0]
        var parts = [document.kind.label, Figures.bytes(Double(message.payloadSize)), words]
        if !document.isComplete { parts.append("reading") }
        if let search, !searchText.isEmpty { parts.append("\(Figures.count(search.matchCount)) found") }
        return parts.joined(separator: ", ")
    }

    // MARK: - Keys

    func perform(_ action: Action, in state: ExploreState) -> [Effect] {
        let lines = document?.lineCount ?? 0
        switch action {
        case .up: selectedLine -= 1
        case .down: selectedLine += 1
        case .pageUp: selectedLine -= height
        case .pageDown: selectedLine += height
        case .first: (selectedLine, left) = (0, 0)
        case .last: selectedLine = lines - 1
        case .scrollLeft: left = max(0, left - 8)
        case .scrollRight: left += 8
        case .nextView:
            let all = View.allCases
            view = all[((all.firstIndex(of: view) ?? 0) + 1) % all.count]
            lay(state)
        case .fold: if selectedLine < lines { document?.toggleFold(selectedLine) }
        case .foldAll: document?.foldAll()
        case .unfoldAll: document?.unfoldAll()
        case .olderMessage: walk(older: true, state)
        case .newerMessage: walk(older: false, state)
        case .filter: field = TextField(searchText)
        case .nextMatch: startSearch(forward: true)
        case .previousMatch: startSearch(forward: false)
        case .back where !searchText.isEmpty:
            searchText = ""
            search = nil
            match = nil
        default:
            return MessageActions.perform(action, on: shown.flatMap(state.workspace.messages.message), in: state)
        }
        selectedLine = max(0, min(selectedLine, (document?.lineCount ?? 0) - 1))
        return []
    }

    func typed(_ outcome: FieldOutcome, in state: ExploreState) {
        switch outcome {
        case .changed:
            searchText = field?.text ?? ""
            match = nil
            startSearch(forward: true)
        case .accepted: field = nil
        case .cancelled:
            field = nil
            searchText = ""
            search = nil
            match = nil
        }
    }

    private func startSearch(forward: Bool) {
        guard !searchText.isEmpty, let document else {
            search = nil
            return
        }
        let column = match.map { forward ? $0.column + 1 : $0.column } ?? 0
        search = document.find(searchText, from: match?.line ?? selectedLine, column: column, forward: forward)
    }

    private func walk(older: Bool, _ state: ExploreState) {
        guard let shown, let message = state.workspace.messages.message(shown) else { return }
        var found: UInt64?
        if older {
            found = state.workspace.messages.previousOfTopic(shown)
        } else {
            // The chain leads back only: from the newest down to the one after this.
            var next = state.topics.info(message.topic, now: state.now).lastSequence
            while let candidate = next, candidate > shown {
                found = candidate
                next = state.workspace.messages.previousOfTopic(candidate)
            }
        }
        guard let found else {
            return state.say(
                .info, older ? "No older message of this topic is kept" : "This is the newest of its topic")
        }
        if !state.log.isHeld { state.log.hold() }
        state.message = found
        load(state)
    }

    func advance(_ state: ExploreState, until deadline: ContinuousClock.Instant) -> Bool {
        load(state)
        guard let document else { return false }
        while !document.isComplete, ContinuousClock.now < deadline { document.advance(units: 1 << 18) }
        guard document.isComplete else { return true }
        return advanceSearch(until: deadline)
    }

    private func advanceSearch(until deadline: ContinuousClock.Instant) -> Bool {
        guard let search else { return false }
        while ContinuousClock.now < deadline {
            switch search.advance(units: 1 << 18) {
            case .more: continue
            case .found(let found):
                if match != found {
                    match = found
                    selectedLine = found.line
                }
            case .notFound: match = nil
            }
            if search.isCounted { return false }
            _ = search.count(units: 1 << 18)
        }
        return true
    }

    func click(_ point: Point, in state: ExploreState) {
        let line = top + point.y - header.count
        if line >= 0, line < document?.lineCount ?? 0 { selectedLine = line }
    }

    // MARK: - Drawing

    func draw(_ state: ExploreState, into canvas: Canvas) -> Point? {
        guard let document else {
            canvas.put("No message is selected.", x: 1, y: 0, style: state.style(.textDim))
            return nil
        }
        let rows = headerHeight(canvas.size)
        for (y, line) in header.prefix(rows).enumerated() {
            let used = canvas.put(line.name, x: 1, y: y, style: state.style(.headerName), limit: 24)
            canvas.put(line.value, x: used + 2, y: y, style: state.style(.headerValue))
        }
        let end = min(top + height, document.lineCount)
        for (index, line) in (min(top, end)..<end).enumerated() {
            draw(line, of: document, y: rows + index, state, into: canvas)
        }
        if let problem = document.problem, end == document.lineCount, end - top < height {
            canvas.put(problem, x: 1, y: rows + end - top, style: state.style(.error))
        }
        guard showsSearchLine else { return nil }
        let y = canvas.size.height - 1
        canvas.put("/", x: 0, y: y, style: state.style(.hintKey))
        guard let field else {
            canvas.put(searchText, x: 1, y: y, style: state.style(.match))
            return nil
        }
        return Point(
            x: field.draw(into: canvas, x: 1, y: y, width: canvas.size.width - 1, style: state.style(.field)), y: y)
    }

    private func draw(_ line: Int, of document: Document, y: Int, _ state: ExploreState, into canvas: Canvas) {
        let width = canvas.size.width
        if document.isFoldable(line) {
            canvas.put(document.isFolded(line) ? "▸" : " ", x: 0, y: y, style: state.style(.fold))
        }
        var x = 1
        for span in document.line(line, from: left, columns: width - 1) {
            x += canvas.put(span.text, x: x, y: y, style: state.style(span.kind.role), ellipsis: false)
        }
        if let match, match.line == line {
            let from = max(1, match.column - left + 1)
            canvas.restyle(Rect(x: from, y: y, width: match.length, height: 1), state.theme[.match])
        }
        if line == selectedLine, state.isFocused {
            canvas.restyle(Rect(x: 0, y: y, width: width, height: 1), state.theme[.selectionInactive])
        }
    }
}

extension TokenKind {
    /// The look of a piece of a payload.
    var role: Role {
        switch self {
        case .punctuation: .jsonPunctuation
        case .key: .jsonKey
        case .string: .jsonString
        case .number: .jsonNumber
        case .literal: .jsonLiteral
        case .tag: .xmlTag
        case .attribute: .xmlAttribute
        case .comment: .xmlComment
        case .hexOffset: .hexOffset
        case .hexBytes: .hexBytes
        case .hexText: .hexText
        case .added: .diffAdded
        case .removed: .diffRemoved
        case .foldMark: .fold
        case .error: .error
        default: .text
        }
    }
}
