/// A screen as text with the control sequences of its looks.
enum ANSIPicture {
    static func text(of grid: Grid) -> String {
        var text = ""
        for y in 0..<grid.size.height {
            for run in grid.runs(of: y) { text += "\u{1B}[\(run.style.sgr(in: .trueColor))m\(run.text)" }
            // Before the line ends: a terminal that scrolls fills the new line with the ground that holds.
            text += "\u{1B}[0m\n"
        }
        return text
    }
}
