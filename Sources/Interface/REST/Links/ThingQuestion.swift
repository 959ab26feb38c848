import Kit
import Profile
import Text

/// Asks where a thing is described, and asks for the description.
enum ThingQuestion {
    /// - Parameter url: a URL of the server that is thought of; empty for none.
    static func ask(near url: String, _ composer: RequestComposer, _ stage: Stage) -> [Effect] {
        // Where descriptions are looked for (WoT Discovery, Well-Known URIs).
        let usual = url.isEmpty ? "http://" : URLReference.resolve("/.well-known/wot", against: url)
        stage.overlays.append(
            FormOverlay(stage, "Thing Description", verb: "ask for it", [.line("URL", usual)]) { values in
                guard URLReference(values[0]).authority?.isEmpty == false else { return .problem("A URL is missing") }
                var draft = RequestDraft()
                draft.url = values[0]
                draft.headers = [DraftField("Accept", "application/td+json, application/json")]
                return .effects(composer.follow(draft, from: composer.shown, sends: true, stage))
            })
        return []
    }
}
