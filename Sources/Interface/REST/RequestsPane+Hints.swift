import Kit
import Model
import Profile

/// What its title and the line at the bottom say.
extension RequestsPane {
    func info(_ look: Look) -> String {
        if showsHistory {
            let sends = counted(composer.history.entries.count, "send")
            let dropped = composer.requests.droppedAnswers
            // That it is another list comes first, then what is lost: of a title that is too long the end is left out.
            return dropped == 0 ? "history, \(sends)" : "history, \(Figures.count(dropped)) gone, \(sends)"
        }
        return counted(composer.library.items.count, "request")
    }

    /// `83 requests`, with a filter `3 of 83 requests`.
    private func counted(_ all: Int, _ what: String) -> String {
        let words = Figures.count(all, what)
        return filter.isEmpty ? words : "\(Figures.count(count)) of \(words)"
    }

    func offers(_ action: Action) -> Bool {
        switch action {
        // On a request it is what opens it.
        case .edit: return folderRow != nil
        case .openRequest, .send: return showsHistory ? !matches.isEmpty : current != nil
        case .rename, .delete: return current != nil
        case .duplicate: return current != nil && folderRow == nil
        case .undo: return composer.library.canUndo
        default: return true
        }
    }

    func hintWords(_ action: Action) -> String? {
        switch action {
        case .history: showsHistory ? "requests" : nil
        case .edit: "who sends"
        default: nil
        }
    }
}
