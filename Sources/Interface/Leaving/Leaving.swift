import Kit
import Model
import Profile

/// Ends the program or closes a connection, after it has asked about what would be lost: requests that are typed, then
/// publishes that wait.
enum Leaving {
    /// What is left.
    enum Goal {
        /// The program.
        case quit
        /// One connection.
        case close(ConnectionID)

        /// Does it.
        var effects: [Effect] {
            switch self {
            case .quit: [.program(.quit)]
            case .close(let id): [.connection(.close(id))]
            }
        }

        /// What happens, as `quit`.
        var verb: String {
            switch self {
            case .quit: "quit"
            case .close: "close"
            }
        }

        /// The connections that end.
        func connections(_ state: ScreenState) -> [Workspace] {
            switch self {
            case .quit: state.model.connections
            case .close(let id): state.model.connections.filter { $0.id == id }
            }
        }
    }

    /// Ends the program.
    static func quit(_ state: ScreenState) -> [Effect] {
        UnsavedRequests.ask(state) { askOfPublishes(.quit, state) }
    }

    /// Closes a connection.
    static func close(_ id: ConnectionID, _ state: ScreenState) -> [Effect] { askOfPublishes(.close(id), state) }

    private static func askOfPublishes(_ goal: Goal, _ state: ScreenState) -> [Effect] {
        guard !words(goal, state).isEmpty else { return goal.effects }
        state.overlays.append(
            ChoiceOverlay(
                state, "Publishes wait", words: { words(goal, state) },
                [
                    ChoiceOverlay.Choice(.wait, "Wait until the broker has them, then \(goal.verb)") {
                        let overlay = WaitingOverlay(goal, state)
                        let answer = overlay.look()
                        if !answer.isDone { state.overlays.append(overlay) }
                        return answer.effects
                    },
                    ChoiceOverlay.Choice(.drop, "Drop them and \(goal.verb)") { goal.effects },
                    ChoiceOverlay.Choice(.stay, "Stay") { [] },
                ]))
        return []
    }

    /// What waits, a line for each connection.
    static func words(_ goal: Goal, _ state: ScreenState) -> [String] {
        goal.connections(state).compactMap { workspace in
            let waiting = WaitingPublishes(workspace.publishing)
            guard !waiting.isEmpty else { return nil }
            return "\(workspace.connection.name): \(waiting.words)"
        }
    }

    /// Asks what to do with a profile that cannot be written.
    static func ask(ofProfile failure: String, _ state: ScreenState) {
        let path = state.book.path
        state.overlays.append(
            ChoiceOverlay(
                state, "The profile is not saved", words: { [failure] },
                [
                    ChoiceOverlay.Choice(.saveElsewhere, "Save it elsewhere, then quit") {
                        askForPath(path + ".unsaved", state)
                        return []
                    },
                    ChoiceOverlay.Choice(.loseChanges, "Lose the changes and quit") { [.program(.loseChanges)] },
                    ChoiceOverlay.Choice(.stay, "Stay: it is tried again every now and then") { [] },
                ], selected: 2))
    }

    private static func askForPath(_ path: String, _ state: ScreenState) {
        state.overlays.append(
            FormOverlay(state, "Save the profile elsewhere", verb: "save and quit", [.line("Path", path)]) {
                [fileExists = state.fileExists] values in
                let path = values[0]
                if path.isEmpty { return .problem("A path is missing") }
                guard fileExists(path) else { return .effects([.program(.saveProfile(path: path))]) }
                return .ask(
                    ConfirmOverlay(state, "Replace", "\(path) is there already. Replace it?") {
                        [.program(.saveProfile(path: path))]
                    })
            })
    }
}
