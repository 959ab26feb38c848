import Expectations
import MQTT
import Opener
import Payloads
import Profile
import REST

/// What steps take of the answers to requests and of topics.
extension ExpectRunner {
    /// How long a step waits for the value of a topic that it takes, in seconds.
    private static let patience = 2

    /// Sees to it that the values of the topics that a step takes are here, which the broker may keep.
    func fetchValues(of step: ExpectRequest.Step) throws(ScriptError) {
        let topics = step.needs(variables).taken.compactMap { taken in
            // What is not watched any more may have another value by now.
            if case .topic(let call) = taken.call, lastValues[call.topic] == nil || !isWatched(call.topic) {
                call.topic
            } else {
                nil
            }
        }
        guard !topics.isEmpty else { return }
        let known = lastValues
        for topic in topics { lastValues[topic] = nil }
        let new = Set(topics).filter { subscribed[$0] == nil }.sorted()
        // It is watched until a step that does not need it subscribes to what it watches itself.
        if !new.isEmpty { try subscribe(new.map { Subscription(filter: $0, qos: .atMostOnce) }) }
        // What the broker keeps comes behind the SUBACK, and nothing says that it keeps nothing.
        try wait(until: ContinuousClock.now + .seconds(Self.patience)) { topics.allSatisfy { lastValues[$0] != nil } }
        // Of a topic that the broker keeps nothing of, the last that came is the last that there is.
        for topic in topics where lastValues[topic] == nil { lastValues[topic] = known[topic] }
    }

    private func isWatched(_ topic: String) -> Bool {
        subscribed.keys.contains { (try? TopicFilter($0))?.matches(topic) == true }
    }

    /// Sees to it that the values of answers are here which a step compares with: those of the steps before, or of
    /// requests that are sent for it.
    func fetchAnswers(of step: ExpectRequest.Step) throws(ScriptError) {
        let calls = step.comparedNeeds(variables).responses
        guard !calls.isEmpty else { return }
        let chain = chain()
        do {
            variables.answers = try waiting { try await chain.values(of: calls, for: []) }
        } catch {
            throw ScriptError("\(step.draft.name): \(SecretMask.named.sentence("\(error)"))")
        }
    }

    /// Where the values of answers are found: with the steps before, or with requests that are sent for them.
    func chain() -> ResponseChain {
        let (rest, answers, saved, now) = (rest, answers, request.saved, request.now)
        let steps = stepRequests
        let values = lastValues
        let sources = ResponseChain.Sources(
            request: { (name) throws(RequestOpener.Failure) in
                // By the name of the step or of its request, before a saved one of that name: its answer is at hand.
                let own = steps.first { $0.name == name || $0.draft.savedPath == name || $0.draft.name == name }
                if let own { return own.draft }
                return try saved(name)
            },
            answer: { answers[$0.savedPath] },
            send: { (draft, opened) async throws(RequestFailure) in
                let exchange = try await rest.send(opened.request)
                let answer = Self.answer(exchange, at: now())
                answers[draft.savedPath] = answer
                return answer
            }, lastValue: { values[$0] })
        return ResponseChain(RequestOpener(secrets: request.secrets), sources, variables, now: now)
    }

    /// An answer that values can be taken of.
    static func answer(_ exchange: REST.Exchange, at time: Int64) -> ResponseChain.Answer {
        let body = exchange.body.withBytes { PayloadBytes(owner: exchange.body, $0) }
        return ResponseChain.Answer(
            Subject(exchange.response ?? Response(status: 0), body: body, duration: exchange.duration), time: time)
    }

    /// The request of a step, with the values that it takes.
    func open(_ draft: RequestDraft) throws -> RequestOpener.Opened {
        let (opener, variables, now) = (RequestOpener(secrets: request.secrets), variables, request.now())
        let (before, chain, values) = (generators, self.chain(), lastValues)
        let (opened, after) = try waiting {
            var generators = before
            let opened = try await opener.open(
                draft, variables, now: now, with: &generators, chain: chain, path: [draft.savedPath],
                lastValue: { values[$0] })
            return (opened, generators)
        }
        // Counters and walks go on from step to step.
        generators = after
        return opened
    }
}
