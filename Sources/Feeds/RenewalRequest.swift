public import MQTT

/// A feed asks what to make its next attempt to connect with.
public struct RenewalRequest: Sendable {
    /// Why the last attempt or connection ended; nil when the person asked for another.
    public let failure: ConnectionFailure?
    /// To be called once, from any thread; nil goes on with what was tried. A failure counts as one of the attempt.
    public let answer: @Sendable (Result<ClientConfiguration?, ConnectionFailure>) -> Void
}
