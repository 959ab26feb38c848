import Kit
import Terminal

/// Everything by name: type a part of it, Enter does it. What was taken from here before comes first, then the actions of
/// the focused pane.
final class PaletteOverlay: Overlay {
    let title = "Palette"
    let keyContext = KeyContext.palette
    let stage: Stage
    private let items: [PaletteItem]
    /// What is looked for among more than can be listed, as topics.
    private let search: (String) -> [PaletteItem]
    private var line = TextField.query()
    private var list = ListCursor<RowNumber>()
    /// What was found last, and for what.
    private var found: (text: String, items: [PaletteItem])?
    /// The theme that is shown while the bar is on it.
    private var previewed: String?

    /// The most that is typed into it to some purpose: what is longer is in nothing.
    private static let longestQuery = 256

    init(_ stage: Stage, _ items: [PaletteItem], search: @escaping (String) -> [PaletteItem] = { _ in [] }) {
        self.stage = stage
        self.items = items
        self.search = search
    }

    func size(screen: Size) -> Size {
        Size(width: min(84, screen.width - 4), height: min(max(24, screen.height * 2 / 3), screen.height - 2))
    }

    /// What is found, the best first; of those alike what was taken last.
    private func matches() -> [PaletteItem] {
        let text = line.text.lowercased()
        // Every key asks several times, and ten thousands of items are ranked.
        if let found, found.text == text { return found.items }
        let items = matches(of: text)
        found = (text, items)
        return items
    }

    private func matches(of text: String) -> [PaletteItem] {
        // No name is longer; a paste would be looked for in ten thousands of them.
        guard text.utf8.count <= Self.longestQuery else { return [] }
        let recent = stage.recentChoices
        let places = Dictionary(recent.enumerated().map { ($1, $0) }) { first, _ in first }
        func place(_ item: PaletteItem) -> Int { places[item.text] ?? recent.count }
        if text.isEmpty {
            let known = items.filter { places[$0.text] != nil }.sorted { place($0) < place($1) }
            var seen: Set<String> = []
            // One action stands in several places under one name.
            return known.filter { seen.insert($0.text).inserted } + items.filter { places[$0.text] == nil }
        }
        let query = PaletteQuery(text)
        let ranked = items.indices.compactMap { index in
            query.rank(items[index]).map { (rank: $0, recent: place(items[index]), index: index) }
        }
        let sorted = ranked.sorted { ($0.rank, $0.recent, $0.index) < ($1.rank, $1.recent, $1.index) }
        // Topics stand behind what has words that begin so, and before what has it inside a word only.
        let meant = sorted.prefix { $0.rank < PaletteQuery.inside }
        let others = sorted.dropFirst(meant.count)
        return meant.map { items[$0.index] } + search(line.text) + others.map { items[$0.index] }
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        // A theme that was only looked at is taken back.
        case .back: return OverlayAnswer(isDone: true, effects: previewed == nil ? [] : [.program(.showTheme(nil))])
        case .accept: return run(list.row)
        default: _ = list.perform(action, of: matches().count)
        }
        return preview()
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        // To the best again: what was selected was found for another text.
        if line.press(key, stage.keymap) { list = ListCursor() }
        return preview()
    }

    /// Shows the theme that the bar is on, or takes the last one back.
    private func preview() -> OverlayAnswer {
        var wanted: String?
        let all = matches()
        // An empty line offers everything: nobody means the first one.
        if !line.text.isEmpty || list.row > 0, all.indices.contains(list.row),
            case .theme(let name) = all[list.row].deed
        {
            wanted = name
        }
        guard wanted != previewed else { return .stay }
        previewed = wanted
        return OverlayAnswer(effects: [.program(.showTheme(wanted))])
    }

    private func run(_ row: Int) -> OverlayAnswer {
        let all = matches()
        guard all.indices.contains(row) else { return .stay }
        stage.noteChoice(all[row].text, isKept: all[row].isKept)
        switch all[row].deed {
        case .action(let action, let context): return OverlayAnswer(isDone: true, action: (action, context))
        case .work(let work): return OverlayAnswer(isDone: true, effects: work())
        case .theme(let name): return OverlayAnswer(isDone: true, effects: [.program(.keepTheme(name))])
        }
    }

    func paste(_ text: String) {
        line.insert(text)
        list = ListCursor()
    }

    func click(_ point: Point) -> OverlayAnswer {
        if point.y == 0 { line.click(at: point.x - 1) }
        guard let row = list.place(ofRow: point.y - 2) else { return .stay }
        return run(row)
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        list.turn(by: rows)
        return .stay
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        let x = line.draw(into: canvas, x: 1, y: 0, width: width - 2, style: look.style(.field))
        let found = matches()
        list.fit(count: found.count, height: canvas.size.height - 2)
        stage.hiddenRows = list.hidden
        if found.isEmpty { canvas.put("Nothing is called that.", x: 2, y: 2, style: look.style(.textDim)) }
        for (row, index) in list.visible.enumerated() {
            draw(found[index], y: row + 2, look, into: canvas)
            if index == list.row {
                canvas.restyle(Rect(x: 0, y: row + 2, width: width, height: 1), look.theme[.selection])
            }
        }
        return Point(x: x, y: 0)
    }

    private func draw(_ item: PaletteItem, y: Int, _ look: Look, into canvas: Canvas) {
        let width = canvas.size.width
        let keyWidth = 8
        let end = width - keyWidth - 1
        let note = min(displayWidth(of: item.note), max(14, end - 6 - displayWidth(of: item.text)), width / 2)
        canvas.put(item.text, x: 2, y: y, style: look.style(.text), limit: end - note - 4)
        canvas.put(item.note, x: end - note, y: y, style: look.style(.textDim), limit: note)
        canvas.put(item.key, x: width - keyWidth, y: y, style: look.style(.hintKey), limit: keyWidth - 1)
    }
}
