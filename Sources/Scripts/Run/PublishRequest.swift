public import MQTT

/// What `pub` is asked to do.
public struct PublishRequest: Sendable {
    /// Where payloads come from.
    public enum Source: Equatable, Sendable {
        /// The command line (`-m`).
        case text(String)
        /// A file (`-f`).
        case file(String)
        /// All of standard input (`-s`).
        case input
        /// Each line of standard input (`-l`).
        case lines
        /// Nowhere: an empty payload (`-n`).
        case nothing
    }

    /// How to connect.
    public var connection: ConnectionSetup
    /// The message, its payload still to come.
    public var message: Publish
    /// Where its payload comes from.
    public var source: Source
    /// How often it is sent.
    public var repeats = 1
    /// How long after one has been delivered the next is sent.
    public var pause = Duration.zero

    /// A message that is sent once.
    public init(_ connection: ConnectionSetup, message: Publish, source: Source) {
        self.connection = connection
        self.message = message
        self.source = source
    }
}
