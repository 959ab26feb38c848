import Terminal

/// A few named fields, checked when Enter is pressed.
final class FormOverlay: Overlay {
    /// One field.
    struct Field {
        let name: String
        var line: TextField

        init(_ name: String, _ text: String = "") {
            self.name = name
            line = TextField(text)
        }
    }

    /// What a form says when it is sent: what to do, or what is wrong with it.
    enum Verdict {
        case effects([Effect])
        case problem(String)
    }

    let title: String
    private var fields: [Field]
    private var current: Int
    private var problem = ""
    private let submit: ([String]) -> Verdict

    init(_ title: String, _ fields: [Field], focus: Int = 0, submit: @escaping ([String]) -> Verdict) {
        self.title = title
        self.fields = fields
        current = focus
        self.submit = submit
    }

    func size(in state: ExploreState, screen: Size) -> Size {
        Size(width: min(76, screen.width - 4), height: fields.count + 4)
    }

    func press(_ key: KeyPress, in state: ExploreState) -> OverlayAnswer {
        switch key.key {
        case .escape: return .done
        case .character("c") where key.modifiers == .control: return .done
        case .tab where key.modifiers.contains(.shift), .up: current = (current + fields.count - 1) % fields.count
        case .tab, .down: current = (current + 1) % fields.count
        case .enter:
            switch submit(fields.map(\.line.text)) {
            case .effects(let effects): return OverlayAnswer(isDone: true, effects: effects)
            case .problem(let words): problem = words
            }
        default:
            if fields[current].line.press(key) { problem = "" }
        }
        return .stay
    }

    func paste(_ text: String, in state: ExploreState) {
        fields[current].line.insert(text)
    }

    func draw(_ state: ExploreState, into canvas: Canvas) -> Point? {
        var cursor: Point?
        let names = fields.map(\.name.count).max() ?? 0
        for (y, field) in fields.enumerated() {
            canvas.put(field.name, x: 1, y: y, style: state.style(.fieldName))
            let x = field.line.draw(
                into: canvas, x: names + 3, y: y, width: max(4, canvas.size.width - names - 4),
                style: state.style(.field))
            if y == current { cursor = Point(x: x, y: y) }
        }
        let y = fields.count + 1
        if problem.isEmpty {
            canvas.put("Enter sends  Tab next field  Esc back", x: 1, y: y, style: state.style(.hint))
        } else {
            canvas.put(problem, x: 1, y: y, style: state.style(.error))
        }
        return cursor
    }
}
