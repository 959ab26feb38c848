import Interface
import Model
import Opener
import Profile

/// Something that is sent and what is expected of it: one at a time.
extension EffectRunner {
    /// Sends it over the broker of a connection, and watches.
    func expect(_ order: ExpectOrder, of id: ConnectionID) {
        guard let plan = opened[id]?.plan else { return answers.say((.warning, "Not connected to a broker")) }
        // The one before goes on ending by itself; what it still says has an older number, and is passed over.
        expectation?.stop()
        expectations += 1
        let driver = ExpectDriver(
            order, number: expectations, plan.configuration, secrets: secrets, chain: chain(for: order), inbox: inbox,
            clock: clock)
        expectation = driver
        model?.beginExpectation(number: expectations)
        driver.start()
    }

    /// Finds what a step takes of the answers to requests; nil for one that takes nothing.
    private func chain(for order: ExpectOrder) -> ResponseChain? {
        let variables = order.variables
        let needs: RequestNeeds
        switch order.step.trigger {
        case .request(let draft): needs = RequestNeeds(draft, variables)
        case .publish(let draft): needs = draft.needs(with: variables)
        case .none, .savedRequest, .savedPublish: return nil
        }
        guard !needs.responses.isEmpty, let orderForAnswers else { return nil }
        return requests.chain(orderForAnswers(needs, variables))
    }
}
