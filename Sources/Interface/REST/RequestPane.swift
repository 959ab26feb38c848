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
    var before: RequestDraft?
    /// The columns of the longest name beside what is typed, as it began: values stand still meanwhile.
    var heldName: Int?
    var urls = FieldHistory()
    /// The request that was open at the last drawing.
    private var opened: (id: Int, turn: Int)?
    /// What would be asked for, or what is in the way, on as many lines as it needs.
    private(set) var outcome = Outcome()
    /// Where the list of completions belongs, at the last drawing.
    var completionPlace: Point?
    /// What is said of the condition on which it is sent, on as many lines as it needs.
    private(set) var conditionLines: [String] = []
    /// What is said of the cookies that go along; nil for none, and where there is no room.
    private(set) var cookieLine: (field: String, words: String)?
    /// What is said of what it takes of answers and topics.
    private(set) var takenLines: [TakenLine] = []
    /// What is said at the bottom of the row with the cursor.
    private(set) var foot = Foot()
    /// Where rows were at the last drawing, for clicks.
    var firstRowY = 0
    /// Whether what is wrong with the body's text stood whole beside the tabs at the last drawing.
    var hasProblemBesideTabs = true
    /// The rows of the open part as they were made last.
    var rowMemory = RequestRowMemory()
    /// The URL that would be asked for as it was laid out last.
    var laidOut: LaidOutURL?
    /// The names of the parts, as they are drawn and clicked.
    private(set) var tabs = TabLine<RequestTab>([], width: 80)
    private(set) var paneWidth = 80

    init(_ composer: RequestComposer, _ stage: Stage) {
        self.composer = composer
        self.stage = stage
        // The list beside it asks for this; the composer must not keep the pane.
        composer.typeURL = { [weak self] in
            self?.row = -1
            self?.noteChanges()
            self?.begin(.url)
        }
        composer.takeTyped = { [weak self] in
            guard let self else { return }
            self.body.commit(self.composer)
        }
    }

    func fit(_ look: Look, to size: Size) {
        paneWidth = size.width
        follow()
        // Once: it was asked for by a journey from elsewhere.
        if composer.wantsBody { (tab, row, composer.wantsBody) = (.body, 1, false) }
        // Before the head is laid out: what is wrong with the body stands beside the tabs.
        body.follow(composer)
        noteChanges()
        // In this order: each takes rows that the next may not have, see `headHeight`.
        outcome = outcome(in: size)
        takenLines = takenLines(in: size)
        if !takenLines.isEmpty { look.changesNextSecond() }
        tabs = tabLine(composer.draft)
        // URL, what comes of it and a row of the open part stand beside them.
        tabs.bound(rows: size.height - 3, open: tab)
        conditionLines = conditionLines(in: size)
        // On a lower pane the rows of the request come first.
        cookieLine =
            size.height >= 7 + outcomeRows + takenLines.count + conditionLines.count ? composer.cookieWords : nil
        foot = foot(in: size)
        height = max(1, size.height - headHeight - foot.lines.count)
        let rows = rows
        row = min(row, rows.count - 1)
        // A heading has rows below it always.
        if row >= 0, !rows[row].isSelectable { row += 1 }
        body.editor.fit(to: Size(width: size.width - 1, height: height - 1))
        guard row >= 0 else { return top = 0 }
        top = max(0, min(top, row))
        if row >= top + height { top = row - height + 1 }
        // Rows may have gone: none stays empty below while there are some above.
        top = max(0, min(top, rows.count - height))
    }

    /// The field first; on a low pane the rows of the request come before all of the words.
    private func conditionLines(in size: Size) -> [String] {
        guard let words = composer.conditionWords, size.height >= 6 else { return [] }
        let text = words.field.isEmpty ? words.words : "\(words.field)  \(words.words)"
        let most = max(1, min(3, size.height - 6 - outcomeRows - takenLines.count))
        let lines = wrapped(text, width: size.width - 2)
        return bound(lines, rows: most)
    }

    /// Another request opens on the part that is typed most: the body, where the method means one.
    private func follow() {
        let now = (id: composer.current, turn: composer.openings)
        if let opened, opened == now { return }
        // What kept another request from going is not said of this one.
        if opened != nil, let refusal = composer.refusal { stage.settle(refusal) }
        opened = now
        if Method(rawValue: composer.draft.method)?.meansBody == true {
            tab = .body
        } else if tab == .body {
            tab = .params
        }
        // Where nothing is typed yet, Enter types the URL, as the row says.
        row = composer.draft.url.isEmpty ? -1 : min(row, 0)
    }

    /// Method and URL, what comes of them, what is taken of others, the condition and the cookies where there are some,
    /// and the parts.
    var headHeight: Int {
        1 + outcomeRows + tabs.rows + takenLines.count + conditionLines.count + (cookieLine == nil ? 0 : 1)
    }

    var subtitle: String {
        guard let item = composer.item else { return "" }
        let name = item.draft.name.isEmpty ? "" : item.title
        return item.isDirty && item.saved != nil ? "\(name) *" : name
    }

    func info(_ look: Look) -> String {
        if body.isActive { return body.editor.place }
        return RequestStatus.words(look, composer, stage.keymap)
    }

    var rows: [RequestRow] {
        let (kept, more) = (rowMemory.rows(of: composer.draft, tab), senderRows)
        return more.isEmpty ? kept : kept + more
    }

    var current: RequestRow? {
        let rows = rows
        return rows.indices.contains(row) ? rows[row] : nil
    }

    // MARK: - Keys

    func offers(_ action: Action) -> Bool {
        switch action {
        case .editField: isEditable
        case .cancelRequest: composer.isSending
        case .addRow: tab == .checks || table != nil
        case .toggleRow: canToggle
        case .condition: composer.offers.count > 1
        // Of a change the state before it is asked for.
        case .revalidate:
            !composer.draft.url.isEmpty
                && (ConditionOffer.changesState(composer.draft.method) || composer.known != nil)
        case .send, .copyCommand, .repeatRequest: !composer.draft.url.isEmpty
        default: true
        }
    }

    private var isEditable: Bool {
        switch current {
        case .heading: false
        case .told: isOnToken
        default: true
        }
    }

    func perform(_ action: Action) -> [Effect] {
        let rows = rows
        // Keys may come faster than frames: each change is a step.
        noteChanges()
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
        case .undo: takeBack()
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

    func step(_ steps: Int, _ rows: [RequestRow]) {
        row = max(-1, min(row + steps, rows.count - 1))
        if row >= 0, !rows[row].isSelectable { row += steps < 0 ? -1 : 1 }
    }

    private func goRight() {
        // Through the columns of a row first, then to the next part.
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
        // The cursor on the URL stays there: parts are looked through without leaving it.
        if row >= 0 { row = 0 }
        top = 0
        isOnValue = true
    }

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

    func scroll(by rows: Int) {
        if tab == .body, composer.draft.body.text != nil {
            body.editor.turn(by: rows)
        } else {
            step(rows, self.rows)
        }
    }
}
