import Model
import Profile

/// What an open connection does not have of what is saved for it: it was edited since it was opened.
enum SettingsChange {
    /// A setting that is another one now.
    struct Difference: Equatable {
        /// Which.
        var name: String
        /// What it is in the profile, and what is in force; secrets as dots.
        var saved, inForce: String
    }

    /// What differs, in the order of the form.
    static func all(_ workspace: Workspace, _ book: ProfileBook) -> [Difference] {
        guard let settings = workspace.settings, let saved = settings.entry.flatMap({ book.profile.connections[$0] })
        else {
            return []
        }
        let variables = book.variables(of: settings.environment)
        // Asked with every frame, for the mark in the status line: mostly that is all.
        if saved == settings.draft, variables == settings.variables { return [] }
        let changed = changed(settings.variables, variables)
        // The rows of the longer list have a place for each element of both.
        let longer = saved.subscriptions.count > settings.draft.subscriptions.count ? saved : settings.draft
        return ConnectionFields.all(longer).filter { $0.name != "Name" }.compactMap { field in
            let (old, new) = (field.get(settings.draft), field.get(saved))
            // `Topic` or `QoS` alone would not say that they are of the will.
            let name = field.group == "Will" ? "Will \(field.name.lowercased())" : field.name
            if old != new {
                return Difference(
                    name: name, saved: shown(new, field, saved), inForce: shown(old, field, settings.draft))
            }
            // The same text, and yet another value.
            guard !changed.isEmpty else { return nil }
            let called = TemplateCall.all(in: new).map(\.name)
            guard let variable = changed.first(where: called.contains) else { return nil }
            return Difference(name: name, saved: "another {{\(variable)}}", inForce: "the one before")
        }
    }

    /// Takes the notice of a change back when what was saved is in force, or the connection is closed.
    static func settle(_ parts: ConnectionParts) {
        guard let told = parts.toldChange, parts.model[told.id].map({ all($0, parts.book).isEmpty }) ?? true else {
            return
        }
        parts.stage.settle(told.notice)
        parts.toldChange = nil
    }

    private static func shown(_ value: String, _ field: ConnectionField, _ draft: ConnectionDraft) -> String {
        value.isEmpty ? "none" : field.isHidden(draft) ? Secret.dots : NamedSecrets.shown.text(value)
    }

    /// The names of variables that have another value.
    private static func changed(_ old: Variables, _ new: Variables) -> [String] {
        guard old != new else { return [] }
        // With every frame until it is in force: only what does not stand where it stood is looked for by its name.
        let shared = min(old.all.count, new.all.count)
        var names: Set<String> = []
        for place in 0..<shared where old.all[place] != new.all[place] {
            names.formUnion([old.all[place].name, new.all[place].name])
        }
        for variable in old.all[shared...] + new.all[shared...] { names.insert(variable.name) }
        func values(_ variables: Variables) -> [String: Secret] {
            let meant = variables.all.filter { names.contains($0.name) }.map { ($0.name, $0.value) }
            // Of two of one name the later holds.
            return Dictionary(meant) { $1 }
        }
        let (before, after) = (values(old), values(new))
        return names.filter { before[$0] != after[$0] }.sorted()
    }

    /// What is said of it in one line: which, and how it comes into force; nil where nothing differs.
    static func words(_ workspace: Workspace, _ differences: [Difference], _ stage: Stage) -> String? {
        guard !differences.isEmpty else { return nil }
        let names = differences.map(\.name).joined(separator: ", ")
        let how =
            switch workspace.connection.state {
            case .waiting, .connecting: "the next attempt has it"
            default: "\(stage.keymap.name(of: .reconnect, in: .connections)) reconnects with it"
            }
        return "changed; \(how): \(names)"
    }
}
