import MQTT
import NIOCore

/// The last retained message of each topic, bounded.
struct RetainedMessages {
    private var messages: [String: Message] = [:]
    /// Payload bytes held.
    private(set) var bytes = 0

    /// Topics with a retained message.
    var count: Int { messages.count }

    /// Keeps `message` as its topic's, or forgets the topic's when it is empty (MQTT 5 3.3.1.3). False when there is no
    /// room.
    mutating func store(_ message: Message, limits: BrokerLimits) -> Bool {
        let old = messages[message.topic]
        let size = message.payload.readableBytes
        // As if the old one were gone: replacing needs the difference only.
        let newBytes = bytes - (old?.payload.readableBytes ?? 0) + size
        if size == 0 {
            messages[message.topic] = nil
            bytes = newBytes
            return true
        }
        // A topic that has one takes no further place.
        if newBytes > limits.retainedBytes || (old == nil && messages.count >= limits.retainedMessages) { return false }
        messages[message.topic] = message
        bytes = newBytes
        return true
    }

    /// The message of one topic.
    func message(of topic: String, at now: NIODeadline) -> Message? {
        messages[topic].flatMap { $0.isExpired(at: now) ? nil : $0 }
    }

    /// What a filter matches, in the order of the topics.
    func matching(_ filter: TopicFilter, at now: NIODeadline) -> [Message] {
        if !filter.hasWildcard {
            guard let message = messages[filter.filter], !message.isExpired(at: now) else { return [] }
            return [message]
        }
        return messages.values.filter { filter.matches($0.topic) && !$0.isExpired(at: now) }
            .sorted { $0.topic < $1.topic }
    }

    /// Forgets what has expired.
    mutating func removeExpired(at now: NIODeadline) {
        for (topic, message) in messages where message.isExpired(at: now) {
            messages[topic] = nil
            bytes -= message.payload.readableBytes
        }
    }
}
