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

        /// Sources of their parts.
        public init(
            request: @escaping @Sendable (_ name: String) throws(RequestOpener.Failure) -> RequestDraft,
            answer: @escaping @Sendable (_ draft: RequestDraft) -> Answer?,
            send:
                @escaping @Sendable (_ draft: RequestDraft, _ opened: RequestOpener.Opened) async throws(RequestFailure)
                -> Answer
        ) {
            self.request = request
            self.answer = answer
            self.send = send
        }
    }

    private let opener: RequestOpener
    private let sources: Sources
    private let variables: Variables
    private let now: @Sendable () -> Moment
    /// Requests under way, and those that have their answer, by folder and name.
    private var sent: [String: Task<Result<Answer, RequestOpener.Failure>, Never>] = [:]

    /// A chain for one send.
    public init(
        _ opener: RequestOpener, _ sources: Sources, _ variables: Variables, now: @escaping @Sendable () -> Moment
    ) {
        self.opener = opener
        self.sources = sources
        self.variables = variables
        self.now = now
    }

    /// The values of calls.
    /// - Parameter path: the requests that wait for them, the outermost first.
    /// - Throws: ``RequestOpener/Failure`` for a request that waits for itself, an answer that refuses, and a value that is
    ///   missing.
    func values(
        of calls: [ResponseCall], for path: [String]
    ) async throws(RequestOpener.Failure) -> [ResponseCall: String] {
        var values: [ResponseCall: String] = [:]
        for call in calls { values[call] = try await value(of: call, path) }
        return values
    }

    private func value(of call: ResponseCall, _ path: [String]) async throws(RequestOpener.Failure) -> String {
        let draft = try sources.request(call.request)
        let name = draft.savedPath
        if path.contains(name) {
            let loop = (path.drop { $0 != name } + [name]).joined(separator: " -> ")
            throw RequestOpener.Failure(description: "\(name) needs an answer to itself: \(loop)")
        }
        let answer = try await answer(to: draft, call.freshness, path)
        let subject = answer.subject
        guard subject.status < 400 else {
            throw RequestOpener.Failure(
                description: "\(name) answered \(subject.status): nothing is taken of that (\(call.value.text))")
        }
        do {
            return try call.value.value(of: subject)
        } catch {
            let age = max(0, now() - answer.time) * 1000
            throw RequestOpener.Failure(
                description: "\(name): \(error) in its answer (\(subject.status), \(TimeSpelling.words(age)) ago)")
        }
    }

    private func answer(
        to draft: RequestDraft, _ freshness: ResponseCall.Freshness, _ path: [String]
    ) async throws(RequestOpener.Failure) -> Answer {
        let name = draft.savedPath
        if let task = sent[name] { return try await task.value.get() }
        let last = sources.answer(draft)
        switch (freshness, last) {
        case (.never, let last?), (.missing, let last?): return last
        case (.older(let time), let last?) where (now() - last.time) * 1000 <= time: return last
        case (.never, nil):
            throw RequestOpener.Failure(
                description: "\(name) has no answer yet, and it is not to be sent for it (never)")
        default: break
        }
        let (opener, sources, variables, now) = (opener, sources, variables, now)
        let task = Task { () -> Result<Answer, RequestOpener.Failure> in
            do throws(RequestOpener.Failure) {
                let opened = try await opener.open(draft, variables, now: now(), chain: self, path: path + [name])
                do throws(RequestFailure) {
                    return .success(try await sources.send(draft, opened))
                } catch {
                    let words = opened.mask.sentence(error.description)
                    return .failure(RequestOpener.Failure(description: "\(name): \(words)"))
                }
            } catch {
                return .failure(error)
            }
        }
        sent[name] = task
        return try await task.value.get()
    }
}
