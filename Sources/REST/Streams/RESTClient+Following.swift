import Synchronization

extension RESTClient {
    /// Sends a request and, when its answer is one without an end, tells its events as they come; an event stream is asked
    /// for again with `Last-Event-ID` when its connection ends. Any other answer comes back whole, as from `send`.
    ///
    /// - Parameters:
    ///   - plan: how it is followed.
    ///   - tell: gets the news in their order, on any thread, and may block: the server waits meanwhile.
    ///   - watch: as with `send`.
    /// - Returns: the last exchange, and why the stream is over where it would have gone on; nil for an answer that ended.
    /// - Throws: ``RequestFailure`` of the first try, of what waiting does not change, and when it is cancelled.
    public func follow(
        _ request: Request, cookies: CookieJar? = nil, _ plan: StreamPlan = StreamPlan(),
        watch: (@Sendable (Progress) -> Void)? = nil, tell: @escaping @Sendable (StreamNews) throws -> Void
    ) async throws(RequestFailure) -> (exchange: Exchange, words: String?) {
        let following = Following(plan, tell)
        while true {
            let outcome: Result<Exchange, RequestFailure>
            do throws(RequestFailure) {
                outcome = .success(
                    try await send(
                        following.next(request), cookies: cookies,
                        delivery: .follow(keeping: plan.keeping) { following.choose($0) }, watch: watch))
            } catch {
                outcome = .failure(error)
            }
            // What cannot be written, or read to be sent, does not get better by asking again.
            if case .failure(let failure) = outcome, failure.kind == .cancelled || failure.kind == .file {
                throw failure
            }
            let step: Reconnection.Step?
            do {
                step = try following.ended(outcome, mayReconnect: plan.reconnects && request.method == .get)
            } catch {
                throw RequestFailure(.file, "the events cannot be written: \(error)", phase: .lastByte)
            }
            switch step {
            case nil: return (try outcome.get(), nil)
            case .stop(let words):
                if case .failure(let failure) = outcome { throw failure }
                return (try outcome.get(), words)
            case .wait(let moment):
                let pause = max(0, moment - Timings.now())
                do {
                    try await Task.sleep(for: .nanoseconds(pause))
                } catch {
                    var failure = RequestFailure(.cancelled, "the request was cancelled", phase: .lastByte)
                    failure.exchange = outcome.exchange
                    throw failure
                }
            }
        }
    }
}

extension Result<Exchange, RequestFailure> {
    /// What came of it, also when it failed.
    fileprivate var exchange: Exchange? {
        switch self {
        case .success(let exchange): exchange
        case .failure(let failure): failure.exchange
        }
    }
}

/// One stream over all of its connections: reads what comes, and knows what the next request says.
private final class Following: Sendable {
    private let plan: StreamPlan
    private let tell: @Sendable (StreamNews) throws -> Void
    private let state = Mutex(State())

    private struct State {
        var reader: StreamReader?
        var format: StreamFormat?
        var reconnection = Reconnection()
        /// Why the last answer is not read; nil when it is.
        var refusal: String?
        var comments = 0
    }

    init(_ plan: StreamPlan, _ tell: @escaping @Sendable (StreamNews) throws -> Void) {
        self.plan = plan
        self.tell = tell
    }

    /// The request as it is sent next.
    func next(_ request: Request) -> Request {
        let added = state.withLock { $0.reconnection.fields }
        guard !added.isEmpty else { return request }
        var next = request
        next.fields.removeAll { $0.name.lowercased() == "last-event-id" }
        next.fields += added
        return next
    }

    /// Looks at an answer's head: who takes its body; nil when it is kept as others are.
    func choose(_ response: Response) -> (@Sendable (UnsafeRawBufferPointer) throws -> Void)? {
        let said = StreamFormat(response)
        // A format that was asked for is the stream's: the page of an error is read as a page.
        let format = said ?? ((200..<300).contains(response.status) ? plan.format : nil)
        let isOpen = state.withLock { state in
            (state.reader, state.refusal) = (nil, nil)
            let wasEvents = state.reconnection.opened > 0
            if wasEvents || format == .events {
                state.refusal = state.reconnection.answered(response)
                // The first answer that is an event stream by its type and an error by its status is a page to read.
                if state.refusal != nil { return false }
            }
            guard let format else { return false }
            state.format = format
            state.reader = StreamReader(format, lastID: state.reconnection.lastID)
            state.comments = 0
            return true
        }
        guard isOpen, let format else { return nil }
        return { [self] bytes in try take(bytes, response, format) }
    }

    private func take(_ bytes: UnsafeRawBufferPointer, _ response: Response, _ format: StreamFormat) throws {
        // No bytes: the head is here (`RESTClient.Delivery.follow`).
        if bytes.isEmpty { return try tell(.opened(response, format)) }
        // They are read before this returns.
        nonisolated(unsafe) let bytes = bytes
        let (events, comments) = state.withLock { state -> ([StreamEvent], Int?) in
            guard var reader = state.reader.take() else { return ([], nil) }
            var events: [StreamEvent] = []
            reader.take(bytes) { events.append($0) }
            state.reconnection.learn(from: reader)
            let news = reader.comments == state.comments ? nil : reader.comments
            state.comments = reader.comments
            state.reader = reader
            return (events, news)
        }
        if !events.isEmpty { try tell(.events(events)) }
        if let comments { try tell(.comments(comments)) }
    }

    /// A connection has ended; nil when the answer is whole and nothing follows.
    func ended(_ outcome: Result<Exchange, RequestFailure>, mayReconnect: Bool) throws -> Reconnection.Step? {
        let failure: RequestFailure? = if case .failure(let failure) = outcome { failure } else { nil }
        let (rest, step) = state.withLock { state -> ([StreamEvent], Reconnection.Step?) in
            var rest: [StreamEvent] = []
            if var reader = state.reader.take() { reader.end { rest.append($0) } }
            if let refusal = state.refusal {
                // Where no stream has stood it is an answer like others, and is shown as one.
                return (rest, state.reconnection.opened > 0 && mayReconnect ? .stop(refusal) : nil)
            }
            guard state.reconnection.opened > 0, state.format == .events, mayReconnect else {
                return (rest, failure.map { .stop($0.summary) })
            }
            return (rest, state.reconnection.ended(at: Timings.now(), failure: failure))
        }
        if !rest.isEmpty { try tell(.events(rest)) }
        if case .wait(let moment) = step {
            var why = failure?.summary ?? "the server ended the stream"
            if state.withLock({ $0.reconnection.isUnsendable }) {
                why += " (Last-Event-ID stays here: it holds controls, which no field may)"
            }
            try tell(.waiting(milliseconds: Int((moment - Timings.now() + 500_000) / 1_000_000), why))
        }
        return step
    }
}
