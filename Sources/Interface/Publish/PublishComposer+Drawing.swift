import Explorer
import Terminal

extension PublishComposer {
    func draw(_ state: ScreenState, into canvas: Canvas) -> Point? {
        drawTabs(state, into: canvas)
        var cursor = drawFields(state, into: canvas)
        let footer = 3
        let top = 2 + fieldCount
        let size = canvas.size
        if hasEditor {
            let caption = page == .message ? "Payload" : "User properties, a line each: name: value"
            canvas.put(caption, x: 1, y: top, style: state.style(isInEditor ? .titleFocused : .fieldName))
            if page == .message {
                canvas.put(payload.place, endingAt: size.width - 1, y: top, style: state.style(.textDim))
            }
            editorTop = top + 1
            let area = Rect(x: 1, y: editorTop, width: size.width - 2, height: max(1, size.height - footer - editorTop))
            let place = drawEditor(state, into: canvas.sub(area), area.size)
            cursor = place.map { Point(x: area.x + $0.x, y: area.y + $0.y) } ?? cursor
        }
        if !completions.isEmpty { drawCompletions(state, y: 3, into: canvas) }
        drawOutcome(state, y: size.height - footer, into: canvas)
        drawWords(state, y: size.height - 2, into: canvas)
        let hints: [(key: String, words: String)] = [
            ("C-s", form.expectsReply ? "request" : "send"), ("C-r", "repeat"), ("C-t", "save"), ("C-o", "page"),
            ("Tab", "field"),
            ("C-f", "format"), ("M-e", "editor"), ("Esc", "back"),
        ]
        drawHints(hints, y: size.height - 1, state, into: canvas)
        return cursor
    }

    private func drawTabs(_ state: ScreenState, into canvas: Canvas) {
        var x = 1
        for page in PublishForm.Page.allCases {
            let isCurrent = page == self.page
            x += canvas.put(page.title, x: x, y: 0, style: state.style(isCurrent ? .titleFocused : .textDim)) + 3
        }
    }

    private func drawFields(_ state: ScreenState, into canvas: Canvas) -> Point? {
        let fields = form.fields[page] ?? []
        let names = fields.map(\.name.count).max() ?? 0
        var cursor: Point?
        for (index, field) in fields.enumerated() {
            let isCurrent = index == current
            canvas.put(field.name, x: 1, y: 2 + index, style: state.style(isCurrent ? .titleFocused : .fieldName))
            let width = canvas.size.width - names - 4
            let place = field.draw(state, x: names + 3, y: 2 + index, width: width, isCurrent: isCurrent, into: canvas)
            cursor = place ?? cursor
        }
        return cursor
    }

    private func drawEditor(_ state: ScreenState, into canvas: Canvas, _ size: Size) -> Point? {
        if page == .message {
            payload.fit(to: size)
            return payload.draw(state, into: canvas, isActive: isInEditor)
        }
        userProperties.fit(to: size)
        return userProperties.draw(state, into: canvas, isActive: isInEditor)
    }

    private func drawCompletions(_ state: ScreenState, y: Int, into canvas: Canvas) {
        let x = 9
        let width = min(canvas.size.width - x - 1, 2 + (completions.map { displayWidth(of: $0) }.max() ?? 0))
        for (index, topic) in completions.enumerated() {
            canvas.fill(Rect(x: x, y: y + index, width: width, height: 1), state.style(.popup))
            canvas.put(topic, x: x + 1, y: y + index, style: state.style(index == 0 ? .match : .text), limit: width - 2)
        }
    }

    /// The handshake of the last publish, step by step, and the reply when one was asked for.
    private func drawOutcome(_ state: ScreenState, y: Int, into canvas: Canvas) {
        guard let sent, let delivery = state.workspace.publishing.outbox[sent] else { return }
        var (text, role) = DeliveryWords.line(delivery, now: state.now)
        if let request = state.workspace.publishing.replies.requests.last(where: { $0.id == sent }) {
            text += "; " + DeliveryWords.reply(request)
            if request.state == .timedOut { role = .error }
        }
        canvas.put(text, x: 1, y: y, style: state.style(role), limit: canvas.size.width - 2)
    }

    /// What is wrong, what is seldom meant, or what the templates become.
    private func drawWords(_ state: ScreenState, y: Int, into canvas: Canvas) {
        let line = words ?? advice(state)
        guard let line else { return }
        canvas.put(line.text, x: 1, y: y, style: state.style(line.role), limit: canvas.size.width - 2)
    }

    private func advice(_ state: ScreenState) -> (text: String, role: Role)? {
        guard let draft = try? form.draft(payload: payload.text, userProperties: userProperties.text) else {
            return nil
        }
        let resolved = PublishPreview(draft, state)
        if let problem = resolved.problem { return (problem, .warning) }
        if let hint = resolved.hints.first { return (hint, .textDim) }
        return resolved.preview.map { ("becomes \($0)", .textDim) }
    }
}
