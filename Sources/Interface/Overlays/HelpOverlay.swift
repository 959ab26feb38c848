import Kit
import Payloads
import Terminal

/// The keys: those of the focused pane first, then all, then the mouse. What is typed narrows them.
final class HelpOverlay: Overlay {
    let title = "Help"
    let keyContext = KeyContext.palette
    var offersHelp: Bool { false }
    let stage: Stage
    private let context: KeyContext
    private var query = TextField.query()
    private var top = 0
    private var height = 1
    /// The columns at the last drawing.
    private var width = 80

    private struct Line {
        var keys: String
        var words: String
        /// What the key map of the profile calls it; empty where it has no name.
        var name = ""
        /// Whether it goes on with the words of the line above.
        var isMore = false
    }

    init(_ stage: Stage, _ context: KeyContext) {
        self.stage = stage
        self.context = context
    }

    func size(screen: Size) -> Size {
        Size(width: min(100, screen.width - 4), height: screen.height - 2)
    }

    // MARK: - Lines

    /// Headings have no keys, spaces between sections have no words either.
    private func lines() -> [Line] {
        let words = WordSearch(query.text)
        var lines: [Line] = []
        for (title, section) in sections() {
            let found = section.filter { line in
                // With the title of the section: `request send` finds what `send` does there.
                words.isFound(in: title, line.keys, line.words, line.name)
            }
            // No heading without a line.
            if found.isEmpty { continue }
            if !lines.isEmpty { lines.append(Line(keys: "", words: "")) }
            lines.append(Line(keys: "", words: title))
            lines += found
        }
        return lines.isEmpty ? [Line(keys: "", words: "No key and no word of it has that.")] : lines.flatMap(laid)
    }

    /// A line in as many rows as its words take beside the name.
    private func laid(_ line: Line) -> [Line] {
        let room = wordRoom(line)
        guard !line.keys.isEmpty, displayWidth(of: line.words) > room else { return [line] }
        return wrapped(line.words, width: max(8, room)).enumerated().map { index, piece in
            index == 0
                ? Line(keys: line.keys, words: piece, name: line.name) : Line(keys: "", words: piece, isMore: true)
        }
    }

    /// Where keys and words begin, and how many columns keys have: fewer on a screen that is not roomy.
    private var columns: (start: Int, keys: Int, words: Int) {
        width < Self.roomy ? (1, 12, 14) : (3, 17, 21)
    }

    /// The columns of a line's words. Where there is room its name in the key map stands at the right, by which it can be
    /// looked for.
    private func wordRoom(_ line: Line) -> Int {
        let room = width - 1 - columns.words
        return line.name.isEmpty || width < Self.roomy ? room : room - line.name.utf8.count - 2
    }

    private func sections() -> [(String, [Line])] {
        // Where the keys were pressed, from near to far.
        let order = context.path + KeyContext.allCases.filter { !context.path.contains($0) }
        let keys = order.map { place in
            // Of the keymap and not of the defaults: what the profile has changed is what helps.
            let bindings = stage.keymap.bindings.filter { $0.context == place && !$0.keys.isEmpty }
            // From a popup those of panes do not hold: which that is of them can only be said of `anywhere`.
            let isElsewhere = place == .anywhere && !context.isOfPanes
            return (
                isElsewhere ? "\(place.title) in panes" : place.title,
                bindings.map { binding in
                    Line(
                        keys: binding.keys.map(\.notation).joined(separator: " "),
                        words: binding.action.summary(in: place),
                        name: binding.action.rawValue)
                }
            )
        }
        return keys + [("mouse", Self.mouse)]
    }

    private static let mouse = [
        Line(keys: "click", words: "a pane has the keys; a row has the bar"),
        Line(keys: "double click", words: "opens what the row stands for, as Enter does; takes the choice"),
        Line(keys: "click on ▸ ▾ [x]", words: "opens or closes a level or a fold; switches the row on or off"),
        Line(keys: "click on a tab", words: "the view, or the part of a request, of an answer, of a popup"),
        Line(keys: "click on a hint", words: "what its key does"),
        Line(keys: "click on a button", words: "[Send], [Cancel], the method of the request"),
        Line(keys: "click on a notice", words: "all that was said"),
        Line(keys: "click on a word", words: "chooses it, in a form"),
        Line(keys: "click in a text", words: "puts the cursor there, in a line and in an editor"),
        Line(keys: "click beside", words: "leaves a popup as its key for back does"),
        Line(keys: "wheel", words: "three rows of what is under the pointer; what is selected stays"),
        Line(keys: "drag a border", words: "the panes on both sides; the profile keeps their sizes"),
        Line(keys: "Shift with it", words: "the terminal's own selection, in most terminals"),
    ]

    // MARK: - Keys

    func type(_ key: KeyPress) -> OverlayAnswer {
        if query.press(key, stage.keymap) { top = 0 }
        return .stay
    }

    func paste(_ text: String) {
        query.insert(text)
        top = 0
    }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        // First what was typed goes, and then the popup.
        case .back where !query.text.isEmpty:
            query = TextField.query()
            top = 0
        case .up: top -= 1
        case .down: top += 1
        // A row less than a page: a heading that was not drawn in the last row is the first then.
        case .pageUp: top -= max(1, height - 1)
        case .pageDown: top += max(1, height - 1)
        default: return .done
        }
        top = max(0, min(top, lines().count - height))
        return .stay
    }

    func click(_ point: Point) -> OverlayAnswer {
        if point.y == 0 { query.click(at: point.x - 1) }
        return .stay
    }

    // MARK: - Drawing

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer { step(by: rows) }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        width = canvas.size.width
        let cursor = query.draw(into: canvas, x: 1, y: 0, width: width - 2, style: look.style(.field))
        if query.text.isEmpty {
            canvas.put("type a key, a word or an action", x: 2, y: 0, style: look.style(.field), limit: width - 3)
        }
        let lines = lines()
        height = max(1, canvas.size.height - 3)
        top = max(0, min(top, lines.count - height))
        let seen = lines.seen(from: top, height: height) { $0.keys.isEmpty && !$0.isMore }
        for (row, line) in seen.enumerated() {
            draw(line, y: row + 1, look, into: canvas)
        }
        let y = canvas.size.height - 1
        let scrolls: [(Action, String)] = lines.count > height ? [(.down, "scroll"), (.pageDown, "page")] : []
        drawHints(scrolls + [(.back, query.text.isEmpty ? "back" : "clear")], y: y, look, into: canvas)
        if lines.count > height, width > 50 {
            let part = "\(top + 1)-\(min(top + height, lines.count)) of \(lines.count)"
            canvas.put(part, endingAt: width - 1, y: y, style: look.style(.textDim))
        }
        return Point(x: cursor, y: 0)
    }

    private func draw(_ line: Line, y: Int, _ look: Look, into canvas: Canvas) {
        let (start, room, x) = columns
        if line.isMore {
            canvas.put(line.words, x: x, y: y, style: look.style(.text), limit: width - 1 - x)
        } else if line.keys.isEmpty {
            canvas.put(line.words, x: 1, y: y, style: look.style(.titleFocused), limit: width - 2)
        } else {
            canvas.put(line.keys, x: start, y: y, style: look.style(.hintKey), limit: room)
            let used = canvas.put(line.words, x: x, y: y, style: look.style(.text), limit: width - 1 - x)
            guard x + used + 2 + line.name.utf8.count < width else { return }
            canvas.put(line.name, endingAt: width - 1, y: y, style: look.style(.textDim))
        }
    }

    /// From so many columns on every line has its name.
    private static let roomy = 64
}
