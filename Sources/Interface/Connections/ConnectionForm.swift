import Explorer
import Terminal

/// The form of a connection: every option, in groups, each checked while it is typed.
final class ConnectionForm: Overlay {
    let title: String
    private let original: ConnectionDraft
    private let fields: [ConnectionField]
    private let taken: [String]
    private let save: (ConnectionDraft) -> Void
    private var lines: [TextField]
    private var choices: [Int]
    private var current = 0
    private var top = 0
    private var problems: [Int: String] = [:]

    init(
        _ title: String, _ draft: ConnectionDraft, taken: [String], checkURL: @escaping (String) -> String?,
        save: @escaping (ConnectionDraft) -> Void
    ) {
        self.title = title
        original = draft
        fields = ConnectionFields.all(draft, checkURL: checkURL)
        self.taken = taken
        self.save = save
        lines = fields.map { TextField($0.get(draft)) }
        choices = fields.map { field in
            guard case .choice(let words) = field.kind else { return 0 }
            return words.firstIndex(of: field.get(draft)) ?? 0
        }
        check()
    }

    func size(in state: ScreenState, screen: Size) -> Size {
        Size(width: min(100, screen.width - 4), height: screen.height - 2)
    }

    // MARK: - Values

    private func value(_ index: Int) -> String {
        if case .choice(let words) = fields[index].kind { return words[choices[index]] }
        return lines[index].text
    }

    /// The connection as it stands in the form; what is wrong with it is noted on the way.
    private func check() {
        problems = [:]
        var draft = original
        for (index, field) in fields.enumerated() {
            if let problem = field.set(&draft, value(index)) { problems[index] = problem }
        }
        if taken.contains(draft.name), let index = fields.firstIndex(where: { $0.name == "Name" }) {
            problems[index] = "Another connection is called \(draft.name)"
        }
    }

    private var draft: ConnectionDraft {
        var draft = original
        for (index, field) in fields.enumerated() { _ = field.set(&draft, value(index)) }
        return ConnectionFields.tidied(draft)
    }

    // MARK: - Keys

    func press(_ key: KeyPress, in state: ScreenState) -> OverlayAnswer {
        if leaves(key) { return leave(state) }
        switch key.key {
        case .tab where key.modifiers.contains(.shift), .up: current = (current + fields.count - 1) % fields.count
        case .tab, .down: current = (current + 1) % fields.count
        case .pageDown: jumpGroup(1)
        case .pageUp: jumpGroup(-1)
        case .enter: return accept(state)
        case .character("t") where key.modifiers.contains(.meta): return test(state)
        default:
            if case .choice(let words) = fields[current].kind {
                choose(key, words)
            } else {
                _ = lines[current].press(key)
            }
            check()
        }
        return .stay
    }

    private func leave(_ state: ScreenState) -> OverlayAnswer {
        guard draft != ConnectionFields.tidied(original) else { return .done }
        state.overlays.append(
            ConfirmOverlay("Unsaved changes", "Leave without what was changed?") { [weak self] in
                state.overlays.removeAll { $0 === self }
                return []
            })
        return .stay
    }

    private func accept(_ state: ScreenState) -> OverlayAnswer {
        if let first = problems.keys.min() {
            current = first
            return .stay
        }
        save(draft)
        return .done
    }

    private func test(_ state: ScreenState) -> OverlayAnswer {
        if let first = problems.keys.min() {
            current = first
            return .stay
        }
        let draft = draft
        save(draft)
        return OverlayAnswer(isDone: true, effects: ConnectionActions.test(draft, state))
    }

    private func jumpGroup(_ step: Int) {
        let starts = fields.indices.filter { $0 == 0 || fields[$0].group != fields[$0 - 1].group }
        let group = starts.lastIndex { $0 <= current } ?? 0
        current = starts[max(0, min(group + step, starts.count - 1))]
    }

    private func choose(_ key: KeyPress, _ words: [String]) {
        let chosen = choices[current]
        switch key.key {
        case .left: choices[current] = (chosen + words.count - 1) % words.count
        case .right, .character(" "): choices[current] = (chosen + 1) % words.count
        case .character(let letter):
            choices[current] = words.firstIndex { $0.unicodeScalars.first == letter } ?? chosen
        default: break
        }
    }

