public import Profile
public import REST
public import Wire

/// The requests of the REST half: those that are saved or typed, what was sent of them, and what came back.
///
/// Main thread only.
public final class Requests {
    /// The requests in folders.
    public var library = RequestLibrary()
    /// What credentials are told apart by; set once, before anything is sent.
    public var identity = KeyedDigest()
    /// What was sent and has come to its end.
    public private(set) var history = RequestHistory()
    /// What was sent last from each request, and what came back.
    public let exchanges = ExchangeLog()
    /// What went over the wire.
    public let wire = WireLog(connection: WireLog.exchanges, peer: "HTTP")
    /// What came to its end and was not asked for yet.
    private var ended: [RequestHistory.Entry] = []
    private var lastExchange: UInt64 = 0

    /// No requests.
    public init() {}

    /// The number of the next exchange.
    public func nextExchange() -> UInt64 {
        lastExchange += 1
        return lastExchange
    }

    /// Takes in what was sent before this program began.
    public func remember(_ entries: [RequestHistory.Entry]) {
        for entry in entries { history.add(entry) }
    }

    /// Takes in news of a request that was sent; at its end it goes into the history.
    func apply(_ exchange: SentRequest) {
        exchanges.update(exchange)
        if !exchange.isUnsent { wire.take(WireExchange(exchange)) }
        guard !exchange.isUnderWay else { return }
        ended.append(history.add(RequestHistory.Entry(exchange)))
    }

    /// What has come to its end since this was asked last: for whoever keeps it over restarts.
    public func takeEnded() -> [RequestHistory.Entry] {
        defer { ended = [] }
        return ended
    }
}
