/// What a CONNACK that accepts has said of the connection (MQTT 5 3.2).
struct Acceptance: Sendable {
    /// What the broker allows.
    let limits: ServerLimits
    /// How long the broker keeps the session, in seconds, where it says so (3.2.2.3.2).
    let sessionExpiry: UInt32?
    /// Whether the broker has given the client an identifier (3.2.2.3.7).
    let assignsClientID: Bool
    /// Whether a session goes on, with subscriptions whose grants nobody has kept.
    let hasOldGrants: Bool

    init(_ answer: ConnectAck) {
        limits = ServerLimits(answer.properties)
        sessionExpiry = answer.properties.sessionExpiryInterval
        assignsClientID = answer.properties.assignedClientIdentifier != nil
        hasOldGrants = answer.sessionPresent
    }
}
