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

    func fit(_ state: ScreenState, to size: Size) {
        height = max(1, size.height - (showsLine ? 1 : 0))
        row = max(0, min(row, count(state) - 1))
        if row < top { top = row }
        if row >= top + height { top = row - height + 1 }
        top = max(0, min(top, count(state) - height))
    }

    private var showsLine: Bool { field != nil || !filter.isEmpty }

    private func count(_ state: ScreenState) -> Int { showsHistory ? matches(state).count : rows(state).count }

    func subtitle(_ state: ScreenState) -> String { showsHistory ? "history" : "" }

    func info(_ state: ScreenState) -> String {
        if showsHistory { return Figures.count(state.requests.history.entries.count, "send") }
        return Figures.count(state.requests.library.items.count, "request")
    }

    // MARK: - Rows

    func matches(_ state: ScreenState) -> [RequestHistory.Entry] {
        let history = state.requests.history
        if let found, found.state == history.revision { return found.entries }
        let entries = history.matches(filter)
        found = (history.revision, entries)
        return entries
    }

    func rows(_ state: ScreenState) -> [Row] {
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

    private func current(_ state: ScreenState) -> Row? {
        let rows = rows(state)
        return rows.indices.contains(row) && !showsHistory ? rows[row] : nil
    }

    // MARK: - Keys

    func perform(_ action: Action, in state: ScreenState) -> [Effect] {
        switch action {
        case .up: row -= 1
        case .down: row += 1
        case .pageUp: row -= max(1, height - 1)
        case .pageDown: row += max(1, height - 1)
        case .first: row = 0
        case .last: row = count(state) - 1
        case .filter: ask(.filter, filter)
        case .history:
            showsHistory.toggle()
            (row, top, filter) = (0, 0, "")
        case .openRequest: open(state, goesThere: true)
        case .send:
            open(state, goesThere: false)
            return state.requests.send(state)
        case .newRequest:
            var draft = RequestDraft()
            draft.folder = folder(state)
            state.requests.openNew(draft)
            state.wantedFocus = .request
        case .copyCommand:
            open(state, goesThere: false)
            return RequestActions.perform(action, in: state)
        case .save:
            open(state, goesThere: false)
            return RequestActions.perform(action, in: state)
        case .undo: return RequestActions.perform(action, in: state)
        default: if !showsHistory { return change(action, state) }
        }
        row = max(0, min(row, count(state) - 1))
        return []
    }

    /// The folder that the cursor is in.
    private func folder(_ state: ScreenState) -> String {
        switch current(state) {
        case .folder(let name, _, _): name
        case .request(let id, _): state.requests.library[id]?.draft.folder ?? ""
        case nil: ""
        }
    }

    private func open(_ state: ScreenState, goesThere: Bool) {
        if showsHistory {
            let found = matches(state)
            guard found.indices.contains(row) else { return }
            state.requests.reopen(found[row])
        } else {
            switch current(state) {
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
    private func change(_ action: Action, _ state: ScreenState) -> [Effect] {
        switch (action, current(state)) {
        case (.newFolder, _): ask(.newFolder, folder(state).isEmpty ? "" : folder(state) + "/")
        case (.rename, .request(let id, _)): ask(.rename(id), state.requests.library[id]?.draft.name ?? "")
        case (.rename, .folder(let name, _, _)): ask(.renameFolder(name), name)
        case (.move, .request(let id, _)): ask(.move(id), state.requests.library[id]?.draft.folder ?? "")
        case (.duplicate, .request(let id, _)):
            if let copy = state.requests.library.duplicate(id) { state.requests.open(copy) }
            return RequestActions.saved(state)
        case (.moveUp, .request(let id, _)), (.moveDown, .request(let id, _)):
            state.requests.library.shift(id, by: action == .moveUp ? -1 : 1)
            row = rows(state).firstIndex { if case .request(id, _) = $0 { true } else { false } } ?? row
            return RequestActions.saved(state)
        case (.delete, .request(let id, _)):
            let title = state.requests.library[id]?.title ?? ""
            state.requests.library.delete(id)
            state.requests.keepOpen()
            let undo = state.keymap.key(for: .undo, in: keyContext).map { "; \($0) brings it back" } ?? ""
            state.say(.info, "Deleted \(title)\(undo)")
            return RequestActions.saved(state)
        case (.delete, .folder(let name, _, _)): deleteFolder(name, state)
        default: break
        }
        return []
    }

    private func deleteFolder(_ name: String, _ state: ScreenState) {
        let count = state.requests.library.count(in: name)
        state.overlays.append(
            ConfirmOverlay("Delete the folder", "Delete \(name) with \(Figures.count(count, "request"))?") {
                state.requests.library.deleteFolder(name)
                state.requests.keepOpen()
                return RequestActions.saved(state)
            })
    }

    private func ask(_ question: Question, _ text: String) {
        self.question = question
        // The parent of a new folder is there to be gone on from.
        field = question == .filter ? .query(text) : TextField(text, isOffered: question != .newFolder)
    }

    func paste(_ text: String, in state: ScreenState) -> Bool {
        if field != nil {
            field?.insert(text)
            typed(.changed, in: state)
            return true
        }
        guard RequestPane.isCommand(text) else { return false }
        RequestPane.importCurl(text, state)
        return true
    }

    /// Effects of a line that was typed, to be given with the next key: typing itself has none.
    func typed(_ outcome: FieldOutcome, in state: ScreenState) {
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
        answer(text, state)
    }

    private func answer(_ text: String, _ state: ScreenState) {
        switch question {
        case .filter: break
        case .rename(let id): state.requests.library.rename(id, to: text)
        case .renameFolder(let name): state.requests.library.renameFolder(name, to: text)
        case .move(let id): state.requests.library.move(id, to: text)
        case .newFolder: state.requests.library.addFolder(text)
        }
    }

    func type(_ key: KeyPress, _ action: Action?, in state: ScreenState) -> [Effect]? {
        // A line that changes what is saved is saved when it is accepted.
        guard question != .filter, action == .accept else { return typeInField(key, action, state) }
        typed(.accepted, in: state)
        return RequestActions.saved(state)
    }

    func back(_ state: ScreenState) -> Bool {
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

    func click(_ point: Point, in state: ScreenState) {
        let index = top + point.y
        guard point.y < height, index < count(state) else { return }
        if index == row { open(state, goesThere: true) }
        row = index
        if case .folder = current(state), point.x < 2 { open(state, goesThere: true) }
    }
}
