import Kit
import Model
import Profile
import Terminal

/// What is typed into the URL, the rows and the body.
extension RequestPane {
    var isTyping: Bool { field != nil || body.isActive }

    var typingContext: KeyContext { body.isActive ? .editor : completion == nil ? .requestField : .completion }

    var typingHints: [(action: Action, words: String)] {
        if body.isActive {
            return [
                (.back, "done"), (.send, "send"), (.undo, "undo"), (.selectAll, "all"), (.copySelection, "copy"),
                (.indent, "indent"),
            ]
        }
        guard completion == nil else {
            return [(.down, "choose"), (.complete, "take"), (.accept, "done"), (.back, "back")]
        }
        return [(.accept, "keep"), (.nextField, "next"), (.send, "send"), (.back, "back")]
    }

    func type(_ key: KeyPress, _ action: Action?) -> [Effect]? {
        // Before the completion and the editor: sending means all that is typed, wherever the cursor is.
        if action == .send {
            leaveField()
            return composer.send(stage)
        }
        if body.isActive { return typeBody(key, action) }
        switch action {
        // Tab takes what is offered; where nothing is, it goes on to the next cell.
        case .complete: if !take() { goOn(1) }
        case .nextField: goOn(1)
        case .previousField: goOn(-1)
        case .up: completion?.choose(by: -1)
        case .down: completion?.choose(by: 1)
        case .accept where completion?.chosen != nil: _ = take()
        // There is nothing to keep yet: what is typed next is still the URL.
        case .accept where target == .url && field?.characters.isEmpty == true: break
        default: return typeInField(key, action)
        }
        return []
    }

    private func typeBody(_ key: KeyPress, _ action: Action?) -> [Effect] {
        if action == .back {
            endTyping()
            return []
        }
        switch body.editor.press(key, stage.keymap) {
        case .full: stage.say(.warning, "The body is at its bound of 16 MiB")
        case .copied(let bytes): return stage.copy("the selection", bytes)
        case .ignored, .moved, .changed: break
        }
        return []
    }

    func paste(_ text: String) -> Bool {
        if body.isActive {
            paste(intoBody: text)
            return true
        }
        // In a cell a command is text: who pastes curl there means the words.
        if target == nil || target == .url, Self.isCommand(text) {
            cancelTyping()
            importCurl(text)
            return true
        }
        guard field != nil else { return false }
        field?.insert(text)
        typed(.changed)
        return true
    }

    /// Begins to type where the cursor is.
    func edit() {
        guard row >= 0 else { return begin(.url) }
        switch current {
        case .pair(let table, let index): begin(.cell(table, index, isName: table.isOpen && !isOnValue))
        case .setting(let setting): edit(setting)
        case .add, .addCheck: addRow()
        case .check(let index): begin(.check(index))
        case .text: beginBody()
        case .heading, .token, .told, nil: break
        }
    }

    /// Begins to type into the body.
    func beginBody() {
        // A key may come before the frame that shows the request which another one has opened.
        body.follow(composer)
        guard body.isTooLarge else { return body.isActive = true }
        let key = stage.keymap.name(of: .externalEditor, in: keyContext)
        stage.say(.info, "A body of more than 16 MiB is not typed into here: \(key) opens it in $EDITOR")
    }

    private func edit(_ setting: RequestSetting) {
        switch setting {
        case .body, .auth: chooseKind()
        case let setting where setting.isSwitch: setting.toggle(&composer.draft)
        default: begin(.setting(setting))
        }
    }

    func begin(_ target: Target) {
        let draft = composer.draft
        self.target = target
        // Taken before the first key, which is in the draft at once: Esc puts this back.
        before = draft
        switch target {
        case .url: field = TextField(draft.url, history: urls)
        case .method: field = TextField(draft.method, isOffered: true)
        case .cell(let table, let index, let isName):
            // The rows may be others since they were drawn: another program may have saved the request.
            guard draft[table].indices.contains(index) else { return end() }
            let row = draft[table][index]
            field = TextField(isName ? row.name : row.value)
            heldName = longestName(of: draft)
        case .setting(let setting): field = TextField(setting.text(in: draft), isOffered: true)
        case .check(let index):
            guard draft.checkRows.indices.contains(index) else { return end() }
            field = TextField(draft.checkRows[index].text)
        }
        complete()
    }

