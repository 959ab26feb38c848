import Kit
import Model
import Profile

/// What can be done with the open request from either pane.
enum RequestActions {
    static func perform(_ action: Action, in state: ScreenState) -> [Effect] {
        switch action {
        case .copyCommand:
            guard let command = state.requests.command(state) else { return [] }
            state.say(.info, "Copied as curl")
            return [.program(.copy(Array(command.utf8)))]
        case .save: return save(state)
        case .undo:
            guard let words = state.requests.library.undo() else {
                state.say(.info, "There is nothing to undo")
                return []
            }
            state.requests.keepOpen()
            state.say(.info, "Brought back \(words)")
            return saved(state)
        default: return []
        }
    }

    /// Saves the open request; one without a name is asked for it.
    private static func save(_ state: ScreenState) -> [Effect] {
        let desk = state.requests
        let id = desk.current
        guard desk.draft.name.isEmpty else {
            desk.library.save(id)
            // Honest where no profile takes it, as in the demo: it is gone with the program.
            let isSaved = !state.book.path.isEmpty
            state.say(.info, isSaved ? "Saved \(desk.draft.name)" : "Kept \(desk.draft.name) until martlet ends")
            return saved(state)
        }
        let fields: [FormField] = [.line("Name"), .line("Folder", desk.draft.folder)]
        state.overlays.append(
            FormOverlay("Save the request", verb: "save", fields) { values in
                if values[0].isEmpty { return .problem("A name is missing") }
                desk.library.move(id, to: values[1])
                desk.library.save(id, as: values[0])
                return .effects(saved(state))
            })
        return []
    }

    /// What follows a change of what is saved.
    static func saved(_ state: ScreenState) -> [Effect] { [.profile(.saveRequests(state.requests.library.saved))] }
}

extension ScreenState {
    /// Ends what is looked at of the open request, or else whatever of it is under way.
    func cancelSending() -> [Effect] {
        if let exchange, exchange.isUnderWay { return [.request(.cancel(exchange.id))] }
        return exchanges.underWay(of: requests.current).map { .request(.cancel($0)) }
    }
}
