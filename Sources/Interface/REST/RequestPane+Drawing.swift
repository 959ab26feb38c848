import Kit
import Opener
import Profile
import Terminal

extension RequestPane {
    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let draft = composer.draft
        let line = RequestLine(
            draft: draft, field: target == .url ? field : nil, method: target == .method ? field : nil,
            isCurrent: row < 0 && look.isFocused)
        var cursor = line.draw(y: 0, look, composer, stage, into: canvas)
        drawOutcome(look, into: canvas)
        drawTaken(look, into: canvas)
        if !conditionLines.isEmpty { drawCondition(look, into: canvas) }
        if let cookieLine { drawCookies(cookieLine, look, into: canvas) }
        drawTabs(draft, look, into: canvas)
        // Noted for clicks, which are about what was drawn.
        firstRowY = headHeight
        let rows = rows
        stage.hiddenRows = HiddenRows(min(top, rows.count)..<min(top + height, rows.count), of: rows.count)
        for index in min(top, rows.count)..<min(top + height, rows.count) {
            let (row, y) = (rows[index], headHeight + index - top)
            if row == .text {
                let area = Rect(x: 0, y: y, width: canvas.size.width, height: canvas.size.height - y)
                if let point = drawBody(look, into: canvas.sub(area)) { cursor = Point(x: point.x, y: y + point.y) }
            } else if let point = draw(row, index, draft, y: y, look, into: canvas) {
                cursor = point
            }
        }
        drawFoot(look, into: canvas)
        completionPlace = field == nil ? nil : cursor
        return cursor
    }

    /// The list of completions: it lies over the rows below the cursor, of other panes too.
    func drawOver(_ look: Look, from origin: Point, into screen: Canvas) {
        guard let completion, field != nil, let place = completionPlace else { return }
        let corner = Point(x: origin.x + place.x, y: origin.y + place.y)
        completion.draw(at: corner, from: origin.x, look, into: screen)
    }

    /// The column of what is set, behind its name.
    static let settingX = 17

    // MARK: - The head

    private func drawOutcome(_ look: Look, into canvas: Canvas) {
        let style = look.style(outcome.isProblem ? .error : .textDim)
        for (number, line) in outcome.lines.enumerated() {
            canvas.put(line, x: 1, y: 1 + number, style: style, limit: canvas.size.width - 2)
        }
    }

    /// On which condition it is sent, and the key that takes another one: it is seen before it is sent.
    private func drawCondition(_ look: Look, into canvas: Canvas) {
        guard let words = composer.conditionWords else { return }
        let limit = canvas.size.width - 2
        let top = 1 + outcomeRows + takenLines.count
        var end = 1
        for (number, line) in conditionLines.enumerated() {
            let isFirst = number == 0 && !words.field.isEmpty && line.hasPrefix(words.field)
            let field = isFirst ? words.field : ""
            let used = canvas.put(field, x: 1, y: top + number, style: look.style(.headerName), limit: limit)
            let rest = String(line.dropFirst(field.count))
            end = 1 + used
            end += canvas.put(
                rest, x: end, y: top + number, style: look.style(words.role), limit: max(0, limit - used))
        }
        let key = "\(stage.keymap.name(of: .condition, in: .request)) takes another"
        // The hint gives way to the condition.
        guard end + 2 + displayWidth(of: key) < canvas.size.width else { return }
        canvas.put(key, x: end + 2, y: top + conditionLines.count - 1, style: look.style(.textDim))
    }

    /// The cookies that go along, and the key that tells which do not, and why.
    private func drawCookies(_ line: (field: String, words: String), _ look: Look, into canvas: Canvas) {
        let y = 1 + outcomeRows + takenLines.count + conditionLines.count
        let key = stage.keymap.key(for: .cookies, in: .request).map { "\($0) tells why" } ?? ""
        let words = [line.words, key].filter { !$0.isEmpty }.joined(separator: "  ")
        // What is counted is seen before the last of many cookies.
        let room = max(10, canvas.size.width - 4 - displayWidth(of: words))
        let used = canvas.put(line.field, x: 1, y: y, style: look.style(.headerName), limit: room)
        let x = used == 0 ? 1 : used + 3
        canvas.put(words, x: x, y: y, style: look.style(.textDim), limit: canvas.size.width - x - 1)
        stage.mark(Rect(x: 1, y: y, width: canvas.size.width - 2, height: 1), on: canvas, .action(.cookies))
    }

    /// The name of a tab with what is in it.
    /// - Parameter kinds: whether the kind of body and of sender are named, too.
    func title(of tab: RequestTab, as name: String, _ draft: RequestDraft, kinds: Bool = true) -> String {
        let count: Int
        switch tab {
        case .params: count = draft.pathParameters.count + rowMemory.active(in: draft, self.tab).query
        // Those that go out.
        case .headers: count = rowMemory.active(in: draft, self.tab).headers
        case .body: return draft.body == .none || !kinds ? name : "\(name) \(draft.body.kind.rawValue)"
        // Of the folder's it is sent with that.
        case .auth:
            let auth = composer.variables.auth(for: draft)
            return auth == .none || !kinds ? name : "\(name) \(auth.kind.rawValue)"
        case .options: return draft.options == RequestOptions() ? name : "\(name) *"
        case .checks:
            count = draft.checks.count
            if count > 0, let results = composer.checkResults {
                return "\(name) \(results.count { $0.isMet })/\(count)"
            }
        }
        return count == 0 ? name : "\(name) \(count)"
    }

    /// The tabs and where they stand: on a narrow screen with shorter names, then without what is in them.
    func tabLine(_ draft: RequestDraft) -> TabLine<RequestTab> {
        func form(_ name: (RequestTab) -> String, kinds: Bool) -> [(tab: RequestTab, text: String)] {
            RequestTab.allCases.map { (tab: $0, text: title(of: $0, as: name($0), draft, kinds: kinds)) }
        }
        let bare = RequestTab.allCases.map { (tab: $0, text: $0.shortName) }
        return TabLine(
            [
                form(\.rawValue, kinds: true), form(\.shortName, kinds: true), form(\.rawValue, kinds: false),
                form(\.shortName, kinds: false), bare,
            ], width: paneWidth - 2)
    }

    private func drawTabs(_ draft: RequestDraft, _ look: Look, into canvas: Canvas) {
        var x = 1
        let top = headHeight - tabs.rows
        for place in tabs.places {
            let isOpen = place.tab == self.tab
            let area = Rect(x: place.columns.lowerBound, y: top + place.row, width: place.columns.count, height: 1)
            stage.mark(area, on: canvas)
            canvas.put(place.text, x: area.x, y: area.y, style: look.style(isOpen ? .titleFocused : .textDim))
            // Also without colours the open one is told from the others.
            if isOpen { canvas.restyle(area, look.theme[.selectionInactive]) }
            x = place.columns.upperBound + 2
        }
        if tabs.isCut {
            // The column that stays free at the right.
            canvas.put(
                canvas.marks.ellipsis, x: canvas.size.width - 1, y: headHeight - 1, style: look.style(.textDim))
        }
        guard tab == .body, draft.body.text != nil else { return }
        // Nor is a text valid to the eye whose calls have no value, or are written wrongly: that is said above.
        let preview = composer.preview
        // Of GraphQL the draft is judged, which has what is typed when that is done.
        let isPlain = draft.body.kind == .graphQL ? body.isActive : body.editor.syntax == .plain
        let isUnknown =
            isPlain || body.hasWork || !preview.lacking.isEmpty || preview.hasBodyProblem
            || composer.taken.problem != nil
        let words = body.problem.isEmpty ? (isUnknown ? "" : "valid") : body.problem
        let room = canvas.size.width - x - 1
        hasProblemBesideTabs = body.problem.isEmpty || displayWidth(of: words) <= room
        guard room > 5, hasProblemBesideTabs else { return }
        let width = min(room, displayWidth(of: words))
        canvas.put(
            words, x: canvas.size.width - 1 - width, y: headHeight - 1,
            style: look.style(body.problem.isEmpty ? .info : .error), limit: width)
    }

    // MARK: - Rows

    /// Draws a row; answers where the cursor is when it is typed into.
    private func draw(
        _ row: RequestRow, _ index: Int, _ draft: RequestDraft, y: Int, _ look: Look, into canvas: Canvas
    ) -> Point? {
        var cursor: Point?
        let isCurrent = index == self.row
        // The name, also where a box to tick stands before it: a letter goes there and changes nothing.
        if row.isSelectable {
            let x = row.hasBox ? 5 : 1
            stage.mark(Rect(x: x, y: y, width: 1, height: 1), on: canvas)
        }
        switch row {
        case .heading(let words): canvas.put(words, x: 1, y: y, style: look.style(.headerName))
        case .pair(let table, let place):
            cursor = draw(draft.row(of: table, place), table, place, isCurrent: isCurrent, y: y, look, into: canvas)
        case .setting(let setting): cursor = draw(setting, draft, y: y, look, into: canvas)
        case .add(let table):
            let key = stage.keymap.name(of: .addRow, in: keyContext)
            canvas.put(
                "\(key) adds a \(table.rowName)", x: 5, y: y, style: look.style(.textDim), limit: canvas.size.width - 6)
        case .text: break
        case .check(let index): cursor = drawCheck(index, draft, y: y, look, into: canvas)
        case .addCheck: drawAddCheck(y: y, look, into: canvas)
        case .token: drawToken(y: y, look, into: canvas)
        case .told(let name, let line): drawTold(name, line, y: y, look, into: canvas)
        }
        if isCurrent, look.isFocused, field == nil {
            if case .pair = row {
                let names = nameWidth(draft, canvas.size.width)
                let area =
                    isOnValue
                    ? Rect(x: 6 + names, y: y, width: canvas.size.width - 6 - names, height: 1)
                    : Rect(x: 5, y: y, width: names, height: 1)
                canvas.restyle(area, look.theme[.selection])
            } else {
                canvas.restyle(Rect(x: 0, y: y, width: canvas.size.width, height: 1), look.theme[.selection])
            }
        }
        return cursor
    }

    func longestName(of draft: RequestDraft) -> Int { rowMemory.longestName(of: draft, tab, most: 28) }

    /// As wide as the longest name of the tab: the rest is for values.
    private func nameWidth(_ draft: RequestDraft, _ width: Int) -> Int {
        let longest = heldName ?? longestName(of: draft)
        // One more for the cursor behind a name that is typed.
        return max(10, min(28, width * 2 / 5, longest + 1))
    }

    private func draw(
        _ pair: DraftField, _ table: RequestTable, _ index: Int, isCurrent: Bool, y: Int, _ look: Look,
        into canvas: Canvas
    ) -> Point? {
        let names = nameWidth(composer.draft, canvas.size.width)
        let value = Rect(x: 6 + names, y: y, width: max(4, canvas.size.width - 7 - names), height: 1)
        // Path parameters have no box: the URL has them.
        if table.isOpen { canvas.put(pair.isEnabled ? "[x]" : "[ ]", x: 1, y: y, style: look.style(.textDim)) }
        let nameStyle = look.style(pair.isEnabled ? .headerName : .textDim)
        canvas.put(pair.name, x: 5, y: y, style: nameStyle, limit: names)
        // Dots for what a name calls secret; while it is typed it is seen.
        let text = NamedSecrets.shown.value(RequestLine.part(of: pair.value, width: value.width), of: pair.name)
        if pair.isEnabled {
            RequestLine.draw(text, x: value.x, y: y, width: value.width, look, composer, into: canvas)
        } else {
            canvas.put(text, x: value.x, y: y, style: look.style(.textDim), limit: value.width)
        }
        // Of a file the value has it.
        if let type = composer.draft.textType(of: table, index) {
            let words = ";type=\(type)"
            let x = value.x + displayWidth(of: text) + 2
            if x + displayWidth(of: words) < canvas.size.width {
                canvas.put(words, x: x, y: y, style: look.style(.textDim))
            }
        }
        // Drawn over the text: a name and a value share the row, of which one is typed.
        guard case .cell(table, index, let isName) = target, let field else { return nil }
        // A name that has no value yet has the room of that, too.
        let nameRoom = pair.value.isEmpty ? max(names, min(28, displayWidth(of: pair.name) + 1)) : names
        let at = field.draw(
            into: canvas, x: isName ? 5 : value.x, y: y, width: isName ? nameRoom : value.width,
            style: look.style(.field), spans: composer.variableSpans, look)
        return Point(x: at, y: y)
    }

    private func draw(
        _ setting: RequestSetting, _ draft: RequestDraft, y: Int, _ look: Look, into canvas: Canvas
    ) -> Point? {
        let x = Self.settingX
        canvas.put(setting.title(in: draft), x: 1, y: y, style: look.style(.headerName), limit: x - 2)
        let room = canvas.size.width - x - 1
        guard target == .setting(setting), let field else {
            let used = canvas.put(shown(setting, draft), x: x, y: y, style: look.style(.text), limit: room)
            // At the bottom it is whole.
            if setting == .body, draft.body.text != nil, !hasProblemBesideTabs, foot.role != .error {
                // What is wrong is worth more than which key chooses another kind.
                canvas.put(body.problem, x: x + used + 2, y: y, style: look.style(.error), limit: room - used - 2)
                return nil
            }
            let note = setting.note(in: draft, url: composer.preview.url, stage.keymap)
            if room - used > 4 {
                let gap = used == 0 ? 0 : 2
                canvas.put(note, x: x + used + gap, y: y, style: look.style(.textDim), limit: room - used - gap)
            }
            return nil
        }
        if setting.isConcealed(field.text, isKept: field.isAsGiven, in: draft) {
            return Point(x: field.drawDots(into: canvas, x: x, y: y, width: room, style: look.style(.field)), y: y)
        }
        let at = field.draw(
            into: canvas, x: x, y: y, width: room, style: look.style(.field), spans: composer.variableSpans, look)
        return Point(x: at, y: y)
    }

    /// What is set, for people: none is what the folder says where it says something.
    func shown(_ setting: RequestSetting, _ draft: RequestDraft) -> String {
        guard setting == .auth, draft.auth == .none, draft.inheritsAuth,
            let inherited = composer.variables.inherited(by: draft)
        else {
            return setting.shown(in: draft)
        }
        return "as \(inherited.folder): \(inherited.auth.kind.rawValue)"
    }

    private func drawBody(_ look: Look, into canvas: Canvas) -> Point? {
        let isCurrent = current == .text && look.isFocused && !body.isActive
        body.editor.fit(to: Size(width: canvas.size.width - 1, height: canvas.size.height))
        let area = canvas.sub(Rect(x: 1, y: 0, width: canvas.size.width - 1, height: canvas.size.height))
        let expander = composer.expander
        let point = body.editor.draw(look, into: area, isActive: body.isActive) { line in
            // Most lines have no braces: no text is made of their bytes.
            guard line.contains(UInt8(ascii: "{")) else { return [] }
            return expander.spans(in: String(decoding: line, as: UTF8.self)).map {
                EditorSpan(range: $0.call.range, role: $0.isResolved ? .variable : .variableUnresolved)
            }
        }
        if body.editor.content.count == 0, !body.isActive {
            let keys = [Action.editField, .externalEditor].map { stage.keymap.name(of: $0, in: keyContext) }
            let words =
                body.isTooLarge
                ? "The body has more than 16 MiB and stays as it is; \(keys[1]) opens $EDITOR"
                : "\(keys[0]) types here, \(keys[1]) opens $EDITOR"
            canvas.put(words, x: 5, y: 0, style: look.style(.textDim))
        }
        if isCurrent {
            // Beside its rows alone: over the whole pane it would be taken for a scroll bar.
            let rows = max(1, body.editor.rowsShown(of: canvas.size.height))
            canvas.restyle(Rect(x: 0, y: 0, width: 1, height: rows), look.theme[.cursorMark])
        }
        return point.map { Point(x: $0.x + 1, y: $0.y) }
    }
}
