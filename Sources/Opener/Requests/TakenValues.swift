import Expectations
public import Profile
public import Text

/// What a request takes of answers and of topics, as it would be if it were sent now: each value, and where it comes from.
public struct TakenValues: Hashable, Sendable {
    /// One of them.
    public struct Entry: Hashable, Sendable {
        /// The value for people: dots for a secret; nil while there is none.
        public var value: String?
        /// What it is of, how old, and what was answered: `$.token of login, 3 min ago, 200`.
        public var source: String
        /// Why there is none, in the words that sending would have; nil when nothing is in the way.
        public var problem: String?
    }

    /// The values in the order of the request.
    public private(set) var entries: [Entry] = []
    /// Those that are known, by what generators are called with: what the preview puts in.
    private(set) var responses: [ResponseCall: String] = [:]
    private(set) var topics: [TopicCall: String] = [:]
    /// Those that nobody should read.
    private(set) var secrets: [String] = []

    /// Where requests, answers and topics are.
    public struct Sources {
        /// The request of a name.
        public var request: (_ name: String) throws(RequestOpener.Failure) -> RequestDraft
        /// The last answer to a request; nil when none is at hand.
        public var answer: (_ draft: RequestDraft) -> ResponseChain.Answer?
        /// The last value of a topic; nil when there is none.
        public var lastValue: (_ topic: String) -> TopicValue?

        /// Sources of their parts.
        public init(
            request: @escaping (_ name: String) throws(RequestOpener.Failure) -> RequestDraft,
            answer: @escaping (_ draft: RequestDraft) -> ResponseChain.Answer?,
            lastValue: @escaping (_ topic: String) -> TopicValue?
        ) {
            self.request = request
            self.answer = answer
            self.lastValue = lastValue
        }
    }

    /// Nothing is taken.
    public init() {}

    /// What a request takes.
    /// - Parameters:
    ///   - needs: what its texts call for.
    ///   - path: the requests that wait for it, and itself.
    ///   - now: microseconds since 1970.
    public init(
        of needs: [RequestNeeds.Taken], _ variables: Variables, path: [String] = [], now: Moment, _ sources: Sources
    ) {
        var done: [String: String?] = [:]
        self.init(needs, variables, path, now, sources, &done)
    }

    /// - Parameter done: the requests that were looked at, and what is in the way of each.
    private init(
        _ needs: [RequestNeeds.Taken], _ variables: Variables, _ path: [String], _ now: Moment, _ sources: Sources,
        _ done: inout [String: String?]
    ) {
        for taken in needs {
            switch taken.call {
            case .topic(let call): take(call, isSecret: taken.isSecret, now, sources)
            case .response(let call):
                take(call, isSecret: taken.isSecret, path, now, sources) { draft, name in
                    // Once for each: where many take of many, looking again would double with every step.
                    if let known = done[name] { return known }
                    let words = Self.obstacle(to: draft, variables, path + [name], now, sources, &done)
                    done[name] = .some(words)
                    return words
                }
            }
        }
    }

    /// What is in the way of a request that would be sent for a value; nil when nothing is.
    private static func obstacle(
        to draft: RequestDraft, _ variables: Variables, _ path: [String], _ now: Moment, _ sources: Sources,
        _ done: inout [String: String?]
    ) -> String? {
        let taken = TakenValues(RequestNeeds(draft, variables).taken, variables, path, now, sources, &done)
        if let words = taken.problem { return words }
        var maker = RequestPreview.Maker()
        let preview = maker.preview(of: draft, variables, revision: 0, taken: taken, tag: RequestResolver.withoutTags)
        return preview.words.map { "\(draft.savedPath): \($0)" }
    }

    /// The first thing that is in the way; nil when nothing is.
    public var problem: String? { entries.lazy.compactMap(\.problem).first }

    private mutating func take(_ call: TopicCall, isSecret: Bool, _ now: Moment, _ sources: Sources) {
        let last = sources.lastValue(call.topic)
        var entry = Entry(value: nil, source: (call.value.map { "\($0.text) of " } ?? "") + call.topic, problem: nil)
        if let last {
            entry.source += ", \(last.isRetained ? "retained, " : "")\(Self.age(last.time, now))"
        }
        do throws(Generators.Problem) {
            let value = try call.value(of: last, now: now)
            topics[call] = value
            entry.value = shown(value, isSecret)
        } catch {
            entry.problem = error.description
        }
        entries.append(entry)
    }

    private mutating func take(
        _ call: ResponseCall, isSecret: Bool, _ path: [String], _ now: Moment, _ sources: Sources,
        _ obstacle: (_ draft: RequestDraft, _ name: String) -> String?
    ) {
        var entry = Entry(value: nil, source: "\(call.value.text) of \(call.request)", problem: nil)
        do throws(RequestOpener.Failure) {
            let draft = try sources.request(call.request)
            let name = draft.savedPath
            entry.source = "\(call.value.text) of \(name)"
            if let loop = ResponseChain.loop(to: name, path) { throw loop }
            switch ResponseChain.way(to: name, call.freshness, last: sources.answer(draft), now: now) {
            case .take(let answer):
                entry.source += ", \(Self.age(answer.time, now)), \(answer.subject.status)"
                let value = try ResponseChain.value(of: call, in: answer, to: name, now: now)
                responses[call] = value
                entry.value = shown(value, isSecret)
            case .send(let why):
                entry.source += ", sent first: \(why)"
                entry.problem = obstacle(draft, name)
            case .refuse(let failure): throw failure
            }
        } catch {
            entry.problem = error.description
        }
        entries.append(entry)
    }

    private mutating func shown(_ value: String, _ isSecret: Bool) -> String {
        guard isSecret else { return value }
        if !secrets.contains(value) { secrets.append(value) }
        return Secret.dots
    }

    /// `12 s ago`: no younger than a second, so that it changes no oftener.
    private static func age(_ time: Moment, _ now: Moment) -> String {
        let seconds = max(0, now - time) / 1_000_000
        return seconds == 0 ? "just now" : "\(TimeWords.words(seconds * 1_000_000_000)) ago"
    }

    /// The value of a call for people: dots for a secret; nil while there is none.
    public func shown(_ call: ResponseCall) -> String? {
        responses[call].map { secrets.contains($0) ? Secret.dots : $0 }
    }

    /// What a call stands for in a preview.
    func value(_ name: String, _ arguments: [String]) -> TemplateExpander.Generated? {
        if let call = ResponseCall(name, arguments) { return responses[call].map { .value($0) } }
        return TopicCall(name, arguments).flatMap { topics[$0].map { .value($0) } }
    }
}
