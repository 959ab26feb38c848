import Kit
import Profile
import Terminal

/// What is done with a folder, beside its name.
extension RequestsPane {
    func perform(_ action: Action, onFolder name: String) -> [Effect] {
        let sender = FolderSender(folder: name, composer: composer, stage: stage)
        if action == .referSecret { sender.refer() } else { sender.ask() }
        return []
    }

    /// Who sends the requests of a folder, in a word beside its name; empty where it does not say it.
    func senderWord(of folder: String) -> String {
        composer.book.profile.settings.folders[folder]?.kind.rawValue ?? ""
    }

    // MARK: - Its name

    /// The folder that is there and begins with what is typed; nil where none is asked for.
    var offeredFolder: String? {
        switch question {
        case .move, .newFolder: break
        case .filter, .rename, .renameFolder: return nil
        }
        guard let text = field?.text.lowercased(), !text.isEmpty else { return nil }
        let library = composer.library
        let folders = library.folders + library.items.map(\.draft.folder)
        return folders.first { $0.lowercased().hasPrefix(text) && $0.lowercased() != text }
    }

    /// Tab takes what is offered, as in every field that completes; elsewhere it leaves.
    func type(_ key: KeyPress, _ action: Action?) -> [Effect]? {
        guard action == .nextPane, let offeredFolder else { return typeInField(key, action) }
        field = TextField(offeredFolder)
        return []
    }
}
