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
        // The broker gives one (MQTT 5 3.1.3.1): two scripts at once must not end each other.
        manner.standard.clientID = ""
        // Reasons of refusals come with MQTT 5 alone.
        manner.standard.version = verb == .rr ? "5" : verb == .retained ? "auto" : "3.1.1"
        // As `-M` of mosquitto's programs has it when it is not given.
        manner.standard.limits.maximumInFlight = 20
        manner.receiveMaximum = 20
        // `pub -l` reads faster than a broker takes; what is over it waits in the pipe.
        manner.maximumQueuedBytes = 256 << 20
        // mosquitto's programs send each topic in full; an alias is given with `-D`.
        manner.usesTopicAliases = false
        // mosquitto's programs refuse less than 5, and 0 too.
        manner.keepAlive = 5...65_535
        manner.ports = 0...65_535
        manner.everyTLSLetterAsks = false
        // Nobody sits in front of a script whom a password could be asked of.
        manner.environmentAnswers = true
        return manner
    }
}
