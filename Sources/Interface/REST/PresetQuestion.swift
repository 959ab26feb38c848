import Kit
import Model
import Profile

/// Adds a folder of requests to an API, and an environment for what differs, after saying what they need.
enum PresetQuestion {
    /// Asks which preset is to be added.
    static func choose(_ composer: RequestComposer, _ stage: Stage) {
        let all = RequestPreset.all
        let lines = all.map { (text: $0.title, note: Figures.count($0.requests.count, "request")) }
        stage.overlays.append(
            PickOverlay(stage, "Requests of", verb: "choose", lines) {
                ask(all[$0], composer, stage)
                return []
            })
    }

    /// Says what a preset is and asks whether to add it.
    static func ask(_ preset: RequestPreset, _ composer: RequestComposer, _ stage: Stage) {
        let count = Figures.count(preset.requests.count, "request")
        let question = "Add \(count) in the folder \(preset.title), and an environment of that name? \(preset.note)"
        stage.overlays.append(
            ConfirmOverlay(stage, preset.title, question) { add(preset, composer, stage) })
    }

    private static func add(_ preset: RequestPreset, _ composer: RequestComposer, _ stage: Stage) -> [Effect] {
        // The library has the requests, typed ones too; the book the environments.
        let known = Set(composer.library.items.compactMap { $0.saved?.savedPath })
        let new = preset.requests.filter { !known.contains($0.savedPath) }
        var last: Int?
        for draft in new {
            let id = composer.library.add(draft, after: last)
            composer.library.save(id)
            if last == nil { composer.open(id) }
            last = id
        }
        let book = composer.book
        if !book.profile.environments.values.contains(where: { $0.name == preset.title }) {
            book.change("as it was before the environment \(preset.title)") { profile in
                profile.environments.insert(Environment(name: preset.title, variables: preset.variables))
            }
        }
        book.use(environment: preset.title)
        (stage.wantedView, stage.wantedFocus) = (.rest, .requests)
        let there = preset.requests.count - new.count
        let rest = there == 0 ? "" : "; \(Figures.count(there)) were there already and stay as they are"
        stage.say(
            .info,
            "Added \(Figures.count(new.count, "request")); the environment \(preset.title) holds, view 4 edits it\(rest)"
        )
        return RequestActions.saved(composer)
    }
}
