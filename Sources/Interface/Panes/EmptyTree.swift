import Explorer

/// Why there is no topic to show.
enum EmptyTree {
    /// The reason, then what can be done.
    static func words(_ state: ExploreState) -> [String] {
        if !state.topics.filterText.isEmpty, state.topics.count > 0 {
            return ["No topic matches the filter.", "Esc clears it."]
        }
        switch state.workspace.connection.state {
        case .idle, .connecting: return ["Connecting to \(state.workspace.connection.address) ..."]
        case .waiting(_, _, let reason): return ["Not connected.", reason]
        case .refused(let reason): return ["The broker refused the connection.", reason]
        case .closed(let reason): return ["The connection is closed.", reason]
        case .connected: return subscriptions(state)
        }
    }

    private static func subscriptions(_ state: ExploreState) -> [String] {
        let wanted = state.workspace.subscriptions.filter { $0.state != .removed }
        if wanted.isEmpty { return ["Subscribed to nothing.", "s subscribes."] }
        var lines: [String] = []
        var isRefused = true
        for subscription in wanted {
            switch subscription.state {
            case .refused(let reason): lines.append("\(subscription.filter) refused: \(reason)")
            case .pending:
                lines.append("\(subscription.filter): waiting for the broker's answer")
                isRefused = false
            case .granted(let qos):
                lines.append("\(subscription.filter) granted, QoS \(qos)")
                isRefused = false
            case .removed: break
            }
        }
        let head = isRefused ? "The broker refused every subscription." : "No message yet."
        return [head] + lines + (isRefused ? ["s subscribes to another filter."] : [])
    }
}
