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
            let list = "\(stage.keymap.name(of: .undo, in: .requests)) in Requests is about the list"
            // To say that nothing was changed would be untrue.
            let words =
                changes.hasForgotten(current)
                ? "What was changed in this request before is not kept any more" : "Nothing was changed in this request"
            return stage.say(.info, "\(words); \(list)")
        }
        draft = before.draft
        // As it stands there: its path parameters follow the URL.
        changes.rest(current, draft)
        stage.say(.info, "Took back the last change of the request: \(before.words)")
    }
}
