/// What became of the names of environments while the program runs, for what is kept beside the profile under them.
///
///     there ──renamed──> there under another name
///       └─deleted──> gone ──undo──> there
///                      ├─ another one gets the name ──> emptied
///                      └─ the program ends ──> gone for good
public struct EnvironmentNews: Sendable {
    /// One change.
    public enum Event: Equatable, Sendable {
        /// What is kept under the one name belongs under the other.
        case renamed(from: String, to: String)
        /// An environment has this name that a deleted one had: nothing of that one is its.
        case emptied(String)
    }

    /// The changes that nobody took yet.
    private var events: [Event] = []
    /// Those that were deleted and may come back by undo, by their ids.
    private var gone: [Int: String] = [:]

    /// Takes notice of a change of one's own; ids stay the same in it, and in what undo brings back.
    mutating func follow(_ before: ProfileList<Environment>, _ after: ProfileList<Environment>) {
        let old = Self.names(before)
        let new = Self.names(after)
        for (id, name) in old where new[id] == nil { gone[id] = name }
        for (id, name) in new.sorted(by: { $0.key < $1.key }) {
            if let was = old[id] {
                guard was != name else { continue }
                events.append(.renamed(from: was, to: name))
            } else if gone.removeValue(forKey: id) == nil, gone.values.contains(name) {
                events.append(.emptied(name))
            }
            // Whoever has the name now: what is kept under it is no deleted environment's any more.
            gone = gone.filter { $0.value != name }
        }
    }

    private static func names(_ list: ProfileList<Environment>) -> [Int: String] {
        Dictionary(list.entries.map { ($0.id, $0.value.name) }, uniquingKeysWith: { $1 })
    }

    mutating func take() -> [Event] {
        defer { events = [] }
        return events
    }

    /// Those that are gone for good when the program ends now.
    var deleted: [String] { gone.values.sorted() }
}
