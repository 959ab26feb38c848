import Kit
import Model
import Profile
import Terminal

/// What the connection is subscribed to, in one row that is always in sight: each filter with what the broker granted, or
/// why it did not. What is wrong comes first; what does not fit is counted.
enum SubscriptionLine {
    /// One filter with how it stands.
    struct Part: Equatable {
        var text: String
        var role: Role
    }

    /// Below so many rows a pane has none for it.
    static let least = 5

    /// What is said of a connection's filters; nil where nothing was ever asked for.
    static func parts(_ workspace: Workspace) -> [Part]? {
        // The pane says that it connects; what will be asked for is news only where that goes on.
        if case .connecting = workspace.connection.state { return nil }
        let isConnected = if case .connected = workspace.connection.state { true } else { false }
        let known = workspace.subscriptions.filter { $0.state != .removed }
        if known.isEmpty {
            return isConnected ? [Part(text: "subscribed to nothing", role: .textDim)] : nil
        }
        let parts = known.map { part($0, isConnected: isConnected) }
        var others = parts.filter { $0.role != .warning }
        // Without a connection nothing is granted: it is what will be asked for.
        if !isConnected, !others.isEmpty { others[0].text = "when connected: \(others[0].text)" }
        return parts.filter { $0.role == .warning } + others
    }

    private static func part(_ subscription: SubscriptionStatus, isConnected: Bool) -> Part {
        let filter = subscription.told
        switch subscription.state {
        case .granted(let qos):
            if !isConnected { return Part(text: filter, role: .textDim) }
            let asked = qos < subscription.qos ? " of \(subscription.qos)" : ""
            return Part(text: "\(filter) QoS \(qos)\(asked)", role: .textDim)
        case .pending:
            return Part(text: isConnected ? "\(filter) asked for" : filter, role: .textDim)
        case .removed: return Part(text: "", role: .textDim)
        case .refused, .unanswered, .unusable:
            return Part(text: "\(filter) \(brief(subscription.state.words))", role: .warning)
        }
    }

    /// What went wrong without what to try: `refused: Not authorized (0x87)`.
    private static func brief(_ words: String) -> String {
        // State, then reason; a third part is advice.
        words.split(separator: ": ", maxSplits: 2, omittingEmptySubsequences: false).prefix(2).joined(separator: ": ")
    }

    static func draw(_ parts: [Part], _ look: Look, y: Int, into canvas: Canvas) {
        let end = canvas.size.width - 1
        var x = 1
        for (place, part) in parts.enumerated() {
            let others = parts.count - place - 1
            let room = end - (others > 0 ? "  +\(others)".utf8.count : 0)
            let isFirst = place == 0
            let left = x + (isFirst ? 0 : 2)
            // The first is cut rather than left out: the row always says something.
            if !isFirst, left + displayWidth(of: part.text) > room {
                canvas.put("+\(others + 1)", x: left, y: y, style: look.style(.hintKey))
                return
            }
            x = left + canvas.put(part.text, x: left, y: y, style: look.style(part.role), limit: max(1, room - left))
        }
    }
}
