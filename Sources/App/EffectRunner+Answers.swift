import Interface
import Opener
import Profile

/// Values of the answers to saved requests for what is no request itself: a publish, and what is expected of one.
extension EffectRunner {
    /// Lets publishes take such values.
    /// - Parameter order: with what the requests are sent that are needed, asked on the loop's thread.
    func giveAnswers(_ order: @escaping (RequestNeeds, Variables) -> RequestOrder) {
        orderForAnswers = order
        publishing.chain = { [requests] in requests.chain(order($0, $1)) }
    }
}
