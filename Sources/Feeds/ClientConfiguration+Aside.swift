public import MQTT

extension ClientConfiguration {
    /// The same way to the broker for a client beside the one on the screen, which leaves nothing behind.
    public var aside: ClientConfiguration {
        var own = self
        // Its end is no death: a will would be told to everybody.
        own.will = nil
        own.cleanStart = true
        own.connectProperties.sessionExpiryInterval = nil
        // What the other one's renewal answers has the identifier, the will and the session of the other one.
        own.renewal = nil
        return own
    }

    /// The same for one that stands while the other does.
    public func aside(_ purpose: String) -> ClientConfiguration {
        var own = aside
        // Another client of the same person: the same identifier would throw the connection on the screen out.
        own.clientID += own.clientID.isEmpty ? "" : "-\(purpose)"
        return own
    }
}
