import Expectations
import Kit
import Model
import Opener
import Payloads
import Profile
import Terminal

/// The checks of the request, a line each, judged by the answer that is looked at while they are typed.
extension RequestPane {
    /// The column of what a check came to, and of its text.
    private static let verdictX = 5
    private static let textX = 14

    // MARK: - Changing

    func addCheck() {
        composer.draft.checkRows.append(RequestCheck(""))
        // Checks are the first rows of their tab: a check's number is its row.
        row = composer.draft.checkRows.count - 1
        begin(.check(row))
    }

    /// A check that stayed empty goes.
    func dropEmptyCheck(_ index: Int) {
        guard composer.draft.checkRows.indices.contains(index),
            composer.draft.checkRows[index].text.allSatisfy(\.isWhitespace)
        else { return }
        composer.draft.checkRows.remove(at: index)
    }

    func deleteCheck(_ index: Int) {
        guard composer.draft.checkRows.indices.contains(index) else { return }
        composer.draft.checkRows.remove(at: index)
    }

    /// Moves the row with the cursor among those of its kind.
    func moveRow(by step: Int) {
        func move(_ index: Int, _ count: Int, _ swap: (Int, Int) -> Void) {
            let other = index + step
            guard (0..<count).contains(other) else { return }
            swap(index, other)
            // The bar goes along: the same key moves the same row further.
            row += step
        }
        switch current {
        case .check(let index):
            move(index, composer.draft.checkRows.count) { composer.draft.checkRows.swapAt($0, $1) }
        case .pair(let table, let index) where table.isOpen:
            move(index, composer.draft[table].count) { composer.draft.swapRows(of: table, $0, $1) }
        default: stage.say(.info, "There is no row here that could be moved")
        }
    }

    /// Chooses one of the forms that a check can have, filled with what the answer has.
    func chooseCheck() {
        let forms = CheckForms.all(of: composer.shown)
        stage.overlays.append(
            PickOverlay(stage, "New check", verb: "take", forms.map { ($0.text, $0.note) }) { [unowned self] place in
                stage.say(.info, composer.addCheck(forms[place].text))
                row = composer.draft.checkRows.firstIndex { $0.text == forms[place].text } ?? row
                return []
            })
    }

    // MARK: - Drawing

    /// A few words on a check, how they look, and more words where there are some.
    private func verdict(_ check: RequestCheck) -> (mark: String, role: Role, words: String) {
        if check.text.allSatisfy(\.isWhitespace) { return ("", .textDim, "") }
        if let problem = composer.checkProblem(check.text) {
            return ("col \(problem.column)", .error, problem.description)
        }
        // After the problem: what is no condition is told also while it is off.
        guard check.isEnabled else { return ("off", .textDim, "") }
        // There is no answer yet that it could be judged by.
        guard let result = composer.checkResult(check.text) else { return ("-", .textDim, "") }
        if result.isMet { return ("ok", .info, "") }
        let missed = result.findings.filter { !$0.isMet }.map {
            "got \($0.got)" + ($0.path.isEmpty || $0.path == "$" ? "" : " at \($0.path)")
        }
        return (
            "NOT MET", .error, missed.isEmpty ? result.words.joined(separator: "; ") : missed.joined(separator: "; ")
        )
    }

    /// Draws a check; answers where the cursor is when it is typed into.
    func drawCheck(_ index: Int, _ draft: RequestDraft, y: Int, _ look: Look, into canvas: Canvas) -> Point? {
        guard draft.checkRows.indices.contains(index) else { return nil }
        let check = draft.checkRows[index]
        let (mark, role, words) = verdict(check)
        canvas.put(check.isEnabled ? "[x]" : "[ ]", x: 1, y: y, style: look.style(.textDim))
        canvas.put(mark, x: Self.verdictX, y: y, style: look.style(role), limit: Self.textX - Self.verdictX - 1)
        let room = max(4, canvas.size.width - 1 - Self.textX)
        if target == .check(index), let field {
            let at = field.draw(
                into: canvas, x: Self.textX, y: y, width: room, style: look.style(.field),
                spans: composer.variableSpans, look)
            return Point(x: at, y: y)
        }
        let text = visible(check.text)
        if check.isEnabled {
            RequestLine.draw(text, x: Self.textX, y: y, width: room, look, composer, into: canvas)
        } else {
            canvas.put(text, x: Self.textX, y: y, style: look.style(.textDim), limit: room)
        }
        // Behind the edge there is no cell to mark.
        if let problem = composer.checkProblem(check.text), problem.column <= room {
            canvas.restyle(Rect(x: Self.textX + problem.column - 1, y: y, width: 1, height: 1), look.theme[.errorMark])
        }
        // Beside it as far as there is room; whole it stands at the bottom, for the row with the cursor.
        let used = min(room, displayWidth(of: text)) + 2
        if room - used >= 12 {
            canvas.put(
                visible(words), x: Self.textX + used, y: y, style: look.style(.textDim), limit: room - used)
        }
        return nil
    }

    func drawAddCheck(y: Int, _ look: Look, into canvas: Canvas) {
        let keys = [Action.addRow, .kind].map { stage.keymap.name(of: $0, in: keyContext) }
        canvas.put(
            "\(keys[0]) adds a check, \(keys[1]) offers what there is to check", x: 5, y: y,
            style: look.style(.textDim), limit: canvas.size.width - 6)
    }

    /// What is said of the check with the cursor, on two lines at most.
    func checkWords(in size: Size) -> [String] {
        guard tab == .checks, case .check(let index) = current, size.height - headHeight >= 4,
            composer.draft.checkRows.indices.contains(index)
        else { return [] }
        let words = visible(verdict(composer.draft.checkRows[index]).words)
        guard !words.isEmpty else { return [] }
        return bound(wrapped(words, width: size.width - 2), rows: 2)
    }

    func drawCheckWords(_ look: Look, into canvas: Canvas) {
        let top = canvas.size.height - checkWords.count
        for (number, line) in checkWords.enumerated() {
            canvas.put(line, x: 1, y: top + number, style: look.style(.error), limit: canvas.size.width - 2)
        }
    }
}
