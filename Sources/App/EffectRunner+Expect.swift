import Feeds
import Interface
import Model
import Opener
import Profile

/// Something that is sent and what is expected of it: one at a time.
extension EffectRunner {
    /// Sends it over the broker of a connection, and watches.
    func expect(_ order: ExpectOrder, of id: ConnectionID) {
        guard let broker = opened[id]?.feed?.broker else { return answers.say((.warning, "Not connected to a broker")) }
        // The one before goes on ending by itself; what it still says has an older number, and is passed over.
        expectation?.stop()
        expectations += 1
        let driver = ExpectDriver(
            order, number: expectations, broker, secrets: secrets, values: values(for: order),
            inbox: inbox, clock: clock)
        expectation = driver
        model?.beginExpectation(number: expectations)
        driver.start()
    }

    private func values(for order: ExpectOrder) -> ValuesAtHand {
        switch order.step.trigger {
        case .request(let draft): values(for: draft, order.variables)
        case .publish(let draft): values(for: draft, order.variables)
        case .none, .savedRequest, .savedPublish: ValuesAtHand()
        }
    }
}
