extension Grid {
    /// Cells side by side with one look.
    struct Run {
        /// The column of the first.
        var x: Int
        /// Columns taken.
        var width: Int
        /// What they show.
        var text: String
        /// Their look.
        var style: Style
    }

    /// The runs of a row, left to right.
    func runs(of y: Int) -> [Run] {
        withRow(y) { row in
            var runs: [Run] = []
            for (x, cell) in row.enumerated() {
                // The second half of a wide cell belongs to its first, whatever its look.
                if let last = runs.last, last.style == cell.style || cell.width == 0 {
                    runs[runs.count - 1].text += cell.text
                    runs[runs.count - 1].width += 1
                } else {
                    runs.append(Run(x: x, width: 1, text: cell.text, style: cell.style))
                }
            }
            return runs
        }
    }
}
