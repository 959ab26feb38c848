import Terminal

/// A few named fields, checked when Enter is pressed.
final class FormOverlay: Overlay {
    /// One field: a line to type in, or a choice.
    struct Field {
        fileprivate enum Content {
            case line(TextField)
            case choice([String], Int)
        }
        let name: String
        fileprivate var content: Content

        /// A line to type in.
        static func line(
            _ name: String, _ text: String = "", history: FieldHistory = FieldHistory(), keepsLineBreaks: Bool = false
        ) -> Field {
            Field(
                name: name,
                content: .line(TextField(text, history: history, keepsLineBreaks: keepsLineBreaks)))
        }

        /// One of a few words; the arrows, Space or its first letter choose.
        static func choice(_ name: String, _ words: [String]) -> Field {
            Field(name: name, content: .choice(words, 0))
        }

        fileprivate var value: String {
            switch content {
            case .line(let line): line.text
            case .choice(let words, let index): words[index]
            }
        }
    }

    /// What a form says when it is sent: what to do, or what is wrong with it.
    enum Verdict {
        case effects([Effect])
        case problem(String)
        /// Another popup takes its place.
        case ask(any Overlay)
    }

    let title: String
    private var fields: [Field]
    private var current: Int
    private var problem = ""
    private let verb: String
    private let submit: ([String]) -> Verdict

    init(
        _ title: String, verb: String, _ fields: [Field], focus: Int = 0, submit: @escaping ([String]) -> Verdict
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

    func press(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        if leaves(key) { return .done }
        switch key.key {
        case .tab where key.modifiers.contains(.shift), .up: current = (current + fields.count - 1) % fields.count
        case .tab, .down: current = (current + 1) % fields.count
        case .enter: return send(state)
        default: if press(key, field: current) { problem = "" }
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

    private func press(_ key: KeyPress, field index: Int) -> Bool {
        switch fields[index].content {
        case .line(var line):
            let isKnown = line.press(key)
            fields[index].content = .line(line)
            return isKnown
        case .choice(let words, let chosen):
            var next = chosen
            switch key.key {
            case .left: next = (chosen + words.count - 1) % words.count
            case .right, .character(" "): next = (chosen + 1) % words.count
            case .character(let letter):
                next = words.firstIndex { $0.unicodeScalars.first == letter } ?? chosen
            default: return false
            }
            fields[index].content = .choice(words, next)
            return true
        }
    }

    func paste(_ text: String, in state: ScreenState) {
        guard case .line(var line) = fields[current].content else { return }
        line.insert(text)
        fields[current].content = .line(line)
    }

    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer {
        guard fields.indices.contains(point.y) else { return .stay }
        if current == point.y { _ = press(KeyPress(.character(" ")), choice: point.y) }
        current = point.y
        return .stay
    }

    /// A click on a choice that has the cursor already takes the next word; a line stays as it is.
    private func press(_ key: KeyPress, choice index: Int) -> Bool {
        guard case .choice = fields[index].content else { return false }
        return press(key, field: index)
    }

    // MARK: - Drawing

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        var place: Point?
        let names = fields.map(\.name.count).max() ?? 0
        for (y, field) in fields.enumerated() {
            let isCurrent = y == current
            canvas.put(field.name, x: 1, y: y, style: state.style(isCurrent ? .titleFocused : .fieldName))
            let x = names + 3
            switch field.content {
            case .line(let line):
                let at = line.draw(
                    into: canvas, x: x, y: y, width: max(4, canvas.size.width - names - 4), style: state.style(.field))
                if isCurrent { place = Point(x: at, y: y) }
            case .choice(let words, let chosen):
                drawChoice(words, chosen, x: x, y: y, isCurrent: isCurrent, state, into: canvas)
            }
        }
        let y = fields.count + 1
        if problem.isEmpty {
            drawHints([("Enter", verb), ("Tab", "next field"), ("Esc", "back")], y: y, state, into: canvas)
        } else {
            canvas.put(problem, x: 1, y: y, style: state.style(.error), limit: canvas.size.width - 2)
        }
        return place
    }

    private func drawChoice(
        _ words: [String], _ chosen: Int, x: Int, y: Int, isCurrent: Bool, _ state: ScreenState, into canvas: Canvas
    ) {
        var x = x
        for (index, word) in words.enumerated() {
            let isChosen = index == chosen
            let used = canvas.put(" \(word) ", x: x, y: y, style: state.style(isChosen ? .text : .textDim))
            if isChosen {
                canvas.restyle(
                    Rect(x: x, y: y, width: used, height: 1), state.theme[isCurrent ? .selection : .selectionInactive])
            }
            x += used + 1
        }
    }
}
