import Kit
import Model
import Opener
import Profile
import Topics

/// What can be done with a connection.
enum ConnectionActions {
    static func perform(
        _ action: Action, on row: ConnectionRow?, select: @escaping (String) -> Void, _ parts: ConnectionParts
    ) -> [Effect] {
        switch action {
        case .newItem:
            // The scheme is there already: most addresses begin so.
            edit(nil, ConnectionDraft(name: "", url: "mqtt://"), select, parts)
        case .undo:
            undo(row, select, parts)
        default:
            guard let row else {
                if acts(action) { parts.stage.say(.info, "No connection is selected: an arrow selects one") }
                return []
            }
            return perform(action, on: row, select, parts)
        }
        return []
    }

    /// Takes the last change back; the cursor goes to what is there again, and from what is gone to its neighbour.
    private static func undo(_ row: ConnectionRow?, _ select: (String) -> Void, _ parts: ConnectionParts) {
        let before = parts.book.profile.connections.entries
        guard let words = parts.book.undo() else { return parts.stage.say(.info, "Nothing to undo") }
        let now = parts.book.profile.connections.entries
        let known = Set(before.map(\.id))
        if let back = now.first(where: { !known.contains($0.id) }) {
            select(back.value.name)
        } else if let place = before.firstIndex(where: { $0.id == row?.entryID }), !now.isEmpty,
            !now.contains(where: { $0.id == row?.entryID })
        {
            // A copy stands below what it is of.
            select(now[max(0, min(place - 1, now.count - 1))].value.name)
        }
        parts.stage.say(.info, "Back: \(words)")
    }

    /// Whether an action is about the selected connection.
    private static func acts(_ action: Action) -> Bool {
        switch action {
        case .openConnection, .closeConnection, .dropConnection, .test, .edit, .duplicate, .rename, .delete,
            .makeDefault, .referSecret, .copyCommand, .reconnect:
            true
        default: false
        }
    }

    /// Whether an action does something with a line, and not only say why it cannot.
    static func offers(_ action: Action, on row: ConnectionRow, _ parts: ConnectionParts) -> Bool {
        switch action {
        case .closeConnection, .dropConnection, .reconnect: row.isOpen
        case .test: row.draft != nil || row.isOpen
        case .edit, .duplicate: row.draft != nil || row.kind == .open && canSave(row, parts)
        case .rename, .delete, .makeDefault: row.kind == .saved
        default: true
        }
    }

    private static func perform(
        _ action: Action, on row: ConnectionRow, _ select: @escaping (String) -> Void, _ parts: ConnectionParts
    ) -> [Effect] {
        switch action {
        case .openConnection: return ConnectionPick.open(row, parts)
        case .closeConnection:
            guard let id = row.openID else { return nothing("\(row.name) is not open", parts) }
            return parts.close(id)
        case .reconnect:
            guard let id = row.openID else {
                parts.stage.say(.info, "\(row.name) is not open: \(opening(parts)) opens it")
                break
            }
            return [.connection(.reconnect(id))]
        case .dropConnection:
            guard let id = row.openID else { return nothing("\(row.name) is not open", parts) }
            // Without DISCONNECT, after which a broker would let the will go (MQTT 5 3.14.4).
            let again = parts.stage.keymap.key(for: .reconnect, in: .connections).map { "\($0) connects again" } ?? ""
            return [.connection(.drop(id, again: again))]
        // The line of this machine: looking again at its ports is what is meant, and the test beside it.
        case .test where row.kind == .local && row.openID == nil && parts.model.surroundings.places != nil:
            return [.connection(.lookAround)] + (row.draft.map { test($0, parts) } ?? [])
        case .test:
            guard let draft = row.draft else {
                return row.openID.map { test($0, row.name, parts) } ?? nothing(lack(of: row, parts), parts)
            }
            return test(draft, parts)
        // Opened by its address: there is nothing yet to edit or to copy.
        case .edit where row.kind == .open, .duplicate where row.kind == .open:
            saveOpen(row, select, parts)
        case .edit:
            guard let draft = row.draft else { return nothing(lack(of: row, parts), parts) }
            edit(row.entryID, draft, select, parts)
        case .duplicate:
            guard let draft = row.draft else { return nothing(lack(of: row, parts), parts) }
            duplicate(draft, select, parts)
        case .rename: rename(row, select, parts)
        case .delete: delete(row, select, parts)
        case .makeDefault:
            guard row.kind == .saved else {
                let key = parts.stage.keymap.name(of: .duplicate, in: .connections)
                return nothing("Only a saved connection is opened at the start: \(key) saves a copy", parts)
            }
            let isDefault = parts.book.profile.settings.connection == row.name
            parts.book.change("the connection opened at the start") {
                $0.settings.connection = isDefault ? nil : row.name
            }
            parts.stage.say(
                .info,
                isDefault ? "martlet opens the connection used last" : "martlet without a name opens \(row.name)")
        case .referSecret: return refer(row, parts)
        case .copyCommand: return copy(row, parts)
        default: break
        }
        return []
    }

