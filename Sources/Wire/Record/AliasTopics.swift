import MQTT

/// The topics that the aliases of a connection stand for, each way, as the packets that went by have set them
/// (MQTT 5 3.3.2.3.4). Each topic has a number by which rows know it, as long as one of them does.
struct AliasTopics {
    private struct Topic {
        var text: String
        /// Rows that were told by it, and aliases that stand for it.
        var uses: Int
    }

    private var sent: [UInt16: UInt32] = [:]
    private var received: [UInt16: UInt32] = [:]
    private var topics: [UInt32: Topic] = [:]
    private var last: UInt32 = 0
    /// Bytes of the topics.
    private var bytes = 0

    /// The most bytes of topics kept: aliases of further ones are not resolved.
    private static let mostBytes = 1 << 20

    /// The topic of that number; empty for 0, and for one that is not kept.
    subscript(number: UInt32) -> String { number > 0 ? topics[number]?.text ?? "" : "" }

    /// Takes note of a PUBLISH; answers with the number of its topic when an alias alone names that, else 0.
    mutating func take(_ packet: UnsafeRawBufferPointer, _ length: Int, isSent: Bool) -> UInt32 {
        let found = AliasFinder.find(in: packet, length, isSent: isSent)
        let topic = found.topic
        guard let alias = found.alias else { return 0 }
        if topic.isEmpty {
            // Each way has its own aliases (MQTT 5 3.3.2.3.4).
            let number = (isSent ? sent[alias] : received[alias]) ?? 0
            topics[number]?.uses += 1
            return number
        }
        let number = add(packet.kept(topic))
        let before = isSent ? sent.updateValue(number, forKey: alias) : received.updateValue(number, forKey: alias)
        // The alias is set anew; rows told by the topic of before keep it.
        if let before { release(before) }
        return 0
    }

    private mutating func add(_ topic: UnsafeRawBufferPointer) -> UInt32 {
        // A hostile broker sets 65,535 aliases to topics of 65,535 bytes: that would be 4 GB.
        guard bytes + topic.count <= Self.mostBytes, last < .max else { return 0 }
        let text = String(decoding: topic, as: UTF8.self)
        last += 1
        // Of the text, which has three bytes for each that is no UTF-8: `release` takes off the same.
        bytes += text.utf8.count
        topics[last] = Topic(text: text, uses: 1)
        return last
    }

    /// A row, or an alias, does not need a topic any more.
    mutating func release(_ number: UInt32) {
        guard number > 0, let topic = topics[number] else { return }
        if topic.uses > 1 { return topics[number] = Topic(text: topic.text, uses: topic.uses - 1) }
        topics[number] = nil
        bytes -= topic.text.utf8.count
    }

    /// Aliases end with their connection; and of packets that nobody looked at it is not known what they have set.
    mutating func forgetAliases() {
        for number in sent.values { release(number) }
        for number in received.values { release(number) }
        (sent, received) = ([:], [:])
    }
}
