import Explorer
import Terminal

/// The line at the top: connection, figures, losses, clock. What does not fit is left out, the least important first.
enum StatusLine {
    private struct Part {
        var text: String
        var role: Role
        /// Left out first when it is high.
        var rank: Int
    }

    static func draw(_ state: ExploreState, into canvas: Canvas) {
        canvas.fill(state.style(.status))
        let clock = Figures.clock(state.now)
        var parts = parts(state)
        func width() -> Int { parts.reduce(1) { $0 + displayWidth(of: $1.text) + 2 } }
        var room = canvas.size.width - clock.count - 2
        while width() > room, let worst = parts.map(\.rank).max(), worst > 0 { parts.removeAll { $0.rank == worst } }
        var x = 1
        for part in parts {
            room = canvas.size.width - clock.count - 2 - x
            x += canvas.put(part.text, x: x, y: 0, style: state.style(part.role), limit: max(0, room)) + 2
        }
        canvas.put(clock, x: canvas.size.width - clock.count - 1, y: 0, style: state.style(.textDim))
    }

    private static func parts(_ state: ExploreState) -> [Part] {
        let workspace = state.workspace
        let (words, role) = connection(state)
        var parts = [
            Part(text: "martlet", role: .statusName, rank: 8),
            Part(text: "● \(workspace.connection.name) \(words)", role: role, rank: 0),
            Part(
                text: "\(workspace.connection.address) \(workspace.connection.protocolLabel)", role: .textDim, rank: 9),
            Part(text: "\(Figures.count(state.topics.count)) topics", role: .status, rank: 6),
            Part(
                text: "\(Figures.count(Int(workspace.traffic.messagesPerSecond(now: state.now)))) msg/s", role: .status,
                rank: 2),
            Part(
                text: "\(Figures.bytes(workspace.traffic.bytesPerSecond(now: state.now)))/s", role: .status, rank: 4),
            Part(
                text: "kept \(Figures.budget(workspace.messages.keptBytes, of: workspace.messages.budget))",
                role: .status, rank: 5),
        ]
        if let losses = losses(workspace.losses, workspace.connection.droppedByBroker) {
            parts.append(Part(text: losses, role: .statusLosses, rank: 1))
        }
        return parts
    }

    private static func connection(_ state: ExploreState) -> (String, Role) {
        switch state.workspace.connection.state {
        case .idle: return ("not connected", .statusWaiting)
        case .connecting: return ("connecting", .statusWaiting)
        case .connected: return ("connected", .statusConnected)
        case .waiting(let until, _, let reason):
            let seconds = max(0, (until - state.now + 999_999) / 1_000_000)
            return ("again in \(seconds)s: \(reason)", .statusFailed)
        case .refused(let reason): return ("refused: \(reason)", .statusFailed)
        case .closed(let reason): return ("closed: \(reason)", .statusFailed)
        }
    }

    private static func losses(_ losses: Losses, _ dropped: Int) -> String? {
        var words: [String] = []
        if losses.evictedMessages > 0 { words.append("evicted \(Figures.count(losses.evictedMessages))") }
        if losses.cutMessages > 0 { words.append("cut \(Figures.count(losses.cutMessages))") }
        if losses.refusedMessages > 0 { words.append("refused \(Figures.count(losses.refusedMessages))") }
        if dropped > 0 { words.append("dropped \(Figures.count(dropped))") }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