    /// Offers to save a connection that was opened by its address and what letters said beside it.
    private static func saveOpen(
        _ row: ConnectionRow, _ select: @escaping (String) -> Void, _ parts: ConnectionParts
    ) {
        guard canSave(row, parts) else { return parts.stage.say(.info, lack(of: row, parts)) }
        var draft = row.openID.flatMap { parts.model[$0]?.plan?.draft } ?? ConnectionDraft()
        (draft.name, draft.url) = (row.name, draft.url.isEmpty ? address(of: row, parts) : draft.url)
        draft.partLogin()
        edit(nil, draft, select, parts)
    }

    private static func address(of row: ConnectionRow, _ parts: ConnectionParts) -> String {
        row.openID.flatMap { parts.model[$0] }?.connection.address ?? ""
    }

    /// Whether a connection that was opened by its address can be saved by it: a feed that is no broker, such as a
    /// recording, has none.
    private static func canSave(_ row: ConnectionRow, _ parts: ConnectionParts) -> Bool {
        let address = address(of: row, parts)
        return (address.contains("://") || address.hasPrefix("unix:")) && parts.checkURL(address) == nil
    }

    /// Says why a key does nothing here.
    private static func nothing(_ words: String, _ parts: ConnectionParts) -> [Effect] {
        parts.stage.say(.info, words)
        return []
    }

    /// Why a line that is no connection has no settings.
    private static func lack(of row: ConnectionRow, _ parts: ConnectionParts) -> String {
        let key = opening(parts)
        return switch row.kind {
        case .demo: "The demo has no settings to copy or to change\(row.isOpen ? "" : ": \(key) starts it")"
        case .typed: "Nothing is typed yet: \(key) asks for a host or a URL"
        case .found(let found): "\(found.program) is not taken over yet: \(key) saves its connections here"
        case .heading, .open, .saved, .local, .preset:
            "\(row.name) was opened without being saved: its settings are not known here"
        }
    }

    /// The command that connects to the same broker, with the same filters.
    private static func copy(_ row: ConnectionRow, _ parts: ConnectionParts) -> [Effect] {
        // An open one as it was opened: its file may say something else by now.
        if let workspace = row.openID.flatMap({ parts.model[$0] }), let access = workspace.access {
            let filters = workspace.subscriptions.filter(\.isWanted).map { subscription in
                var draft = subscription.draft
                draft.filter = access.marked(filter: draft.filter)
                return draft
            }
            return CommandCopies.copy(.connect(filters), workspace, parts.stage)
        }
        guard let draft = row.draft, let access = BrokerAccess(draft, parts.book.variables) else {
            parts.stage.say(.warning, "Not copied: the address is none, or has a secret in it")
            return []
        }
        // With their values put in.
        let own = access.settings.subscriptions
        let filters = own.isEmpty ? ConnectionDraft.standardSubscriptions : own
        return CommandCopies.copy(.connect(filters), to: access, version: draft.version, parts.stage)
    }

    private static func test(_ id: ConnectionID, _ name: String, _ parts: ConnectionParts) -> [Effect] {
        parts.model.probe = ProbeReport(name: name)
        return [.connection(.probeOpen(id))]
    }

    static func test(_ draft: ConnectionDraft, _ parts: ConnectionParts) -> [Effect] {
        parts.model.probe = ProbeReport(draft)
        return [.connection(.probe(draft))]
    }

