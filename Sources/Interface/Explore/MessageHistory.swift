import Kit
import Model
import Topics

/// The way through the messages of one topic that are kept, from one message.
///
/// The store's chain leads back only, so the way forth is remembered, or found from the newest.
struct MessageHistory {
    /// The most messages looked at for one position.
    static let reach = 2000

    /// The message before this one on its topic.
    static func older(than sequence: UInt64, in store: MessageStore) -> UInt64? {
        store.previousOfTopic(sequence)
    }

    /// The message after this one on its topic; nil when it is the newest. For one key, however far it is: a step back costs
    /// a look into the store, and what is kept is bounded.
    static func newer(than message: StoredMessage, in live: LiveData) -> UInt64? {
        var next = live.topics.info(message.topic, now: 0).lastSequence
        while let candidate = next, candidate > message.sequence {
            let before = live.messages.previousOfTopic(candidate)
            // Not `==`: the message itself may have been evicted while it is read.
            if before == nil || before ?? 0 <= message.sequence { return candidate }
            next = before
        }
        return nil
    }

    /// `3 of 12`: the place among the topic's kept messages, the oldest first; nil when there are too many to count.
    static func position(of message: StoredMessage, in live: LiveData) -> (place: Int, count: Int)? {
        let store = live.messages
        guard let last = live.topics.info(message.topic, now: 0).lastSequence,
            store.message(last) != nil
        else { return nil }
        var count = 0
        var newer = 0
        var next: UInt64? = last
        while let sequence = next {
            count += 1
            if sequence > message.sequence { newer += 1 }
            // Counted for every message that is shown: a topic of a million must not cost a million.
            if count > reach { return nil }
            next = store.previousOfTopic(sequence)
        }
        return (count - newer, count)
    }
}
