public import Text
public import Topics

/// Requests that were published and wait for their reply (MQTT 5 4.10): matched by response topic and correlation data.
public struct AwaitedReplies: Sendable {
    /// A request and what became of it.
    public struct Request: Hashable, Sendable {
        /// What became of a request.
        public enum State: Hashable, Sendable {
            /// The reply has not come.
            case waiting
            /// The reply: the number of the message, and microseconds from request to reply.
            case answered(sequence: UInt64, after: Int64)
            /// No reply came in time.
            case timedOut
        }

        /// The number of the delivery that carried the request.
        public let id: Int
        /// The topic that the reply comes on.
        public let responseTopic: String
        /// What the reply carries again; nil to take the first message on the topic (before MQTT 5).
        public let correlationData: [UInt8]?
        /// Whether the topic was chosen for this request alone, so that it is subscribed to no longer than that.
        public let isOwnTopic: Bool
        /// When it was sent.
        public let began: Moment
        /// When it is given up.
        public fileprivate(set) var deadline: Moment
        /// What became of it.
        public fileprivate(set) var state = State.waiting
        /// Messages before this one are no replies.
        fileprivate var seen: UInt64
    }

    /// The most requests remembered.
    public static let maximumRequests = 200

    /// Every request that is remembered, oldest first.
    public private(set) var requests: [Request] = []

    /// An empty book.
    public init() {}

    /// Notes a request that is being sent.
    /// - Parameter endSequence: one more than the number of the newest message now.
    public mutating func begin(
        id: Int, responseTopic: String, correlationData: [UInt8]?, isOwnTopic: Bool = false, now: Moment,
        timeout: Int64,
        endSequence: UInt64
    ) {
        requests.append(
            Request(
                id: id, responseTopic: responseTopic, correlationData: correlationData, isOwnTopic: isOwnTopic,
                began: now,
                deadline: now + timeout, seen: endSequence))
        guard requests.count > Self.maximumRequests else { return }
        // One that waits is wanted, and maybe subscribed to; without any other the oldest is given up by `look`.
        if let over = requests.firstIndex(where: { $0.state != .waiting }) {
            requests.remove(at: over)
        } else if let oldest = requests.firstIndex(where: { $0.deadline > now }) {
            requests[oldest].deadline = now
        }
    }

    /// When the next request is given up; nil when none waits.
    public var nextDeadline: Moment? {
        requests.lazy.filter { $0.state == .waiting }.map(\.deadline).min()
    }

    /// Looks for replies among the messages that came since the last call, and gives up what is over time.
    /// - Parameters:
    ///   - topics, messages: where messages are kept.
    ///   - correlation: the correlation data in the bytes of a message's properties.
    /// - Returns: the requests that ended now.
    public mutating func look(
        in topics: TopicStore, _ messages: MessageStore, now: Moment, correlation: ([UInt8]) -> [UInt8]?
    ) -> [Request] {
        var ended: [Request] = []
        for index in requests.indices where requests[index].state == .waiting {
            if let reply = Self.reply(to: requests[index], topics, messages, correlation) {
                requests[index].state = .answered(sequence: reply.sequence, after: reply.time - requests[index].began)
            } else if now >= requests[index].deadline {
                requests[index].state = .timedOut
            }
            // Messages that are passed over once are not looked at again, however long the reply takes.
            requests[index].seen = messages.endSequence
            if requests[index].state != .waiting { ended.append(requests[index]) }
        }
        return ended
    }

    /// The first message since the last look that answers a request.
    private static func reply(
        to request: Request, _ topics: TopicStore, _ messages: MessageStore, _ correlation: ([UInt8]) -> [UInt8]?
    ) -> StoredMessage? {
        guard let topic = topics.find(topic: request.responseTopic) else { return nil }
        var found: StoredMessage?
        var next = topics.info(topic, now: request.began).lastSequence
        // From the newest back: the last that is found is the first that came.
        while let sequence = next, sequence >= request.seen {
            let isReply =
                request.correlationData.map { correlation(messages.properties(sequence)) == $0 } ?? true
            if isReply, let message = messages.message(sequence) { found = message }
            next = messages.previousOfTopic(sequence)
        }
        return found
    }
}
