import Kit
import Model
import Profile
import Terminal

/// The saved requests in their folders, or the history of what was sent.
final class RequestsPane: Pane {
    typealias Row = RequestOutline.Row

    /// What is typed at the bottom.
    enum Question: Equatable {
        case filter
        case rename(Int)
        case renameFolder(String)
        case move(Int)
        case newFolder

        /// What stands before the line.
        var label: String {
            switch self {
            case .filter: "/"
            case .rename, .renameFolder: "Name: "
            case .move, .newFolder: "Folder: "
            }
        }
    }

    let id = PaneID.requests
    let keyContext = KeyContext.requests
    let stage: Stage
    let composer: RequestComposer
    var field: TextField?
    private(set) var question = Question.filter
    private(set) var showsHistory = false
    private(set) var filter = "" {
        didSet { (tree, found) = (nil, nil) }
    }
    private var closed: Set<String> = [] {
        didSet { tree = nil }
    }
    /// The rows of the tree and of the history, and the state of the library and of the history that they were made of:
    /// a key costs what it changes, not what is saved.
    private var tree: (state: Int, rows: [Row])?
    private var found: (state: Int, entries: [RequestHistory.Entry])?
    /// The requests that the filter left last.
    private var narrowed: (filter: String, edits: Int, ids: [Int])?
    private(set) var row = 0
    private(set) var top = 0
    private var height = 1
    /// Rows that were turned away from the one with the cursor.
    private var turned = RowTurn<Int>()

    init(_ composer: RequestComposer, _ stage: Stage) {
        self.composer = composer
        self.stage = stage
    }

    func fit(_ look: Look, to size: Size) {
        height = max(1, size.height - (showsLine ? 1 : 0))
        // Before the row is bounded: another pane may have opened a request.
        followOpen()
        row = max(0, min(row, count - 1))
        if let rows = turned.take(row) {
            top += rows
        } else {
            if row < top { top = row }
            if row >= top + height { top = row - height + 1 }
        }
        top = max(0, min(top, count - height))
    }

    private var showsLine: Bool { field != nil || !filter.isEmpty }

    var count: Int { showsHistory ? matches.count : rows.count }

    /// What is not seen of the tree or of the history.
    var hidden: HiddenRows { HiddenRows(min(top, count)..<min(top + height, count), of: count) }

    // MARK: - Rows

    var matches: [RequestHistory.Entry] {
        let history = composer.history
        // Asked for several times in each frame, of a thousand entries.
        if let found, found.state == history.revision { return found.entries }
        let entries = history.matches(filter)
        found = (history.revision, entries)
        return entries
    }

    var rows: [Row] {
        let library = composer.library
        // Which requests match a filter depends on what is typed into them, the tree only on names and folders.
        let now = filter.isEmpty ? library.shape : library.edits
        if let tree, tree.state == now { return tree.rows }
        let rows =
            filter.isEmpty
            ? library.outline.rows(closed: closed) : matches(in: library).map { .request($0, depth: 0) }
        tree = (now, rows)
        return rows
    }

    /// The requests that match: of a longer text those among what matched before a letter was added.
    private func matches(in library: RequestLibrary) -> [Int] {
        let isLonger = narrowed.map { $0.edits == library.edits && filter.hasPrefix($0.filter) } ?? false
        let ids = library.matches(filter, among: isLonger ? narrowed?.ids : nil)
        narrowed = (filter, library.edits, ids)
        return ids
    }

    var current: Row? {
        let rows = rows
        return rows.indices.contains(row) && !showsHistory ? rows[row] : nil
    }

    /// The request that was open when this was looked at last.
    private var followed: Int?
    /// The folder that the person has put the cursor on since.
    private var chosenFolder: String?

    /// Puts the cursor on the request that is open, however it was opened and wherever it stands now; on a folder that was
    /// chosen it stays until another request is opened.
    private func followOpen() {
        guard !showsHistory else { return }
        let open = composer.current
        if followed == open, let chosenFolder, let place = place(ofFolder: chosenFolder) {
            row = place
            return
        }
        chosenFolder = nil
        if case .request(open, _) = current {
            followed = open
            return
        }
        goToOpen(unfolding: followed != open)
    }

    private func place(ofFolder name: String) -> Int? {
        func isIt(_ row: Row) -> Bool { if case .folder(name, _, _) = row { true } else { false } }
        let rows = rows
        // Nearly always it is where it was: the list is searched when it has changed.
        return rows.indices.contains(row) && isIt(rows[row]) ? row : rows.firstIndex(where: isIt)
    }

