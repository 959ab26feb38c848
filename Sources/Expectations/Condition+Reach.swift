extension Condition {
    /// What of an answer, or of a message, a condition speaks of.
    public struct Reach: OptionSet, Hashable, Sendable {
        /// The parts as bits.
        public let rawValue: Int

        /// Parts of their bits.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// What is known with the head: status, header fields, topic, QoS and RETAIN.
        public static let head = Reach(rawValue: 1)
        /// What is known with the body: its text, values, size and hashes.
        public static let body = Reach(rawValue: 2)
        /// How long all of it took.
        public static let time = Reach(rawValue: 4)
    }

    /// What it speaks of: who judges a part of an answer must know what it takes.
    public var reach: Reach { Self.reach(of: root) }

    private static func reach(of node: ConditionNode) -> Reach {
        switch node {
        case .and(let parts), .or(let parts): parts.reduce(into: []) { $0.formUnion(reach(of: $1)) }
        case .not(let part): reach(of: part)
        case .test(let test):
            switch test.source {
            case .status, .field, .topic, .qos, .retain: .head
            case .duration: .time
            case .size, .sha256, .md5, .body, .path: .body
            }
        }
    }
}
