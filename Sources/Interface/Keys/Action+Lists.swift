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
