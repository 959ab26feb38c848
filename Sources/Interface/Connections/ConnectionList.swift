import Model
import Payloads
import Profile

/// The lines of the pane Connections, made anew only when something that they are made of has changed: a frame with ten
/// thousand saved connections costs what its rows cost.
final class ConnectionList {
    /// What the lines depend on.
    private struct Key: Equatable {
        var profile: Int
        var open: [Open]
        var surroundings: Surroundings
    }

    private struct Open: Equatable {
        var id: ConnectionID
        var name: String
    }

    private let parts: ConnectionParts
    private var key: Key?
    private var filter = ""
    /// All lines, and of each what the filter looks in; nil until something is typed.
    private var all: [ConnectionRow] = []
    private var texts: [String]?
    /// How often the lines were made of the profile.
    private(set) var made = 0
    private(set) var rows: [ConnectionRow] = []
    private(set) var identities: [ConnectionRow.Identity?] = []

    init(_ parts: ConnectionParts) { self.parts = parts }

    /// Makes the lines that match, unless they are there.
    func make(_ filter: String) {
        let open = parts.model.connections.filter { $0.connection.state != .idle }
            .map { Open(id: $0.id, name: $0.connection.name) }
        let wanted = Key(profile: parts.book.version, open: open, surroundings: parts.model.surroundings)
        // Every frame and every key asks.
        if wanted == key, filter == self.filter { return }
        if wanted != key {
            (all, texts) = (ConnectionRow.all(parts), nil)
            made += 1
        }
        (key, self.filter) = (wanted, filter)
        let words = WordSearch(filter)
        rows = words.isEmpty ? all : matches(words)
        identities = rows.map(\.identity)
    }

    private func matches(_ words: WordSearch) -> [ConnectionRow] {
        let texts = texts ?? all.map { "\($0.name)\n\($0.words)" }
        self.texts = texts
        return all.indices.filter { place in
            // A heading over nothing, or between two matches, tells nothing.
            all[place].kind != .heading && words.isFound(in: texts[place])
        }.map { all[$0] }
    }

    /// The row of what has this identity; nil when it is not listed.
    func row(_ identity: ConnectionRow.Identity, near place: Int) -> ConnectionRow? {
        // Where it was last: with ten thousand rows the search is for when it has moved.
        if identities.indices.contains(place), identities[place] == identity { return rows[place] }
        return identities.firstIndex(of: identity).map { rows[$0] }
    }
}
