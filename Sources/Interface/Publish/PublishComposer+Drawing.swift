import Kit
import Model
import Payloads
import Profile
import Terminal
import Topics

extension PublishComposer {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        drawTabs(look, into: canvas)
        let size = canvas.size
        let outcome = outcome(width: size.width - 2)
        let said = said(width: size.width - 2)
        rows = ComposerRows(
            height: size.height, fields: fieldCount, current: current, hasEditor: hasEditor,
            words: (outcome.lines.count, said.lines.count))
        var cursor = drawFields(look, into: canvas)
        if let top = rows.editor {
            let place = drawEditor(look, top: top, into: canvas)
            cursor = place ?? cursor
        }
        stage.hiddenRows = hiddenRows
        // After editor and fields, over which they lie.
        if !completions.isEmpty { drawCompletions(look, y: rows.y(ofField: 0) + 1, into: canvas) }
        draw((Array(outcome.lines.prefix(rows.outcomeRows)), outcome.role), y: rows.outcome, look, into: canvas)
        draw((Array(said.lines.prefix(rows.saidRows)), said.role), y: rows.said, look, into: canvas)
        let hints: [(action: Action, words: String)] = [
            (.send, form.expectsReply ? "request" : "send"), (.startRun, "repeat"), (.save, "save"),
            (.nextTab, "page"), (.complete, "field"),
            (.format, page == .message && [.json, .xml].contains(form.format) ? "format" : ""),
            (.externalEditor, page == .message ? "editor" : ""), (.copyCommand, "copy as command"), (.back, "back"),
        ]
        drawHints(hints.filter { !$0.words.isEmpty }, y: size.height - 1, look, into: canvas)
        return cursor
    }

    /// The editor below its caption, which is the row before `top`.
    private func drawEditor(_ look: Look, top: Int, into canvas: Canvas) -> Point? {
        let caption = page == .message ? "Payload" : "User properties, a line each: name: value"
        let used = canvas.put(
            caption, x: 1, y: top - 1, style: look.style(isInEditor ? .titleFocused : .fieldName),
            limit: canvas.size.width - 2)
        // On the first row of the text: a press there, which the letter stands for, is one in the editor.
        stage.mark(Rect(x: 1, y: top, width: 1, height: 1), on: canvas)
        if page == .message {
            let end = canvas.size.width - 1
            let place = canvas.put(payload.place, endingAt: end, y: top - 1, style: look.style(.textDim))
            // They are on another page, and are sent all the same.
            let along = properties
            if !along.isEmpty {
                let x = 1 + used + 2
                canvas.put(
                    "with \(along.names)", x: x, y: top - 1, style: look.style(.textDim), limit: place - 2 - x)
            }
        }
        let area = Rect(x: 1, y: top, width: canvas.size.width - 2, height: rows.editorHeight)
        let place = drawEditor(look, into: canvas.sub(area), area.size)
        return place.map { Point(x: area.x + $0.x, y: area.y + $0.y) }
    }

    private func drawTabs(_ look: Look, into canvas: Canvas) {
        var x = 1
        tabColumns = []
        let count = properties.count
        for page in PublishForm.Page.allCases {
            let isCurrent = page == self.page
            let title = page == .properties && count > 0 ? "\(page.title) \(count)" : page.title
            let used = canvas.put(title, x: x, y: 0, style: look.style(isCurrent ? .titleFocused : .textDim))
            tabColumns.append(x..<x + used)
            stage.mark(Rect(x: x, y: 0, width: used, height: 1), on: canvas)
            x += used + 3
        }
        guard !savedAs.name.isEmpty else { return }
        let name = (savedAs.folder.isEmpty ? "" : savedAs.folder + "/") + savedAs.name + (isDirty ? " *" : "")
        canvas.put(name, endingAt: canvas.size.width - 1, y: 0, style: look.style(isDirty ? .warning : .textDim))
    }

    private func drawFields(_ look: Look, into canvas: Canvas) -> Point? {
        let fields = form.fields[page] ?? []
        var cursor: Point?
        valueX = fields.valueColumn(in: canvas.size.width)
        for index in rows.fields where fields.indices.contains(index) {
            let (field, y) = (fields[index], rows.y(ofField: index))
            let isCurrent = index == current
            canvas.put(
                field.name, x: 1, y: y, style: look.style(isCurrent ? .titleFocused : .fieldName), limit: valueX - 2)
            stage.mark(Rect(x: 1, y: y, width: min(displayWidth(of: field.name), valueX - 2), height: 1), on: canvas)
            let width = canvas.size.width - valueX - 1
            let place = field.draw(look, x: valueX, y: y, width: width, isCurrent: isCurrent, into: canvas)
            cursor = place ?? cursor
        }
        return cursor
    }

    /// Fields and rows of the text that are not seen.
    private var hiddenRows: HiddenRows {
        let seen = rows.fields
        let fields =
            seen.isEmpty
            ? HiddenRows(above: fieldCount)
            : HiddenRows(above: seen.lowerBound, below: fieldCount - seen.upperBound)
        // The editor below them counts as one row where nothing of it is seen.
        guard hasEditor, rows.editor != nil else {
            return HiddenRows(above: fields.above, below: fields.below + (hasEditor ? 1 : 0))
        }
        let text = editor.hidden
        return HiddenRows(above: fields.above + text.above, below: fields.below + text.below)
    }

    private func drawEditor(_ look: Look, into canvas: Canvas, _ size: Size) -> Point? {
        if page == .message {
            // Two digits and a blank: no row ends within a byte.
            let rest = form.format == .hex ? max(0, payload.textWidth(in: size.width) - 2) % 3 : 0
            payload.fit(to: Size(width: size.width - rest, height: size.height))
            return payload.draw(look, into: canvas, isActive: isInEditor)
        }
        userProperties.fit(to: size)
        return userProperties.draw(look, into: canvas, isActive: isInEditor)
    }

    private func drawCompletions(_ look: Look, y: Int, into canvas: Canvas) {
        // Drawn as the completion of Request, with the first chosen.
        let offers = Completion(
            items: completions.map { Completion.Item(text: $0, note: "") }, replaces: 0, chosen: 0)
        offers.draw(at: Point(x: valueX, y: y - 1), from: valueX, isWide: true, look, into: canvas)
    }

    /// Some lines of one look.
    private typealias Words = (lines: [String], role: Role)

    private func draw(_ words: Words, y: Int, _ look: Look, into canvas: Canvas) {
        for (row, line) in words.lines.enumerated() {
            canvas.put(line, x: 1, y: y + row, style: look.style(words.role), limit: canvas.size.width - 2)
        }
    }

    /// The handshake of the last publish, step by step, and the reply when one was asked for.
    private func outcome(width: Int) -> Words {
        guard let sent, let delivery = publisher.workspace.publishing.outbox[sent] else { return ([], .text) }
        var (text, role) = DeliveryWords.line(
            delivery, hasReasons: publisher.workspace.publishLimits.hasProperties, now: stage.now)
        guard let reply = ShownReply(to: delivery, publisher) else {
            return (Array(wrapped(text, width: width).prefix(2)), role)
        }
        text += "; " + reply.words
        if reply.isMissing { role = .error }
        return (Array(wrapped(text, width: width).prefix(2)) + reply.lines(width: width), role)
    }

    /// What is wrong, what is seldom meant, or what the templates become.
    private func said(width: Int) -> Words {
        if let words { return (Array(wrapped(words.text, width: width).prefix(2)), words.role) }
        if page == .properties, !publisher.workspace.publishLimits.hasProperties {
            let version = publisher.workspace.connection.protocolLabel.drop { $0 == "v" }
            return (["MQTT \(version) carries none of these"], .warning)
        }
        guard let resolved = preview(limit: 4 * width) else { return ([], .text) }
        if let problem = resolved.problem {
            // What is still to be typed is no fault yet.
            return (Array(wrapped(problem, width: width).prefix(2)), form.topic.isEmpty ? .textDim : .warning)
        }
        if let hint = publisher.advice(resolved.topicHints) {
            let text = hint.words + TopicAdvice.howToHide(stage.keymap, in: keyContext)
            return (Array(wrapped(text, width: width).prefix(2)), .textDim)
        }
        if let hint = resolved.hints.first { return (Array(wrapped(hint, width: width).prefix(2)), .textDim) }
        guard let preview = resolved.preview else { return ([], .text) }
        let from =
            resolved.sources.isEmpty ? [] : wrapped(visible(resolved.sources.joined(separator: "; ")), width: width)
        return (cutAtEdge("becomes \(preview)", width: width, rows: 4) + from.prefix(2), .textDim)
    }
}
