import Kit
import Profile

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
}
