import Profile

/// What a verb does of itself where letters say nothing of a connection, and the few letters by which verbs mean different
/// things: `sub`, `pub` and `rr` have the habits of mosquitto's programs, the explorer and `load` those of a person.
public struct ConnectionManner: Sendable {
    /// The connection of no letters.
    var standard = ConnectionDraft()
    /// The Receive Maximum of a connection that is not saved, with MQTT 5.
    var receiveMaximum: UInt16?
    /// How much waits to be sent at most; nil leaves it to the client.
    var maximumQueuedBytes: Int?
    /// Whether topics sent often are replaced by aliases.
    var usesTopicAliases = true
    /// What `-k` may say.
    var keepAlive = 0...65_535
    /// What `-p` may say; 0 is no port, as with mosquitto's programs.
    var ports = 1...65_535
    /// Whether every letter of TLS asks for it, and for its port; else those of authorities do, and the others say how.
    var everyTLSLetterAsks = true
    /// Whether the environment answers what a saved connection would ask a person.
    var environmentAnswers = false

    /// The explorer's.
    public static let explorer = ConnectionManner()

    /// That of `load`, which may stand in a script.
    public static var figures: ConnectionManner {
        var manner = explorer
        manner.environmentAnswers = true
        return manner
    }

    /// That of mosquitto's programs.
    static func script(_ verb: ScriptVerb) -> ConnectionManner {
        var manner = ConnectionManner()
        manner.standard.clientID = ""
        // Reasons of refusals come with MQTT 5 alone.
        manner.standard.version = verb == .rr ? "5" : verb == .retained ? "auto" : "3.1.1"
        manner.standard.limits.maximumInFlight = 20
        manner.receiveMaximum = 20
        manner.maximumQueuedBytes = 256 << 20
        manner.usesTopicAliases = false
        manner.keepAlive = 5...65_535
        manner.ports = 0...65_535
        manner.everyTLSLetterAsks = false
        manner.environmentAnswers = true
        return manner
    }
}
