import MQTT
import Model
import Opener

extension PlanInForce {
    /// What may be told of a plan.
    init(_ plan: ConnectionPlan) {
        let configuration = plan.configuration
        self.init(address: "\(configuration.endpoint)", access: plan.access)
        clientID = configuration.clientID
        subscriptions = plan.subscriptions.map(\.subscription)
        unusable = plan.unusable.map { Unusable($0.filter, $0.words) }
        will = configuration.will?.topic
        isPerishable = plan.isPerishable
    }
}
