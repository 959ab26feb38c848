public import Expectations
public import Profile
public import REST
public import Text

/// Finds the values that requests take of the answers to others: of answers at hand, or of requests that are sent for it.
/// One chain serves one send: what several calls need is sent once.
public actor ResponseChain {
    /// An answer to a saved request.
    public struct Answer: Sendable {
        /// What came.
        public var subject: Subject
        /// When it came: microseconds since 1970.
        public var time: Moment

        /// An answer of its parts.
        public init(_ subject: Subject, time: Moment) {
            self.subject = subject
            self.time = time
        }
    }

    /// Where requests and answers are.
    public struct Sources: Sendable {
        /// The saved request of a name.
        /// - Throws: ``RequestOpener/Failure`` when there is none, or more than one.
        public var request: @Sendable (_ name: String) throws(RequestOpener.Failure) -> RequestDraft
        /// The last answer to a request; nil when none is at hand.
        public var answer: @Sendable (_ draft: RequestDraft) -> Answer?
        /// Sends a request and waits for its answer.
        public var send:
            @Sendable (_ draft: RequestDraft, _ opened: RequestOpener.Opened) async throws(RequestFailure) -> Answer
        /// The last value of a topic; nil where there is none.
        public var lastValue: @Sendable (_ topic: String) -> TopicValue?

        /// Sources of their parts.
        public init(
            request: @escaping @Sendable (_ name: String) throws(RequestOpener.Failure) -> RequestDraft,
            answer: @escaping @Sendable (_ draft: RequestDraft) -> Answer?,
            send:
                @escaping @Sendable (_ draft: RequestDraft, _ opened: RequestOpener.Opened) async throws(RequestFailure)
                -> Answer, lastValue: @escaping @Sendable (_ topic: String) -> TopicValue? = { _ in nil }
        ) {
            self.request = request
            self.answer = answer
            self.send = send
            self.lastValue = lastValue
        }
    }

    private let opener: RequestOpener
    private let sources: Sources
    private let variables: Variables
    private let now: @Sendable () -> Moment
    /// What is under way for other sends; nil where there are none.
    private let flights: RequestFlights?
    /// When the send began for which it is.
    private let began: Moment
    /// Requests under way, and those that have their answer, by folder and name.
    private var sent: [String: Task<Result<Answer, RequestOpener.Failure>, Never>] = [:]

    /// A chain for one send.
    /// - Parameter flights: what is under way for other sends, so that two that need the same answer send for it once.
    public init(
        _ opener: RequestOpener, _ sources: Sources, _ variables: Variables, flights: RequestFlights? = nil,
        now: @escaping @Sendable () -> Moment
    ) {
        self.flights = flights
        // What other sends have got since this moment is fresh enough (`RequestFlights`).
        began = now()
        self.opener = opener
        self.sources = sources
        self.variables = variables
        self.now = now
    }

    /// The values of calls.
    /// - Parameter path: the requests that wait for them, the outermost first.
    /// - Throws: ``RequestOpener/Failure`` for a request that waits for itself, an answer that refuses, and a value that is
    ///   missing.
    public func values(
        of calls: [ResponseCall], for path: [String]
    ) async throws(RequestOpener.Failure) -> [ResponseCall: String] {
        var values: [ResponseCall: String] = [:]
        for call in calls { values[call] = try await value(of: call, path) }
        return values
    }

    private func value(of call: ResponseCall, _ path: [String]) async throws(RequestOpener.Failure) -> String {
        let draft = try sources.request(call.request)
        let name = draft.savedPath
        if let loop = Self.loop(to: name, path) { throw loop }
        let answer = try await answer(to: draft, call.freshness, path)
        return try Self.value(of: call, in: answer, to: name, now: now())
    }

    private func answer(
        to draft: RequestDraft, _ freshness: ResponseCall.Freshness, _ path: [String]
    ) async throws(RequestOpener.Failure) -> Answer {
        let name = draft.savedPath
        // Asked for once in this send, it serves every call, however fresh that wants it.
        if let task = sent[name] { return try await task.value.get() }
        switch Self.way(to: name, freshness, last: sources.answer(draft), now: now()) {
        case .take(let answer): return answer
        case .refuse(let failure): throw failure
        case .send: break
        }
        let (opener, sources, variables, now) = (opener, sources, variables, now)
        let send = { @Sendable () async -> Result<Answer, RequestOpener.Failure> in
            do throws(RequestOpener.Failure) {
                var maker = RequestPreview.Maker()
                // Said of the request that is to be sent for it, and not of the one that was asked for.
                let tag = RequestResolver.withoutTags
                if let words = maker.preview(of: draft, variables, revision: 0, tag: tag).words {
                    return .failure(RequestOpener.Failure(description: "\(name): \(words)"))
                }
                var generators = Generators()
                let opened = try await opener.open(
                    draft, variables, now: now(), with: &generators, chain: self, path: path + [name],
                    lastValue: sources.lastValue)
                do throws(RequestFailure) {
                    return .success(try await sources.send(draft, opened))
                } catch {
                    let words = opened.mask.sentence(error.told(nil))
                    return .failure(RequestOpener.Failure(description: "\(name): \(words)"))
                }
            } catch {
                return .failure(error)
            }
        }
        let task: Task<Result<Answer, RequestOpener.Failure>, Never>
        // Who waits in a loop would wait for itself: such a request is sent by this chain alone.
        if let flights, !loops(draft) {
            task = flights.task(for: RequestFlights.Key(draft, variables), since: began, now: now, send)
        } else {
            task = Task { await send() }
        }
        sent[name] = task
        return try await task.value.get()
    }

    /// Whether a request, or one that it takes of, takes of itself; the answers at hand do not matter.
    private func loops(_ draft: RequestDraft) -> Bool {
        var done: Set<String> = []
        func loops(_ draft: RequestDraft, _ path: [String]) -> Bool {
            let name = draft.savedPath
            if path.contains(name) { return true }
            // It was come to on another way, which did not lead back.
            guard done.insert(name).inserted else { return false }
            return RequestNeeds(draft, variables).responses.contains { call in
                (try? sources.request(call.request)).map { loops($0, path + [name]) } ?? false
            }
        }
        return loops(draft, [])
    }
}