    private static func edit(
        _ entryID: Int?, _ draft: ConnectionDraft, _ select: @escaping (String) -> Void, _ parts: ConnectionParts
    ) {
        // Its own name is free to it.
        let others = parts.book.profile.connections.entries.filter { $0.id != entryID }.map(\.value.name)
        let title = entryID == nil ? "New connection" : "Edit \(draft.name)"
        // A new one has no entry, and nil is also that of those opened by address.
        let open = parts.model.connections.first { $0.settings?.entry == entryID && entryID != nil }
        let advice = ConnectionForm.Advice(
            topics: open?.live.topics.count ?? 0, first: { TopicAdvice.first($0, parts.book) },
            hide: { TopicAdvice.hide($0, parts.book, parts.stage) })
        parts.stage.overlays.append(
            ConnectionForm(
                parts.stage, title, draft, taken: others, advice: advice, checkURL: parts.checkURL,
                test: { test($0, parts) }
            ) { edited in
                if let entryID, let now = parts.book.profile.connections[entryID] {
                    save(edited, over: draft, now, as: entryID, parts)
                } else {
                    // A new one, or one that another program has taken away while it was typed into.
                    parts.book.change("as it was before \(edited.name)") { $0.connections.insert(edited) }
                }
                select(edited.name)
            })
    }

    /// Saves what was typed over what is saved now, which another program may have changed while the form was open.
    private static func save(
        _ edited: ConnectionDraft, over draft: ConnectionDraft, _ now: ConnectionDraft, as entryID: Int,
        _ parts: ConnectionParts
    ) {
        let merged = ConnectionFields.merge(edited, from: draft, onto: now)
        rename(now.name, to: merged.draft.name, as: "the old settings of \(draft.name)", parts) {
            $0.connections.update(entryID, to: merged.draft)
        }
        tellChange(of: entryID, parts)
        guard !merged.contested.isEmpty else { return }
        let undo = parts.stage.keymap.name(of: .undo, in: .connections)
        parts.stage.say(
            .warning,
            "\(merged.contested.joined(separator: ", ")): another program had changed it too; "
                + "what was typed is saved, \(undo) takes it back")
    }

    private static func opening(_ parts: ConnectionParts) -> String {
        parts.stage.keymap.name(of: .openConnection, in: .connections)
    }

    /// Says what an open connection does not have of what was saved.
    private static func tellChange(of entryID: Int, _ parts: ConnectionParts) {
        for workspace in parts.model.connections where workspace.settings?.entry == entryID {
            let changes = SettingsChange.all(workspace, parts.book)
            if let words = SettingsChange.words(workspace, changes, parts.stage) {
                // As it is called from now on.
                let name = parts.book.profile.connections[entryID]?.name ?? workspace.connection.name
                let notice = parts.stage.tell(.info, "\(name) \(words)")
                parts.toldChange = (workspace.id, notice)
            }
        }
    }

    /// Changes the profile, and the names that point to a connection with it.
    private static func rename(
        _ old: String, to new: String, as words: String, _ parts: ConnectionParts, _ body: (inout Profile) -> Void
    ) {
        parts.book.change(words) { profile in
            body(&profile)
            // Settings point to connections by name.
            if profile.settings.connection == old { profile.settings.connection = new }
            if profile.settings.lastConnection == old { profile.settings.lastConnection = new }
        }
    }

    private static func duplicate(_ draft: ConnectionDraft, _ select: (String) -> Void, _ parts: ConnectionParts) {
        var copy = draft
        copy.name = parts.book.freeConnectionName(draft.name)
        let place = parts.book.profile.connections.entries.firstIndex { $0.value.name == draft.name }
        parts.book.change("as it was before the copy \(copy.name)") {
            $0.connections.insert(copy, at: place.map { $0 + 1 })
        }
        select(copy.name)
        parts.stage.say(.info, "Copied to \(copy.name)")
    }

