public import REST
public import Text
public import Topics

/// The events of one answer without an end: what is kept of them, and how the stream stands.
///
/// They lie where messages lie, an event's name being its topic: one store, one log, one filter, one chart for both.
///
/// Main thread only.
public final class EventStream {
    /// How it stands.
    public enum State: Hashable, Sendable {
        /// It is asked for, and no event can have come yet.
        case asking
        /// Events come.
        case open
        /// The connection ended, why in one line; it is asked for again at this moment.
        case waiting(until: Moment, String)
        /// Nothing more comes.
        case over
    }

    /// The exchange whose answer it is.
    public let exchange: UInt64
    /// What is kept: the name of an event is the topic, its id stands in the place of the properties.
    public let live: LiveData
    /// How its events follow each other; nil before the head of the answer is here.
    public private(set) var format: StreamFormat?
    /// How it stands.
    public private(set) var state = State.asking
    /// How many connections have stood.
    public private(set) var connections = 0
    /// Comments that came over the last connection.
    public private(set) var comments = 0
    /// Events of which a part was let go because they are too long, and how much.
    public private(set) var cut = (events: 0, bytes: 0)
    /// What the last event said that a check may be asked of: none that was sent, no ping and no good-bye.
    public private(set) var lastData: [UInt8]?
    /// How many such events came.
    public private(set) var judgeable = 0
    /// When something came last, a comment too.
    public private(set) var lastHeard: Moment?

    /// The most bytes that are kept of one stream, indexes included.
    public static let budget = 16 << 20
    /// What stands before the names of events that were sent.
    public static let sentPrefix = "sent/"

    init(of exchange: UInt64) {
        self.exchange = exchange
        // The server chooses the names of its events: without a bound a new one for each would fill memory.
        live = LiveData(memory: Self.budget, maximumTopics: 10_000)
    }

    /// How many events came and were sent.
    public var count: Int { live.traffic.totalMessages }

    /// How many of them are not kept any more, or were never.
    public var letGo: Int {
        let losses = live.losses
        return losses.evictedMessages + losses.refusedMessages
    }

    /// The id of an event; empty for none.
    public func id(of event: UInt64) -> String { String(decoding: live.messages.properties(event), as: UTF8.self) }

    /// Takes in what came.
    func take(_ news: StreamNews, at time: Moment) {
        switch news {
        case .opened(_, let format):
            self.format = format
            connections += 1
            comments = 0
            // Behind a reconnect events may be missing: a curve must not go on through it.
            if connections > 1 { live.markGap(at: time) }
            (state, lastHeard) = (.open, time)
        case .events(let events):
            for event in events { take(event, at: time) }
            lastHeard = time
        case .comments(let count): (comments, lastHeard) = (count, time)
        case .waiting(let milliseconds, let words): state = .waiting(until: time + Int64(milliseconds) * 1000, words)
        }
    }

    /// Nothing more comes.
    func end() { state = .over }

    private func take(_ event: StreamEvent, at time: Moment) {
        if event.cut > 0 { cut = (cut.events + 1, cut.bytes + event.cut) }
        if event.isMeant(in: format) { (lastData, judgeable) = (event.data, judgeable + 1) }
        // A topic of no letters is none.
        let name = event.name.isEmpty ? unnamed : event.name
        // Cut by bytes: the last letter may be broken, and is shown as such.
        let topic = Array((event.isSent ? Self.sentPrefix + name : name).utf8.prefix(Self.longestName))
        topic.withUnsafeBytes { topic in
            event.data.withUnsafeBytes { data in
                Array(event.id.utf8).withUnsafeBytes { id in
                    live.receive(topic: topic, payload: data, properties: id, flags: MessageFlags(qos: 0), at: time)
                }
            }
        }
    }

    /// The most bytes of a name, as MQTT allows of a topic.
    private static let longestName = 65_535

    /// What an event without a name is called: HTML's own word for those of an event stream (9.2.6).
    private var unnamed: String {
        switch format {
        case .jsonLines, .jsonSequence: "value"
        case .parts: "part"
        case .lines: "line"
        case .events, .messages, nil: "message"
        }
    }
}
