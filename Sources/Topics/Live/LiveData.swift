public import Text

/// What has come over one connection and is kept: topics, messages, traffic, losses, load.
///
/// Main thread only. Values go in by its functions; nothing here reads a clock but the deadline of `advance(until:)`.
public final class LiveData {
    /// Every topic seen. It is shown by views over it, such as a `TopicTree`.
    public let topics: TopicStore
    /// The messages kept.
    public let messages: MessageStore
    /// Messages and bytes per second.
    @exclusivity(unchecked) public private(set) var traffic = TrafficMeter()
    /// What the broker says of itself in `$SYS`.
    public let system = SystemLoad()
    /// What martlet measures of what it receives.
    public let received = ReceivedLoad()
    /// Who says, or of whom it is said, that he is gone.
    public let states = AnnouncedStates()
    /// Names and shows the MQTT 5 properties of a message from their bytes as sent. Set by whoever knows the codec.
    public var describeProperties: (UnsafeRawBufferPointer) -> [(name: String, value: String)] = {
        _ in []
    }
    /// Says what rule a message breaks, by `MessageFlags.rule`. Set by whoever knows the codec.
    public var describeRule: (UInt8) -> String? = { _ in nil }
    /// The most bytes kept of one payload; nil for no limit.
    public let maximumPayload: Int?

    private struct WeakLog {
        weak var log: MessageLog?
    }
    private var logs: [WeakLog] = []
    @exclusivity(unchecked) private var hasGap = false
    @exclusivity(unchecked) private var pending = PendingMessages()
    @exclusivity(unchecked) private var replay = RetainedReplay()
    private var counted = Losses()
    private let payloadLimit: Int

    /// Topics looked at in a step of forgetting: about a millisecond.
    private static let forgetSlice = 1 << 14

    /// Makes an empty one.
    /// - Parameters:
    ///   - memory: bytes of messages kept, headers and indexes included; at least 64 KiB.
    ///   - maximumPayload: bytes kept of one payload; longer ones are cut and counted.
    ///   - maximumTopics: levels of topics kept, inner ones included; messages of further topics are refused and counted, as they are when
    ///     the names of all topics exceed 256 MiB.
    public init(memory: Int = 256 << 20, maximumPayload: Int? = nil, maximumTopics: Int = 4_000_000) {
        topics = TopicStore(maximumTopics: maximumTopics)
        messages = MessageStore(budget: memory, topics: topics)
        self.maximumPayload = maximumPayload
        // The record counts in 32 bits.
        payloadLimit = min(max(maximumPayload ?? Int.max, 0), Int(UInt32.max))
    }

    deinit {
        pending.deallocate()
    }

    /// What was received and is not kept whole.
    public var losses: Losses {
        var losses = counted
        losses.evictedMessages = messages.evictedMessages
        losses.evictedBytes = messages.evictedBytes
        losses.forgottenMessages = messages.forgottenMessages
        return losses
    }

    /// Takes one message in. The buffers are copied; `properties` are the bytes of the MQTT 5 properties as sent,
    /// without their length, or empty.
    public func receive(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, properties: UnsafeRawBufferPointer,
        flags: MessageFlags, at time: Moment
    ) {
        receivePending(topic: topic, payload: payload, properties: properties, flags: flags, at: time)
        applyPending()
    }

    /// Takes one message in whose payload is not copied: `owner` keeps its bytes in place and unchanged. For payloads of
    /// at least `MessageStore.adoptedSize`.
    public func receive(
        topic: UnsafeRawBufferPointer, adopting payload: UnsafeRawBufferPointer, owner: AnyObject,
        properties: UnsafeRawBufferPointer, flags: MessageFlags, at time: Moment
    ) {
        // Those that wait came before it.
        applyPending()
        let message = PendingMessages.Message(
            topic: topic, payload: payload, properties: properties, hash: topics.hash(topic), time: time, flags: flags)
        // Not by way of the pending: its owner would have to wait with it.
        apply(message, owner: owner)
        topics.messagesCame()
    }