    /// Puts the cursor on the request that is open, where it is listed.
    private func goToOpen(unfolding: Bool) {
        let open = composer.current
        func place() -> Int? { rows.firstIndex { if case .request(open, _) = $0 { true } else { false } } }
        if unfolding, filter.isEmpty, place() == nil, let folder = composer.library[open]?.draft.folder {
            // Its folder and those around it; others stay as they are.
            closed = closed.filter { folder != $0 && !folder.hasPrefix("\($0)/") }
        }
        (followed, chosenFolder) = (open, nil)
        if let place = place() { row = place }
    }

    /// Opens the request that the cursor has come to: keys act on what is seen beside the list.
    private func openReached() {
        guard !showsHistory else { return }
        chosenFolder = folderRow
        if case .request(let id, _) = current, id != composer.current { composer.open(id) }
        followed = composer.current
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
        followOpen()
        turned.end()
        defer {
            row = max(0, min(row, count - 1))
            // After the row is bounded: it is the last that a long step reaches.
            if action.move != nil { openReached() }
        }
        switch action {
        case .up: row -= 1
        case .down: row += 1
        case .pageUp: row -= max(1, height - 1)
        case .pageDown: row += max(1, height - 1)
        case .first: row = 0
        case .last: row = count - 1
        case .filter: ask(.filter, filter)
        case .history:
            showsHistory.toggle()
            // Row and filter are of the other list.
            (row, top, filter) = (0, 0, "")
            if !showsHistory { goToOpen(unfolding: true) }
        case .openRequest: return open(goesThere: true)
        case .send:
            let effects = open(goesThere: false)
            return effects + composer.send(stage)
        case .newRequest:
            var draft = RequestDraft()
            draft.folder = folder
            composer.openNew(draft)
            stage.wantedFocus = .request
        case .edit where folderRow != nil, .referSecret where folderRow != nil:
            return folderRow.map { perform(action, onFolder: $0) } ?? []
        case .edit: return open(goesThere: true)
        case .copyCommand, .save, .revalidate, .merge, .cookies, .referSecret, .nextSteps:
            let effects = open(goesThere: false)
            return effects + RequestActions.perform(action, composer, stage)
        case .undo: return RequestActions.perform(action, composer, stage)
        case .presets: PresetQuestion.choose(composer, stage)
        default: if !showsHistory { return change(action) }
        }
        return []
    }

    /// The folder that the cursor is in.
    private var folder: String {
        switch current {
        case .folder(let name, _, _): name
        case .request(let id, _): composer.library[id]?.draft.folder ?? ""
        case nil: ""
        }
    }

    /// The folder with the cursor; nil where a request has it.
    var folderRow: String? { if case .folder(let name, _, _) = current { name } else { nil } }

    private func open(goesThere: Bool) -> [Effect] {
        var effects: [Effect] = []
        if showsHistory {
            let found = matches
            guard found.indices.contains(row) else { return [] }
            effects = composer.reopen(found[row])
        } else {
            switch current {
            case .folder(let name, _, let isOpen):
                // A key that sends or copies means a request, and opens no folder.
                if !goesThere { return [] }
                if isOpen { closed.insert(name) } else { closed.remove(name) }
                return []
            case .request(let id, _): composer.open(id)
            case nil: return []
            }
        }
        if goesThere {
            stage.wantedFocus = .request
            // Beside the list it says that this key types a URL, where there is none.
            if composer.draft.url.isEmpty { composer.typeURL?() }
        }
        return effects
    }

    /// The request after the one with the cursor, or before it where it is the last.
    private var neighbour: Int? {
        func request(_ row: Row) -> Int? { if case .request(let id, _) = row { id } else { nil } }
        let rows = rows
        return rows.dropFirst(row + 1).lazy.compactMap(request).first ?? rows.prefix(row).compactMap(request).last
    }

