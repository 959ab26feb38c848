import Kit
import Terminal

/// A few named fields, checked when Enter is pressed.
final class FormOverlay: Overlay {
    /// What a form says when it is sent: what to do, or what is wrong with it.
    enum Verdict {
        case effects([Effect])
        /// With the field that it is of, where one is.
        case problem(String, at: Int? = nil)
        /// Another popup takes its place.
        case ask(any Overlay)
    }

    /// Gentle words on what is typed, which may be taken off for good.
    struct Advice {
        let words: ([String]) -> String?
        let hide: ([String]) -> Void
    }

    let title: String
    let keyContext = KeyContext.form
    let stage: Stage
    private var fields: [FormField]
    private var current: Int
    /// The first field that is seen, where there is no room for all.
    private var top = 0
    /// How many are seen.
    private var height = 1
    private var problem = ""
    private let verb: String
    /// What to think of with what is typed, and how it is not said again.
    private let advice: Advice?
    /// What can be typed in each field, in a few words; fields without are told nothing of.
    private let notes: [String]
    private let submit: ([String]) -> Verdict

    init(
        _ stage: Stage, _ title: String, verb: String, _ fields: [FormField], focus: Int = 0,
        advice: Advice? = nil, notes: [String] = [], submit: @escaping ([String]) -> Verdict
    ) {
        self.stage = stage
        self.title = title
        self.verb = verb
        self.fields = fields
        current = focus
        self.advice = advice
        self.notes = notes
        self.submit = submit
    }

    func size(screen: Size) -> Size {
        // Four: the frame, a row for advice or a long problem, and the keys.
        Size(width: min(76, screen.width - 4), height: min(fields.count + 4, screen.height - 2))
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .accept: return send()
        case .nextField: current = (current + 1) % max(1, fields.count)
        case .previousField: current = (current + fields.count - 1) % max(1, fields.count)
        case .hideHint: advice?.hide(fields.map(\.value))
        default: break
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        switch fields.press(key, stage.keymap, current: &current) {
        // What is changed may be right now: it is judged when it is sent.
        case .chosen: problem = ""
        case .text: problem = stage.keymap.optionHint
        case .ignored: break
        }
        return .stay
    }

    private func send() -> OverlayAnswer {
        switch submit(fields.map(\.value)) {
        case .effects(let effects): return OverlayAnswer(isDone: true, effects: effects)
        case .problem(let words, let field):
            problem = words
            if let field { current = field }
        // Above this one, which the window then takes from beneath it.
        case .ask(let overlay):
            stage.overlays.append(overlay)
            return .done
        }
        return .stay
    }

    func paste(_ text: String) {
        problem = fields.paste(text, current: &current) ? "" : stage.keymap.optionHint
    }

    func click(_ point: Point) -> OverlayAnswer {
        guard point.y < height, fields.indices.contains(point.y + top) else { return .stay }
        current = point.y + top
        let column = point.x - valueX
        if fields[current].click(at: column) { problem = "" }
        return .stay
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        guard height < fields.count else { return .stay }
        // The field that is typed in is always seen: turning moves it.
        current = max(0, min(current + rows, fields.count - 1))
        return .stay
    }

    /// The column of the values, at the last drawing.
    private var valueX = 0

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        var place: Point?
        valueX = fields.valueColumn(in: canvas.size.width)
        height = max(1, min(fields.count, canvas.size.height - 2))
        top = max(0, min(top, current, fields.count - height))
        if current >= top + height { top = current - height + 1 }
        stage.hiddenRows = HiddenRows(top..<min(top + height, fields.count), of: fields.count)
        for (index, field) in fields.enumerated().dropFirst(top).prefix(height) {
            let (y, isCurrent) = (index - top, index == current)
            let used = canvas.put(
                field.name, x: 1, y: y, style: look.style(isCurrent ? .titleFocused : .fieldName), limit: valueX - 2)
            stage.mark(Rect(x: 1, y: y, width: used, height: 1), on: canvas)
            let width = canvas.size.width - valueX - 1
            let at = field.draw(
                look, x: valueX, y: y, width: width, isCurrent: isCurrent, among: fields.map(\.value), into: canvas)
            place = at ?? place
        }
        let y = height + 1
        let note = notes.indices.contains(current) ? notes[current] : nil
        if problem.isEmpty, let words = advice?.words(fields.map(\.value)) ?? note {
            canvas.put(words, x: 1, y: y - 1, style: look.style(.textDim), limit: canvas.size.width - 2)
        }
        if problem.isEmpty {
            // Where there is one field, there is no next one.
            let next: [(Action, String)] = fields.count > 1 ? [(.nextField, "next field")] : []
            drawHints([(.accept, verb)] + next + [(.back, "back")], y: y, look, into: canvas)
        } else {
            // In the place of the hints, and of the row above where it takes two.
            let lines = wrapped(problem, width: canvas.size.width - 2).prefix(2)
            for (index, line) in lines.enumerated() {
                canvas.put(line, x: 1, y: y + 1 - lines.count + index, style: look.style(.error))
            }
        }
        return place
    }
}
