import NIOCore

/// `/events`: what the demo's broker takes, as an event stream that has no end (`text/event-stream`; HTML, 9.2).
///
///     GET /events                   every message, its topic as the name of the event
///     GET /events?topic=home/garden those of the topic and of the levels below it
///
/// The last messages are kept: who comes back with `Last-Event-ID` gets what he has missed of them.
struct EventService {
    /// A message as an event.
    struct Event {
        let id: Int
        let topic: String
        let payload: ByteBuffer
    }

    /// How many are kept.
    static let kept = 256
    /// The most bytes of a payload that is sent on.
    static let mostBytes = 64 << 10
    /// How long who lost the connection shall wait, in milliseconds.
    static let retry = 2000

    private var ring: [Event] = []
    private var lastID = 0

    /// Takes a message; nil for one that no line can hold, or that is about the broker itself.
    mutating func take(topic: String, payload: ByteBuffer) -> Event? {
        // An event stream is UTF-8 text: other bytes make no line.
        guard !topic.hasPrefix("$"), payload.readableBytes <= Self.mostBytes,
            String(validating: payload.readableBytesView, as: UTF8.self) != nil
        else { return nil }
        lastID += 1
        let event = Event(id: lastID, topic: topic, payload: payload)
        ring.append(event)
        // Rarely, and then a quarter at once.
        if ring.count >= Self.kept + Self.kept / 4 { ring.removeFirst(ring.count - Self.kept) }
        return event
    }

    /// The first bytes of a stream: the wait, and what came behind an event; nothing old for who names none.
    func beginning(after id: Int?, of topic: String?) -> ByteBuffer {
        var buffer = ByteBuffer(string: "retry: \(Self.retry)\n: what the broker takes\n\n")
        for event in ring.suffix(Self.kept) where id.map({ event.id > $0 }) ?? false {
            if Self.isWanted(event, topic) { buffer.writeImmutableBuffer(Self.text(event)) }
        }
        return buffer
    }

    /// Whether an event is of a topic or of one below it.
    static func isWanted(_ event: Event, _ topic: String?) -> Bool {
        guard let topic else { return true }
        return event.topic == topic || event.topic.hasPrefix(topic + "/")
    }

    /// An event as it goes over the wire: each line of its payload is one of data.
    static func text(_ event: Event) -> ByteBuffer {
        // A line break in a name would end its field.
        let name = String(event.topic.map { $0.isNewline ? " " : $0 })
        var text = "event: \(name)\nid: \(event.id)\n"
        for line in String(buffer: event.payload).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            text += "data: \(line)\n"
        }
        return ByteBuffer(string: text + "\n")
    }
}
