import Kit
import Profile

/// Asks before the program ends with requests that are typed and neither saved nor in the history.
enum UnsavedRequests {
    /// Goes on to `leave`, or asks first.
    static func ask(_ composer: RequestComposer, _ stage: Stage, leave: @escaping () -> [Effect]) -> [Effect] {
        let items = items(composer)
        guard !items.isEmpty else { return leave() }
        // Of one all of it, as far as the popup has room; of several enough to tell them apart.
        let names = items.map { shortName($0, in: items.count == 1 ? 60 : 24) }.joined(separator: ", ")
        let lines = [
            ("Save and quit", names),
            ("Quit without saving", items.count == 1 ? "the changes are lost" : "all are lost"),
            ("Stay", ""),
        ]
        let count = items.count == 1 ? "1 request is" : "\(items.count) requests are"
        stage.overlays.append(
            PickOverlay(stage, "\(count) not saved", verb: "do it", lines) { index in
                switch index {
                case 0:
                    for item in items { composer.library.save(item.id, as: name(of: item.draft)) }
                    return RequestActions.saved(composer) + leave()
                case 1: return leave()
                default: return []
                }
            })
        return []
    }

    /// Saved ones that were changed, and new ones that were never sent; none where no profile would take them.
    static func items(_ composer: RequestComposer) -> [RequestLibrary.Item] {
        // Without a profile there is nowhere to save to, and asking would be idle.
        guard !composer.book.path.isEmpty else { return [] }
        composer.takeTyped()
        return composer.library.items.filter { item in
            guard item.isDirty else { return false }
            if item.saved != nil { return true }
            guard !item.draft.url.isEmpty else { return false }
            let kept = item.draft.withoutSecrets()
            // The history has it as it is: it can be reopened from there.
            return !composer.history.entries.contains { $0.draft == kept }
        }
    }

    /// The name it has, or method and URL.
    private static func name(of draft: RequestDraft) -> String {
        draft.name.isEmpty ? String("\(draft.method) \(NamedSecrets.told.url(draft.url))".prefix(60)) : draft.name
    }

    /// A name in so many characters at most, marked where it is cut: of a URL the end, which tells it from others.
    private static func shortName(_ item: RequestLibrary.Item, in most: Int) -> String {
        var title = item.title
        guard title.count > most else { return title }
        guard item.draft.name.isEmpty else { return "\(title.prefix(most - 1))…" }
        // The scheme tells least.
        if let scheme = title.firstRange(of: "://") { title = String(title[scheme.upperBound...]) }
        return title.count > most ? "…\(title.suffix(most - 1))" : title
    }
}
