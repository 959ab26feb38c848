import Kit
import Model
import Profile

extension RequestPane {
    /// Looks at the request, unless something is being typed into it.
    func noteChanges() { if !isTyping { composer.noteChanges() } }

    /// Takes the last change of the open request back.
    func takeBack() {
        composer.takeBack(stage)
        // Before a key begins to type into the text that was there.
        body.follow(composer)
    }
}

extension RequestComposer {
    /// Looks at the open request at rest: what was changed since the last look can be taken back.
    func noteChanges() { changes.see(current, draft) }

    /// Takes the last change of the open request back.
    func takeBack(_ stage: Stage) {
        guard let before = changes.takeBack(current, now: draft) else {
            let key = stage.keymap.name(of: .undo, in: .requests)
            return stage.say(.info, "Nothing was changed in this request; \(key) in Requests is about the list")
        }
        draft = before
        // As it stands there: its path parameters follow the URL.
        changes.rest(current, draft)
        stage.say(.info, "Took back the last change of the request")
    }
}