    func paste(_ text: String, in state: ScreenState) {
        if case .choice = fields[current].kind { return }
        lines[current].insert(text)
        check()
    }

    func click(_ point: Point, in state: ScreenState) -> OverlayAnswer {
        let rows = rows
        let place = point.y + top
        if rows.indices.contains(place), let index = rows[place] {
            if index == current, case .choice(let words) = fields[index].kind {
                choose(KeyPress(.character(" ")), words)
                check()
            }
            current = index
        }
        return .stay
    }

    // MARK: - Drawing

    /// The lines of the form: the number of a field, nil for a heading.
    private var rows: [Int?] {
        var rows: [Int?] = []
        for index in fields.indices {
            if index == 0 || fields[index].group != fields[index - 1].group { rows.append(nil) }
            rows.append(index)
        }
        return rows
    }

    private static let nameWidth = 22

    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        let rows = rows
        let height = max(1, canvas.size.height - 3)
        let place = rows.firstIndex { $0 == current } ?? 0
        // The heading of the first field shows with it.
        top = max(0, min(top, max(0, place - 1)))
        if place >= top + height { top = place - height + 1 }
        var cursor: Point?
        for (y, row) in rows.dropFirst(top).prefix(height).enumerated() {
            if let row {
                let at = draw(row, y: y, state, into: canvas)
                if row == current { cursor = at }
            } else if let next = rows.dropFirst(top + y + 1).first, let next {
                canvas.put(fields[next].group, x: 1, y: y, style: state.style(.title))
            }
        }
        drawFoot(state, into: canvas)
        return cursor
    }

    private func drawFoot(_ state: ScreenState, into canvas: Canvas) {
        let y = canvas.size.height - 2
        if let problem = problems[current] {
            canvas.put(problem, x: 1, y: y, style: state.style(.error), limit: canvas.size.width - 2)
        } else {
            canvas.put(fields[current].help, x: 1, y: y, style: state.style(.textDim), limit: canvas.size.width - 2)
        }
        let others = problems.count - (problems[current] == nil ? 0 : 1)
        let enter = problems.isEmpty ? "save" : others > 0 ? "to what is wrong" : "save when it is right"
        drawHints(
            [
                ("Enter", enter), ("M-t", "save and test"), ("Tab", "next field"), ("PgDn", "next group"),
                ("Esc", "back"),
            ],
            y: y + 1, state, into: canvas)
    }

    private func draw(_ index: Int, y: Int, _ state: ScreenState, into canvas: Canvas) -> Point? {
        let field = fields[index]
        let isCurrent = index == current
        let role: Role = problems[index] != nil ? .error : isCurrent ? .titleFocused : .fieldName
        canvas.put(field.name, x: 3, y: y, style: state.style(role), limit: Self.nameWidth)
        let x = Self.nameWidth + 4
        let width = max(4, canvas.size.width - x - 2)
        if case .choice(let words) = field.kind {
            drawChoice(words, choices[index], x: x, y: y, isCurrent: isCurrent, state, into: canvas)
            return nil
        }
        let column =
            field.isHidden(draft)
            ? lines[index].drawDots(into: canvas, x: x, y: y, width: width, style: state.style(.field))
            : lines[index].draw(into: canvas, x: x, y: y, width: width, style: state.style(.field))
        return Point(x: column, y: y)
    }

    private func drawChoice(
        _ words: [String], _ chosen: Int, x: Int, y: Int, isCurrent: Bool, _ state: ScreenState, into canvas: Canvas
    ) {
        var x = x
        for (index, word) in words.enumerated() {
            let used = canvas.put(" \(word) ", x: x, y: y, style: state.style(index == chosen ? .text : .textDim))
            if index == chosen {
                canvas.restyle(
                    Rect(x: x, y: y, width: used, height: 1), state.theme[isCurrent ? .selection : .selectionInactive])
            }
            x += used + 1
        }
    }
}