    /// Takes a message of a batch in, several times as fast as `receive`: it is applied when some more have come, or by
    /// `applyPending`, until when the buffers must stay valid. Nothing else of it may be asked or told before
    /// that.
    public func receivePending(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, properties: UnsafeRawBufferPointer,
        flags: MessageFlags, at time: Moment
    ) {
        let message = PendingMessages.Message(
            topic: topic, payload: payload, properties: properties, hash: topics.hash(topic), time: time, flags: flags)
        // 24 messages behind: what it touches has been fetched by now.
        if let next = pending.push(message, topics) { apply(next.pointee) }
    }

    /// Applies the messages of a batch that still wait.
    public func applyPending() {
        // The last ones have not gone through all steps of fetching.
        pending.finish(topics)
        while let next = pending.pop() { apply(next.pointee) }
        topics.messagesCame()
    }

    @inline(__always)
    private func apply(_ message: PendingMessages.Message, owner: AnyObject? = nil) {
        let payload = message.payload
        var number = Int(message.number)
        // A guess by 32 bits of the hash, some messages old by now.
        if !topics.isTopic(number, message.topic) {
            number = topics.lookUp(message.topic, hash: message.hash)
            // The guess was wrong: the index is searched, and what is not there is added.
            if number == 0 { number = topics.add(message.topic) }
        }
        let node = topics.nodes[number]
        // By the topic's last message as it was before this one.
        let isReplay = replay.includes(message.flags, last: lastTime(of: number), at: message.time)
        // Also what is refused below: it came over the wire.
        traffic.count(bytes: message.topic.count &+ payload.count, isLive: !isReplay, at: message.time)
        // 0 is the root, which is no topic: the tree had no room.
        if number == 0 { return refuse(payload) }
        let kept = min(payload.count, payloadLimit)
        if kept < payload.count { cut(payload.count - kept) }
        let sequence = messages.endSequence
        if node.pointee.own == 0 { topics.countNewTopic(number) }
        // What is more than 32 bits away was evicted long ago: 0 ends the chain.
        let back = node.pointee.own == 0 ? 0 : sequence &- node.pointee.lastSequence
        let record = MessageRecord(
            time: message.time, topic: UInt32(truncatingIfNeeded: number), size: UInt32(clamping: payload.count),
            kept: UInt32(truncatingIfNeeded: kept), properties: UInt32(truncatingIfNeeded: message.properties.count),
            back: back > UInt32.max ? 0 : UInt32(truncatingIfNeeded: back),
            // Compared as a difference with the topic's count, which may wrap.
            ordinal: UInt16(truncatingIfNeeded: node.pointee.own), flags: message.flags.rawValue, hasGap: hasGap,
            isReplay: isReplay)
        // A prefix of a payload would hold on to all of it.
        if let owner, kept == payload.count {
            messages.append(record, properties: message.properties, adopting: payload, owner: owner)
        } else {
            messages.append(record, properties: message.properties, payload: payload.baseAddress)
        }
        // Only the first message behind a gap shows it.
        hasGap = false
        topics.count(
            node, sequence: sequence, flags: message.flags, isEmpty: payload.count == 0, isReplay: isReplay,
            at: message.time)
        if node.pointee.isSystem { tellSystem(number, message) }
    }

    @inline(never)
    private func tellSystem(_ number: Int, _ message: PendingMessages.Message) {
        system.receive(
            UInt32(truncatingIfNeeded: number), topic: message.topic, payload: message.payload, flags: message.flags,
            at: message.time, in: messages)
    }

    /// When the last message of a topic came. What came below it is none of its own; of one that is refused nothing is
    /// known.
    @inline(never)
    private func lastTime(of number: Int) -> Moment {
        let node = topics.nodes[number]
        guard number != 0, node.pointee.own > 0 else { return .min }
        return messages.message(node.pointee.lastSequence)?.time ?? node.pointee.lastTime
    }

