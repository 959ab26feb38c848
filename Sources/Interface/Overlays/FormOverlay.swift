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
    private var fields: [FormField]
    private var current: Int
    private var problem = ""
    private let verb: String
    private let submit: ([String]) -> Verdict

    init(
        _ title: String, verb: String, _ fields: [FormField], focus: Int = 0, submit: @escaping ([String]) -> Verdict
    ) {
        self.title = title
        self.verb = verb
        self.fields = fields
        current = focus
        self.submit = submit
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: fields.count + 4)
    }

    // MARK: - Keys

    func perform(_ action: Action, in state: ScreenState) -> OverlayAnswer {
        switch action {
        case .back: return .done
        case .accept: return send(state)
        case .nextField: current = (current + 1) % fields.count
        case .previousField: current = (current + fields.count - 1) % fields.count
        default: break
        }
        return .stay
    }

    func type(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        switch fields.press(key, state.keymap, current: &current) {
        case .chosen: problem = ""
        case .text: problem = state.keymap.optionHint
        case .ignored: break
        }
        return .stay
    }

    private func send(_ state: ScreenState) -> OverlayAnswer {
        switch submit(fields.map(\.value)) {
        case .effects(let effects): return OverlayAnswer(isDone: true, effects: effects)
        case .problem(let words): problem = words
        case .ask(let overlay):
            state.overlays.append(overlay)
            return .done
        }
        return .stay
    }

    func paste(_ text: String, in state: ScreenState) {
        problem = fields.paste(text, current: &current) ? "" : state.keymap.optionHint
    }

    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer {
        guard fields.indices.contains(point.y) else { return .stay }
        // A click on a choice that has the cursor already takes the next word; a line stays as it is.
        if current == point.y { fields[current].turn() }
        current = point.y
        return .stay
    }

    // MARK: - Drawing

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        var place: Point?
        let names = fields.map(\.name.count).max() ?? 0
        for (y, field) in fields.enumerated() {
            let isCurrent = y == current
            canvas.put(field.name, x: 1, y: y, style: state.style(isCurrent ? .titleFocused : .fieldName))
            let width = canvas.size.width - names - 4
            let at = field.draw(state.look, x: names + 3, y: y, width: width, isCurrent: isCurrent, into: canvas)
            place = at ?? place
        }
        let y = fields.count + 1
        if problem.isEmpty {
            drawHints([(.accept, verb), (.nextField, "next field"), (.back, "back")], y: y, state, into: canvas)
        } else {
            canvas.put(problem, x: 1, y: y, style: state.style(.error), limit: canvas.size.width - 2)
        }
        return place
    }
}
