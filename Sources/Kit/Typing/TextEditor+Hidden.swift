import Terminal

/// What is not seen of the text.
extension TextEditor {
    /// The largest text whose rows are counted: of a larger one lines are told, which cost nothing to know.
    private static let mostCounted = 1 << 20

    /// Counts the rows above and below those on the screen, in one walk over the text.
    func countHidden() -> HiddenRows {
        guard wraps, content.count <= Self.mostCounted else {
            return HiddenRows(above: top, below: content.lineCount - top - size.height)
        }
        var (above, all, line) = (topRow, 0, 0)
        content.forEachLine { columns in
            if line == top { above += all }
            all += rows(ofColumns: columns)
            line += 1
        }
        return HiddenRows(above: above, below: all - above - size.height)
    }
}
