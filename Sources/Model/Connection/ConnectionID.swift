/// Names one open connection for as long as the program runs, whatever it is called.
public struct ConnectionID: Hashable, Sendable {
    /// The number, 0 for the first one.
    public let rawValue: Int

    /// The connection of a number.
    public init(_ rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The connection that the program starts with.
    public static let first = ConnectionID(0)
}
