import Kit
import Profile
import Terminal

/// The form of a connection: every option, in groups, each checked while it is typed.
final class ConnectionForm: Overlay {
    let title: String
    let keyContext = KeyContext.connectionForm
    let stage: Stage
    private let original: ConnectionDraft
    private let fields: [ConnectionField]
    private let taken: [String]
    private let save: (ConnectionDraft) -> Void
    private let advice: Advice
    private let probe: (ConnectionDraft) -> [Effect]
    private var lines: [TextField]
    /// The choices among the fields.
    private var options: [Int: OptionRow] = [:]
    private var current = 0
    private var top = 0
    private var problems: [Int: String] = [:]
    /// The fields that were typed into or left, whose problems are told.
    private var known: Set<Int>
    /// What is to be said of the last key.
    private var note = ""

    /// Gentle words on topics, and how they are taken off for good.
    struct Advice {
        /// How many topics the broker has, as far as is known.
        var topics = 0
        let first: ([TopicHint]) -> TopicHint?
        let hide: (TopicHint) -> Void
    }

    init(
        _ stage: Stage, _ title: String, _ draft: ConnectionDraft, taken: [String], advice: Advice,
        checkURL: @escaping (String) -> String?, test: @escaping (ConnectionDraft) -> [Effect],
        save: @escaping (ConnectionDraft) -> Void
    ) {
        self.stage = stage
        self.title = title
        original = draft
        fields = ConnectionFields.all(draft, checkURL: checkURL)
        self.taken = taken
        self.save = save
        self.advice = advice
        probe = test
        // What stands there is judged at once; of a new one there is nothing yet.
        known = draft.name.isEmpty ? [] : Set(fields.indices)
        // One for each field, choices too, so that a number means the same in both. What stands there is a proposal, as in
        // every form; a scheme alone is the beginning of what is typed.
        lines = fields.map {
            let text = $0.get(draft)
            return TextField(text, isOffered: !text.hasSuffix("://"))
        }
        for (index, field) in fields.enumerated() {
            guard case .choice(let words) = field.kind else { continue }
            options[index] = OptionRow(words, chosen: words.firstIndex(of: field.get(draft)) ?? 0)
        }
        check()
    }

    /// The problem of a field, once it is one: what nobody has come to yet is not wrong.
    private func told(_ index: Int) -> String? { known.contains(index) ? problems[index] : nil }

    func size(screen: Size) -> Size {
        Size(width: min(100, screen.width - 4), height: screen.height - 2)
    }

    // MARK: - Values

    private func value(_ index: Int) -> String { options[index]?.word ?? lines[index].text }

