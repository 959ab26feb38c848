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
        case .referSecret: return refer(state)
        case .undo:
            guard let words = state.requests.library.undo() else {
                state.say(.info, "There is nothing to undo")
                return []
            }
            state.requests.keepOpen()
            state.say(.info, "Brought back \(words)")
            return saved(state.requests)
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
            if !tellClear(of: desk.draft, state) {
                state.say(.info, isSaved ? "Saved \(desk.draft.name)" : "Kept \(desk.draft.name) until martlet ends")
            }
            return saved(state.requests)
        }
        let fields: [FormField] = [.line("Name"), .line("Folder", desk.draft.folder)]
        state.overlays.append(
            FormOverlay(state, "Save the request", verb: "save", fields) { values in
                if values[0].isEmpty { return .problem("A name is missing") }
                desk.library.move(id, to: values[1])
                desk.library.save(id, as: values[0])
                if let draft = desk.library[id]?.draft { tellClear(of: draft, state) }
                return .effects(saved(state.requests))
            })
        return []
    }

    // MARK: - Secrets that are written out

    /// Says that a request which is saved holds a secret in clear, and the key that makes it a reference; false when it
    /// holds none, or there is no file.
    @discardableResult private static func tellClear(of draft: RequestDraft, _ state: ScreenState) -> Bool {
        let clear = draft.clearSecrets
        guard let first = clear.first, !state.book.path.isEmpty else { return false }
        let what = clear.count == 1 ? "its \(first.words) stands" : "\(clear.count) secrets of it stand"
        let key = state.keymap.name(of: .referSecret, in: .request)
        state.say(
            .warning,
            "Saved \(draft.name); \(what) in clear in the profile: \(key) in the request makes it a reference")
        return true
    }

    /// Makes a reference of a secret that is written out; of several one is chosen first.
    private static func refer(_ state: ScreenState) -> [Effect] {
        let clear = state.requests.draft.clearSecrets
        guard clear.count > 1 else {
            if let only = clear.first { refer(only, state) } else { state.say(.info, "No secret is written out here") }
            return []
        }
        state.overlays.append(
            PickOverlay(
                state, "Which is to be a reference", verb: "take", clear.map { ($0.words, Secret.dots) }
            ) { index in
                refer(clear[index], state)
                return []
            })
        return []
    }

    private static func refer(_ clear: ClearSecret, _ state: ScreenState) {
        let id = state.requests.current
        let draft = state.requests.draft
        let owner = draft.name.isEmpty ? "request" : draft.name
        SecretReference.ask(
            "\(clear.words) of \(owner)", clear.value, name: "\(owner) \(clear.name)", mayBeFile: clear.mayBeFile,
            mayBeAsked: clear.mayBeAsked, isOfRequest: true, in: state.book, state
        ) { secret in
            if !state.requests.library.refer(id, clear, to: secret) {
                let key = state.keymap.name(of: .save, in: .request)
                state.say(
                    .warning, "What is saved of \(owner) still has it in clear: \(key) saves the request as it is now")
            }
            return RequestActions.saved(state.requests)
        }
    }

    /// What follows a change of what is saved.
    static func saved(_ composer: RequestComposer) -> [Effect] {
        [.profile(.saveRequests(composer.library.saved))]
    }
}

extension ScreenState {
    /// Ends what is looked at of the open request, or else whatever of it is under way.
    func cancelSending() -> [Effect] {
        if let exchange, exchange.isUnderWay { return [.request(.cancel(exchange.id))] }
        return exchanges.underWay(of: requests.current).map { .request(.cancel($0)) }
    }
}
