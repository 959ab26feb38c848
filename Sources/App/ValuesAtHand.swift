import Interface
import Model
import Opener
import Profile
import REST

/// What something that is sent beside the screen takes of it: values of topics and of answers, and the cookies of its
/// environment. Gathered on the loop's thread, where these are.
struct ValuesAtHand: Sendable {
    /// Finds values of the answers to other requests; nil where none is taken.
    var chain: ResponseChain?
    /// The last values of the topics that are named.
    var topics: [String: TopicValue] = [:]
    /// The cookies that go along; nil for none.
    var cookies: CookieJar?
}

extension EffectRunner {
    /// What a request needs.
    func values(for draft: RequestDraft, _ variables: Variables) -> ValuesAtHand {
        let needs = RequestNeeds(draft, variables)
        guard let order = orderForAnswers?(needs, variables) else { return ValuesAtHand() }
        var values = values(for: needs, order)
        values.cookies = order.cookies(of: draft)?.jar
        return values
    }

    /// What a publish needs.
    func values(for draft: PublishDraft, _ variables: Variables) -> ValuesAtHand {
        let needs = draft.needs(with: variables)
        return orderForAnswers.map { values(for: needs, $0(needs, variables)) } ?? ValuesAtHand()
    }

    private func values(for needs: RequestNeeds, _ order: RequestOrder) -> ValuesAtHand {
        ValuesAtHand(
            chain: needs.responses.isEmpty ? nil : requests.chain(order), topics: order.earlier.topics)
    }
}
