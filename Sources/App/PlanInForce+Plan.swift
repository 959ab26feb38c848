import MQTT
import Model
import Opener
import Profile

extension PlanInForce {
    /// What is known of a plan beside its feed.
    init(_ plan: ConnectionPlan) {
        let configuration = plan.configuration
        self.init(address: "\(configuration.endpoint)", access: plan.access)
        origin = configuration.endpoint.origin
        testedAs = plan.testedAs
        clientID = configuration.clientID
        subscriptions = plan.subscriptions.map(\.subscription)
        unusable = plan.unusable.map { Unusable($0.filter, $0.words) }
        will = (configuration.will?.topic).map { plan.told.told($0) }
        told = plan.told
        asked = plan.asked
        draft = plan.draft
        isPerishable = plan.isPerishable
    }
}
