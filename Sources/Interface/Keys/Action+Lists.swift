import Kit

extension ListCursor {
    /// Moves as a key asks; false when it asks for something else.
    mutating func perform(_ action: Action, _ rows: some RandomAccessCollection<ID?>) -> Bool {
        guard let move = action.move else { return false }
        perform(move, rows)
        return true
    }
}

extension ListCursor where ID == RowNumber {
    /// Moves as a key asks in a list of so many rows; false when it asks for something else.
    mutating func perform(_ action: Action, of count: Int) -> Bool {
        guard let move = action.move else { return false }
        perform(move, of: count)
        return true
    }
}

extension Action {
    /// Rows that it moves the cursor of a list of which so many are seen; nil when it does something else. A page leaves one
    /// row of the last in sight.
    func rows(inPageOf height: Int) -> Int? {
        switch self {
        case .up: -1
        case .down: 1
        case .pageUp: -max(1, height - 1)
        case .pageDown: max(1, height - 1)
        default: nil
        }
    }
}
