import Hypermedia
import Kit
import Model
import Profile
import REST
import Terminal

/// Asks the server what can be asked of a resource (OPTIONS), and lists that with where the API begins. A line that only
/// reads is asked at once; one that changes something is put into the request.
final class NextStepsOverlay: Overlay {
    let title = "What can be asked"
    let keyContext = KeyContext.pick
    let stage: Stage
    private let composer: RequestComposer
    private let url: String
    private let answer: SentRequest?
    private let links: [Link]
    /// The exchange that asks.
    private let asked: UInt64
    private var list = ListCursor<RowNumber>(row: 0)
    /// Whether the cursor was moved: until then it stands on the first line, whatever comes before it.
    private var isMoved = false
    private var known: [NextSteps.Row] = []
    /// What is typed to narrow the lines.
    private var filter = TextField.query()

    init(
        _ stage: Stage, _ composer: RequestComposer, url: String, answer: SentRequest?, links: [Link], asked: UInt64
    ) {
        (self.stage, self.composer, self.url, self.answer) = (stage, composer, url, answer)
        (self.links, self.asked) = (links, asked)
    }

    func size(screen: Size) -> Size {
        Size(width: min(96, screen.width - 4), height: min(max(12, steps.rows.count + 7), screen.height - 2))
    }

    private var options: SentRequest? { composer.exchanges.exchange(asked, of: RequestComposer.asideID) }

    private var steps: NextSteps {
        var all = links
        if let options, let response = options.response {
            all +=
                FieldLinks.read(
                    response.fields.map { ($0.name, $0.value) }, url: LinksView.url(of: options),
                    status: response.status
                ).links
        }
        return NextSteps(url: url, answer: answer, options: options, links: all)
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        let rows = narrowed(steps.rows)
        switch action {
        // First what was typed goes, and then the popup.
        case .back where !filter.text.isEmpty: narrow { $0 = TextField.query() }
        case .back: return .done
        case .accept: return take(list.row)
        default:
            // Before it moves: the step is counted from the line that is seen.
            settle(rows)
            if list.perform(action, of: rows.count) { isMoved = true }
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        narrow { _ = $0.press(key, stage.keymap) }
        return .stay
    }

    func paste(_ text: String) { narrow { $0.insert(text) } }

    private func narrow(_ change: (inout TextField) -> Void) {
        change(&filter)
        (known, list, isMoved) = (narrowed(steps.rows), ListCursor(row: 0), false)
    }

    /// The lines that have every word of what is typed.
    private func narrowed(_ rows: [NextSteps.Row]) -> [NextSteps.Row] {
        let words = filter.text.lowercased().split(separator: " ")
        return rows.filter { row in words.allSatisfy("\(row.text) \(row.note)".lowercased().contains) }
    }

    /// Keeps the cursor on its line when lines come before it.
    private func settle(_ rows: [NextSteps.Row]) {
        // Who has not moved yet stays at the top, where the likely ones come.
        if isMoved, rows != known, known.indices.contains(list.row),
            let place = rows.firstIndex(of: known[list.row])
        {
            list.put(place, of: rows.count)
        }
        known = rows
    }

    private func take(_ place: Int) -> OverlayAnswer {
        // What was seen is taken, whatever has come since.
        guard known.indices.contains(place) else { return .stay }
        return OverlayAnswer(isDone: true, effects: composer.go(known[place].step, from: answer, stage))
    }

    func click(_ point: Point) -> OverlayAnswer {
        if let row = list.place(ofRow: point.y - 3) {
            list.put(row, of: known.count)
            isMoved = true
        }
        return .stay
    }

    func doubleClick(_ point: Point) -> OverlayAnswer { list.place(ofRow: point.y - 3).map(take) ?? .stay }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer { step(by: rows) }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        let steps = steps
        settle(narrowed(steps.rows))
        canvas.put("OPTIONS \(options?.shownURL ?? url)", x: 1, y: 0, style: look.style(.text), limit: width - 2)
        // The answer arrives without a key: the popup looks again ten times a second.
        let isWaiting = options?.isUnderWay == true
        if isWaiting { look.changes(at: look.now + 100_000) }
        let words = steps.words ?? (isWaiting ? "asking what can be asked" : "Nothing was asked")
        canvas.put(words, x: 1, y: 1, style: look.style(isWaiting ? .warning : .info), limit: width - 2)
        list.fit(count: known.count, height: max(1, canvas.size.height - 5))
        stage.hiddenRows = list.hidden
        for (y, index) in list.visible.enumerated() {
            let row = known[index]
            let note = min(displayWidth(of: row.note), width / 2)
            canvas.put(row.note, x: width - 1 - note, y: y + 3, style: look.style(.textDim), limit: note)
            canvas.put(row.text, x: 1, y: y + 3, style: look.style(.text), limit: width - note - 4)
            if index == list.row {
                canvas.restyle(Rect(x: 0, y: y + 3, width: width, height: 1), look.theme[.selection])
            }
        }
        drawHints([(.accept, "take it"), (.back, "back")], y: canvas.size.height - 1, look, into: canvas)
        guard !filter.text.isEmpty else { return nil }
        let y = canvas.size.height - 2
        let x = filter.draw(into: canvas, x: 1, y: y, width: width - 2, style: look.style(.field))
        return Point(x: x, y: y)
    }
}
