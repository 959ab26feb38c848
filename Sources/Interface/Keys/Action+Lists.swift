import Kit

extension ListCursor {
    /// Moves as a key asks, over a screen of `height` rows; false when it asks for something else.
    mutating func perform(_ action: Action, _ rows: [ID?], height: Int) -> Bool {
        guard let move = action.move else { return false }
        perform(move, rows, height: height)
        return true
    }
}

extension ListPlace {
    /// Moves as a key asks; false when it asks for something else.
    mutating func perform(_ action: Action) -> Bool {
        guard let move = action.move else { return false }
        perform(move)
        return true
    }

    /// Moves in a list of so many rows: keys may come before the frame that shows them.
    mutating func perform(_ action: Action, of count: Int) -> Bool {
        guard let move = action.move else { return false }
        perform(move, of: count)
        return true
    }
}
