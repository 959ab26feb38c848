import Kit
import Terminal
import Text

/// Everything by name: type a part of it, Enter does it. What was taken from here before comes first, then the actions of
/// the focused pane.
final class PaletteOverlay: Overlay {
    let title = "Palette"
    let keyContext = KeyContext.palette
    let stage: Stage
    private let items: [PaletteItem]
    /// Begins to look for a text among more than can be listed; nil for nothing to look for.
    private let search: (String) -> PaletteSearch?
    /// What is another number once there is other to be found.
    private let searchable: () -> Int
    private var line = TextField.query()
    private var list = ListCursor<RowNumber>()
    /// What was found last, and for what; when it was searched, and among what.
    private var found: (text: String, matches: PaletteMatches, at: Moment, among: Int)?
    /// The search that has not come to its end, and whether it takes the place of an earlier one for the same text, which is
    /// shown until then.
    private var searching: (search: PaletteSearch, isRenewal: Bool)?
    /// Whether the person has moved the bar since the text was typed: one that was not moved is on the first row.
    private var hasMoved = false
    /// The items' words, made ready with the first letter.
    private lazy var names = PaletteNames(items)
    /// What answered to the texts that were typed before this one, each the beginning of the next.
    private var answered: [(text: String, places: [Int])] = []
    /// How many items were ranked.
    private(set) var ranked = 0
    /// The theme that is shown while the bar is on it.
    private var previewed: String?

    /// The most that is typed into it to some purpose: what is longer is in nothing.
    private static let longestQuery = 256
    /// The longest stretch of searching in front of a frame: what is found in it is there with the key.
    private static let firstSlice = Duration.milliseconds(2)

    init(
        _ stage: Stage, _ items: [PaletteItem], search: @escaping (String) -> PaletteSearch? = { _ in nil },
        among searchable: @escaping () -> Int = { 0 }
    ) {
        self.stage = stage
        self.items = items
        self.search = search
        self.searchable = searchable
    }

    func size(screen: Size) -> Size {
        Size(width: min(84, screen.width - 4), height: min(max(24, screen.height * 2 / 3), screen.height - 2))
    }

    /// What is found, the best first; of those alike what was taken last.
    private func matches() -> PaletteMatches {
        let text = line.text.lowercased()
        // Every key asks several times, and ten thousands of items are ranked.
        if let found, found.text == text { return found.matches }
        searching = nil
        let matches = matches(of: text)
        found = (text, matches, stage.now, searchable())
        return matches
    }

    /// Searches again for what has come meanwhile, twice a second at most.
    private func renew(_ look: Look) {
        guard searching == nil, let known = found, !known.text.isEmpty, searchable() != known.among else { return }
        if look.now - known.at < 500_000 { return look.changes(at: known.at + 500_000) }
        // What is longer than any name was not searched for.
        guard line.text.utf8.count <= Self.longestQuery else { return }
        found?.at = look.now
        found?.among = searchable()
        if let search = search(line.text) { searching = (search, true) }
        _ = advance(until: .now.advanced(by: Self.firstSlice))
    }

