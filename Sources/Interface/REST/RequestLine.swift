import Kit
import Profile
import Terminal

/// Method, URL and what sends them, on one row.
struct RequestLine {
    let draft: RequestDraft
    /// The URL while it is typed.
    var field: TextField?
    /// The method while it is typed.
    var method: TextField?
    /// Whether the cursor of the pane is here.
    var isCurrent: Bool

    /// Draws it; answers where the cursor of a field is.
    func draw(
        y: Int, _ look: Look, _ composer: RequestComposer, _ stage: Stage, into canvas: Canvas
    ) -> Point? {
        var cursor: Point?
        var x = 1
        if let method {
            let at = method.draw(into: canvas, x: x, y: y, width: 14, style: look.style(.field))
            cursor = Point(x: at, y: y)
            x += 15
        } else {
            let used = canvas.put(
                draft.method, x: x, y: y, style: look.style(Role.ofMethod(draft.method)), limit: 16)
            stage.mark(Rect(x: x, y: y, width: used, height: 1), on: canvas, .action(.method))
            x += used + 1
        }
        let button = composer.isSending ? "[Cancel]" : "[Send]"
        let room = canvas.size.width - x - button.count - 2
        // On a narrow screen the URL is worth more than a button whose key is known.
        if room > 8 {
            let place = Rect(x: canvas.size.width - button.count - 1, y: y, width: button.count, height: 1)
            canvas.put(button, x: place.x, y: y, style: look.style(.hintKey))
            stage.mark(place, on: canvas, .action(composer.isSending ? .cancelRequest : .send))
        }
        stage.mark(Rect(x: x, y: y, width: max(1, room), height: 1), on: canvas)
        if let field {
            let at = field.draw(
                into: canvas, x: x, y: y, width: room, style: look.style(.field),
                spans: composer.variableSpans, look)
            return Point(x: at, y: y)
        }
        if draft.url.isEmpty {
            let key = stage.keymap.name(of: .editField, in: .request)
            let whole = "\(key) types a URL, or pastes a curl command"
            let words = displayWidth(of: whole) <= room ? whole : "\(key) types a URL or pastes curl"
            canvas.put(words, x: x, y: y, style: look.style(.textDim), limit: room)
        } else {
            Self.draw(
                NamedSecrets.shown.url(Self.part(of: draft.url, width: room)), x: x, y: y, width: room, look, composer,
                into: canvas)
        }
        if isCurrent, method == nil {
            canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
        }
        return cursor
    }

    // A template that begins in sight may end beyond it: so much of it is read.
    /// What is looked at of a text that may be of any length.
    static func part(of text: String, width: Int) -> String { String(text.prefix(width + 1024)) }

    /// A text with its variables coloured.
    static func draw(
        _ text: String, x: Int, y: Int, width: Int, _ look: Look, _ composer: RequestComposer, into canvas: Canvas
    ) {
        let text = part(of: text, width: width)
        let spans = composer.variableSpans(in: text)
        guard !spans.isEmpty else {
            canvas.put(text, x: x, y: y, style: look.style(.text), limit: width)
            return
        }
        let bytes = Array(text.utf8)
        var column = 0
        var start = 0
        // Each end is where the look changes; an empty piece before the first span is passed over.
        for end in spans.flatMap({ [$0.range.lowerBound, $0.range.upperBound] }) + [bytes.count] where end > start {
            guard column < width else { return }
            let role = spans.first { $0.range.contains(start) }?.role ?? .text
            let piece = String(decoding: bytes[start..<end], as: UTF8.self)
            column += canvas.put(piece, x: x + column, y: y, style: look.style(role), limit: width - column)
            start = end
        }
    }
}
