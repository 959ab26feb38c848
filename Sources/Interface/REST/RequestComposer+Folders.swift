import Profile

/// Folders with what they say of who sends their requests: it goes along when a folder gets another name or goes, and
/// comes back with it.
extension RequestComposer {
    /// What folders said before one of them changed, and the step of the library that it went with.
    struct FolderChange {
        var step: Int?
        /// What went, by the paths as they were, and the paths as they are now for those that only got another one.
        var before: [String: RequestAuth] = [:]
        var renamed: [String: String] = [:]
        /// A folder that was told by itself who sends its requests, and what it said before; nil for no such step.
        var told: (folder: String, before: RequestAuth?)?
    }

    /// - Returns: its new name; nil when it keeps the old one.
    @discardableResult func renameFolder(_ old: String, to new: String) -> String? {
        guard let name = library.renameFolder(old, to: new) else { return nil }
        changeSenders(of: old) { name + $0.dropFirst(old.count) }
        return name
    }

    func deleteFolder(_ folder: String) {
        library.deleteFolder(folder)
        changeSenders(of: folder) { _ in nil }
    }

    /// Says who sends the requests of a folder, nil for nothing: a step of the library's undo like every other key there.
    func setSender(of folder: String, to auth: RequestAuth?) {
        let before = book.profile.settings.folders[folder]
        guard before != auth else { return }
        let words = "the sender of \(folder)"
        library.mark(words)
        folderChanges.append(FolderChange(step: library.undoable, told: (folder, before)))
        book.change(words) { $0.settings.folders[folder] = auth }
    }

    /// Takes back the last change of the library; answers what came back.
    func undoInLibrary() -> String? {
        let step = library.undoable
        guard let words = library.undo() else { return nil }
        if let last = folderChanges.last, last.step == step {
            folderChanges.removeLast()
            book.change("the senders of folders") { $0.settings.folders = Self.before(last, $0.settings.folders) }
        }
        return words
    }

    /// What folders say, with one step taken back: what was said since of them and of others holds.
    private static func before(_ step: FolderChange, _ now: [String: RequestAuth]) -> [String: RequestAuth] {
        var folders = now
        if let told = step.told { folders[told.folder] = told.before }
        var back: [String: RequestAuth] = [:]
        for (path, auth) in step.before {
            guard let new = step.renamed[path] else {
                back[path] = auth
                continue
            }
            // Said anew under the new name, or taken away there.
            back[path] = folders.removeValue(forKey: new)
        }
        return folders.merging(back) { now, _ in now }
    }

    /// Takes what folders say along with the step of the library that was just done.
    /// - Parameter rename: the new path of a folder; nil takes away what it says.
    private func changeSenders(of folder: String, _ rename: (String) -> String?) {
        var after = book.profile.settings.folders
        var before = after.filter { $0.key == folder || $0.key.hasPrefix(folder + "/") }
        guard !before.isEmpty else { return }
        let moved = before.compactMap { path, auth in rename(path).map { (old: path, new: $0, auth: auth) } }
        for path in before.keys { after[path] = nil }
        for step in moved {
            // A folder may get the name of another one, which said something of its own.
            if let other = after.updateValue(step.auth, forKey: step.new) { before[step.new] = other }
        }
        let renamed = Dictionary(moved.map { ($0.old, $0.new) }, uniquingKeysWith: { $1 })
        folderChanges.append(FolderChange(step: library.undoable, before: before, renamed: renamed))
        book.change("the sender of \(folder)") { $0.settings.folders = after }
    }
}
