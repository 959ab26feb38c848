import Kit
import Model
import Payloads
import Profile
import REST
import Terminal

/// The request that is composed: method and URL, and one of its parts below.
final class RequestPane: Pane {
    /// What is typed into.
    enum Target: Equatable {
        case url, method
        case cell(RequestTable, Int, isName: Bool)
        case setting(RequestSetting)
        case check(Int)
    }

    let id = PaneID.request
    let keyContext = KeyContext.request
    let stage: Stage
    let composer: RequestComposer
    var field: TextField?
    var tab = RequestTab.params
    /// The row with the cursor; -1 is the URL.
    var row = -1
    /// Whether the cursor of a table is on the value.
    var isOnValue = true
    var target: Target?
    var completion: Completion?
    let body = BodyEditor()
    /// The first row shown, and how many fit.
    var top = 0
    var height = 1
    /// The request as it was before what is typed now.
    private var before: RequestDraft?
    private var urls = FieldHistory()
    /// The request that was open at the last drawing.
    private var opened: Int?
    /// What is said of the condition on which it is sent, on as many lines as it needs.
    private(set) var conditionLines: [String] = []
    /// What is said of the cookies that go along; nil for none, and where there is no room.
    private(set) var cookieLine: (field: String, words: String)?
    /// What is said of what it takes of answers and topics.
    private(set) var takenLines: [TakenLine] = []
    /// What is said at the bottom of the check with the cursor.
    private(set) var checkWords: [String] = []
    /// Where rows were at the last drawing, for clicks.
    var firstRowY = 0
    private(set) var paneWidth = 80

    init(_ composer: RequestComposer, _ stage: Stage) {
        self.composer = composer
        self.stage = stage
        composer.typeURL = { [weak self] in
            self?.row = -1
            self?.begin(.url)
        }
    }

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

    func fit(_ look: Look, to size: Size) {
        paneWidth = size.width
        follow()
        if composer.wantsBody { (tab, row, composer.wantsBody) = (.body, 1, false) }
        body.follow(composer)
        takenLines = takenLines(in: size)
        if !takenLines.isEmpty { look.changesNextSecond() }
        conditionLines = conditionLines(in: size)
        cookieLine = size.height >= 8 + takenLines.count + conditionLines.count ? composer.cookieWords : nil
        checkWords = checkWords(in: size)
        height = max(1, size.height - headHeight - checkWords.count)
        let rows = rows
        row = min(row, rows.count - 1)
        if row >= 0, !rows[row].isSelectable { row += 1 }
        body.editor.fit(to: Size(width: size.width - 1, height: height - 1))
        guard row >= 0 else { return top = 0 }
        top = max(0, min(top, row))
        if row >= top + height { top = row - height + 1 }
    }

    /// The field first; on a low pane the rows of the request come before all of the words.
    private func conditionLines(in size: Size) -> [String] {
        guard let words = composer.conditionWords, size.height >= 6 else { return [] }
        let text = words.field.isEmpty ? words.words : "\(words.field)  \(words.words)"
        let most = max(1, min(3, size.height - 7 - takenLines.count))
        let lines = wrapped(text, width: size.width - 2)
        return lines.count <= most ? lines : lines.prefix(most - 1) + [lines[(most - 1)...].joined(separator: " ")]
    }

    /// Another request opens on the part that is typed most: the body, where the method means one.
    private func follow() {
        guard opened != composer.current else { return }
        opened = composer.current
        if Method(rawValue: composer.draft.method)?.meansBody == true {
            tab = .body
        } else if tab == .body {
            tab = .params
        }
        row = min(row, 0)
    }

    /// Method and URL, what comes of them, what is taken of others, the condition and the cookies where there are some,
    /// and the parts.
    var headHeight: Int { 3 + takenLines.count + conditionLines.count + (cookieLine == nil ? 0 : 1) }

    var subtitle: String {
        guard let item = composer.item else { return "" }
        let name = item.draft.name.isEmpty ? "" : item.title
        return item.isDirty && item.saved != nil ? "\(name) *" : name
    }

    func info(_ look: Look) -> String {
        if body.isActive { return body.editor.place }
        return RequestStatus.words(look, composer, stage.keymap)
    }

    var rows: [RequestRow] { RequestRow.rows(of: composer.draft, tab) + senderRows }

    var current: RequestRow? {
        let rows = rows
        return rows.indices.contains(row) ? rows[row] : nil
    }

    // MARK: - Keys