    var hasWork: Bool { searching != nil }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        guard let (search, isRenewal) = searching else { return false }
        let hasMore = search.advance(until: deadline)
        if !hasMore { searching = nil }
        // What was found before stays until all is: no list flickers while it is made.
        if !isRenewal || !hasMore { show(search.items) }
        return true
    }

    /// Shows what was searched for; the bar stays on what it was put on.
    private func show(_ new: [PaletteItem]) {
        guard let old = found?.matches.searched, let first = found?.matches.first.count else { return }
        found?.matches.searched = new
        guard hasMoved, list.row >= first, let count = found?.matches.count else { return }
        let place = list.row - first
        let moved =
            old.indices.contains(place)
            ? new.firstIndex { $0.text == old[place].text } ?? min(place, new.count) : place + new.count - old.count
        list.put(first + moved, of: count)
    }

    private func matches(of text: String) -> PaletteMatches {
        // No name is longer; a paste would be looked for in ten thousands of them.
        guard text.utf8.count <= Self.longestQuery else { return PaletteMatches() }
        let recent = Dictionary(stage.recentChoices.enumerated().map { ($1, $0) }) { first, _ in first }
        guard !text.isEmpty else { return everything(recent) }
        // By rank, each in the order of the items; what was taken before stands first, what was taken last before all.
        var recents = [[(place: Int, turn: Int)]](repeating: [], count: PaletteQuery.ranks)
        var others = [[Int]](repeating: [], count: PaletteQuery.ranks)
        for (place, rank) in answers(to: text) {
            if !recent.isEmpty, let turn = recent[items[place].text] {
                recents[rank].append((place, turn))
            } else {
                others[rank].append(place)
            }
        }
        let ordered = (0..<PaletteQuery.ranks).map { rank in
            recents[rank].sorted { ($0.turn, $0.place) < ($1.turn, $1.place) }.map(\.place) + others[rank]
        }
        // Topics stand behind what has words that begin so, and before what has it inside a word only.
        return PaletteMatches(
            first: Array(ordered[..<PaletteQuery.inside].joined()), searched: beginSearch(),
            last: Array(ordered[PaletteQuery.inside...].joined()))
    }

    /// Looks for what is typed; what is not found at once comes with ``advance(until:)``.
    private func beginSearch() -> [PaletteItem] {
        guard let search = search(line.text) else { return [] }
        if search.advance(until: .now.advanced(by: Self.firstSlice)) { searching = (search, false) }
        return search.items
    }

    private func everything(_ recent: [String: Int]) -> PaletteMatches {
        guard !recent.isEmpty else { return PaletteMatches(first: Array(items.indices)) }
        var known: [(place: Int, turn: Int)] = []
        var others: [Int] = []
        for place in items.indices {
            if let turn = recent[items[place].text] { known.append((place, turn)) } else { others.append(place) }
        }
        known.sort { ($0.turn, $0.place) < ($1.turn, $1.place) }
        var seen: Set<String> = []
        // One action stands in several places under one name.
        return PaletteMatches(first: known.map(\.place).filter { seen.insert(items[$0].text).inserted } + others)
    }

    /// The items that answer to a text, with their ranks. One letter more leaves no more of them: a longer text is held
    /// against those that were found.
    private func answers(to text: String) -> [(place: Int, rank: Int)] {
        answered.removeAll { !text.hasPrefix($0.text) }
        let query = PaletteQuery(text)
        let places = answered.last?.places ?? Array(items.indices)
        ranked += places.count
        let answers = names.ranks(query, among: places)
        if query.holdsForLonger, answered.last?.text != text { answered.append((text, answers.map(\.place))) }
        return answers
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        // A theme that was only looked at is taken back.
        case .back: return OverlayAnswer(isDone: true, effects: previewed == nil ? [] : [.program(.showTheme(nil))])
        case .accept: return run(list.row)
        default: if list.perform(action, of: matches().count) { hasMoved = true }
        }
        return preview()
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        // To the best again: what was selected was found for another text.
        if line.press(key, stage.keymap) { begin() }
        return preview()
    }

    /// Shows the theme that the bar is on, or takes the last one back.
    private func preview() -> OverlayAnswer {
        var wanted: String?
        let all = matches()
        // An empty line offers everything: nobody means the first one.
        if !line.text.isEmpty || list.row > 0, case .theme(let name)? = all.item(at: list.row, of: items)?.deed {
            wanted = name
        }
        guard wanted != previewed else { return .stay }
        previewed = wanted
        return OverlayAnswer(effects: [.program(.showTheme(wanted))])
    }

    private func run(_ row: Int) -> OverlayAnswer {
        guard let chosen = matches().item(at: row, of: items) else { return .stay }
        stage.noteChoice(chosen.text, isKept: chosen.isKept)
        switch chosen.deed {
        case .action(let action, let context): return OverlayAnswer(isDone: true, action: (action, context))
        case .work(let work): return OverlayAnswer(isDone: true, effects: work())
        case .theme(let name): return OverlayAnswer(isDone: true, effects: [.program(.keepTheme(name))])
        }
    }

    func paste(_ text: String) {
        line.insert(text)
        begin()
    }

    /// Another text is looked for.
    private func begin() {
        list = ListCursor()
        hasMoved = false
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
        renew(look)
        let found = matches()
        list.fit(count: found.count, height: canvas.size.height - 2)
        stage.hiddenRows = list.hidden
        if found.count == 0 { canvas.put("Nothing is called that.", x: 2, y: 2, style: look.style(.textDim)) }
        let shown = list.visible.map { found.item(at: $0, of: items) }
        // Notes have the columns of the keys where no row in sight has one.
        let keys = shown.reduce(0) { max($0, displayWidth(of: $1?.key ?? "")) }
        for (row, (index, item)) in zip(list.visible, shown).enumerated() {
            if let item { draw(item, keys: min(keys, 7), y: row + 2, look, into: canvas) }
            if index == list.row {
                canvas.restyle(Rect(x: 0, y: row + 2, width: width, height: 1), look.theme[.selection])
            }
        }
        return Point(x: x, y: 0)
    }

    /// Of a note in fewer columns nothing is to be read.
    private static let leastNote = 6

    /// - Parameter keys: the columns of the widest key in sight.
    private func draw(_ item: PaletteItem, keys: Int, y: Int, _ look: Look, into canvas: Canvas) {
        let width = canvas.size.width
        let keyWidth = keys + 1
        // Notes end in one column; where no key stands, one that has no room has the key's. A name is whole before it.
        let usual = keys == 0 ? width - 1 : width - keyWidth - 1
        let isShort = displayWidth(of: item.text) + displayWidth(of: item.note) + 4 <= usual
        let end = item.key.isEmpty && !isShort ? width - 1 : usual
        let left = end - 4 - displayWidth(of: item.text)
        let note = left < Self.leastNote ? 0 : min(displayWidth(of: item.note), left, width / 2)
        canvas.put(item.text, x: 2, y: y, style: look.style(.text), limit: end - note - 4)
        canvas.put(item.note, x: end - note, y: y, style: look.style(.textDim), limit: note)
        canvas.put(item.key, x: width - keyWidth, y: y, style: look.style(.hintKey), limit: keyWidth - 1)
    }
}
