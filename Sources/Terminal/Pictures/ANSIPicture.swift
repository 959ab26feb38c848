/// A screen as text with the control sequences of its looks.
enum ANSIPicture {
    static func text(of grid: Grid) -> String {
        var text = ""
        for y in 0..<grid.size.height {
            for run in grid.runs(of: y) { text += "\u{1B}[\(run.style.sgr(in: .trueColor))m\(run.text)" }
            text += "\u{1B}[0m\n"
        }
        return text
    }
}