    /// What changes the library.
    private func change(_ action: Action) -> [Effect] {
        switch (action, current) {
        case (.newFolder, _): ask(.newFolder, folder.isEmpty ? "" : folder + "/")
        case (.rename, .request(let id, _)): ask(.rename(id), composer.library[id]?.draft.name ?? "")
        case (.rename, .folder(let name, _, _)): ask(.renameFolder(name), name)
        case (.move, .request(let id, _)): ask(.move(id), composer.library[id]?.draft.folder ?? "")
        case (.duplicate, .request(let id, _)):
            if let copy = composer.library.duplicate(id) { composer.open(copy) }
            return RequestActions.saved(composer)
        case (.moveUp, .request(let id, _)), (.moveDown, .request(let id, _)):
            composer.library.shift(id, by: action == .moveUp ? -1 : 1)
            return RequestActions.saved(composer)
        case (.delete, .request(let id, _)):
            let title = composer.library[id]?.title ?? ""
            // Before it is deleted, since its row tells the neighbours: the next is opened, or the one before.
            if id == composer.current, let next = neighbour { composer.open(next) }
            composer.library.delete(id)
            composer.keepOpen()
            let undo = stage.keymap.key(for: .undo, in: keyContext).map { "; \($0) brings it back" } ?? ""
            stage.say(.info, "Deleted \(title)\(undo)")
            return RequestActions.saved(composer)
        case (.delete, .folder(let name, _, _)): deleteFolder(name)
        default: break
        }
        return []
    }

    private func deleteFolder(_ name: String) {
        let count = composer.library.count(in: name)
        stage.overlays.append(
            ConfirmOverlay(
                stage, "Delete the folder", "Delete \(name) with \(Figures.count(count, "request"))?"
            ) { [composer] in
                composer.deleteFolder(name)
                composer.keepOpen()
                return RequestActions.saved(composer)
            })
    }

    private func ask(_ question: Question, _ text: String) {
        self.question = question
        // The parent of a new folder is there to be gone on from.
        field = question == .filter ? .query(text) : TextField(text, isOffered: question != .newFolder)
    }

    /// A name that is typed is no filter: Esc leaves everything as it was, and there are no earlier ones.
    var typingHints: [(action: Action, words: String)] {
        question == .filter
            ? [(.accept, "keep"), (.back, "clear"), (.olderText, "earlier ones")]
            : [(.accept, "keep"), (.back, "back")]
    }

    func paste(_ text: String) -> Bool {
        if field != nil {
            field?.insert(text)
            typed(.changed)
            return true
        }
        guard RequestPane.isCommand(text) else { return false }
        RequestPane.importCurl(text, composer, stage)
        return true
    }

    /// Takes a line that was typed.
    func typed(_ outcome: FieldOutcome) {
        let text = field?.text ?? ""
        if question == .filter {
            filter = outcome == .cancelled ? "" : text
            if outcome != .changed { field = nil }
            row = 0
            // Keys act on what is seen beside the list: the first that matches, or without a filter what is open.
            if outcome == .accepted, !filter.isEmpty { openReached() }
            // The row was one of the matches, and means nothing in the tree.
            if outcome != .changed, filter.isEmpty, !showsHistory { goToOpen(unfolding: true) }
            return
        }
        guard outcome != .changed else { return }
        field = nil
        guard outcome == .accepted else { return }
        answer(text)
    }

    private func answer(_ text: String) {
        switch question {
        case .filter: break
        case .rename(let id): composer.library.rename(id, to: text)
        case .renameFolder(let name):
            let new = composer.renameFolder(name, to: text)
            if let new, chosenFolder == name { chosenFolder = new }
        case .move(let id):
            composer.library.move(id, to: text)
            // It may be closed where it went.
            goToOpen(unfolding: true)
        case .newFolder: composer.library.addFolder(text)
        }
        // However it was accepted: another pane, view or the mouse may have taken the keys.
        if question != .filter { stage.owed += RequestActions.saved(composer) }
    }

    func back() -> Bool {
        if !filter.isEmpty {
            filter = ""
            if !showsHistory { goToOpen(unfolding: true) }
            return true
        }
        if showsHistory {
            showsHistory = false
            // The row was one of the history.
            goToOpen(unfolding: true)
            return true
        }
        return false
    }

    func click(_ point: Point) {
        let index = top + point.y
        guard point.y < height, index < count else { return }
        row = index
        // A folder has nothing to be read from the disk.
        if isOnMarker(point) { _ = open(goesThere: true) }
        openReached()
    }

    /// Whether a cell is on what opens and closes the folder of the row with the cursor.
    private func isOnMarker(_ point: Point) -> Bool {
        guard case .folder(_, let depth, _) = current else { return false }
        // The blanks around the mark count too: one column is hard to hit.
        return (2 * depth..<2 * depth + 3).contains(point.x)
    }

    func doubleClick(_ point: Point) -> [Effect] {
        guard point.y < height, top + point.y < count else { return [] }
        // Both clicks have toggled it already.
        if isOnMarker(point) { return [] }
        return perform(.openRequest)
    }

    func scroll(by rows: Int) { turned.turn(by: rows, from: row) }
}
