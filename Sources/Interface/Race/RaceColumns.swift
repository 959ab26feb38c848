import Kit
import Terminal

/// The table of a race on a narrow screen: its columns closer together, and sentences on as many lines as they take.
enum RaceColumns {
    /// Where the figures of both begin in the report.
    private static let push = 26
    private static let poll = 43
    /// The columns that the last figure needs.
    private static let least = 8

    /// The lines of a report in so many columns, each no longer than that.
    static func lines(_ report: [String], width: Int, on canvas: Canvas) -> [String] {
        let rows = report.map(cells)
        // The names of the columns give way to the figures.
        let figures = rows.dropFirst().compactMap { $0.map { displayWidth(of: $0.push) } }.max() ?? 0
        let room = max(6, min(22, width - figures - 4 - least))
        return zip(report, rows).flatMap { line, cells -> [String] in
            guard let cells else { return line.isEmpty ? [""] : wrapped(line, width: width) }
            let name = padded(Figures.cut(cells.name, to: room, on: canvas), room)
            let push = padded(Figures.cut(cells.push, to: figures, on: canvas), figures)
            let rest = Figures.cut(cells.poll, to: width - room - figures - 4, on: canvas)
            return ["\(name)  \(push)  \(rest)"]
        }
    }

    /// The three cells of a line; nil for a sentence, which has no gap there.
    private static func cells(_ line: String) -> (name: String, push: String, poll: String)? {
        let characters = Array(line)
        guard characters.count > poll, characters[push - 2..<push].allSatisfy({ $0 == " " }) else { return nil }
        func trimmed(_ part: ArraySlice<Character>) -> String {
            String(part.reversed().drop { $0 == " " }.reversed())
        }
        return (trimmed(characters[..<push]), trimmed(characters[push..<poll]), trimmed(characters[poll...]))
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - displayWidth(of: text)))
    }
}
