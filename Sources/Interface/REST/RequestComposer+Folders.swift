import Profile

/// Folders with what they say of who sends their requests: it goes along when a folder gets another name or goes, and
/// comes back with it.
extension RequestComposer {
    /// What folders said before one of them changed, and the words of the library's undo.
    struct FolderChange {
        var words: String
        var before: [String: RequestAuth]
    }

    func renameFolder(_ old: String, to new: String) {
        guard let name = library.renameFolder(old, to: new) else { return }
        changeSenders("the old name of \(old)", of: old) { name + $0.dropFirst(old.count) }
    }

    func deleteFolder(_ folder: String) {
        library.deleteFolder(folder)
        changeSenders("the folder \(folder)", of: folder) { _ in nil }
    }

    /// Says who sends the requests of a folder, nil for nothing: a step of the library's undo like every other key there.
    func setSender(of folder: String, to auth: RequestAuth?) {
        let before = book.profile.settings.folders
        guard before[folder] != auth else { return }
        let words = "the sender of \(folder)"
        library.mark(words)
        folderChanges.append(FolderChange(words: words, before: before))
        book.change(words) { $0.settings.folders[folder] = auth }
    }

    /// Takes back the last change of the library; answers what came back.
    func undoInLibrary() -> String? {
        guard let words = library.undo() else { return nil }
        if let last = folderChanges.last, last.words == words {
            folderChanges.removeLast()
            book.change("the senders of folders") { $0.settings.folders = last.before }
        }
        return words
    }

    /// - Parameter rename: the new path of a folder; nil takes away what it says.
    private func changeSenders(_ words: String, of folder: String, _ rename: (String) -> String?) {
        let before = book.profile.settings.folders
        var after: [String: RequestAuth] = [:]
        for (path, auth) in before {
            let isInside = path == folder || path.hasPrefix(folder + "/")
            if let path = isInside ? rename(path) : path { after[path] = auth }
        }
        guard after != before else { return }
        folderChanges.append(FolderChange(words: words, before: before))
        book.change("the sender of \(folder)") { $0.settings.folders = after }
    }
}
