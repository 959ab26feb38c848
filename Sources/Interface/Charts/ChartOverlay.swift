import Kit
import Model
import Payloads
import Profile
import Terminal
import Topics

/// Numbers of topics, of answers and of their fields as lines over time: what is kept of them, and what comes.
final class ChartOverlay: Overlay {
    /// What it is of: the topic or the request, and the field where there is one.
    var title: String {
        let isChosen = choice == nil && !shown.isEmpty
        let names = Set((isChosen ? shown.map { fields[$0] } : Array(fields.prefix(own))).map(\.source.name))
        guard names.count == 1, let name = names.first else { return about.isEmpty ? "Chart" : "Chart of \(about)" }
        guard choice == nil, shown.count == 1, let path = fields[shown[0]].path else { return "Chart of \(name)" }
        return "Chart of \(name)  \(path)"
    }
    var keyContext: KeyContext { choice == nil ? .chart : .chartFields }
    let stage: Stage
    /// The lines that can be shown: first its own.
    private let fields: [FieldSeries]
    private let own: Int
    /// The level that its own lines stand below; empty where they are of one topic or request.
    private let about: String
    /// Those that are, by their place.
    private var shown: [Int]
    private var window = ChartWindow()
    /// Where lines are chosen: the selected one; nil while the chart is shown.
    private var choice: NarrowedList?

    /// A chart of some fields, of which those of `chosen` are shown; others can be chosen to stand beside them.
    init(_ stage: Stage, _ fields: [FieldSeries], _ others: [FieldSeries] = [], about: String = "", chosen: [Int]) {
        self.stage = stage
        self.about = about
        self.fields = fields + others
        own = fields.count
        // As many as a theme has colours for.
        shown = Array(chosen.prefix(Role.maximumSeries))
        // Nothing was chosen for the person: the list of fields is first.
        if shown.isEmpty { choose() }
        let newest = series.compactMap { $0.points.count == 0 ? nil : $0.points.value(at: $0.points.count - 1).time }
            .max()
        // What spoke last an hour ago would else open an empty chart.
        if let newest { window.reach(back: newest, now: stage.now) }
    }

    func size(screen: Size) -> Size {
        Size(width: screen.width - 2, height: screen.height - 2)
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        if choice != nil { return choose(action) }
        switch action {
        case .back: return .done
        case .chartFields: choose()
        case .writeValues: ChartFile.write(series, name: "chart", on: stage)
        // Before the first value there is nothing to be seen, and no way back to be found.
        case .scrollLeft where window.isAtStart(of: series, now: stage.now):
            stage.say(.info, "Nothing earlier is kept")
        default: _ = window.perform(action)
        }
        return .stay
    }

    /// Lists what can be chosen.
    private func choose() {
        choice = NarrowedList(fields.indices.map { name(of: fields[$0], isOneSource: $0 < own) })
    }

    private func choose(_ action: Action) -> OverlayAnswer {
        switch action {
        // First what was typed goes.
        case .back where choice?.widen() == true: break
        case .back, .accept:
            // Enter without a mark means the line that the bar is on; where nothing matches, none.
            if action == .accept, shown.isEmpty {
                guard let selected = choice?.selected else { return .stay }
                toggle(selected)
            }
            choice = nil
            // A chart of nothing is none.
            return shown.isEmpty ? .done : .stay
        case .mark: if let selected = choice?.selected { toggle(selected) }
        default: choice?.perform(action)
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        choice?.type(key, stage.keymap)
        return .stay
    }

    func paste(_ text: String) { choice?.paste(text) }

    private func toggle(_ field: Int) {
        if let place = shown.firstIndex(of: field) {
            shown.remove(at: place)
        } else {
            shown.append(field)
            // The one that was chosen longest ago makes room.
            if shown.count > Role.maximumSeries { shown.removeFirst() }
        }
    }

    func click(_ point: Point) -> OverlayAnswer {
        // What is below the lines, which may be more than fit, means none of them.
        if let selected = choice?.click(point) { toggle(selected) }
        return .stay
    }

    // The first press has switched the line: a second would switch it back.
    func doubleClick(_ point: Point) -> OverlayAnswer { .stay }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        choice?.turn(by: rows)
        return .stay
    }

