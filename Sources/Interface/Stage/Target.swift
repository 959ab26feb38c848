import Kit
import Terminal

/// Something that was drawn and can be meant by itself: by a click, or by its letter in jump mode.
struct Target {
    /// What comes of it.
    enum Deed {
        /// What that key does here: a hint is a button.
        case key(KeyPress)
        /// What that action does in the pane that it stands in, with or without a key.
        case action(Action)
        /// What a click there does.
        case click
    }

    /// Where it is on the screen.
    let area: Rect
    let deed: Deed
    /// Whether jump mode puts a letter on it: a hint shows its key already.
    let hasLetter: Bool
}

extension Stage {
    /// Notes what was drawn in a part of a canvas; what cannot be seen is no target.
    func mark(_ area: Rect, on canvas: Canvas, _ deed: Target.Deed = .click) {
        let seen = canvas.onGrid(area)
        guard !seen.isEmpty else { return }
        var hasLetter = true
        if case .key = deed { hasLetter = false }
        targets.append(Target(area: seen, deed: deed, hasLetter: hasLetter))
    }
}
