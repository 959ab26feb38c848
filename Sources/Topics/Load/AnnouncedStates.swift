import Payloads
public import Text

/// Topics in which devices say, or the broker says for them by their last will, that they are there or gone: by the names
/// that are usual for it.
///
/// The topics are gone through once, in slices; afterwards only new topics are looked at.
public final class AnnouncedStates {
    /// A device that is gone.
    public struct Offline: Equatable, Sendable {
        /// The topic that says so.
        public var topic: TopicID
        /// What it says.
        public var value: String
        /// When it said so.
        public var since: Moment
    }

    /// The most topics of states that are watched.
    static let capacity = 16_384
    private static let perSlice = 4_096

    private struct State {
        var topic: UInt32
        var sequence: UInt64 = .max
        var offline: Offline?
    }
    private var states: [State] = []
    private var known: Set<UInt32> = []
    private var cursor = 1

    /// Topics of states that are watched.
    public var count: Int { states.count }

    /// Names of the last level, in small letters. Of those that also stand for other things only plain words count.
    private static let names: Set<String> = [
        "status", "state", "availability", "available", "online", "lwt", "connected", "connection", "presence", "alive",
        "will", "reachable", "$state",
    ]
    /// Names that 0 and false say gone in.
    private static let flags: Set<String> = [
        "availability", "available", "online", "lwt", "connected", "connection", "presence", "alive", "reachable",
    ]
    private static let gone: Set<String> = [
        "offline", "lost", "disconnected", "dead", "down", "unavailable", "gone", "unreachable", "not connected",
    ]

    func forget() {
        states.removeAll()
        known.removeAll()
        cursor = 1
    }

    /// Looks at new topics and at what the known ones said since.
    func look(_ topics: TopicStore) {
        // Numbers of forgotten topics may be those of new ones.
        if topics.lowestReused < cursor { cursor = max(1, topics.lowestReused) }
        topics.lowestReused = Int.max
        let end = min(topics.end, cursor + Self.perSlice)
        while cursor < end {
            // Beyond the capacity the pass goes on, so that `isDone` comes true.
            if !topics.isGone(cursor), states.count < Self.capacity, isState(UInt32(cursor), topics),
                known.insert(UInt32(cursor)).inserted
            {
                states.append(State(topic: UInt32(cursor)))
            }
            cursor += 1
        }
    }

    private func isState(_ topic: UInt32, _ topics: TopicStore) -> Bool {
        let level = topics.levelBytes(Int(topic))
        // The shortest name has 3 letters, the longest 12: most levels are told by that alone.
        guard level.count >= 3, level.count <= 12 else { return false }
        return Self.names.contains(Self.small(level))
    }

    private static func small(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Whether every topic has been looked at.
    func isDone(_ topics: TopicStore) -> Bool { cursor >= topics.end }

    /// Who is gone, the latest first.
    public func offline(in store: MessageStore) -> [Offline] {
        let topics = store.topics
        for index in states.indices {
            let node = topics.nodes[Int(states[index].topic)]
            guard node.pointee.own > 0, node.pointee.lastSequence != states[index].sequence else { continue }
            // A number may have come to mean another topic.
            guard topics.contains(TopicID(rawValue: states[index].topic)), isState(states[index].topic, topics) else {
                states[index].offline = nil
                continue
            }
            states[index].sequence = node.pointee.lastSequence
            // Read once per message: what is asked for often costs nothing while nobody speaks.
            states[index].offline = read(states[index].topic, node.pointee.lastSequence, store)
        }
        return states.compactMap(\.offline).filter { topics.contains($0.topic) }.sorted { $0.since > $1.since }
    }

    private func read(_ topic: UInt32, _ sequence: UInt64, _ store: MessageStore) -> Offline? {
        guard let message = store.message(sequence) else { return nil }
        let topics = store.topics
        let name = Self.small(topics.levelBytes(Int(topic)))
        let parent = Int(topics.places[Int(topic)].pointee.parent)
        // A bridge of mosquitto: $SYS/broker/connection/NAME/state.
        let isSystem = topics.nodes[Int(topic)].pointee.isSystem
        let isBridge = isSystem && name == "state" && parent != TopicStore.root
        // What else the broker publishes by such names it counts: $SYS/broker/clients/connected 0 is nobody gone.
        let zeroCounts = isBridge || !isSystem && Self.flags.contains(name)
        let words = store.withPayload(sequence) { Self.gone(in: $0, zeroCounts: zeroCounts) }
        guard let words, let words else { return nil }
        return Offline(topic: TopicID(rawValue: topic), value: words, since: message.time)
    }

    /// The words that say gone; nil when the payload says something else.
    private static func gone(in payload: UnsafeRawBufferPointer, zeroCounts: Bool) -> String? {
        // A state is a word or a small object: a large payload is something else.
        guard payload.count <= 4_096 else { return nil }
        // Behind blanks: payloads are written by hand, too.
        let isJSON = payload.first { $0 > 0x20 } == UInt8(ascii: "{")
        guard isJSON else { return gone(word: payload, zeroCounts: zeroCounts) }
        for key in ["state", "status", "availability", "online", "connected", "available"] {
            guard let value = JSONValues.scalar(at: JSONFieldPath(keys: key), in: payload) else { continue }
            if let words = gone(word: value, zeroCounts: flags.contains(key)) { return words }
        }
        return nil
    }

    private static func gone(word: UnsafeRawBufferPointer, zeroCounts: Bool) -> String? {
        guard word.count <= 24 else { return nil }
        let text = small(word)
        // Some devices put quotes around the bare word.
        let trimmed = text.split { $0 == " " || $0 == "\n" || $0 == "\"" || $0 == "\t" }.joined(separator: " ")
        if gone.contains(trimmed) { return trimmed }
        return zeroCounts && (trimmed == "0" || trimmed == "false" || trimmed == "off") ? trimmed : nil
    }
}
