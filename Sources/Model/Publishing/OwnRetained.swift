import Text

/// What was published from here with RETAIN, topic by topic: of that a broker sends no retained copy to who is subscribed
/// already (MQTT 5 3.3.1.3), so that what came is not all that is known of its store.
///
/// Of a payload it has the hash alone: the message itself lies with those that came, or nowhere.
public struct OwnRetained: Sendable {
    /// The last message of a topic that was published from here with RETAIN.
    struct Note: Sendable {
        fileprivate let number: Int
        /// Its bytes of payload; nil where they are those of a file.
        fileprivate let size: Int?
        fileprivate let hash: UInt64
        /// What has this number or a greater one came after it was published.
        let since: UInt64
        /// Whether the broker has it, as far as is known; while it is on its way, and where its end is not known, that is open.
        fileprivate(set) var isTaken = false

        /// Whether a message that came has its payload.
        func isLike(_ payload: UnsafeRawBufferPointer) -> Bool { size == payload.count && hash == FNV.fast(payload) }
    }

    /// How a message ended.
    enum End {
        /// The broker has taken it.
        case taken
        /// It was refused, or never sent: the broker keeps what it kept before.
        case undone
        /// Nobody knows.
        case unknown
    }

    /// The most topics that are noted.
    static let maximumTopics = 100_000

    private var notes: [String: Note] = [:]
    /// What is on its way, topic by topic, the last one last; of what clears no note.
    private var underWay: [String: [(number: Int, note: Note?)]] = [:]
    private var last = 0
    /// Of what was published before the message of this number came nothing is noted any more.
    private(set) var oldest: UInt64 = 0

    /// Nothing was published.
    init() {}

    /// The last message of a topic, on its way or not; nil where it was cleared since, or is not noted.
    subscript(topic: String) -> Note? {
        if let last = underWay[topic]?.last { return last.note }
        return notes[topic]
    }

    /// Notes a message that is about to be published; nil for the bytes of a file.
    /// - Returns: its number, for ``ended(_:on:_:)``.
    mutating func begin(_ payload: [UInt8]?, on topic: String, endSequence: UInt64) -> Int {
        last += 1
        var note: Note?
        if payload?.isEmpty != true {
            if notes.count + underWay.count >= Self.maximumTopics, notes[topic] == nil, underWay[topic] == nil {
                // All of them: which is the oldest nobody needs to know, since what is not noted is asked about.
                (notes, underWay) = ([:], [:])
                oldest = endSequence
            }
            let hash = payload?.withUnsafeBytes { FNV.fast($0) } ?? 0
            note = Note(number: last, size: payload?.count, hash: hash, since: endSequence)
        }
        underWay[topic, default: []].append((last, note))
        return last
    }

    /// A message has come to its end.
    mutating func ended(_ number: Int, on topic: String, _ end: End) {
        guard let place = underWay[topic]?.firstIndex(where: { $0.number == number }) else { return }
        var note = underWay[topic]?.remove(at: place).note
        if underWay[topic]?.isEmpty == true { underWay[topic] = nil }
        // What was begun later holds, whichever ended first.
        guard end != .undone, notes[topic].map({ $0.number < number }) ?? true else { return }
        note?.isTaken = end == .taken
        notes[topic] = note
    }
}
