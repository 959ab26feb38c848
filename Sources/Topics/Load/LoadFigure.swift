public import Text

/// The figures of a broker that people look at: a tile each, in the order in which they are shown.
public enum LoadFigure: String, CaseIterable, Sendable {
    /// The broker's name and version, as it gives them.
    case broker
    /// How long it runs.
    case uptime
    /// Clients connected.
    case connected
    /// Clients connected, and those away whose session is kept.
    case clients
    /// The most clients at one time.
    case maximum
    /// Subscriptions.
    case subscriptions
    /// PUBLISH packets that the broker received.
    case publishIn
    /// PUBLISH packets that the broker sent.
    case publishOut
    /// Bytes that the broker received on the wire.
    case bytesIn
    /// Bytes that the broker sent on the wire.
    case bytesOut
    /// Messages that the broker threw away.
    case dropped
    /// Control packets of every kind that the broker received.
    case packetsIn
    /// Control packets of every kind that the broker sent.
    case packetsOut
    /// Retained messages.
    case retained
    /// Messages in the broker's store.
    case stored
    /// Payload bytes in the broker's store.
    case storedBytes
    /// Messages sent and not yet acknowledged.
    case inflight
    /// Messages that wait for slow clients.
    case queued
    /// Bytes that wait for slow clients.
    case queuedBytes
    /// Sockets opened.
    case sockets
    /// CONNECT packets.
    case connections
    /// Memory in use.
    case heap
    /// The most memory in use at one time.
    case heapMaximum

    /// What people call it.
    public var label: String {
        switch self {
        case .broker: "broker"
        case .uptime: "uptime"
        case .connected: "connected"
        case .clients: "total"
        case .maximum: "maximum"
        case .subscriptions: "subscriptions"
        case .publishIn: "PUBLISH in"
        case .publishOut: "PUBLISH out"
        case .bytesIn: "bytes in"
        case .bytesOut: "bytes out"
        case .dropped: "dropped"
        case .packetsIn: "packets in"
        case .packetsOut: "packets out"
        case .retained: "retained"
        case .stored: "stored"
        case .storedBytes: "stored bytes"
        case .inflight: "inflight"
        case .queued: "queued"
        case .queuedBytes: "queued bytes"
        case .sockets: "sockets"
        case .connections: "connects"
        case .heap: "heap"
        case .heapMaximum: "heap maximum"
        }
    }

    /// What it is counted in.
    public var unit: LoadUnit {
        switch self {
        case .broker: .text
        case .uptime: .seconds
        case .connected, .clients, .maximum: .count("client")
        case .subscriptions: .count("subscription")
        case .publishIn, .publishOut, .dropped: .perSecond("msg")
        case .bytesIn, .bytesOut: .bytesPerSecond
        case .packetsIn, .packetsOut: .perSecond("pkt")
        case .retained, .stored, .inflight, .queued: .count("msg")
        case .storedBytes, .queuedBytes, .heap, .heapMaximum: .bytes
        case .sockets: .perSecond("conn")
        case .connections: .perSecond("conn")
        }
    }
}

/// What a figure is counted in.
public enum LoadUnit: Hashable, Sendable {
    /// Words.
    case text
    /// Seconds.
    case seconds
    /// Milliseconds.
    case milliseconds
    /// Things, by the word for one of them.
    case count(String)
    /// Things a second, by the word for one of them.
    case perSecond(String)
    /// Bytes.
    case bytes
    /// Bytes a second.
    case bytesPerSecond
    /// Parts of a hundred.
    case percent
    /// Whatever its word says, for figures that are counted here.
    case named(String)
    /// Numbers that somebody sent, with the unit that they gave them: `°C`. Never rounded.
    case sent(String)

    /// As written behind a number in a table or a file: `msg/s`, `B`, `clients`.
    public var symbol: String {
        switch self {
        case .text: ""
        case .seconds: "s"
        case .milliseconds: "ms"
        case .count(let word): word.isEmpty ? "" : "\(word)s"
        case .perSecond(let word): "\(word)/s"
        case .bytes: "B"
        case .bytesPerSecond: "B/s"
        case .percent: "%"
        case .named(let name), .sent(let name): name
        }
    }
}

/// How long an average reaches back.
public enum LoadSpan: Int, CaseIterable, Sendable {
    /// A minute.
    case minute = 60
    /// Five minutes.
    case fiveMinutes = 300
    /// A quarter of an hour.
    case quarter = 900

    /// In words of a column: `1 min`.
    public var label: String { "\(rawValue / 60) min" }
    /// Its length in microseconds.
    public var length: Moment { Moment(rawValue) * 1_000_000 }
}
