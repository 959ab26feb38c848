import Text

/// When the client of a connection stood and went, and by what the broker knows it.
struct Presence {
    /// The broker that accepted it.
    var broker: String
    /// The client identifier in use.
    var clientID: String
    /// When it came in last.
    var connectedAt: Moment
    /// When it was lost; nil while it stands.
    var lostAt: Moment?
    /// How many times in a row it was closed as soon as it stood.
    var shortLives = 0

    /// Whether the broker takes the two for one; an empty identifier names nobody.
    func isSame(as other: Presence) -> Bool {
        !clientID.isEmpty && clientID == other.clientID && broker == other.broker
    }
}
