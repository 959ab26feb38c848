import Topics

/// The selected row of a list, and which part of it is on the screen.
struct ListPlace {
    var selected = 0
    private(set) var top = 0
    private(set) var height = 1
    private var count = 0

    /// A list from its top, with the bar on a row.
    init(selected: Int = 0) { self.selected = selected }

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

    /// Moves in a list of so many rows: keys may come before the frame that shows them.
    mutating func perform(_ action: Action, of count: Int) -> Bool {
        self.count = count
        return perform(action)
    }

    /// The place of a row of the screen as it was seen; nil when nothing stood there.
    func place(ofRow row: Int) -> Int? { row >= 0 && visible.contains(top + row) ? top + row : nil }

    mutating func click(row: Int) {
        if let place = place(ofRow: row) { selected = place }
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
