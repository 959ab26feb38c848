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
    /// The cookies by environment.
    public let cookies = CookieJars()
    /// What was sent and has come to its end.
    public private(set) var history = RequestHistory()
    /// What was sent last from each request, and what came back.
    public let exchanges = ExchangeLog()
    /// The answers that have no end.
    public let streams = StreamLog()
    /// Requests that are sent again and again.
    public var repeats = Repeats()
    /// What went over the wire.
    public let wire = WireLog(connection: WireLog.exchanges, peer: "HTTP")
    /// What came to its end and was not asked for yet.
    private var ended: [Ended] = []
    /// What became of answers that were asked for from the disk, by the request that they are for.
    public private(set) var lookups: [Int: AnswerLookup] = [:]
    /// How many answers on the disk had to make room for others since the program began.
    public private(set) var droppedAnswers = 0
    private var lastExchange: UInt64 = 0

    /// No requests.
    public init() {}

    /// A request that has come to its end, for whoever keeps it over restarts.
    public struct Ended: Sendable {
        /// How it stands in the history.
        public var entry: RequestHistory.Entry
        /// Its answer; nil when that is not to be kept.
        public var record: SentRequest.Record?
    }

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
        var bare = exchange
        // The record is for the disk: kept with the exchange, the bytes would lie in memory twice.
        bare.record = nil
        // Before the repeats decide: on the wire an unchanged answer is as much as any.
        if !exchange.isUnsent { wire.take(WireExchange(bare)) }
        switch repeats.take(bare) {
        case .log: exchanges.update(bare)
        // Not into the history either: a poll of days would push everything else out of it.
        case .unchanged(let kept): return exchanges.note(unchanged: bare, after: kept)
        case .nothing: return
        }
        guard !exchange.isUnderWay else { return }
        streams.ended(exchange.id)
        ended.append(Ended(entry: history.add(RequestHistory.Entry(exchange)), record: exchange.record))
    }

    /// Answers on the disk had to make room for others.
    func dropped(_ count: Int) { droppedAnswers += count }

    /// What has come to its end since this was asked last: for whoever keeps it over restarts.
    public func takeEnded() -> [Ended] {
        defer { ended = [] }
        return ended
    }

    // MARK: - Answers on the disk

    /// An answer of the history is looked for on the disk, to be shown at a request.
    public func lookUp(_ entry: RequestHistory.Entry, for request: Int) {
        lookups[request] = .reading(entry)
    }

    /// Takes in what came of looking for an answer on the disk.
    func apply(_ reading: AnswerReading) {
        // Another answer was asked for meanwhile, or the pane has let go of this one.
        guard case .reading(let entry)? = lookups[reading.request], entry.answer == reading.key else { return }
        switch reading.outcome {
        case .found(var exchange):
            lookups[reading.request] = nil
            exchange.id = SentRequest.id(ofKept: reading.key, sentAt: entry.at)
            exchange.requestID = reading.request
            exchange.startedAt = entry.at
            // The history has the request without its secrets: one that is the same but for them was not edited.
            let typed = library[reading.request]?.draft
            exchange.draft = typed.flatMap { entry.draft.isSame(as: $0.withoutSecrets()) ? $0 : nil } ?? entry.draft
            exchanges.take(kept: exchange)
        case .gone: lookups[reading.request] = .gone
        case .failed(let words): lookups[reading.request] = .failed(words)
        }
    }
}
