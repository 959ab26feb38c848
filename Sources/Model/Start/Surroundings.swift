public import Profile

/// What is found on this machine for who has no connection yet.
public struct Surroundings: Equatable, Sendable {
    /// A place where something listens.
    public struct Place: Equatable, Sendable {
        /// Its address, as a connection has it.
        public var url: String
        /// Whether a broker answers there, though perhaps not to everybody.
        public var isBroker: Bool
        /// What came of asking.
        public var words: String

        /// A place that answered.
        public init(url: String, isBroker: Bool, words: String) {
            self.url = url
            self.isBroker = isBroker
            self.words = words
        }
    }

    /// What came of asking at an address.
    public enum Answer: Equatable, Sendable {
        /// A broker answers, though perhaps not to everybody.
        case broker
        /// Something listens that is no broker.
        case other
        /// Nothing listens there.
        case nothing
    }

    /// Where something answered on loopback; nil while it was not asked.
    public var places: [Place]?
    /// What came of asking at the loopback addresses of connections that are saved or found, by their addresses; empty while
    /// nobody was asked.
    public var answers: [String: Answer] = [:]
    /// The ports that were asked.
    public var ports: [Int] = []
    /// What other programs keep here.
    public var imports: [FoundImport] = []

    /// Nothing is known.
    public init() {}
}
