import Terminal

/// What is not seen of the text.
extension TextEditor {
    /// The largest text whose rows are counted: of a larger one lines are told, which cost nothing to know.
    private static let mostCounted = 64 << 10

    /// Rows of the text above and below those on the screen, as it was fitted last.
    package var hidden: HiddenRows {
        guard wraps, content.count <= Self.mostCounted else {
            return HiddenRows(above: top, below: content.lineCount - top - size.height)
        }
        var above = topRow
        var all = 0
        for line in 0..<content.lineCount {
            if line == top { above += all }
            let start = content.start(ofLine: line)
            all += rows(of: start..<content.lineEnd(start))
        }
        return HiddenRows(above: above, below: all - above - size.height)
    }
}
