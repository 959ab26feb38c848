import Kit
import Model
import Profile
import Terminal
import Topics

/// What is said of connections.
enum ConnectionWords {
    /// State and rates of an open connection, short.
    static func figures(_ workspace: Workspace, _ look: Look, room: Int = .max) -> String {
        switch workspace.connection.state {
        case .connected:
            let rates = LoadWords.rates(workspace.live.traffic, look)
            var figures = [Figures.count(workspace.live.topics.count, "topic"), rates.messages, rates.bytes]
            // Whole figures or none: half of a number is another one.
            while figures.count > 1, displayWidth(of: figures.joined(separator: "  ")) > room { figures.removeLast() }
            return figures.joined(separator: "  ")
        default: return words(workspace.connection, look)
        }
    }

    /// Where a connection stands, in words, for who shows already which one it is.
    static func words(_ connection: ConnectionStatus, _ look: Look) -> String {
        // The place of the broker would take the room of what is to be done.
        let brief = connection.brief
        return switch connection.state {
        case .idle: "not connected"
        case .connecting: "connecting"
        case .connected(let since): "connected \(look.age(since))"
        case .waiting(_, _, let reason): "trying again: \(brief ?? reason)"
        case .refused(let reason): "refused: \((brief ?? reason).trimmingPrefix("refused the connection: "))"
        case .closed(let reason): "closed: \(brief ?? reason)"
        }
    }
}

/// What is said of environments.
enum EnvironmentWords {
    /// Switches to the next environment and says which.
    static func next(_ book: ProfileBook, _ stage: Stage) {
        guard !book.profile.environments.entries.isEmpty else {
            return stage.say(.info, "There is no environment: view Connections makes one")
        }
        stage.say(.info, book.nextEnvironment().map { "Environment \($0)" } ?? "No environment")
    }
}
