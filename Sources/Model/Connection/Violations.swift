/// The rules of the protocol that the broker broke, and how often.
public struct Violations: Equatable, Sendable {
    /// One rule, broken by one kind of packet.
    public struct Kind: Equatable, Sendable {
        /// What is wrong, and where the standard says so.
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
    public mutating func count(_ words: String, _ count: Int) -> Bool {
        total += count
        if let place = kinds.firstIndex(where: { $0.words == words }) {
            kinds[place].count += count
            return false
        }
        kinds.append(Kind(words: words, count: count))
        return true
    }
}
