import Kit
import Model
import Profile

/// A line of the pane Connections.
struct ConnectionRow: Equatable {
    enum Kind: Equatable {
        case heading, open, saved
        /// The demo that martlet brings.
        case demo
        /// A broker on this machine.
        case local
        /// A host or a URL that is to be typed.
        case typed
        /// What another program keeps here.
        case found(FoundImport)
        /// A public broker.
        case preset
    }

    var kind: Kind
    var name: String
    /// The entry of the profile; nil when it is not saved.
    var entryID: Int?
    /// The settings; nil for a connection that was opened from the command line.
    var draft: ConnectionDraft?
    /// The open connection; nil when it is closed.
    var openID: ConnectionID?
    /// What stands at its right when it is not open; of a saved one its address does (``words``).
    var note = ""

    // A list is seen by whoever looks over one's shoulder.
    /// What stands at its right when it is not open. Made when it is asked for: of ten thousand saved addresses a screenful
    /// is searched for secrets.
    var words: String { kind == .saved ? Profile.withoutPassword(draft?.url ?? "") : note }

    var isOpen: Bool { openID != nil }

    /// What the cursor stands on, whatever it is called and wherever it is listed; nil for a heading.
    enum Identity: Hashable {
        case entry(Int)
        case open(ConnectionID)
        case named(String)
    }

    var identity: Identity? {
        switch kind {
        case .heading: nil
        case .open: openID.map(Identity.open)
        case .saved: entryID.map(Identity.entry)
        case .demo, .local, .typed, .preset: .named(name)
        // By its file: one program may have several.
        case .found(let found): .named(found.path)
        }
    }

    /// What can be opened, in groups. Who has nothing open begins with what asks for nothing: the demo and this machine.
    static func all(_ parts: ConnectionParts) -> [ConnectionRow] {
        var left = parts.model.connections.filter { $0.connection.state != .idle }
        let hasNone = left.isEmpty
        // Taken out of what is left: each that is open belongs to one row.
        func take(where isMeant: (Workspace) -> Bool) -> ConnectionID? {
            left.firstIndex(where: isMeant).map { left.remove(at: $0).id }
        }
        // By its entry and not by its name: the demo is no saved connection that somebody called so.
        func take(entry: Int) -> ConnectionID? { take { $0.settings?.entry == entry } }
        // One of the command line that was saved as it is open, under whatever name.
        func take(_ draft: ConnectionDraft) -> ConnectionID? {
            take {
                guard $0.settings?.entry == nil else { return false }
                if $0.settings == nil, var made = $0.plan?.draft, made.url == draft.url {
                    made.name = draft.name
                    if made == draft { return true }
                }
                return $0.connection.name == draft.name
                    && $0.connection.address == Profile.withoutPassword(draft.url)
            }
        }
        func take(_ name: String) -> ConnectionID? { take { $0.settings?.entry == nil && $0.connection.name == name } }
        let saved = parts.book.profile.connections.entries.map { entry in
            ConnectionRow(
                kind: .saved, name: entry.value.name, entryID: entry.id, draft: entry.value,
                openID: take(entry: entry.id) ?? take(entry.value))
        }
        let demo = ConnectionRow(
            kind: .demo, name: "demo", openID: take("demo"), note: "a broker with devices of its own")
        let local = StartPage.local(parts.model.surroundings).map { row in
            var row = row
            row.openID = take(row.name)
            return row
        }
        // This machine has a line of its own above.
        let presets = ConnectionDraft.presets.filter { !$0.name.hasPrefix("localhost") }.map { draft in
            ConnectionRow(
                kind: .preset, name: draft.name, draft: draft, openID: take(draft.name), note: draft.url)
        }
        let open = left.map { connection in
            ConnectionRow(kind: .open, name: connection.connection.name, openID: connection.id)
        }
        let typed = ConnectionRow(kind: .typed, name: "type a host or URL", note: "mqtt: mqtts: ws: wss: http: https:")
        let found = parts.model.surroundings.imports.map { found in
            ConnectionRow(kind: .found(found), name: found.program, note: found.words)
        }
        let groups: [(String, [ConnectionRow])] = [
            // Saved ones stand above as long as something is open, and below what to begin with where nothing is.
            ("open, not saved", open), ("saved", hasNone ? [] : saved), ("to begin with", [demo] + local),
            ("saved", hasNone ? saved : []), ("another one", [typed]), ("found on this machine", found),
            ("public brokers, to try", presets),
        ]
        return groups.filter { !$0.1.isEmpty }.flatMap { title, rows in
            [ConnectionRow(kind: .heading, name: title)] + rows
        }
    }
}
