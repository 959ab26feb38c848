import Kit
import Terminal

/// A few named fields, checked when Enter is pressed.
final class FormOverlay: Overlay {
    /// What a form says when it is sent: what to do, or what is wrong with it.
    enum Verdict {
        case effects([Effect])
        case problem(String)
        /// Another popup takes its place.
        case ask(any Overlay)
    }

    let title: String
    let keyContext = KeyContext.form
    let stage: Stage
    private var fields: [FormField]
    private var current: Int
    private var problem = ""
    private let verb: String
    private let submit: ([String]) -> Verdict

    init(
        _ stage: Stage, _ title: String, verb: String, _ fields: [FormField], focus: Int = 0,
        submit: @escaping ([String]) -> Verdict
    ) {
        self.stage = stage
        self.title = title
        self.verb = verb
        self.fields = fields
        current = focus
        self.submit = submit
    }

    func size(screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: fields.count + 4)
    }

    // MARK: - Keys

    func perform(_ action: Action) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .accept: return send()
        case .nextField: current = (current + 1) % fields.count
        case .previousField: current = (current + fields.count - 1) % fields.count
        default: break
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        switch fields.press(key, stage.keymap, current: &current) {
        case .chosen: problem = ""
        case .text: problem = stage.keymap.optionHint
        case .ignored: break
        }
        return .stay
    }

    private func send() -> OverlayAnswer {
        switch submit(fields.map(\.value)) {
        case .effects(let effects): return OverlayAnswer(isDone: true, effects: effects)
        case .problem(let words): problem = words
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
        guard fields.indices.contains(point.y) else { return .stay }
        // A click on a choice that has the cursor already takes the next word; a line stays as it is.
        if current == point.y { fields[current].turn() }
        current = point.y
        return .stay
    }

    // MARK: - Drawing

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        var place: Point?
        let names = fields.map(\.name.count).max() ?? 0
        for (y, field) in fields.enumerated() {
            let isCurrent = y == current
            canvas.put(field.name, x: 1, y: y, style: look.style(isCurrent ? .titleFocused : .fieldName))
            let width = canvas.size.width - names - 4
            let at = field.draw(look, x: names + 3, y: y, width: width, isCurrent: isCurrent, into: canvas)
            place = at ?? place
        }
        let y = fields.count + 1
        if problem.isEmpty {
            drawHints([(.accept, verb), (.nextField, "next field"), (.back, "back")], y: y, look, into: canvas)
        } else {
            canvas.put(problem, x: 1, y: y, style: look.style(.error), limit: canvas.size.width - 2)
        }
        return place
    }
}
