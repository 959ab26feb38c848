import MQTT
import Profile
import Text
import Wire

extension Workspace {
    /// Takes in what whoever opens the connection has found.
    func apply(_ opening: Opening, at time: Moment) {
        switch opening {
        case .sought(let settings):
            self.settings = settings
            // The URL may carry a password: it is not for the head of the screen.
            let address = Profile.withoutPassword(settings.draft.url)
            connection = ConnectionStatus(name: settings.draft.name, address: address, state: .connecting)
        case .failed(let words):
            connection.state = .closed(words)
            notify(Notice(at: time, kind: .error, text: words))
        case .begun(let name, let plan):
            begin(name: name, plan)
            // Said again each time it is opened.
            take(plan, saying: true, at: time)
        case .settings(let settings): self.settings = settings
        case .renewed(let plan):
            (connection.address, connection.origin) = (plan.address, plan.origin)
            take(plan, saying: plan.unusable != self.plan?.unusable, at: time)
        case .named(let name): if connection.name != name { connection.name = name }
        case .leaving(let words): leaving = words
        case .asked(let filters): askedFilters = filters
        }
    }

    private func begin(name: String, _ plan: PlanInForce) {
        // One of the profile is called as it is there, which may be another name since its secrets were sought.
        let name = settings?.entry == nil ? name : connection.name
        connection = ConnectionStatus(name: name, address: plan.address, state: .connecting)
        connection.origin = plan.origin
        isFed = true
    }

    /// Takes the plan that is in force from now on; what it asks for and what it cannot stand in one list.
    private func take(_ plan: PlanInForce, saying isTold: Bool, at time: Moment) {
        let named = Set(plan.subscriptions.map(\.filter) + plan.unusable.map(\.filter))
        for old in self.plan?.unusable ?? [] where !named.contains(old.filter) {
            setSubscription(SubscriptionStatus(filter: old.filter, qos: 0, state: .removed))
        }
        self.plan = plan
        wire.names = SpokenNames(plan.told.names, hidesUsername: plan.access.isUsernameSecret)
        // What may be told of those that stay is said anew as well.
        for place in subscriptions.indices { subscriptions[place].told = withoutSecrets(subscriptions[place].filter) }
        settings?.keepsClientID = true
        let known = Set(subscriptions.map(\.filter))
        for subscription in plan.subscriptions where !known.contains(subscription.filter) {
            setSubscription(SubscriptionStatus(subscription, .pending))
        }
        if isTold { setUnusable(plan.unusable, at: time) }
    }
}
