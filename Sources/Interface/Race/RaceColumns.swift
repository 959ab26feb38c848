import Kit
import Terminal
import Wire

/// The table of a race on a narrow screen: its columns closer together, and sentences on as many lines as they take.
enum RaceColumns {
    /// The columns that the last figure needs.
    private static let least = 8

    /// The lines of a report in so many columns, each no longer than that.
    static func lines(_ report: [RaceReport.Line], width: Int, on canvas: Canvas) -> [String] {
        // The names of the columns give way to the figures.
        let figures =
            report.dropFirst().map { if case .row(_, let push, _) = $0 { displayWidth(of: push) } else { 0 } }
            .max() ?? 0
        let room = max(6, min(22, width - figures - 4 - least))
        return report.flatMap { line -> [String] in
            switch line {
            case .sentence(let words): return words.isEmpty ? [""] : wrapped(words, width: width)
            case .row(let name, let push, let poll):
                let name = padded(Figures.cut(name, to: room, on: canvas), to: room)
                let push = padded(Figures.cut(push, to: figures, on: canvas), to: figures)
                let rest = Figures.cut(poll, to: width - room - figures - 4, on: canvas)
                return ["\(name)  \(push)  \(rest)"]
            }
        }
    }
}
