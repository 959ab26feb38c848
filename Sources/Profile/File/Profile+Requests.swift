extension Profile {
    /// The saved requests that a name means: of `folder/name` the one, of `name` alone all that are called so.
    public func requests(named name: String) -> [RequestDraft] {
        let all = requests.values
        let whole = all.filter { $0.savedPath == name }
        return whole.isEmpty ? all.filter { $0.name == name } : whole
    }

    /// The saved requests whose names are a slip away from one.
    public func requests(near name: String) -> [RequestDraft] {
        requests.values.filter { isNear($0.name, name) || isNear($0.savedPath, name) }
    }
}

extension RequestDraft {
    /// Folder and name as a person writes them: `sensors/list sensors`.
    public var savedPath: String { folder.isEmpty ? name : "\(folder)/\(name)" }
}
