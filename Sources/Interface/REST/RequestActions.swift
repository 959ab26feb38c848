import Kit
import Model
import Profile

/// What can be done with the open request from either pane.
enum RequestActions {
    /// Those that have curl's letters.
    private static let programs = ["curl", "martlet request"]

    static func perform(_ action: Action, _ composer: RequestComposer, _ stage: Stage) -> [Effect] {
        switch action {
        case .copyCommand:
            let place = stage.copyTurn.place(of: composer.draft, among: programs.count)
            guard let command = composer.command(stage, by: programs[place]), stage.canCopy(command.utf8.count) else {
                return []
            }
            // The same key again copies for the other program, as long as the request is the same.
            stage.copyTurn.took(place, of: composer.draft)
            let next = programs[(place + 1) % programs.count]
            let size = Figures.bytes(Double(command.utf8.count))
            stage.say(.info, "Copied the request as \(programs[place]), \(size); once more for \(next)")
            return [.program(.copy(Array(command.utf8)))]
        case .save: return save(composer, stage)
        case .revalidate: return composer.revalidate(stage)
        case .condition: composer.chooseCondition(stage)
        case .merge: return composer.merge(stage)
        case .nextSteps: return composer.askOptions(stage)
        case .referSecret: return refer(composer, stage)
        case .cookies: stage.overlays.append(CookiesOverlay(composer, stage))
        case .undo:
            guard let words = composer.undoInLibrary() else {
                stage.say(.info, "There is nothing to undo: no request was deleted, moved or renamed")
                return []
            }
            // What was open may have come of the step that was taken back.
            composer.keepOpen()
            stage.say(.info, "Brought back \(words)")
            return saved(composer)
        default: break
        }
        return []
    }

    /// Saves the open request; one without a name is asked for it.
    private static func save(_ composer: RequestComposer, _ stage: Stage) -> [Effect] {
        let id = composer.current
        guard composer.draft.name.isEmpty else {
            composer.library.save(id)
            // Honest where no profile takes it, as in the demo: it is gone with the program.
            let isSaved = !composer.book.path.isEmpty
            if !tellClear(of: composer.draft, composer, stage) {
                stage.say(
                    .info, isSaved ? "Saved \(composer.draft.name)" : "Kept \(composer.draft.name) until martlet ends")
            }
            return saved(composer)
        }
        let fields: [FormField] = [.line("Name"), .line("Folder", composer.draft.folder)]
        stage.overlays.append(
            FormOverlay(stage, "Save the request", verb: "save", fields) { values in
                if values[0].isEmpty { return .problem("A name is missing") }
                // Before it is saved: name and folder together are what it is saved under.
                composer.library.move(id, to: values[1])
                composer.library.save(id, as: values[0])
                if let draft = composer.library[id]?.draft { tellClear(of: draft, composer, stage) }
                return .effects(saved(composer))
            })
        return []
    }

    // MARK: - Secrets that are written out

    /// Says that a request which is saved holds a secret in clear, and the key that makes it a reference; false when it
    /// holds none, or there is no file.
    @discardableResult private static func tellClear(
        of draft: RequestDraft, _ composer: RequestComposer, _ stage: Stage
    ) -> Bool {
        let clear = draft.clearSecrets
        guard let first = clear.first, !composer.book.path.isEmpty else { return false }
        let what = clear.count == 1 ? "its \(first.words) stands" : "\(clear.count) secrets of it stand"
        let key = stage.keymap.name(of: .referSecret, in: .request)
        composer.clearNotice = stage.tell(
            .warning,
            "Saved \(draft.name); \(what) in clear in the profile: \(key) in the request makes it a reference")
        return true
    }

    /// Makes a reference of a secret that is written out; of several one is chosen first.
    private static func refer(_ composer: RequestComposer, _ stage: Stage) -> [Effect] {
        let clear = composer.draft.clearSecrets
        guard clear.count > 1 else {
            if let only = clear.first {
                refer(only, composer, stage)
            } else {
                stage.say(.info, "No secret is written out here")
            }
            return []
        }
        stage.overlays.append(
            PickOverlay(
                stage, "Which is to be a reference", verb: "take", clear.map { ($0.words, Secret.dots) }
            ) { index in
                refer(clear[index], composer, stage)
                return []
            })
        return []
    }

    private static func refer(_ clear: ClearSecret, _ composer: RequestComposer, _ stage: Stage) {
        let id = composer.current
        let draft = composer.draft
        let owner = draft.name.isEmpty ? "request" : draft.name
        SecretReference.ask(
            "\(clear.words) of \(owner)", clear.value, name: "\(owner) \(clear.name)", mayBeFile: clear.mayBeFile,
            mayBeAsked: clear.mayBeAsked, isOfRequest: true, in: composer.book, stage
        ) { secret in
            if !composer.library.refer(id, clear, to: secret) {
                let key = stage.keymap.name(of: .save, in: .request)
                stage.say(
                    .warning, "What is saved of \(owner) still has it in clear: \(key) saves the request as it is now")
            }
            // What was said of secrets in clear holds until the last of them is a reference.
            if let notice = composer.clearNotice, composer.library[id]?.draft.clearSecrets.isEmpty != false {
                stage.settle(notice)
                composer.clearNotice = nil
            }
            return RequestActions.saved(composer)
        }
    }

    /// What follows a change of what is saved.
    static func saved(_ composer: RequestComposer) -> [Effect] {
        [.profile(.saveRequests(composer.library.saved))]
    }
}
