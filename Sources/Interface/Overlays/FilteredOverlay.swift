import Terminal

/// A popup whose list is narrowed by a filter of its own.
protocol FilteredOverlay: Overlay {
    var filter: ListFilter { get set }
    /// The filter has changed: another list is listed now.
    func narrow()
}

extension FilteredOverlay {
    /// What its last line says: while the filter is typed the letters are text.
    func filterHints(
        or hints: @autoclosure () -> [(action: Action, words: String)]
    ) -> [(action: Action, words: String)] {
        if filter.isTyping { return [(.accept, "keep"), (.back, "clear")] }
        // The first press takes the filter away.
        return filter.text.isEmpty ? hints() : hints().map { $0.action == .back ? (.back, "clear") : $0 }
    }

    func type(_ key: KeyPress) -> OverlayAnswer {
        filter.type(key, stage.keymap)
        narrow()
        return .stay
    }

    func paste(_ text: String) {
        filter.paste(text)
        narrow()
    }

    /// Takes an action that is the filter's; false for any other.
    func performFilter(_ action: Action) -> Bool {
        let before = filter.text
        guard filter.perform(action) else { return false }
        // Also when it is taken away: what is listed then is another list.
        if filter.text != before { narrow() }
        return true
    }
}
