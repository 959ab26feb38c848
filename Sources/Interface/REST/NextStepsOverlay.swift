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
    private var list = NarrowedList([])
    /// The lines as they were seen.
    private var known: [NextSteps.Row] = []
    /// The rows above the list.
    private static let headRows = 3

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
        switch action {
        // First what was typed goes, and then the popup.
        case .back: return list.widen() ? .stay : .done
        case .accept: return take(list.selected)
        default:
            // Before it moves: the step is counted from the line that is seen.
            settle(steps.rows)
            list.perform(action)
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        settle(steps.rows)
        list.type(key, stage.keymap)
        return .stay
    }

    func paste(_ text: String) {
        settle(steps.rows)
        list.paste(text)
    }

    private func settle(_ rows: [NextSteps.Row]) {
        guard rows != known else { return }
        known = rows
        list.update(rows.map { "\($0.text) \($0.note)" })
    }

    private func take(_ place: Int?) -> OverlayAnswer {
        // What was seen is taken, whatever has come since.
        guard let place, known.indices.contains(place) else { return .stay }
        return OverlayAnswer(isDone: true, effects: composer.go(known[place].step, from: answer, stage))
    }

    /// Puts the bar on the line that was pressed, or the cursor into what is typed; answers the line.
    private func place(at point: Point) -> Int? { list.click(Point(x: point.x, y: point.y - Self.headRows)) }

    func click(_ point: Point) -> OverlayAnswer {
        _ = place(at: point)
        return .stay
    }

    func doubleClick(_ point: Point) -> OverlayAnswer { place(at: point).map(take) ?? .stay }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        list.turn(by: rows)
        return .stay
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        let steps = steps
        settle(steps.rows)
        canvas.put("OPTIONS \(options?.shownURL ?? url)", x: 1, y: 0, style: look.style(.text), limit: width - 2)
        // The answer arrives without a key: the popup looks again ten times a second.
        let isWaiting = options?.isUnderWay == true
        if isWaiting { look.changes(at: look.now + 100_000) }
        let words = steps.words ?? (isWaiting ? "asking what can be asked" : "Nothing was asked")
        canvas.put(words, x: 1, y: 1, style: look.style(isWaiting ? .warning : steps.role), limit: width - 2)
        drawHints([(.accept, "take it"), (.back, list.backWords)], y: canvas.size.height - 1, look, into: canvas)
        let area = Rect(
            x: 0, y: Self.headRows, width: width, height: max(2, canvas.size.height - 1 - Self.headRows))
        let place = drawList(look, into: canvas.sub(area), area.size)
        return place.map { Point(x: area.x + $0.x, y: area.y + $0.y) }
    }

    /// Draws the lines above what is typed; answers where the cursor is.
    private func drawList(_ look: Look, into canvas: Canvas, _ size: Size) -> Point? {
        let width = size.width
        list.fit(height: size.height)
        stage.hiddenRows = list.list.hidden
        for (y, index) in list.list.visible.enumerated() {
            guard let place = list.place(ofRow: index) else { continue }
            let row = known[place]
            let note = min(displayWidth(of: row.note), width / 2)
            canvas.put(row.note, x: width - 1 - note, y: y, style: look.style(.textDim), limit: note)
            canvas.put(row.text, x: 1, y: y, style: look.style(.text), limit: width - note - 4)
            if index == list.list.row {
                canvas.restyle(Rect(x: 0, y: y, width: width, height: 1), look.theme[.selection])
            }
        }
        return list.drawFilter(look, y: size.height - 1, into: canvas)
    }
}
