import Kit
import Model
import Profile

/// Gentle hints on topics, as far as the person has not taken them off.
enum TopicAdvice {
    /// The first that is still wanted.
    static func first(_ hints: [TopicHint], _ book: ProfileBook) -> TopicHint? {
        let hidden = book.profile.settings.hiddenHints
        return hints.first { !hidden.contains($0.rawValue) }
    }

    /// What stands behind a hint: the key that takes it off for good.
    static func howToHide(_ keymap: Keymap, in context: KeyContext) -> String {
        keymap.key(for: .hideHint, in: context).map { " (\($0): not again)" } ?? ""
    }

    /// Takes a hint off, and says where it comes back.
    static func hide(_ hint: TopicHint, _ book: ProfileBook, _ stage: Stage) {
        book.note { $0.settings.hiddenHints.append(hint.rawValue) }
        stage.say(.info, "Not said again; the palette's \"setting hints\" brings it back")
    }
}
