import Explorer

/// The selected row of a list, and which part of it is on the screen.
struct ListPlace {
    var selected = 0
    private(set) var top = 0
    private(set) var height = 1
    private var count = 0

    /// The rows on the screen.
    var visible: Range<Int> { min(top, count)..<min(top + height, count) }

    mutating func fit(count: Int, height: Int) {
        self.count = count
        self.height = max(1, height)
        selected = max(0, min(selected, count - 1))
        if selected < top { top = selected }
        if selected >= top + self.height { top = selected - self.height + 1 }
        top = max(0, min(top, count - self.height))
    }

    /// Moves as a key asks; false when it asks for something else.
    mutating func perform(_ action: Action) -> Bool {
        switch action {
        case .up: selected -= 1
        case .down: selected += 1
        case .pageUp: selected -= max(1, height - 1)
        case .pageDown: selected += max(1, height - 1)
        case .first: selected = 0
        case .last: selected = count - 1
        default: return false
        }
        selected = max(0, min(selected, count - 1))
        return true
    }

    mutating func click(row: Int) {
        guard row >= 0, row < height, top + row < count else { return }
        selected = top + row
    }
}

extension ScreenState {
    /// Shows a topic in view Explore.
    func jump(to topic: TopicID) {
        guard topics.contains(topic) else { return }
        topics.reveal(topic)
        select(topic)
        wantedFocus = .topics
    }
}
