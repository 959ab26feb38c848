/// What `retained` is asked to do.
public struct RetainedRequest: Sendable {
    /// The two things it can do.
    public enum Deed: Sendable {
        /// List what is retained.
        case list
        /// Take it away.
        case clear
    }

    /// Which of the two.
    public var deed: Deed
    /// How to connect.
    public var connection: ConnectionSetup
    /// Which topics it is about.
    public var filters: [String] = []
    /// How a message is printed; nil for size, topic and the beginning of the value.
    public var output: MessageOutput?
    /// Whether what would be cleared is only listed and counted.
    public var isDryRun = false
    /// Whether nobody needs to be asked.
    public var isConfirmed = false
    /// How long nothing must have come, for brokers that send what they keep later than their other answers.
    public var settle: Duration?
    /// After how long to give up (`-W`).
    public var timeOut: Duration?

    /// A deed, and how to connect for it.
    public init(_ deed: Deed, _ connection: ConnectionSetup) {
        self.deed = deed
        self.connection = connection
    }
}