    // MARK: - Drawing

    private var series: [FigureSeries] {
        let isOneSource = shown.allSatisfy { fields[$0].source == fields[0].source }
        return shown.map { place in
            let field = fields[place]
            // With every frame: what came since is fetched here, and nobody has to tell.
            field.collect()
            return FigureSeries(
                name: name(of: field, isOneSource: isOneSource), unit: .sent(field.unit),
                points: field.gaps.isEmpty ? field.points : BrokenLine(points: field.points, gaps: field.gaps))
        }
    }

    private func name(of field: FieldSeries, isOneSource: Bool) -> String {
        let whole = field.source.name
        let isBelow = !about.isEmpty && whole.hasPrefix("\(about)/")
        // What all of them begin with says the title.
        let source = isBelow ? String(whole.dropFirst(about.count + 1)) : whole
        guard let path = field.path else { return source }
        return isOneSource && own > 1 && !isBelow ? "\(path)" : "\(source) \(path)"
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let (body, foot) = canvas.bounds.split(bottom: 1)
        if choice != nil {
            drawHints(choiceHints, y: foot.y, look, into: canvas)
            return drawChoice(look, into: canvas.sub(body))
        }
        window.usual = canvas.glyphs.hasBraille ? .braille : .blocks
        Chart(series, window: window, stage.keymap).draw(look, into: canvas.sub(body))
        // Its right edge is now.
        look.changesNextSecond()
        drawHints(
            [
                (.chartFields, "fields"), (.shorterWindow, "shorter"), (.longerWindow, "longer"),
                (.scrollLeft, "earlier"), (.scrollRight, window.back > 0 ? "later" : ""), (.writeValues, "CSV"),
                (.chartStyle, "style"), (.back, "back"),
            ].filter { !$0.1.isEmpty }, y: foot.y, look, into: canvas)
        return nil
    }

    /// Only keys that act: on a row where there is one, and first on what is typed.
    private var choiceHints: [(Action, String)] {
        let hasRow = choice?.selected != nil
        var hints: [(Action, String)] = hasRow ? [(.mark, "show or hide")] : []
        if hasRow || !shown.isEmpty { hints.append((.accept, "chart")) }
        return hints + [(.back, choice?.backWords ?? "back")]
    }

    private func drawChoice(_ look: Look, into canvas: Canvas) -> Point? {
        choice?.fit(height: canvas.size.height)
        guard let choice else { return nil }
        stage.hiddenRows = choice.list.hidden
        let most = min(canvas.size.width, 100) / 2
        let names = choice.list.visible.reduce(8) { longest, row in
            let index = choice.listed[row]
            return max(longest, displayWidth(of: name(of: fields[index], isOneSource: index < own)))
        }
        for (y, row) in choice.list.visible.enumerated() {
            let index = choice.listed[row]
            let field = fields[index]
            let place = shown.firstIndex(of: index)
            let mark = place == nil ? "[ ]" : "[x]"
            let style = place.map { look.style(Role.ofSeries($0)) } ?? look.style(.text)
            canvas.put(mark, x: 1, y: y, style: style)
            canvas.put(
                tailOf: name(of: field, isOneSource: index < own), x: 5, y: y, style: style, limit: most)
            // Near its name: across a wide screen no eye finds the way.
            let value = field.latest ?? "no number now"
            let end = min(canvas.size.width - 1, 5 + min(names, most) + 2 + max(16, displayWidth(of: value)))
            canvas.put(value, endingAt: end, y: y, style: look.style(.topicValue))
            if row == choice.list.row {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
            }
        }
        return self.choice?.drawFilter(look, y: canvas.size.height - 1, into: canvas)
    }
}
