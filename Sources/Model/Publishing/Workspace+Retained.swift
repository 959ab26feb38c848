import Profile
import Topics

/// Retained messages that are cleared and put back.
///
/// A broker says that a message is retained only when it sends it from its store. A message that comes later as it is published
/// may have taken its place there, and may not.
extension Workspace {
    /// How many messages of a topic are looked at for the one that was seen retained.
    private static let mostLookedAt = 1000

    /// Retained messages are about to be cleared: what was cleared before and is not back can still be put back with them.
    public func clearRetained(_ topics: [String]) {
        if publishing.undo.isEmpty { publishing.undo = RetainedUndo() }
        publishing.begin(RetainedSweep(clearing: topics))
    }

    /// What was cleared and can be put back; apart from that what may be another message than the one that was kept, or would go
    /// over a newer value, since the topic has spoken since.
    public var restorable: (sure: [RetainedSweep.Item], unsure: [RetainedSweep.Item]) {
        var (sure, unsure): ([RetainedSweep.Item], [RetainedSweep.Item]) = ([], [])
        for item in publishing.undo.items {
            if item.wasSeenRetained, !hasSpoken(item) { sure.append(item) } else { unsure.append(item) }
        }
        return (sure, unsure)
    }

    private func hasSpoken(_ item: RetainedSweep.Item) -> Bool {
        guard let before = item.sequence, let id = live.topics.find(topic: item.topic) else { return false }
        var looked = 0
        return firstFromEnd(of: id) { sequence, message in
            looked += 1
            // An empty one is the clearing itself.
            if sequence > before, message.payloadSize == 0, looked < Self.mostLookedAt { return nil }
            return sequence > before
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
    public func isUnsureRetained(_ topic: String) -> Bool {
        guard let id = live.topics.find(topic: topic) else { return false }
        let info = live.topics.info(id, now: 0)
        guard info.isRetained, let last = info.lastSequence, let message = live.messages.message(last) else {
            return false
        }
        return !message.flags.isRetained
    }

    /// Keeps the retained message of a topic that is about to be cleared, with what is known of it.
    public func keepRetained(_ topic: String) {
        guard let (sequence, wasSeen) = retainedMessage(of: topic), let message = live.messages.message(sequence),
            // A payload that was cut on arrival cannot be put back whole: better not at all.
            !message.isCut, let payload = live.messages.withPayload(sequence, { Array($0) })
        else { return publishing.undo.keep(nil, of: topic) }
        var item = RetainedSweep.Item(topic: topic, payload: payload)
        (item.qos, item.sequence, item.wasSeenRetained) = (max(1, message.flags.qos), sequence, wasSeen)
        let properties = live.messages.properties(sequence)
        if publishLimits.hasProperties {
            item.properties = properties.withUnsafeBytes(draftProperties)
            item.properties.topicAlias = nil
        }
        publishing.undo.keep(item, of: topic, propertyBytes: properties.count)
    }

    /// The last message of a topic that came as retained; where none is kept the last that came, which may have been published
    /// from here to be retained.
    private func retainedMessage(of topic: String) -> (sequence: UInt64, wasSeen: Bool)? {
        guard let id = live.topics.find(topic: topic) else { return nil }
        var last: UInt64?
        var looked = 0
        let seen: UInt64?? = firstFromEnd(of: id) { sequence, message in
            looked += 1
            guard looked <= Self.mostLookedAt else { return .some(nil) }
            // An empty one is a clearing: what was before it is kept no longer.
            guard message.payloadSize > 0 else { return .some(nil) }
            if last == nil { last = sequence }
            return message.flags.isRetained ? .some(sequence) : nil
        }
        if let found = seen ?? nil { return (found, true) }
        return last.map { ($0, false) }
    }
}
