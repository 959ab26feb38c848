public import Payloads
public import Profile
public import REST

/// The requests that are sent again and again. The loop asks what is due, whoever has the requests sends it, and news of
/// it comes as that of any other request. Times are nanoseconds of a clock that only goes forward.
public struct Repeats: Sendable {
    /// Those that go on, and those that have ended until they are taken away.
    public private(set) var all: [RepeatedRequest] = []
    /// The most that are kept at once.
    public static let most = 100
    private var next = 1

    /// None.
    public init() {}

    /// One of them; nil when it is taken away.
    public subscript(id: Int) -> RepeatedRequest? { all.first { $0.id == id } }

    /// Those that go on or are halted.
    public var active: [RepeatedRequest] { all.filter(\.run.isActive) }

    /// The last that was begun of a request; nil when there was none.
    public func last(of request: Int) -> RepeatedRequest? { all.last { $0.requestID == request } }

    /// When the next is to be sent; nil while nothing is.
    public var nextDue: Int64? { all.lazy.compactMap(\.run.nextDue).min() }

    /// Those that are to be sent now.
    public func due(now: Int64) -> [RepeatedRequest] { all.filter { $0.run.nextDue.map { $0 <= now } ?? false } }

    /// Begins one; nil when there are too many.
    /// - Parameter until: whether an answer, its body and the nanoseconds that it took are what is waited for.
    public mutating func start(
        _ draft: RequestDraft, of request: Int, _ variables: Variables, _ plan: RepeatPlan, now: Int64,
        until: @escaping @Sendable (Response, PayloadBytes, Int64) -> Bool = { _, _, _ in false }
    ) -> Int? {
        if all.count >= Self.most {
            guard let ended = all.firstIndex(where: { !$0.run.isActive }) else { return nil }
            all.remove(at: ended)
        }
        defer { next += 1 }
        all.append(
            RepeatedRequest(
                id: next, requestID: request, draft: draft, variables: variables, run: RepeatRun(plan, now: now),
                until: until))
        return next
    }

    /// One is sent now, as an exchange.
    public mutating func begin(_ id: Int, as exchange: UInt64, now: Int64) {
        change(id) {
            $0.run.begin()
            ($0.exchange, $0.began) = (exchange, now)
        }
    }

    /// One cannot be sent, and a further one could not be either.
    public mutating func refuse(_ id: Int, _ words: String) {
        change(id) {
            $0.run.stop(words)
            $0.lastFailure = words
        }
    }

    /// Stops one that goes on, and answers with the exchange that is on its way; takes one that has ended away.
    public mutating func stopOrRemove(_ id: Int) -> UInt64? {
        guard let place = all.firstIndex(where: { $0.id == id }) else { return nil }
        guard all[place].run.isActive else {
            all.remove(at: place)
            return nil
        }
        all[place].run.stop()
        // Its answer is of no use any more: whoever asked cancels it.
        return all[place].exchange
    }

    /// Stops all; answers with the exchanges that are on their way.
    public mutating func stopAll() -> [UInt64] {
        let active = active
        for entry in active { change(entry.id) { $0.run.stop() } }
        return active.compactMap(\.exchange)
    }

    /// Stops those that would not end by themselves, and those that are halted.
    public mutating func stopOpen() {
        // A total or a time ends it by itself: only what never would is stopped.
        for entry in active where entry.isOpen { change(entry.id) { $0.run.stop() } }
    }

    /// Halts one, or lets it go on.
    public mutating func togglePause(_ id: Int, now: Int64) { change(id) { $0.run.togglePause(now: now) } }

    private mutating func change(_ id: Int, _ body: (inout RepeatedRequest) -> Void) {
        if let place = all.firstIndex(where: { $0.id == id }) { body(&all[place]) }
    }

    /// Takes news of an exchange; answers what becomes of it in the log.
    mutating func take(_ news: SentRequest) -> RepeatedRequest.Keeping {
        guard let place = all.firstIndex(where: { $0.exchange == news.id }) else { return .log }
        return all[place].take(news)
    }
}
