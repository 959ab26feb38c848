import Text

/// What was published from here with RETAIN, topic by topic: of that a broker sends no retained copy to who is subscribed
/// already (MQTT 5 3.3.1.3), so that what came is not all that is known of its store.
///
/// Of a payload it has the hash alone: the message itself lies with those that came, or nowhere.
public struct OwnRetained: Sendable {
    /// The last message of a topic that was published from here with RETAIN.
    struct Note: Sendable {
        /// Its bytes of payload; nil where they are those of a file.
        fileprivate let size: Int?
        fileprivate let hash: UInt64
        /// What has this number or a greater one came after it was published.
        let since: UInt64
        /// How many were published to the topic and not taken by the broker, as far as is known: which of them it keeps is open.
        fileprivate(set) var waiting: Int

        /// Whether a message that came has its payload.
        func isLike(_ payload: UnsafeRawBufferPointer) -> Bool { size == payload.count && hash == FNV.fast(payload) }
    }

    /// The most topics that are noted.
    static let maximumTopics = 100_000

    private var notes: [String: Note] = [:]
    /// Of what was published before the message of this number came nothing is noted any more.
    private(set) var oldest: UInt64 = 0

    /// Nothing was published.
    init() {}

    subscript(topic: String) -> Note? { notes[topic] }

    /// Notes a message that is about to be published; nil for the bytes of a file.
    mutating func begin(_ payload: [UInt8]?, on topic: String, endSequence: UInt64) {
        if payload?.isEmpty == true {
            notes[topic] = nil
            return
        }
        let waiting = notes[topic]?.waiting ?? 0
        if notes.count >= Self.maximumTopics, notes[topic] == nil {
            // All of them: which is the oldest nobody needs to know, since what is not noted is asked about.
            notes = [:]
            oldest = endSequence
        }
        let hash = payload?.withUnsafeBytes { FNV.fast($0) } ?? 0
        notes[topic] = Note(size: payload?.count, hash: hash, since: endSequence, waiting: waiting + 1)
    }

    /// The broker has taken a message.
    mutating func taken(_ topic: String) { notes[topic]?.waiting -= 1 }
}