    private func refuse(_ payload: UnsafeRawBufferPointer) {
        counted.refusedMessages += 1
        counted.refusedBytes += payload.count
    }

    private func cut(_ bytes: Int) {
        counted.cutMessages += 1
        counted.cutBytes += bytes
    }

    /// Counts bytes of a message as they come, before its end has: so many of it in all.
    public func receiving(bytes: Int, isRetained: Bool = false, at time: Moment) {
        traffic.countBegun(bytes: bytes, isLive: !replay.mayInclude(isRetained: isRetained, at: time), at: time)
    }

    /// The broker is asked for what it keeps: what comes of that is no rate.
    /// - Parameter isForwarded: whether a subscription leaves RETAIN as it was published, so that it says nothing.
    public func expectReplay(isForwarded: Bool, at time: Moment) {
        replay.isForwarded = isForwarded
        replay.begin(at: time)
    }

    /// Marks that the connection was lost: the next message shows a gap before it.
    public func markGap(at time: Moment) {
        // It begins with its first byte again, if it comes at all.
        traffic.forgetBegun()
        replay.forgetBegun()
        // Before the first message there is nothing that a gap could part it from.
        hasGap = messages.endSequence > 0
        received.rhythms.connectionWasLost()
    }

    /// Forgets a topic and everything below it; its messages vanish from the logs.
    public func forget(_ id: TopicID) {
        // First, while the subtree can be asked for.
        received.forget(id, in: topics)
        topics.forget(id, endSequence: messages.endSequence)
        messages.topicsWereForgotten()
        // The order matters: messages ask the topics what is gone, and logs ask the messages.
        // A few topics go at once.
        if !topics.advanceForgetting(topics: Self.forgetSlice) { messages.disownSome() }
        system.topicsWereForgotten()
        states.forget()
        for log in logs { log.log?.topicsWereForgotten() }
    }

    /// Forgets every topic and every message. Handles of topics may from now on mean other topics.
    public func forgetAll() {
        messages.removeAll()
        topics.forgetAll()
        system.topicsWereForgotten()
        received.everythingWasForgotten()
        states.forget()
        for log in logs { log.log?.everythingWasForgotten() }
    }

    /// Makes a log of messages that is kept up to date by `advance` for as long as it is held.
    public func openLog() -> MessageLog {
        logs.removeAll { $0.log == nil }
        let log = MessageLog(messages)
        logs.append(WeakLog(log: log))
        return log
    }

    /// Closes the seconds that are over, though nothing came: what is measured by the second stands at `now` then.
    public func catchUp(now: Moment) {
        received.look(messages, traffic, now: max(now, topics.latestTime))
        received.top.advance(to: now)
    }

    /// Does work that is too long for one step (filtering, sorting, examining messages for the logs) until a deadline.
    /// - Parameters:
    ///   - deadline: when to stop; a step is a few milliseconds, some tens with a million topics under one parent.
    ///   - now: the moment at which figures are compared; the last message's when nil.
    /// - Returns: whether there is more to do.
    @discardableResult
    public func advance(until deadline: ContinuousClock.Instant, now: Moment? = nil) -> Bool {
        var hasMore = false
        received.look(messages, traffic, now: max(now ?? .min, topics.latestTime))
        states.look(topics)
        if !states.isDone(topics) { hasMore = true }
        // Before the logs and the views, which would examine what is on its way out.
        while topics.advanceForgetting(topics: Self.forgetSlice) || messages.advanceDisowning() {
            if ContinuousClock.now >= deadline { return true }
        }
        while messages.trim() {
            if ContinuousClock.now >= deadline { return true }
        }
        var indexBytes = 0
        for log in logs {
            guard let log = log.log else { continue }
            if log.advance(until: deadline) { hasMore = true }
            indexBytes += log.indexBytes
        }
        // Logs are paid for from the same budget: the next eviction takes them into account.
        messages.indexBytes = indexBytes
        return topics.advanceViews(until: deadline, now: now) || hasMore
    }
}
