import Profile
public import Text
import Topics

/// Retained messages that are cleared and put back.
///
/// A broker says that a message is retained only when it sends it from its store. A message that comes later as it is published
/// may have taken its place there, and may not.
extension Workspace {
    /// How many messages of a topic are looked at for the one that was seen retained.
    static let mostLookedAt = 1000

    /// Retained messages are about to be cleared: what was cleared before and is not back can still be put back with them.
    /// - Parameter undo: how that is done from where the person stands, for the notice that tells the end; nil for who sees it.
    public func clearRetained(_ topics: [String], undo: String? = nil) {
        if publishing.undo.isEmpty { publishing.undo = RetainedUndo() }
        var sweep = RetainedSweep(clearing: topics)
        sweep.undoWords = undo
        publishing.begin(sweep)
    }

    /// A message that was cleared as it would be put back now.
    func asOf(_ now: Moment, _ item: RetainedSweep.Item) -> RetainedSweep.Item {
        var item = item
        item.doubts = doubts(of: item, now: now)
        if let expires = item.expires, expires > now {
            // It is put back for the time that is left to it, and not for all of it once more.
            item.properties.expiry = UInt32(clamping: max(1, (expires - now) / 1_000_000))
        }
        return item
    }

    /// The next message of the sweep to publish; nil when none is to be published now. What is to be cleared is kept first;
    /// what is put back still belongs there as far as it was asked about.
    public func takeSwept(now: Moment) -> RetainedSweep.Item? {
        while let asked = publishing.sweep?.takeNext() {
            guard publishing.sweep?.isClearing == false else {
                keepRetained(asked.topic)
                return asked
            }
            // The question may have stood for long, and the sweep may have waited for a connection.
            let item = asOf(now, publishing.undo[asked.topic] ?? asked)
            let new = item.doubts.subtracting(asked.doubts)
            if new.isEmpty { return item }
            publishing.sweepEnded(item.topic, failure: new.refusal)
        }
        return nil
    }

    /// What ends with the connection of what was cleared and can be put back; nil where nothing can. What is being cleared is
    /// told with the sweep.
    public var wordsOfUndo: String? {
        let count = publishing.undo.clearedCount
        guard count > 0 else { return nil }
        let messages = count == 1 ? "1 cleared retained message" : "\(grouped(count)) cleared retained messages"
        return "\(connection.name): \(messages) can be put back no longer"
    }

    private func doubts(of item: RetainedSweep.Item, now: Moment) -> RetainedDoubts {
        var doubts: RetainedDoubts = []
        if !item.wasSeenRetained { doubts.insert(.unseen) }
        if hasSpoken(item) { doubts.insert(.spoken) }
        if item.isOvertaken { doubts.insert(.published) }
        if let expires = item.expires, expires <= now { doubts.insert(.expired) }
        if item.origin != connection.origin { doubts.insert(.elsewhere) }
        return doubts
    }

    private func hasSpoken(_ item: RetainedSweep.Item) -> Bool {
        guard let before = item.sequence, let id = live.topics.find(topic: item.topic) else { return false }
        if let last = live.topics.info(id, now: 0).lastSequence, last > before, live.messages.message(last) == nil {
            // It is kept no longer: what it said is not known.
            return true
        }
        var looked = 0
        return firstFromEnd(of: id) { sequence, message in
            guard sequence > before else { return false }
            looked += 1
            guard looked < Self.mostLookedAt else { return true }
            // An empty one is the clearing itself, and one with the same payload is not lost by putting it back.
            let isSame =
                message.payloadSize == 0
                || live.messages.withPayload(sequence) { $0.elementsEqual(item.payload) } ?? false
            return isSame ? nil : true
        } ?? false
    }

    /// Goes through the messages of a topic from the last until something is found.
    private func firstFromEnd<Found>(of id: TopicID, _ body: (UInt64, StoredMessage) -> Found?) -> Found? {
        var next = live.topics.info(id, now: 0).lastSequence
        while let sequence = next, let message = live.messages.message(sequence) {
            if let found = body(sequence, message) { return found }
            next = live.messages.previousOfTopic(sequence)
        }
        return nil
    }

    /// Whether a topic has had a newer message than the one that the broker sent as retained: what it keeps may be another value
    /// than the one that is shown.
    func isUnsureRetained(_ topic: String) -> Bool {
        guard let id = live.topics.find(topic: topic) else { return false }
        let info = live.topics.info(id, now: 0)
        guard info.isRetained, let last = info.lastSequence, let message = live.messages.message(last) else {
            return false
        }
        if let own = publishing.ownRetained[topic], own.isTaken, last >= own.since,
            live.messages.withPayload(last, own.isLike) == true
        {
            // It is what was published from here to be kept.
            return false
        }
        return !message.flags.isRetained
    }

