import Kit
import Model
import Profile

/// The list of which one connection is opened or switched to.
enum ConnectionPick {
    static func overlay(_ parts: ConnectionParts) -> any Overlay {
        let rows = ConnectionRow.all(parts).filter { $0.kind != .heading }
        let lines = rows.map { (text: $0.name, note: $0.isOpen ? "open" : $0.draft?.url ?? "") }
        let selected = rows.firstIndex { $0.openID == parts.model.shown.id } ?? 0
        return PickOverlay(parts.stage, "Connections", verb: "open or switch", lines, selected: selected) { index in
            open(rows[index], parts)
        }
    }

    /// Opens what a row stands for, or switches to it.
    static func open(_ row: ConnectionRow, _ parts: ConnectionParts) -> [Effect] {
        // The list may be older than what has happened since.
        if let id = row.openID, parts.model[id] != nil {
            parts.model.show(id)
            parts.stage.wantedFocus = .topics
            // One that has no connection gets one, with the settings as they are now.
            return switch parts.model.shown.connection.state {
            case .waiting, .refused, .closed: [.connection(.reconnectNow)]
            case .idle, .connecting, .connected: []
            }
        }
        guard let draft = row.entryID.flatMap({ parts.book.profile.connections[$0] }) ?? row.draft else { return [] }
        if row.kind == .saved { parts.book.note { $0.settings.lastConnection = draft.name } }
        return [.connection(.open(draft))]
    }
}

/// A line of the pane Connections.
struct ConnectionRow: Equatable {
    enum Kind { case heading, open, saved, preset }

    var kind: Kind
    var name: String
    /// The entry of the profile; nil when it is not saved.
    var entryID: Int?
    /// The settings; nil for a connection that was opened from the command line.
    var draft: ConnectionDraft?
    /// The open connection; nil when it is closed.
    var openID: ConnectionID?

    var isOpen: Bool { openID != nil }

    /// What the cursor stands on, whatever it is called and wherever it is listed; nil for a heading.
    enum Identity: Hashable {
        case entry(Int)
        case open(ConnectionID)
        case preset(String)
    }

    var identity: Identity? {
        switch kind {
        case .heading: nil
        case .open: openID.map(Identity.open)
        case .saved: entryID.map(Identity.entry)
        case .preset: .preset(name)
        }
    }

    /// Saved ones with their parts, open ones that are not saved, then presets.
    static func all(_ parts: ConnectionParts) -> [ConnectionRow] {
        var left = parts.model.connections.filter { $0.connection.state != .idle }
        func take(_ name: String) -> ConnectionID? {
            guard let place = left.firstIndex(where: { $0.connection.name == name }) else { return nil }
            return left.remove(at: place).id
        }
        let saved = parts.book.profile.connections.entries.map { entry in
            ConnectionRow(
                kind: .saved, name: entry.value.name, entryID: entry.id, draft: entry.value,
                openID: take(entry.value.name))
        }
        let presets = ConnectionDraft.presets.map { draft in
            ConnectionRow(kind: .preset, name: draft.name, draft: draft, openID: take(draft.name))
        }
        let open = left.map { connection in
            ConnectionRow(kind: .open, name: connection.connection.name, openID: connection.id)
        }
        var rows: [ConnectionRow] = []
        for (title, group) in [("open, not saved", open), ("saved", saved), ("to try", presets)] where !group.isEmpty {
            rows.append(ConnectionRow(kind: .heading, name: title))
            rows += group
        }
        return rows
    }
}
