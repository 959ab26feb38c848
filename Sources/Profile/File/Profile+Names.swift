extension Profile {
    /// The saved requests that a name means: of `folder/name` the one, of `name` alone all that are called so.
    public func requests(named name: String) -> [RequestDraft] {
        Self.items(of: requests.values, named: name, path: \.savedPath, name: \.name)
    }

    /// The saved publishes that a name means, in the same way.
    public func publishes(named name: String) -> [PublishDraft] {
        Self.items(of: publishes.values, named: name, path: \.savedPath, name: \.name)
    }

    /// The whole path goes first: what is in no folder has no other name.
    private static func items<Item>(
        of all: [Item], named wanted: String, path: (Item) -> String, name: (Item) -> String
    ) -> [Item] {
        let whole = all.filter { path($0) == wanted }
        return whole.isEmpty ? all.filter { name($0) == wanted } : whole
    }

    /// The saved requests whose names are a slip away from one.
    public func requests(near name: String) -> [RequestDraft] {
        requests.values.filter { isNear($0.name, name) || isNear($0.savedPath, name) }
    }
}

extension RequestDraft {
    /// Folder and name as a person writes them: `sensors/list sensors`.
    public var savedPath: String { folder.isEmpty ? name : "\(folder)/\(name)" }

    /// What people call it: where it is saved, else its method and its URL as it is typed, dots for passwords.
    public var title: String { name.isEmpty ? "\(method) \(NamedSecrets.shown.url(url))" : savedPath }
}

extension PublishDraft {
    /// Folder and name as a person writes them: `lights/lamp on`.
    public var savedPath: String { folder.isEmpty ? name : "\(folder)/\(name)" }
}
