import Kit
import Opener
import SignIn
import Terminal

/// What a person has to do to sign in: a code to type elsewhere, or a page to open, and a place to paste what it led to.
final class SignInOverlay: Overlay {
    let title = "Sign in"
    let keyContext = KeyContext.form
    let stage: Stage
    /// The number of the question that it shows.
    let number: Int
    private let host: String
    private let prompt: SignInPrompt
    private var field = TextField()

    init(_ stage: Stage, _ number: Int, host: String, _ prompt: SignInPrompt) {
        (self.stage, self.number, self.host, self.prompt) = (stage, number, host, prompt)
    }

    func size(screen: Size) -> Size {
        let width = min(max(60, displayWidth(of: prompt.url) + 4), screen.width - 4)
        return Size(width: width, height: min(screen.height - 2, (isPasted ? 9 : 8) + lines(width - 4).count))
    }

    /// The URL, on as many lines as it takes: it is copied by hand where nothing else can. What is longer than twelve is
    /// copied, and not typed from the screen.
    private func lines(_ width: Int, rows: Int = 12) -> [String] {
        cutAtEdge(prompt.url, width: max(1, width), rows: min(12, rows))
    }

    private var isPasted: Bool { prompt.way == .browser }

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return OverlayAnswer(isDone: true, effects: [.connection(.answerSignIn(number, nil))])
        case .accept:
            // It stays until the server has agreed: what was pasted may be half of it.
            guard isPasted, !field.text.isEmpty else {
                return OverlayAnswer(effects: stage.copy("URL", Array(prompt.url.utf8)))
            }
            let text = field.text
            // It may hold a code that signs in: it is not left on the screen.
            field = TextField()
            return OverlayAnswer(effects: [.connection(.answerSignIn(number, text))])
        default: return .stay
        }
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        if isPasted { _ = field.press(key, stage.keymap) }
        return .stay
    }

    func paste(_ text: String) { if isPasted { field.insert(text) } }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let width = canvas.size.width
        var lines = lines(width - 2)
        // On a low screen the blank rows go, then the end of the URL: Enter copies it whole.
        let gap = lines.count + (isPasted ? 7 : 6) > canvas.size.height ? 0 : 1
        let room = max(1, canvas.size.height - (isPasted ? 4 : 3) - gap * 3)
        if lines.count > room { lines = self.lines(width - 2, rows: room) }
        var y = 0
        look.changesNextSecond()
        // Codes end (RFC 8628 3.2, `expires_in`): who fetches a phone wants to know.
        let left = max(0, prompt.end - look.now) / 1_000_000
        let time = "\(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left"
        // Where there is no room for both, where one signs in is worth more than by what.
        let headRoom = width - 3 - displayWidth(of: time)
        let way = isPasted ? "Open this in a browser to sign in" : "On any device, sign in"
        let whole = "\(way) at \(host):"
        canvas.put(
            displayWidth(of: whole) <= headRoom ? whole : "At \(host):", x: 1, y: y, style: look.style(.text),
            limit: headRoom)
        canvas.put(time, x: width - 1 - displayWidth(of: time), y: y, style: look.style(.textDim))
        y += 1 + gap
        for line in lines {
            // The one thing that is to be read and opened.
            canvas.put(line, x: 1, y: y, style: look.style(.text), limit: width - 2)
            y += 1
        }
        // Above the line to paste into stands what belongs there.
        y += isPasted ? 1 + gap : gap
        var cursor: Point?
        if case .device(let code, _) = prompt.way {
            // Apart and in bold, in the middle: it is read from across the room.
            let wide = code.map(String.init).joined(separator: " ")
            let words = displayWidth(of: wide) < width - 2 ? wide : code
            canvas.put(
                words, x: max(1, (width - displayWidth(of: words)) / 2), y: y, style: look.style(.titleFocused),
                limit: width - 2)
            y += 1 + gap
            drawHints([(.accept, "copies the URL"), (.back, "gives up")], y: y, look, into: canvas)
        } else {
            let label = "Paste: "
            // Where the browser is on another machine than martlet it ends at a page that it cannot open.
            let hint = prompt.refusal.isEmpty ? "Or paste the address that the browser ends at" : prompt.refusal
            canvas.put(
                hint, x: 1, y: y - 1, style: look.style(prompt.refusal.isEmpty ? .textDim : .error), limit: width - 2)
            canvas.put(label, x: 1, y: y, style: look.style(.textDim))
            let x = field.draw(
                into: canvas, x: 1 + label.count, y: y, width: width - 2 - label.count, style: look.style(.field))
            cursor = Point(x: x, y: y)
            y += 1 + gap
            let words = field.text.isEmpty ? "copies the URL" : "signs in with what is pasted"
            drawHints([(.accept, words), (.back, "gives up")], y: y, look, into: canvas)
        }
        return cursor
    }
}
