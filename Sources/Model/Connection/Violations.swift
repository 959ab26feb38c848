public import MQTT

/// The rules of the protocol that the broker broke, and how often.
public struct Violations: Equatable, Sendable {
    /// One rule, broken by one kind of packet.
    public struct Kind: Equatable, Sendable {
        fileprivate let kind: ProtocolViolation.Kind
        /// What was wrong the first time, and where the standard says so.
        public let words: String
        /// How often it was.
        public fileprivate(set) var count: Int
    }

    /// The rules in the order in which they were first broken.
    public private(set) var kinds: [Kind] = []
    /// How often any was broken.
    public private(set) var total = 0

    /// Nothing is broken.
    public init() {}

    /// Counts breaches; true when they are the first of their kind.
    /// - Parameter version: that of the connection.
    public mutating func count(_ violation: ProtocolViolation, in version: ProtocolVersion, _ count: Int) -> Bool {
        total += count
        // By rule and packet: a broker that answers each message twice names another number each time.
        if let place = kinds.firstIndex(where: { $0.kind == violation.kind }) {
            kinds[place].count += count
            return false
        }
        kinds.append(Kind(kind: violation.kind, words: violation.words(in: version), count: count))
        return true
    }
}