    /// The connection as it stands in the form; what is wrong with it is noted on the way.
    private func check() {
        problems = [:]
        // From the original each time: what a row had said and does not any more leaves nothing behind.
        var draft = original
        for (index, field) in fields.enumerated() {
            if let problem = field.set(&draft, value(index)) { problems[index] = problem }
        }
        // The name is what a command line and the settings find it by.
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

    func perform(_ action: Action) -> OverlayAnswer {
        note = ""
        if action != .hideHint { known.insert(current) }
        switch action {
        case .back: return leave()
        case .accept: return accept()
        case .test: return test()
        case .nextField: current = (current + 1) % fields.count
        case .previousField: current = (current + fields.count - 1) % fields.count
        case .nextGroup: jumpGroup(1)
        case .previousGroup: jumpGroup(-1)
        case .hideHint: if let hint { advice.hide(hint) }
        default: break
        }
        return .stay
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        note = ""
        known.insert(current)
        // Text on a choice: to the row below, where it is the secret that the choice speaks of.
        if options[current]?.press(key, stage.keymap) == .text, !goToText() {
            note = stage.keymap.optionHint
        } else if options[current] == nil {
            _ = lines[current].press(key, stage.keymap)
        }
        check()
        return .stay
    }

    private func leave() -> OverlayAnswer {
        // Both tidied: an empty row that was added is no change.
        guard draft != ConnectionFields.tidied(original) else { return .done }
        stage.overlays.append(
            ConfirmOverlay(stage, "Unsaved changes", "Leave without what was changed?") { [weak self] in
                self?.stage.overlays.removeAll { $0 === self }
                return []
            })
        return .stay
    }

    /// Goes to the first field with a problem; from now on all of them are told.
    private func goToProblem() -> Bool {
        known = Set(fields.indices)
        guard let first = problems.keys.min() else { return false }
        current = first
        return true
    }

    private func accept() -> OverlayAnswer {
        if goToProblem() { return .stay }
        save(draft)
        return .done
    }

    private func test() -> OverlayAnswer {
        if goToProblem() { return .stay }
        let draft = draft
        // Saved first: what is tested is what will be opened.
        save(draft)
        return OverlayAnswer(isDone: true, effects: probe(draft))
    }

    /// What is seldom meant of what stands in the current field.
    private var hint: TopicHint? { advice.first(fields[current].hints(value(current), advice.topics)) }

    private func jumpGroup(_ step: Int) {
        let starts = fields.indices.filter { $0 == 0 || fields[$0].group != fields[$0 - 1].group }
        let group = starts.lastIndex { $0 <= current } ?? 0
        current = starts[max(0, min(group + step, starts.count - 1))]
        // The group with its heading on top: its fields are what is looked for.
        top = max(0, (rows.firstIndex { $0 == current } ?? 0) - 1)
    }

    /// From a choice that says what a secret is to the secret itself; false where there is none.
    private func goToText() -> Bool {
        guard fields.indices.contains(current + 1), case .secret = fields[current + 1].kind else { return false }
        current += 1
        return true
    }

    func paste(_ text: String) {
        if options[current] != nil, !goToText() {
            note = stage.keymap.optionHint
            return
        }
        note = ""
        lines[current].insert(text)
        check()
    }

    func click(_ point: Point) -> OverlayAnswer {
        let rows = rows
        let place = point.y + top
        if rows.indices.contains(place), let index = rows[place] {
            current = index
            let column = point.x - nameWidth - 4
            if options[index]?.choose(at: column) == true { check() }
            if options[index] == nil { lines[index].click(at: column) }
        }
        return .stay
    }

    func scroll(by rows: Int, at point: Point) -> OverlayAnswer {
        // The row that is typed into is always seen: turning moves it.
        current = max(0, min(current + rows, fields.count - 1))
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

    /// The columns of the names: on a narrow screen a third, since what is typed is what one looks at.
    private var nameWidth = ConnectionForm.widestName
    private static let widestName = 22

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        nameWidth = min(Self.widestName, max(11, canvas.size.width / 3))
        let rows = rows
        let height = max(1, canvas.size.height - 3)
        let place = rows.firstIndex { $0 == current } ?? 0
        // The row above stays in sight: it may be the heading.
        top = max(0, min(top, max(0, place - 1), rows.count - height))
        if place >= top + height { top = place - height + 1 }
        stage.hiddenRows = HiddenRows(top..<min(top + height, rows.count), of: rows.count)
        var cursor: Point?
        let draft = draft
        for (y, row) in rows.seen(from: top, height: height, isHeading: { $0 == nil }).enumerated() {
            if let row {
                let at = draw(row, of: draft, y: y, look, into: canvas)
                if row == current { cursor = at }
            } else if let next = rows.dropFirst(top + y + 1).first, let next {
                canvas.put(fields[next].group, x: 1, y: y, style: look.style(.title))
            }
        }
        drawFoot(look, into: canvas)
        return cursor
    }

    /// What is to be said of the last key or of the current field.
    private var said: (words: String, role: Role) {
        if !note.isEmpty { return (note, .warning) }
        if let problem = told(current) { return (problem, .error) }
        if let hint { return (hint.words + TopicAdvice.howToHide(stage.keymap, in: keyContext), .textDim) }
        return (fields[current].help, .textDim)
    }

    private func drawFoot(_ look: Look, into canvas: Canvas) {
        let y = canvas.size.height - 2
        let (words, role) = said
        // The row above is free: what is longer than a line stands there too.
        let lines = wrapped(words, width: canvas.size.width - 2).prefix(2)
        for (index, line) in lines.enumerated() {
            canvas.put(line, x: 1, y: y + 1 - lines.count + index, style: look.style(role))
        }
        let told = problems.keys.filter { known.contains($0) }
        let others = told.count - (told.contains(current) ? 1 : 0)
        let enter = told.isEmpty ? "save" : others > 0 ? "go to what is wrong" : "save when it is right"
        drawHints(
            [
                (.accept, enter), (.test, "save and test"), (.nextField, "next field"), (.nextGroup, "next group"),
                (.back, "back"),
            ],
            y: y + 1, look, into: canvas)
    }

    private func draw(
        _ index: Int, of draft: ConnectionDraft, y: Int, _ look: Look, into canvas: Canvas
    ) -> Point? {
        let field = fields[index]
        let isCurrent = index == current
        let role: Role = told(index) != nil ? .error : isCurrent ? .titleFocused : .fieldName
        canvas.put(field.name, x: 3, y: y, style: look.style(role), limit: nameWidth)
        stage.mark(Rect(x: 3, y: y, width: 1, height: 1), on: canvas)
        let x = nameWidth + 4
        let width = max(4, canvas.size.width - x - 2)
        if let row = options[index] {
            row.draw(look, x: x, y: y, isCurrent: isCurrent, into: canvas)
            return nil
        }
        let column =
            field.isHidden(draft)
            ? lines[index].drawDots(into: canvas, x: x, y: y, width: width, style: look.style(.field))
            : lines[index].draw(
                into: canvas, x: x, y: y, width: width, style: look.style(.field), isCurrent: isCurrent)
        return Point(x: column, y: y)
    }
}
