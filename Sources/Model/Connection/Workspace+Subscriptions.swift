extension Workspace {
    /// Notes what is known of a subscription; one line per filter, in the order in which they were asked for.
    public func setSubscription(_ subscription: SubscriptionStatus) {
        if let index = subscriptions.firstIndex(where: { $0.filter == subscription.filter }) {
            subscriptions[index] = subscription
        } else {
            subscriptions.append(subscription)
        }
    }
}
