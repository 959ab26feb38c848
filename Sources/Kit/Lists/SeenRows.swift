extension RandomAccessCollection {
    /// The rows that have room from one on. The last of the room has no heading, which would be one of nothing there.
    package func seen(from top: Int, height: Int, isHeading: (Element) -> Bool) -> SubSequence {
        let rows = dropFirst(top).prefix(height)
        guard height > 1, rows.count == height, let last = rows.last, isHeading(last) else { return rows }
        return rows.dropLast()
    }
}
