/// Names one request of the caller; every request ends in exactly one answer that carries its token.
public struct Token: Hashable, Sendable {
    /// The caller's number.
    public let rawValue: UInt64

    /// A token of a number that the caller uses once.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
