/// Why an exchange has no complete answer.
public struct ExchangeFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What failed, where, and what to do next, in one line.
    public var words: String
    /// The phase it failed in; nil when it was refused before anything was sent.
    public var phase: ExchangeTimings.Phase?

    /// A failure in words.
    public init(_ words: String, in phase: ExchangeTimings.Phase? = nil) {
        self.words = words
        self.phase = phase
    }

    /// The words.
    public var description: String { words }
}