    /// A message with RETAIN is about to be published: it takes the place of what the broker keeps.
    /// - Parameters:
    ///   - payload: its bytes; nil for those of a file.
    ///   - isSweep: whether it is what clears or puts back.
    /// - Returns: what the report of its end is to have of it.
    @discardableResult
    public func willRetain(_ payload: [UInt8]?, on topic: String, isSweep: Bool) -> PublishReport.Own {
        let number = publishing.ownRetained.begin(payload, on: topic, endSequence: live.messages.endSequence)
        // An empty one leaves nothing there that putting back would go over.
        if !isSweep, payload?.isEmpty != true { publishing.undo.overtake(topic) }
        return PublishReport.Own(topic: topic, number: number)
    }

    /// Keeps the retained message of a topic that is about to be cleared, with what is known of it.
    public func keepRetained(_ topic: String) {
        let found: Found
        switch retainedItem(of: topic, looking: Self.mostLookedAt) {
        // What was there before it was cleared from here can still be put back.
        case .success(nil): return
        case .success(let item?): found = item
        case .failure(let loss): return publishing.undo.lose(topic, loss.cause)
        }
        guard let payload = live.messages.withPayload(found.sequence, { Array($0) }) else {
            return publishing.undo.lose(topic, .notKept)
        }
        var item = RetainedSweep.Item(topic: topic, payload: payload)
        item.qos = max(1, found.message.flags.qos)
        (item.sequence, item.wasSeenRetained, item.origin) = (found.sequence, found.wasSeen, connection.origin)
        let properties = live.messages.properties(found.sequence)
        if publishLimits.hasProperties {
            item.properties = properties.withUnsafeBytes(draftProperties)
            item.properties.topicAlias = nil
            item.expires = item.properties.expiry.map { found.message.time + Int64($0) * 1_000_000 }
        }
        publishing.undo.keep(item, propertyBytes: properties.count)
    }

    /// The message that is kept of a topic, and whether it is sure that it was retained.
    typealias Found = (sequence: UInt64, message: StoredMessage, wasSeen: Bool)

    /// Why there is none.
    struct Loss: Error {
        let cause: RetainedLosses.Cause
    }

    /// - Returns: nil where nothing is retained: it was cleared from here, and nothing has come since.
    func retainedItem(of topic: String, looking limit: Int) -> Result<Found?, Loss> {
        guard let (sequence, wasSeen) = retainedMessage(of: topic, looking: limit),
            let message = live.messages.message(sequence)
        else { return isCleared(topic) ? .success(nil) : .failure(Loss(cause: .notKept)) }
        // A payload that was cut on arrival cannot be put back whole: better not at all.
        return message.isCut ? .failure(Loss(cause: .keptInPart)) : .success((sequence, message, wasSeen))
    }

    /// Whether a topic was cleared from here, and the clearing is the last that came.
    private func isCleared(_ topic: String) -> Bool {
        guard publishing.undo.isKept(topic), let id = live.topics.find(topic: topic) else { return false }
        let info = live.topics.info(id, now: 0)
        guard !info.isRetained, let last = info.lastSequence else { return false }
        return live.messages.message(last)?.payloadSize == 0
    }

    /// The last message of a topic that came as retained, or was published from here to be; where none is kept the last that
    /// came.
    private func retainedMessage(of topic: String, looking limit: Int) -> (sequence: UInt64, wasSeen: Bool)? {
        guard let id = live.topics.find(topic: topic) else { return nil }
        let own = publishing.ownRetained[topic]
        var last: UInt64?
        var isOwn = false
        var looked = 0
        let seen: UInt64?? = firstFromEnd(of: id) { sequence, message in
            looked += 1
            guard looked <= limit else { return .some(nil) }
            let isBefore = own.map { sequence < $0.since } ?? false
            // An empty one is a clearing: what was before it is kept no longer. One from before the publish has only made
            // room for what was published.
            guard message.payloadSize > 0 else { return isBefore ? nil : .some(nil) }
            if let own, live.messages.withPayload(sequence, own.isLike) == true {
                isOwn = true
                return .some(sequence)
            }
            // It was published over from here.
            if isBefore { return nil }
            if last == nil { last = sequence }
            return message.flags.isRetained ? .some(sequence) : nil
        }
        if let found = seen ?? nil {
            return (found, isOwn ? own?.isTaken == true : found >= publishing.ownRetained.oldest)
        }
        return last.map { ($0, false) }
    }
}
