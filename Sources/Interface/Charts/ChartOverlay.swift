import Kit
import Model
import Payloads
import Profile
import Terminal
import Topics

/// Numbers of topics, of answers and of their fields as lines over time: what is kept of them, and what comes.
final class ChartOverlay: Overlay {
    let title = "Chart"
    var keyContext: KeyContext { choice == nil ? .chart : .chartFields }
    let state: ScreenState
    var stage: Stage { state }
    /// The lines that can be shown.
    private let fields: [FieldSeries]
    /// Those that are, by their place.
    private var shown: [Int]
    private var window = ChartWindow()
    /// Where lines are chosen: the selected one; nil while the chart is shown.
    private var choice: ListCursor<RowNumber>?

    /// A chart of some fields, of which the first are shown: those of `chosen`.
    init(_ state: ScreenState, _ fields: [FieldSeries], chosen: [Int]) {
        self.state = state
        self.fields = fields
        shown = Array(chosen.prefix(Role.maximumSeries))
        if shown.isEmpty { choice = ListCursor() }
    }

    func size(screen: Size) -> Size {
        Size(width: screen.width - 2, height: screen.height - 2)
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        if choice != nil { return choose(action) }
        switch action {
        case .back: return .done
        case .chartFields: choice = ListCursor()
        case .writeValues: ChartFile.write(series, name: "chart", on: stage)
        default: _ = window.perform(action)
        }
        return .stay
    }

    private func choose(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back, .accept:
            if action == .accept, let selected = choice?.row, shown.isEmpty { toggle(selected) }
            choice = nil
            return shown.isEmpty ? .done : .stay
        case .mark: if let selected = choice?.row { toggle(selected) }
        default: _ = choice?.perform(action, of: fields.count)
        }
        return .stay
    }

    private func toggle(_ field: Int) {
        if let place = shown.firstIndex(of: field) {
            shown.remove(at: place)
        } else {
            shown.append(field)
            if shown.count > Role.maximumSeries { shown.removeFirst() }
        }
    }

    func click(_ point: Point) -> OverlayAnswer {
        guard choice != nil, fields.indices.contains(point.y + (choice?.top ?? 0)) else { return .stay }
        choice?.click(row: point.y)
        if let selected = choice?.row { toggle(selected) }
        return .stay
    }

    // MARK: - Drawing

    private var series: [FigureSeries] {
        let isOneSource = Set(fields.map(\.source)).count == 1
        return shown.map { place in
            let field = fields[place]
            field.collect(state)
            return FigureSeries(
                name: name(of: field, isOneSource: isOneSource), unit: .named(field.unit), points: field.points)
        }
    }

    private func name(of field: FieldSeries, isOneSource: Bool) -> String {
        let source =
            switch field.source {
            case .topic(let topic): state.topics.topic(topic)
            case .request(let request): state.requests.library[request]?.title ?? "a request that is gone"
            }
        guard let path = field.path else { return source }
        return isOneSource && fields.count > 1 ? "\(path)" : "\(source) \(path)"
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let (body, foot) = canvas.bounds.split(bottom: 1)
        if choice != nil {
            drawChoice(look, into: canvas.sub(body))
            drawHints([(.mark, "show or hide"), (.accept, "chart"), (.back, "back")], y: foot.y, look, into: canvas)
            return nil
        }
        Chart(series, window: window, state.keymap).draw(look, into: canvas.sub(body))
        look.changesNextSecond()
        drawHints(
            [
                (.chartFields, "fields"), (.shorterWindow, "shorter"), (.longerWindow, "longer"),
                (.scrollLeft, "earlier"), (.writeValues, "CSV"), (.chartStyle, "style"), (.back, "back"),
            ], y: foot.y, look, into: canvas)
        return nil
    }

    private func drawChoice(_ look: Look, into canvas: Canvas) {
        choice?.fit(count: fields.count, height: canvas.size.height)
        guard let choice else { return }
        for (y, index) in choice.visible.enumerated() {
            let field = fields[index]
            let place = shown.firstIndex(of: index)
            let mark = place == nil ? "[ ]" : "[x]"
            let style = place.map { look.style(Role.ofSeries($0)) } ?? look.style(.text)
            canvas.put(mark, x: 1, y: y, style: style)
            canvas.put(
                tailOf: name(of: field, isOneSource: true), x: 5, y: y, style: style, limit: canvas.size.width / 2
            )
            let value = field.latest(state).map { LoadWords.value($0.value, .named($0.unit)) } ?? "no number now"
            canvas.put(value, endingAt: canvas.size.width - 1, y: y, style: look.style(.topicValue))
            if index == choice.row {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
            }
        }
    }
}

extension Dialogs {
    /// The most fields that can be chosen from.
    private static let maximumFields = 200

    /// Opens a chart of a topic's numbers; of the topics right below it when it has none itself.
    static func chart(_ topic: TopicID, preferring path: JSONFieldPath? = nil, in state: ScreenState) {
        var fields = self.fields(of: topic, state)
        if fields.isEmpty {
            for child in state.topics.children(of: topic, limit: maximumFields) {
                fields += self.fields(of: child, state).prefix(maximumFields - fields.count)
            }
        }
        guard !fields.isEmpty else {
            return state.say(.info, "No number in the last message of \(state.topics.topic(topic)), nor right below it")
        }
        chart(fields, preferring: path, in: state)
    }

    /// Opens a chart of the numbers in the answers to the open request.
    static func chartAnswers(preferring path: JSONFieldPath? = nil, in state: ScreenState) {
        let answers = state.exchanges.all(of: state.requests.current)
        guard let last = answers.last(where: { $0.state == .finished }) else {
            return state.say(.info, "No answer to this request has come to its end yet")
        }
        guard last.body.count <= FieldSeries.budget else {
            return state.say(.info, "The last answer is too large to look for numbers in it")
        }
        let paths = last.body.withBytes { FieldSeries.fields(of: $0, limit: maximumFields) }
        guard !paths.isEmpty else { return state.say(.info, "No number in the last answer to this request") }
        chart(paths.map { FieldSeries(.request(state.requests.current), $0) }, preferring: path, in: state)
    }

    private static func chart(_ fields: [FieldSeries], preferring path: JSONFieldPath?, in state: ScreenState) {
        if let path, let place = fields.firstIndex(where: { $0.path == path }) {
            return state.overlays.append(ChartOverlay(state, fields, chosen: [place]))
        }
        // One has no choice; of a few all, since they are what was asked for; else the person chooses.
        let all = fields.count <= 3 ? Array(fields.indices) : []
        state.overlays.append(ChartOverlay(state, fields, chosen: all))
    }

    private static func fields(of topic: TopicID, _ state: ScreenState) -> [FieldSeries] {
        guard let last = state.topics.info(topic, now: 0).lastSequence else { return [] }
        let paths = state.workspace.live.messages.withPayload(last) { FieldSeries.fields(of: $0, limit: maximumFields) }
        return (paths ?? []).map { FieldSeries(.topic(topic), $0) }
    }
}