    func typed(_ outcome: FieldOutcome) {
        switch outcome {
        case .changed:
            put()
            complete()
        case .accepted: leaveField()
        case .cancelled: cancelTyping()
        }
    }

    /// The text goes into the draft with every key, so that what comes of it is seen.
    func put() {
        guard let text = field?.text, let target else { return }
        switch target {
        case .url: composer.draft.url = text
        case .method: composer.draft.method = text
        case .cell(let table, let index, let isName):
            guard composer.draft[table].indices.contains(index) else { return }
            if isName {
                composer.draft[table][index].name = text
            } else {
                composer.draft[table][index].value = text
            }
        case .check(let index):
            if composer.draft.checkRows.indices.contains(index) { composer.draft.checkRows[index].text = text }
        // A setting is checked when it is done: a half typed number would be refused with every key.
        case .setting: break
        }
    }

    func finishTyping() {
        if body.isActive { body.commit(composer) }
        guard let text = field?.text, let target else { return }
        put()
        end()
        switch target {
        case .url:
            if Self.isCommand(text) {
                // The command was typed in the place of the URL, which stays what it was.
                if let before { composer.draft = before }
                return importCurl(text)
            }
            urls.add(text)
        case .setting(let setting):
            // The draft keeps what it had: what is wrong is never sent.
            if let problem = setting.set(text, in: &composer.draft) { stage.say(.error, problem) }
        case .cell, .method, .check: break
        }
    }

    private func cancelTyping() {
        let was = target
        if field != nil, let before { composer.draft = before }
        end()
        dropEmptyRow(was)
    }

    /// Ends typing; a row that stayed empty goes.
    func leaveField() {
        let was = target
        finishTyping()
        dropEmptyRow(was)
        noteChanges()
    }

    func endTyping() {
        leaveField()
        // The draft has the text now; keys must not go on into a text that nobody looks at.
        body.isActive = false
        noteChanges()
    }

    private func dropEmptyRow(_ target: Target?) {
        if case .check(let index) = target { return dropEmptyCheck(index) }
        guard case .cell(let table, let index, _) = target, isEmptyRow(of: table, index) else { return }
        composer.draft.removeRow(of: table, index)
    }

    private func isEmptyRow(of table: RequestTable, _ index: Int) -> Bool {
        let rows = composer.draft[table]
        return table.isOpen && rows.indices.contains(index) && rows[index].name.isEmpty && rows[index].value.isEmpty
    }

    private func end() { (field, target, completion, heldName) = (nil, nil, nil, nil) }

    /// From a name to its value, from a value to the next row, from the last row to a new one; a row that stays empty goes.
    private func goOn(_ step: Int) {
        let was = target
        finishTyping()
        // URL and settings: the next row.
        guard case .cell(let table, let index, let isName) = was else {
            row = max(-1, min(row + step, rows.count - 1))
            return noteChanges()
        }
        // One that is still empty may go again.
        if !isEmptyRow(of: table, index) { noteChanges() }
        let count = composer.draft[table].count
        switch (step > 0, isName) {
        // Name to value, and back.
        case (true, true),
            (false, false) where table.isOpen:
            isOnValue = step > 0
            begin(.cell(table, index, isName: !isOnValue))
        case (true, _):
            guard index + 1 < count else {
                dropEmptyRow(was)
                return self.step(1, rows)
            }
            self.row += 1
            isOnValue = !table.isOpen
            begin(.cell(table, index + 1, isName: table.isOpen))
        default:
            guard index > 0 else { return self.step(-1, rows) }
            self.row -= 1
            isOnValue = true
            begin(.cell(table, index - 1, isName: false))
        }
    }
}
