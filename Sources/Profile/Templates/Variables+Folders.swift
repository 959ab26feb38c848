extension Variables {
    /// How a request says who sends it: as it says itself, else as the nearest folder does that it lies in.
    public func auth(for draft: RequestDraft) -> RequestAuth {
        // None may also be meant, in a folder whose requests have credentials.
        guard draft.auth == .none, draft.inheritsAuth else { return draft.auth }
        return inherited(by: draft)?.auth ?? .none
    }

    /// What the nearest folder says that a request lies in; nil where none does.
    public func inherited(by draft: RequestDraft) -> (folder: String, auth: RequestAuth)? {
        var folder = draft.folder[...]
        while !folder.isEmpty {
            if let auth = folders[String(folder)] { return (String(folder), auth) }
            folder = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
        }
        return nil
    }

    /// The request with what it has of its folder.
    public func inheriting(_ draft: RequestDraft) -> RequestDraft {
        var draft = draft
        draft.auth = auth(for: draft)
        return draft
    }
}
