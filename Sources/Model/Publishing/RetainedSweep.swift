public import Profile
public import Text

/// Retained messages being taken away, or put back: paced by the broker's acknowledgements, to be cancelled at any
/// time, with the failures listed. A pure machine: the app publishes what `takeNext` gives and tells how it ended.
public struct RetainedSweep: Sendable {
    /// One retained message.
    public struct Item: Hashable, Sendable {
        /// Its topic.
        public let topic: String
        /// Its payload: what is published; empty to clear (MQTT 5 3.3.1.3).
        public let payload: [UInt8]
        /// Its properties.
        public var properties = PublishDraftProperties()
        /// What it is published with; at least 1, as a sweep goes by acknowledgements.
        public var qos = 1
        /// The number of the message here that it was; nil where that is not known.
        public var sequence: UInt64?
        /// Whether the broker has sent it as retained, or has it from here; else it is the last that came, which may not be
        /// what was kept.
        public var wasSeenRetained = true
        /// When the time is over that its sender gave it; nil for none.
        public var expires: Moment?
        /// Where it was cleared, as ``ConnectionStatus/origin`` says it.
        var origin = ""
        /// Whether its topic was published to from here with RETAIN since it was cleared.
        package internal(set) var isOvertaken = false
        /// Why it is not sure that it belongs back, at the time it was asked for.
        public internal(set) var doubts: RetainedDoubts = []

        package init(topic: String, payload: [UInt8]) { (self.topic, self.payload) = (topic, payload) }
    }

    /// Where a sweep stands.
    public enum State: Hashable, Sendable {
        case running, finished, cancelled
    }

    /// The most publishes that wait for their acknowledgement.
    public static let window = 20
    /// The most failures that are listed one by one; more are only counted.
    public static let maximumListed = 1000

    /// Tells one sweep of a connection from another: what is still on its way of the one before is none of this.
    public internal(set) var id = 0
    /// Whether it takes away, rather than puts back.
    public let isClearing: Bool
    /// Where it stands.
    public private(set) var state = State.running
    /// How many retained messages it is about.
    public var total: Int { topics.count + items.count }
    /// How many were acknowledged.
    public private(set) var done = 0
    /// How many failed.
    public private(set) var failed = 0
    /// Topics that failed, and why.
    public private(set) var failures: [(topic: String, reason: String)] = []

    /// How what is cleared is put back from where the person stands, for the notice that tells its end; nil for who sees it.
    var undoWords: String?

    /// What is taken away.
    private let topics: [String]
    /// What is put back.
    private let items: [Item]
    private var next = 0
    private var inFlight = 0

    /// Takes the retained messages of these topics away.
    public init(clearing topics: [String]) {
        isClearing = true
        (self.topics, items) = (topics, [])
        finishIfDone()
    }

    /// Puts retained messages back.
    public init(restoring items: [Item]) {
        isClearing = false
        (topics, self.items) = ([], items)
        finishIfDone()
    }

    /// Publishes that wait for their acknowledgement.
    public var waiting: Int { inFlight }

    /// The next message to publish with retain at QoS 1; nil while the window is full, or at the end.
    public mutating func takeNext() -> Item? {
        guard state == .running, next < total, inFlight < Self.window else { return nil }
        defer { next += 1 }
        inFlight += 1
        return isClearing ? Item(topic: topics[next], payload: []) : items[next]
    }

    /// A publish came to its end; nil for acknowledged.
    public mutating func ended(_ topic: String, failure: String?) {
        inFlight -= 1
        if let failure {
            failed += 1
            if failures.count < Self.maximumListed { failures.append((topic, failure)) }
        } else {
            done += 1
        }
        finishIfDone()
    }

    /// Sends nothing more; what is on its way still ends.
    public mutating func cancel() {
        if state == .running { state = .cancelled }
    }

    private mutating func finishIfDone() {
        // A cancelled one stays cancelled, though its last publishes still end.
        if state == .running, next == total, inFlight == 0 { state = .finished }
    }
}