    private static func rename(_ row: ConnectionRow, _ select: @escaping (String) -> Void, _ parts: ConnectionParts) {
        guard let entryID = row.entryID, let draft = row.draft else {
            return parts.stage.say(.info, "Only a saved connection has a name of its own: duplicate this one")
        }
        parts.stage.overlays.append(
            FormOverlay(parts.stage, "Rename \(draft.name)", verb: "rename", [.line("Name", draft.name)]) { values in
                let name = values[0]
                if name.isEmpty { return .problem("A connection needs a name") }
                // Its own name is no clash: Enter without a change is fine.
                if name != draft.name, parts.book.connection(name) != nil {
                    return .problem("Another connection is called \(name)")
                }
                // As it is by now: another program may have changed it while the form stood.
                guard var renamed = parts.book.profile.connections[entryID] else {
                    return .problem("\(draft.name) is not saved any more")
                }
                let old = renamed.name
                renamed.name = name
                rename(old, to: name, as: "the name \(old)", parts) {
                    $0.connections.update(entryID, to: renamed)
                }
                select(name)
                return .effects([])
            })
    }

    private static func delete(_ row: ConnectionRow, _ select: (String) -> Void, _ parts: ConnectionParts) {
        guard let entryID = row.entryID else {
            return parts.stage.say(.info, "\(row.name) is not saved: there is nothing to delete")
        }
        // Before it is gone.
        let place = parts.book.profile.connections.entries.firstIndex { $0.id == entryID } ?? 0
        parts.book.change(row.name) { _ = $0.connections.remove(entryID) }
        // The next that is saved; never a broker to try.
        let left = parts.book.profile.connections.values
        if !left.isEmpty { select(left[min(place, left.count - 1)].name) }
        let undo = parts.stage.keymap.key(for: .undo, in: .connections).map { "; \($0) brings it back" } ?? ""
        parts.stage.say(.info, "Deleted \(row.name)\(undo)")
    }

    // MARK: - Secrets

    /// The first secret of a connection that stands in the file becomes a reference.
    private static func refer(_ row: ConnectionRow, _ parts: ConnectionParts) -> [Effect] {
        guard let entryID = row.entryID, let draft = row.draft, let clear = clearSecret(of: draft) else {
            parts.stage.say(.info, "\(row.name) has no secret in the file")
            return []
        }
        SecretReference.ask(
            "\(clear.words) of \(row.name)", clear.value, name: "\(row.name) \(clear.words)", in: parts.book,
            parts.stage
        ) { secret in
            // As it is by now; a secret that is another one is not the one that was asked about.
            guard var changed = parts.book.profile.connections[entryID],
                clearSecret(of: changed).map({ $0.words == clear.words && $0.value == clear.value }) == true
            else {
                parts.stage.say(.warning, "Another program has changed the \(clear.words) of \(row.name): it stays")
                return nil
            }
            clear.put(&changed, secret)
            parts.book.change("the \(clear.words) of \(row.name) in the file") {
                $0.connections.update(entryID, to: changed)
            }
            return []
        }
        return []
    }

    /// Where a connection may hold a secret, and what each is called.
    private static var secrets: [(words: String, place: WritableKeyPath<ConnectionDraft, Secret?>)] {
        [
            ("password", \.password), ("authentication data", \.authenticationData),
            ("password of the key", \.tls.keyPassword), ("shared key", \.brokerTLS.preSharedKey),
            ("AWS secret key", \.awsSecretKey), ("AWS session token", \.awsSessionToken),
        ]
    }

    /// The first that stands there itself, and what puts another in its place.
    static func clearSecret(
        of draft: ConnectionDraft
    ) -> (words: String, value: String, put: (inout ConnectionDraft, Secret) -> Void)? {
        for (words, place) in secrets {
            guard let secret = draft[keyPath: place], secret.isLiteral, case .literal(let value) = secret else {
                continue
            }
            return (words, value, { $0[keyPath: place] = $1 })
        }
        return nil
    }
}

extension ConnectionDraft {
    fileprivate var authenticationData: Secret? {
        get { authentication?.data }
        set { authentication?.data = newValue }
    }

    fileprivate var awsSecretKey: Secret? {
        get { aws?.secretKey }
        set { if let newValue { aws?.secretKey = newValue } }
    }

    fileprivate var awsSessionToken: Secret? {
        get { aws?.sessionToken }
        set { aws?.sessionToken = newValue }
    }
}
