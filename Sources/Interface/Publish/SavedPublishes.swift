import Profile

/// The saved publishes that a filter leaves, gathered anew when the profile or the filter is another one: there may be
/// thousands, and each key and each frame asks for them.
struct SavedPublishes {
    private var version = -1
    private var filter: String?
    private var places: [Int: Int] = [:]
    /// Their numbers in the profile, in its order.
    private(set) var ids: [Int?] = []

    /// Looks at the profile as it is now.
    mutating func follow(_ book: ProfileBook, _ filter: ListFilter, _ words: (PublishDraft) -> String) {
        if version == book.version, self.filter == filter.text { return }
        (version, self.filter) = (book.version, filter.text)
        let entries = book.profile.publishes.entries
        ids = entries.filter { filter.passes(words($0.value)) }.map(\.id)
        places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.id, $0) })
    }

    /// One of them, of the profile that was looked at last.
    func draft(_ id: Int, of book: ProfileBook) -> PublishDraft? {
        let entries = book.profile.publishes.entries
        return places[id].flatMap { entries.indices.contains($0) ? entries[$0].value : nil }
    }
}
