import Terminal
import Testing

@testable import Interface

/// What every screen keeps, of whatever size, whatever is open: looked for in the cells.
struct ScreenPromises {
    /// The words that a large screen shows of the same.
    let known: Set<String>
    /// Those words by all of their beginnings, and by all of their ends.
    private let beginnings: Set<Substring>
    private let ends: Set<Substring>

    /// Names that are short where there is little room, and the time of day without its last part.
    private static func isShort(_ word: String) -> Bool {
        ["Head", "Opts", "Conn", "Time", "Link"].contains(word)
            || word.count == 8 && word.split(separator: ":").count == 3
    }

    init(known: Set<String>) {
        self.known = known
        var (beginnings, ends): (Set<Substring>, Set<Substring>) = ([], [])
        for word in known {
            for length in 1..<max(1, word.count) {
                beginnings.insert(word.prefix(length))
                ends.insert(word.suffix(length))
            }
        }
        (self.beginnings, self.ends) = (beginnings, ends)
    }

    /// The words of a screen, of each row of each frame.
    static func words(of visit: Visit) -> [[String]] {
        visit.look()
        guard let drawn = visit.window.drawn else { return [] }
        let frames = drawn.popup.map { [$0.frame] } ?? drawn.places.map(\.frame)
        return frames.flatMap { frame in
            let inside = frame.inset(by: 1)
            func text(_ y: Int) -> String { (inside.x..<inside.maxX).map { visit.grid[$0, y].text }.joined() }
            var rows = (inside.y..<inside.maxY).map { y in
                text(y).split { " │┤├╰╯╭╮─|".contains($0) }.map(String.init)
            }
            // A word that is broken over rows goes on below the last of them: the edge says that there is more.
            if text(inside.maxY).contains("↓"), let last = rows.last?.last {
                rows[rows.count - 1][rows[rows.count - 1].count - 1] = last + "…"
            }
            return rows
        }
    }

    /// What is not kept.
    func broken(_ visit: Visit) -> [String] {
        let rows = visit.look()
        let size = visit.grid.size
        var faults: [String] = []
        if rows.count != size.height { faults.append("\(rows.count) rows") }
        for (y, row) in rows.enumerated() where displayWidth(of: row) > size.width {
            faults.append("row \(y) is too wide")
        }
        if rows.first?.contains("● home") != true { faults.append("no status line") }
        for tab in ["1 Explore", "2 REST", "3 Load", "4 Conn", "5 Wire"] where rows.last?.contains(tab) != true {
            faults.append("no tab \(tab)")
        }
        guard let drawn = visit.window.drawn else { return faults + ["nothing drawn"] }
        let frames = drawn.popup.map { [$0.frame] } ?? drawn.places.map(\.frame)
        for frame in frames {
            if frame.y < 1 || frame.maxY > size.height - 1 {
                faults.append("a frame over the status line or the views")
            }
            for y in frame.y + 1..<frame.maxY - 1
            where visit.grid[frame.x, y].text != "│" || visit.grid[frame.maxX - 1, y].text != "│" {
                faults.append("row \(y) is drawn over its frame")
            }
        }
        if let cursor = visit.cursor, visit.grid[cursor.x, cursor.y].text == "…" {
            faults.append("the cursor is on a mark")
        }
        for row in rows where row.firstMatch(of: /[\w{}]…[\w{}]/) != nil {
            faults.append("one text over another: \(row)")
        }
        return faults + unmarked(Self.words(of: visit))
    }

    /// Words that were cut without a mark: a large screen has longer ones that begin or end with them.
    private func unmarked(_ rows: [[String]]) -> [String] {
        var faults: [String] = []
        for (index, row) in rows.enumerated() {
            guard let last = row.last, let first = row.first, !Self.isHex(row) else { continue }
            // Broken over two rows it is whole.
            let before = index > 0 ? rows[index - 1].last ?? "" : ""
            let next = rows.indices.contains(index + 1) ? rows[index + 1].first ?? "" : ""
            let rest = next.prefix { $0 != "…" }
            let alone = row.count == 1 ? before : ""
            if isCut(last, in: beginnings), !isPart(last + rest, beyond: last),
                !isPart(alone + last + rest, beyond: last)
            {
                faults.append("cut without a mark: \(last)")
            }
            if isCut(first, in: ends), !isPart(before + first, beyond: first) {
                faults.append("its beginning cut without a mark: \(first)")
            }
        }
        return faults
    }

    private func isPart(_ word: String, beyond short: String) -> Bool {
        word.count > short.count && (known.contains(word) || beginnings.contains(word[...]) || ends.contains(word[...]))
    }

    /// Whether a row has bytes in it: what stands beside them begins and ends anywhere.
    private static func isHex(_ row: [String]) -> Bool {
        row.count > 2 && row[0].count >= 4 && row[0].allSatisfy(\.isHexDigit) && row[1].count == 2
            && row[1].allSatisfy(\.isHexDigit)
    }

    private func isCut(_ word: String, in parts: Set<Substring>) -> Bool {
        // Of curves, bars, boxes to tick and counts of what is left out there is no longer one.
        guard let first = word.first, first.isLetter || first.isNumber || first == "/" || first == "$" else {
            return false
        }
        return !word.contains("…") && !known.contains(word) && !Self.isShort(word) && parts.contains(word[...])
    }
}
