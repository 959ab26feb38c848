/// Everything a session knows: topics, messages, traffic, losses and the state of the connection.
///
/// Main thread only. Values go in by its functions; nothing here reads a clock but the deadline of `advance(until:)`.
public final class Workspace {
    /// Every topic seen.
    public let topics: TopicTree
    /// The messages kept.
    public let messages: MessageStore
    /// Messages and bytes per second.
    public private(set) var traffic = TrafficMeter()
    /// What was received and is not kept whole.
    public private(set) var losses = Losses()
    /// Where the connection stands.
    public var connection = ConnectionStatus()
    /// The subscriptions and the broker's answers.
    public var subscriptions: [SubscriptionStatus] = []
    /// What happened, oldest first; the last 200.
    public private(set) var notices: [Notice] = []
    /// Names and shows the MQTT 5 properties of a message from their bytes as sent. Set by whoever knows the codec.
    public var describeProperties: (UnsafeRawBufferPointer) -> [(name: String, value: String)] = { _ in [] }
    /// The most bytes kept of one payload; nil for no limit.
    public let maximumPayload: Int?

    private struct WeakLog {
        weak var log: MessageLog?
    }
    private var logs: [WeakLog] = []
    private var hasGap = false

    /// The most notices kept.
    public static let maximumNotices = 200

    /// Makes an empty workspace.
    /// - Parameters:
    ///   - memory: bytes of messages kept, headers and indexes included.
    ///   - maximumPayload: bytes kept of one payload; longer ones are cut and counted.
    ///   - maximumTopics: levels of topics kept; messages of further topics are refused and counted.
    public init(memory: Int = 256 << 20, maximumPayload: Int? = nil, maximumTopics: Int = 2_000_000) {
        topics = TopicTree(maximumTopics: maximumTopics)
        messages = MessageStore(budget: memory)
        self.maximumPayload = maximumPayload
    }

    /// Takes one message in. The buffers are copied; `properties` are the bytes of the MQTT 5 properties as sent,
    /// without their length, or empty.
    public func receive(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, properties: UnsafeRawBufferPointer,
        flags: MessageFlags, at time: Moment
    ) {
        traffic.count(bytes: topic.count + payload.count, at: time)
        let hash = topics.hash(topic)
        var number = topics.lookUp(topic, hash: hash)
        if number == 0 { number = topics.add(topic) }
        guard number != 0 else {
            losses.refusedMessages += 1
            losses.refusedBytes += payload.count
            return
        }
        let id = TopicID(rawValue: UInt32(truncatingIfNeeded: number))
        let kept = min(payload.count, maximumPayload ?? Int.max)
        if kept < payload.count {
            losses.cutMessages += 1
            losses.cutBytes += payload.count - kept
        }
        let previous = topics.info(id, now: time).lastSequence
        let message = StoredMessage(
            sequence: messages.endSequence, time: time, topic: id, flags: flags, payloadSize: payload.count,
            keptSize: kept, gapBefore: hasGap)
        hasGap = false
        messages.append(
            message, payload: UnsafeRawBufferPointer(rebasing: payload[..<kept]), properties: properties,
            previous: previous, losses: &losses)
        topics.count(number, sequence: message.sequence, flags: flags, isEmpty: payload.isEmpty, at: time)
    }

    /// Marks that the connection was lost: the next message shows a gap before it.
    public func markGap(at time: Moment) {
        hasGap = messages.endSequence > 0
    }

    /// Forgets a topic and everything below it; its messages vanish from the logs.
    public func forget(_ id: TopicID) {
        topics.forget(id, endSequence: messages.endSequence)
        for log in logs { log.log?.restart() }
    }

    /// Forgets every topic and every message.
    public func forgetAll() {
        topics.forgetAll()
        messages.removeAll()
        for log in logs { log.log?.restart() }
    }

    /// Adds a line to `notices`.
    public func notify(_ notice: Notice) {
        notices.append(notice)
        if notices.count > Self.maximumNotices { notices.removeFirst(notices.count - Self.maximumNotices) }
    }

    /// Makes a log of messages that is kept up to date by `advance` for as long as it is held.
    public func openLog() -> MessageLog {
        logs.removeAll { $0.log == nil }
        let log = MessageLog(workspace: self)
        logs.append(WeakLog(log: log))
        return log
    }

    /// Does work that is too long for one step (filtering, sorting, examining messages for the logs) until a deadline.
    /// - Parameters:
    ///   - deadline: when to stop.
    ///   - now: the moment at which figures are compared; the last message's when nil.
    /// - Returns: whether there is more to do.
    @discardableResult
    public func advance(until deadline: ContinuousClock.Instant, now: Moment? = nil) -> Bool {
        for log in logs { log.log?.advance() }
        while topics.advanceFilter(bytes: 1 << 20) {
            if ContinuousClock.now >= deadline { return true }
        }
        return topics.advanceOrders(now: now)
    }
}
