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
    unowned let state: ScreenState
    init(_ state: ScreenState) { self.state = state }

    var stage: Stage { state }
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
    private(set) var row = 0
    private(set) var top = 0
    private var height = 1

    func fit(_ look: Look, to size: Size) {
        height = max(1, size.height - (showsLine ? 1 : 0))
        row = max(0, min(row, count - 1))
        if row < top { top = row }
        if row >= top + height { top = row - height + 1 }
        top = max(0, min(top, count - height))
    }

    private var showsLine: Bool { field != nil || !filter.isEmpty }

    private var count: Int { showsHistory ? matches.count : rows.count }

    var subtitle: String { showsHistory ? "history" : "" }

    func info(_ look: Look) -> String {
        if showsHistory { return Figures.count(state.requests.history.entries.count, "send") }
        return Figures.count(state.requests.library.items.count, "request")
    }

    // MARK: - Rows

    var matches: [RequestHistory.Entry] {
        let history = state.requests.history
        if let found, found.state == history.revision { return found.entries }
        let entries = history.matches(filter)
        found = (history.revision, entries)
        return entries
    }

    var rows: [Row] {
        let library = state.requests.library
        // Which requests match a filter depends on what is typed into them, the tree only on names and folders.
        let now = filter.isEmpty ? library.shape : library.edits
        if let tree, tree.state == now { return tree.rows }
        let rows =
            filter.isEmpty
            ? library.outline.rows(closed: closed) : library.matches(filter).map { .request($0, depth: 0) }
        tree = (now, rows)
        return rows
    }

    private var current: Row? {
        let rows = rows
        return rows.indices.contains(row) && !showsHistory ? rows[row] : nil
    }

    // MARK: - Keys

    func perform(_ action: Action) -> [Effect] {
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
            (row, top, filter) = (0, 0, "")
        case .openRequest: open(goesThere: true)
        case .send:
            open(goesThere: false)
            return state.requests.send(state)
        case .newRequest:
            var draft = RequestDraft()
            draft.folder = folder
            state.requests.openNew(draft)
            state.wantedFocus = .request
        case .copyCommand:
            open(goesThere: false)
            return RequestActions.perform(action, in: state)
        case .save:
            open(goesThere: false)
            return RequestActions.perform(action, in: state)
        case .undo: return RequestActions.perform(action, in: state)
        default: if !showsHistory { return change(action) }
        }
        row = max(0, min(row, count - 1))
        return []
    }

    /// The folder that the cursor is in.
    private var folder: String {
        switch current {
        case .folder(let name, _, _): name
        case .request(let id, _): state.requests.library[id]?.draft.folder ?? ""
        case nil: ""
        }
    }

    private func open(goesThere: Bool) {
        if showsHistory {
            let found = matches
            guard found.indices.contains(row) else { return }
            state.requests.reopen(found[row])
        } else {
            switch current {
            case .folder(let name, _, let isOpen):
                if !goesThere { return }
                if isOpen { closed.insert(name) } else { closed.remove(name) }
                return
            case .request(let id, _): state.requests.open(id)
            case nil: return
            }
        }
        if goesThere { state.wantedFocus = .request }
    }

    /// What changes the library.
    private func change(_ action: Action) -> [Effect] {
        switch (action, current) {
        case (.newFolder, _): ask(.newFolder, folder.isEmpty ? "" : folder + "/")
        case (.rename, .request(let id, _)): ask(.rename(id), state.requests.library[id]?.draft.name ?? "")
        case (.rename, .folder(let name, _, _)): ask(.renameFolder(name), name)
        case (.move, .request(let id, _)): ask(.move(id), state.requests.library[id]?.draft.folder ?? "")
        case (.duplicate, .request(let id, _)):
            if let copy = state.requests.library.duplicate(id) { state.requests.open(copy) }
            return RequestActions.saved(state.requests)
        case (.moveUp, .request(let id, _)), (.moveDown, .request(let id, _)):
            state.requests.library.shift(id, by: action == .moveUp ? -1 : 1)
            row = rows.firstIndex { if case .request(id, _) = $0 { true } else { false } } ?? row
            return RequestActions.saved(state.requests)
        case (.delete, .request(let id, _)):
            let title = state.requests.library[id]?.title ?? ""
            state.requests.library.delete(id)
            state.requests.keepOpen()
            let undo = state.keymap.key(for: .undo, in: keyContext).map { "; \($0) brings it back" } ?? ""
            state.say(.info, "Deleted \(title)\(undo)")
            return RequestActions.saved(state.requests)
        case (.delete, .folder(let name, _, _)): deleteFolder(name)
        default: break
        }
        return []
    }

    private func deleteFolder(_ name: String) {
        let count = state.requests.library.count(in: name)
        state.overlays.append(
            ConfirmOverlay(
                state, "Delete the folder", "Delete \(name) with \(Figures.count(count, "request"))?"
            ) { [state] in
                state.requests.library.deleteFolder(name)
                state.requests.keepOpen()
                return RequestActions.saved(state.requests)
            })
    }

    private func ask(_ question: Question, _ text: String) {
        self.question = question
        // The parent of a new folder is there to be gone on from.
        field = question == .filter ? .query(text) : TextField(text, isOffered: question != .newFolder)
    }

    func paste(_ text: String) -> Bool {
        if field != nil {
            field?.insert(text)
            typed(.changed)
            return true
        }
        guard RequestPane.isCommand(text) else { return false }
        RequestPane.importCurl(text, state)
        return true
    }

    /// Effects of a line that was typed, to be given with the next key: typing itself has none.
    func typed(_ outcome: FieldOutcome) {
        let text = field?.text ?? ""
        if question == .filter {
            filter = outcome == .cancelled ? "" : text
            if outcome != .changed { field = nil }
            row = 0
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
        case .rename(let id): state.requests.library.rename(id, to: text)
        case .renameFolder(let name): state.requests.library.renameFolder(name, to: text)
        case .move(let id): state.requests.library.move(id, to: text)
        case .newFolder: state.requests.library.addFolder(text)
        }
    }

    func type(_ key: KeyPress, _ action: Action?) -> [Effect]? {
        // A line that changes what is saved is saved when it is accepted.
        guard question != .filter, action == .accept else { return typeInField(key, action) }
        typed(.accepted)
        return RequestActions.saved(state.requests)
    }

    func back() -> Bool {
        if !filter.isEmpty {
            filter = ""
            return true
        }
        if showsHistory {
            showsHistory = false
            return true
        }
        return false
    }

    func click(_ point: Point) {
        let index = top + point.y
        guard point.y < height, index < count else { return }
        if index == row { open(goesThere: true) }
        row = index
        if case .folder = current, point.x < 2 { open(goesThere: true) }
    }
}
