import Kit
import Model
import Profile

/// The list of which one connection is opened or switched to.
enum ConnectionPick {
    static func overlay(_ parts: ConnectionParts) -> any Overlay {
        let rows = ConnectionRow.all(parts).filter { $0.kind != .heading }
        let lines = rows.map { (text: $0.name, note: $0.isOpen ? "open" : $0.words) }
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
        switch row.kind {
        case .demo: return [.connection(.openDemo)]
        case .typed:
            StartPage.type(parts)
            return []
        case .found(let found):
            StartPage.take(found, parts)
            return []
        case .heading, .open, .saved, .local, .preset: break
        }
        // As it is saved now: the list may have been made before it was edited.
        guard let draft = row.entryID.flatMap({ parts.book.profile.connections[$0] }) ?? row.draft else { return [] }
        if row.kind == .saved { parts.book.note { $0.settings.lastConnection = draft.name } }
        return [.connection(.open(draft))]
    }
}
