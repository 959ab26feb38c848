import Kit
import Model
import Profile
import Terminal
import Topics

/// The connections, saved, open and to try: opened, edited, tested.
final class ConnectionsPane: FilteredPane {
    let id = PaneID.connections
    let keyContext = KeyContext.connections
    private let parts: ConnectionParts
    private let list: ConnectionList

    init(_ parts: ConnectionParts) {
        self.parts = parts
        list = ConnectionList(parts)
    }

    var stage: Stage { parts.stage }
    var field: TextField?
    private var cursor = ListCursor<ConnectionRow.Identity>()
    var history = FieldHistory()
    /// Whether it was never on the screen.
    private var isNew = true
    /// The open connection that the cursor is on; nil on what is not open.
    private var selectedOpen: ConnectionID?
    private var width = 0
    private(set) var filter = ""

    // MARK: - Rows

    /// The lines as they are now.
    private func lines() -> ConnectionList {
        list.make(filter)
        return list
    }

    /// The selected row; nil when there is none.
    var row: ConnectionRow? { cursor.id.flatMap { lines().row($0, near: cursor.row) } }

    /// Selects a saved connection by name; nothing when there is none.
    func select(_ name: String) {
        let lines = lines()
        if let place = lines.rows.firstIndex(where: { $0.name == name && $0.kind == .saved }) {
            cursor.put(place, lines.identities)
        }
    }

    // MARK: - Keys

    func fit(_ look: Look, to size: Size) {
        width = size.width
        let height = size.height - (showsFilterLine ? 1 : 0)
        let lines = lines()
        follow(lines)
        cursor.fit(lines.identities, height: height)
    }

    /// Finds the cursor's place among the lines as they are now.
    private func follow(_ lines: ConnectionList) {
        begin(lines)
        cursor.follow(lines.identities)
        // An entry that another program has taken away: what was open under it is what was selected.
        if cursor.id == nil, let open = selectedOpen, let place = lines.rows.firstIndex(where: { $0.openID == open }) {
            cursor.put(place, lines.identities)
        }
        selectedOpen = cursor.id.flatMap { lines.row($0, near: cursor.row)?.openID }
    }

    /// A new list begins with the connection on the screen, else with what is open or saved: it was meant.
    private func begin(_ lines: ConnectionList) {
        guard isNew else { return }
        isNew = false
        guard cursor.id == nil else { return }
        let shown = parts.model.shown.id
        let place =
            lines.rows.firstIndex { $0.openID == shown }
            ?? lines.rows.firstIndex { $0.kind == .saved || $0.isOpen }
        if let place { cursor.put(place, lines.identities) }
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        case .newItem: true
        case .undo: parts.book.canUndo
        default: row.map { ConnectionActions.offers(action, on: $0, parts) } ?? false
        }
    }

    func perform(_ action: Action) -> [Effect] {
        let list = lines()
        // Keys may come before the first frame.
        follow(list)
        let lines = list.identities
        if cursor.perform(action, lines) { return [] }
        switch action {
        case .filter: typeFilter()
        default: return ConnectionActions.perform(action, on: row, select: { self.select($0) }, parts)
        }
        return []
    }

    func use(_ filter: String) {
        self.filter = filter
        let lines = lines().identities
        if filter.isEmpty { cursor.follow(lines) } else { cursor.narrow(lines) }
    }

    func click(_ point: Point) {
        let lines = lines().identities
        // A click means what was seen.
        guard let line = cursor.place(ofRow: point.y), lines.indices.contains(line), lines[line] != nil else { return }
        cursor.put(line, lines)
    }

    func doubleClick(_ point: Point) -> [Effect] {
        guard let place = cursor.place(ofRow: point.y), place == cursor.selected else { return [] }
        return perform(.openConnection)
    }

    func scroll(by rows: Int) { cursor.turn(by: rows) }

    // MARK: - Drawing

    /// The profile's file: with its folder where there is room, by its name alone elsewhere.
    var subtitle: String {
        let path = parts.book.path
        return width >= displayWidth(of: path) + 32 ? path : path.split(separator: "/").last.map(String.init) ?? ""
    }

    func info(_ look: Look) -> String {
        let open = parts.model.connections.filter { $0.connection.state != .idle }
        guard !open.isEmpty else { return "none open" }
        let kept = open.reduce(0) { $0 + $1.live.messages.keptBytes }
        let budget = open.reduce(0) { $0 + $1.live.messages.budget }
        return "\(open.count) open, kept \(Figures.budget(kept, of: budget))"
    }

    func draw(_ look: Look, into canvas: Canvas) -> Point? {
        let lines = lines().rows
        if lines.isEmpty { drawWords(["No connection matches.", stage.keymap.takesFilterAway], look, into: canvas) }
        stage.hiddenRows = cursor.hidden
        let seen = lines.seen(from: cursor.top, height: cursor.height) { $0.kind == .heading }
        for (y, row) in seen.enumerated() {
            draw(row, y: y, look, into: canvas)
            if y + cursor.top == cursor.selected { drawSelection(y: y, look, into: canvas) }
        }
        guard showsFilterLine else { return nil }
        let line = FilterLine(field: field, text: filter, hint: "words of name or address")
        return line.draw(look, y: canvas.size.height - 1, into: canvas)
    }

    private func draw(_ row: ConnectionRow, y: Int, _ look: Look, into canvas: Canvas) {
        if row.kind == .heading {
            canvas.put(row.name, x: 1, y: y, style: look.style(.textDim))
            return
        }
        let width = canvas.size.width
        var right = ""
        if let id = row.openID, let workspace = parts.model[id] {
            let (mark, role) = Self.mark(workspace.connection.state, canvas.marks)
            canvas.put(mark, x: 2, y: y, style: look.style(role))
            // A figure is whole or not there.
            right = ConnectionWords.figures(workspace, look, room: width - displayWidth(of: row.name) - 8)
        } else {
            right = StartPage.note(of: row, parts)
        }
        let isDefault = row.kind == .saved && parts.book.profile.settings.connection == row.name
        let name = isDefault ? "\(row.name) *" : row.name
        let nameWidth = min(displayWidth(of: name), width - 6)
        canvas.put(name, x: 4, y: y, style: look.style(row.kind == .preset ? .textDim : .text), limit: width - 6)
        let room = width - nameWidth - 8
        // The address before what came of asking there: that is told beside it, too.
        if row.kind == .saved, row.openID == nil, displayWidth(of: right) > room { right = row.words }
        // Cut shorter than that, one address looks like the next: the mark alone says that there is one.
        let isShort = room < 8
        guard !isShort || row.openID == nil && room > 0 else { return }
        let shown = min(displayWidth(of: right), isShort ? 1 : room)
        canvas.put(right, x: width - 1 - shown, y: y, style: look.style(.textDim), limit: shown)
    }

    static func mark(_ state: ConnectionStatus.State, _ marks: Marks) -> (String, Role) {
        switch state {
        case .connected: (marks.connected, .statusConnected)
        case .idle, .connecting: (marks.connecting, .statusWaiting)
        case .waiting, .refused, .closed: (marks.failed, .statusFailed)
        }
    }
}