    func type(_ key: KeyPress, _ action: Action?) -> [Effect]? {
        if action == .send {
            leaveField()
            return composer.send(stage)
        }
        if body.isActive { return typeBody(key, action) }
        switch action {
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
            body.isActive = false
            body.commit(composer)
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

    func perform(_ action: Action) -> [Effect] {
        let rows = rows
        if let effects = actOnToken(action) { return effects }
        switch action {
        case .up: step(-1, rows)
        case .down: step(1, rows)
        case .pageUp: step(-max(1, height - 1), rows)
        case .pageDown: step(max(1, height - 1), rows)
        case .first: row = -1
        case .last: row = rows.count - 1
        case .nextTab: goRight()
        case .previousTab: goLeft()
        case .editField: edit()
        case .method: chooseMethod()
        case .kind: chooseKind()
        case .addRow: addRow()
        case .deleteRow: deleteRow()
        case .toggleRow: toggleRow()
        case .moveUp: moveRow(by: -1)
        case .moveDown: moveRow(by: 1)
        case .externalEditor: return editOutside()
        case .format: format()
        case .send: return composer.send(stage)
        case .newRequest:
            composer.openNew(RequestDraft())
            row = -1
        default: return RequestActions.perform(action, composer, stage)
        }
        return []
    }

    private func step(_ steps: Int, _ rows: [RequestRow]) {
        row = max(-1, min(row + steps, rows.count - 1))
        if row >= 0, !rows[row].isSelectable { row += steps < 0 ? -1 : 1 }
    }

    private func goRight() {
        if case .pair = current, !isOnValue { return isOnValue = true }
        turn(1)
    }

    private func goLeft() {
        if case .pair(let table, _) = current, isOnValue, table.isOpen { return isOnValue = false }
        turn(-1)
    }

    private func turn(_ step: Int) {
        let all = RequestTab.allCases
        tab = all[((all.firstIndex(of: tab) ?? 0) + step + all.count) % all.count]
        if row >= 0 { row = 0 }
        top = 0
        isOnValue = true
    }

    // MARK: - Typing

    /// Begins to type where the cursor is.
    private func edit() {
        guard row >= 0 else { return begin(.url) }
        switch current {
        case .pair(let table, let index): begin(.cell(table, index, isName: table.isOpen && !isOnValue))
        case .setting(let setting): edit(setting)
        case .add, .addCheck: addRow()
        case .check(let index): begin(.check(index))
        case .text: body.isActive = true
        case .heading, .token, .told, nil: break
        }
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
        before = draft
        switch target {
        case .url: field = TextField(draft.url, history: urls)
        case .method: field = TextField(draft.method, isOffered: true)
        case .cell(let table, let index, let isName):
            // The rows may be others since they were drawn: another program may have saved the request.
            guard draft[table].indices.contains(index) else { return end() }
            let row = draft[table][index]
            field = TextField(isName ? row.name : row.value)
        case .setting(let setting): field = TextField(setting.text(in: draft))
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
                if let before { composer.draft = before }
                return importCurl(text)
            }
            urls.add(text)
        case .setting(let setting):
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
    private func leaveField() {
        let was = target
        finishTyping()
        dropEmptyRow(was)
    }

    private func dropEmptyRow(_ target: Target?) {
        if case .check(let index) = target { return dropEmptyCheck(index) }
        guard case .cell(let table, let index, _) = target, table.isOpen else { return }
        let rows = composer.draft[table]
        guard rows.indices.contains(index), rows[index].name.isEmpty, rows[index].value.isEmpty else { return }
        composer.draft[table].remove(at: index)
    }

    private func end() { (field, target, completion) = (nil, nil, nil) }

    /// From a name to its value, from a value to the next row, from the last row to a new one; a row that stays empty goes.
    private func goOn(_ step: Int) {
        let was = target
        finishTyping()
        guard case .cell(let table, let index, let isName) = was else {
            row = max(-1, min(row + step, rows.count - 1))
            return
        }
        let count = composer.draft[table].count
        switch (step > 0, isName) {
        case (true, true),
            (false, false) where table.isOpen:
            isOnValue = step > 0
            begin(.cell(table, index, isName: !isOnValue))
        case (true, _):
            guard index + 1 < count else {
                dropEmptyRow(was)
                return step1(1)
            }
            self.row += 1
            isOnValue = !table.isOpen
            begin(.cell(table, index + 1, isName: table.isOpen))
        default:
            guard index > 0 else { return step1(-1) }
            self.row -= 1
            isOnValue = true
            begin(.cell(table, index - 1, isName: false))
        }
    }

    private func step1(_ steps: Int) { step(steps, rows) }

    // MARK: - Work

    var hasWork: Bool { body.hasWork }

    func advance(until deadline: ContinuousClock.Instant) -> Bool {
        body.advance(until: deadline)
    }

    func back() -> Bool {
        guard row >= 0 else { return false }
        row = -1
        return true
    }

    func click(_ point: Point) {
        if isTyping, !body.isActive { leaveField() }
        switch point.y {
        case 0: row = -1
        case headHeight - 1:
            tab = tabLine(composer.draft).tab(at: Point(x: point.x, y: 0)) ?? tab
        case 1..<headHeight - 1: break
        default:
            let index = top + point.y - firstRowY
            let rows = rows
            if let text = rows.firstIndex(of: .text), index >= text {
                row = text
                body.editor.moveCursor(to: body.editor.offset(at: Point(x: point.x, y: index - text)))
                body.isActive = true
                return
            }
            guard rows.indices.contains(index), rows[index].isSelectable else { return }
            row = index
            if isSwitch(point.x) { toggle() }
        }
    }

    func doubleClick(_ point: Point) -> [Effect] {
        guard !body.isActive, point.y == 0 || point.y > 2, !isSwitch(point.x) else { return [] }
        let index = top + point.y - firstRowY
        if point.y == 0 || index == row { edit() }
        return []
    }

    /// Whether a column of the row with the cursor is what switches something on and off.
    private func isSwitch(_ x: Int) -> Bool {
        switch current {
        case .pair(let table, _): table.isOpen && x < 5
        case .setting(let setting): setting.isSwitch && x >= RequestPane.settingX
        case .check: x < 5
        case .heading, .add, .addCheck, .text, .token, .told, nil: false
        }
    }

    private func toggle() {
        switch current {
        case .pair, .check: toggleRow()
        default: edit()
        }
    }

    func scroll(by rows: Int) {
        if tab == .body, composer.draft.body.text != nil {
            body.editor.turn(by: rows)
        } else {
            step(rows, self.rows)
        }
    }
}
