/// A step that changed a ``RequestLibrary``, as a difference: what it changed, by the ids of requests, with what was there
/// before. What it did not change is none of its business, so that to take it back leaves all that was done since.
struct LibraryStep: Sendable {
    /// Which it is: no other one has the number.
    let number: Int
    /// What comes back with it.
    var words: String
    /// What it did.
    var change: Change

    /// What a step did.
    enum Change: Sendable {
        /// Nothing here: something beside the library was changed.
        case beside
        /// Requests were taken out, in their order; so were folders that were made by hand, from these places.
        case taken([Place], folders: [(place: Int, name: String)])
        /// A copy was made, which was so.
        case copied(RequestLibrary.Item)
        /// Requests got other names or folders; so did folders that were made by hand, at these places.
        case named([Names], folders: [(place: Int, name: String)] = [])
        /// A request was put elsewhere; it stood behind another one, nil for the first of all.
        case shifted(Int, behind: Int?)
        /// A secret became a reference.
        case referred(Reference)
        /// A folder was made.
        case madeFolder(String)
    }

    /// A request that was taken out.
    struct Place: Sendable {
        /// As it was.
        let item: RequestLibrary.Item
        /// The request that it stood behind; nil for the first of all.
        let neighbour: Int?

        init(_ item: RequestLibrary.Item, behind neighbour: Int?) { (self.item, self.neighbour) = (item, neighbour) }
    }

    /// What a request was called and where it lay, as it is typed and as it is saved.
    struct Names: Sendable {
        let id: Int
        let draft: RequestLibrary.ProfileKey
        let saved: RequestLibrary.ProfileKey?

        init(_ item: RequestLibrary.Item) {
            (id, draft) = (item.id, RequestLibrary.ProfileKey(item.draft))
            saved = item.saved.map { RequestLibrary.ProfileKey($0) }
        }
    }

    /// A request around a secret that became a reference, as it is typed and as it is saved.
    struct Reference: Sendable {
        let id: Int
        var draft: Swap
        var saved: Swap?

        /// One form of the request, before and after.
        struct Swap: Sendable {
            let clear: ClearSecret
            let before: RequestDraft
            var after: RequestDraft

            init(_ clear: ClearSecret, _ draft: RequestDraft) {
                (self.clear, before, after) = (clear, draft, draft)
            }
        }
    }
}
