import Kit
import Model
import Topics

/// Why there is no topic to show, and what can be done.
enum EmptyTree {
    /// The reason, then what can be done.
    static func words(_ desk: Desk) -> [String] {
        if !desk.tree.filterText.isEmpty, desk.topics.count > 0 {
            return desk.tree.isFiltering ? ["Looking ..."] : ["No topic matches.", desk.stage.keymap.takesFilterAway]
        }
        let address = desk.workspace.connection.address
        let again = key(.reconnect, "tries again", desk)
        switch desk.workspace.connection.state {
        case .idle:
            return [
                "Not connected.", key(.connections, "the saved connections, and brokers to try", desk),
                key(.pickConnection, "opens one by name", desk),
            ]
        case .connecting:
            // Nothing is sent before the person has answered.
            let isAsked = desk.stage.overlays.contains { $0 is SecretOverlay }
            return [isAsked ? "\(address) waits for its secret." : "Connecting to \(address) ..."]
        case .waiting(_, let attempt, let reason):
            return ["Not connected.", reason] + remedies(desk)
                + ["Attempt \(attempt) to \(address) is next.", again]
        case .refused(let reason):
            return ["Refused.", reason, again]
        case .closed(let reason): return ["The connection is closed.", reason] + remedies(desk) + [again]
        case .connected: return subscriptions(desk)
        }
    }

    /// What can be done about what the connection ended at.
    private static func remedies(_ desk: Desk) -> [String] {
        switch desk.workspace.connection.suspect {
        case .subscription:
            [key(.unsubscribe, "gives a filter up", desk), key(.subscribe, "asks for another", desk)]
        case .publish: [key(.publishes, "shows what was published, and what is held", desk)]
        case nil: []
        }
    }

    private static func subscriptions(_ desk: Desk) -> [String] {
        let asked = desk.workspace.subscriptions
        let wanted = asked.filter(\.isWanted)
        // Not wanted, since no broker can be asked for them; the reason is said all the same.
        let unusable = asked.filter { if case .unusable = $0.state { true } else { false } }.map(line)
        let subscribe = key(.subscribe, "subscribes to a filter", desk)
        if wanted.isEmpty { return ["Subscribed to nothing."] + unusable + [subscribe] }
        let isRefused = wanted.allSatisfy { if case .refused = $0.state { true } else { false } }
        let head = isRefused ? "The broker refused every subscription." : "Waiting for messages."
        return [head] + wanted.map(line) + unusable + [subscribe]
            + (isRefused ? [] : [key(.publish, "publishes one", desk)])
    }

    private static func line(_ subscription: SubscriptionStatus) -> String {
        let words = subscription.state.words
        return words.isEmpty ? subscription.told : "\(subscription.told)  \(words)"
    }

    private static func key(_ action: Action, _ words: String, _ desk: Desk) -> String {
        // An action without a key says nothing, rather than name one that does nothing.
        desk.stage.keymap.key(for: action, in: .topics).map { "\($0)  \(words)" } ?? ""
    }
}
