import Model
import Profile

/// The lines of the pane Connections, made anew only when something that they are made of has changed: a frame with ten
/// thousand saved connections costs what its rows cost.
final class ConnectionList {
    /// What the lines depend on.
    private struct Key: Equatable {
        var profile: Int
        var open: [Open]
        var surroundings: Surroundings
        var filter: String
    }

    private struct Open: Equatable {
        var id: ConnectionID
        var name: String
    }

    private let parts: ConnectionParts
    private var key: Key?
    private(set) var rows: [ConnectionRow] = []
    private(set) var identities: [ConnectionRow.Identity?] = []

    init(_ parts: ConnectionParts) { self.parts = parts }

    /// Makes the lines that match, unless they are there.
    func make(_ filter: String) {
        let open = parts.model.connections.filter { $0.connection.state != .idle }
            .map { Open(id: $0.id, name: $0.connection.name) }
        let wanted = Key(
            profile: parts.book.version, open: open, surroundings: parts.model.surroundings, filter: filter)
        // Every frame and every key asks.
        guard wanted != key else { return }
        key = wanted
        rows = ConnectionRow.all(parts)
        if !filter.isEmpty {
            let words = filter.lowercased()
            rows = rows.filter { row in
                // A heading over nothing, or between two matches, tells nothing.
                row.kind != .heading
                    && (row.name.lowercased().contains(words) || row.words.lowercased().contains(words))
            }
        }
        identities = rows.map(\.identity)
    }

    /// The row of what has this identity; nil when it is not listed.
    func row(_ identity: ConnectionRow.Identity, near place: Int) -> ConnectionRow? {
        // Where it was last: with ten thousand rows the search is for when it has moved.
        if identities.indices.contains(place), identities[place] == identity { return rows[place] }
        return identities.firstIndex(of: identity).map { rows[$0] }
    }
}
