import Kit
import Payloads
import Terminal

/// Where a line goes on in the next row: at a blank where one is near, and below the beginning of its own text.
struct LineRows {
    /// The columns that the rows begin with; nil where all but the first are as long as each other.
    private var starts: [Int]?
    /// The columns of the line, of its first row, and of those below it.
    private let whole: Int
    private let first: Int
    private let next: Int
    /// The columns that the rows below the first are moved to the right.
    let indent: Int

    /// The longest line that is looked through for blanks.
    private static let longest = 8192
    /// How many columns of a row are given up for a blank.
    private static let slack = 24

    init(_ line: Int, of document: Document, width: Int) {
        whole = document.lineWidth(line)
        first = width
        guard whole > width, whole <= Self.longest else {
            (indent, next) = (0, width)
            return
        }
        let text = document.line(line, from: 0, columns: whole).map(\.text)
        // Left of its own name what goes on would look like a new member, and in the first column like a line of its own: a
        // field, or a sign of a diff.
        let blanks = text.joined().prefix { $0 == " " }.count
        indent = min(blanks + 2, width / 2)
        next = width - indent
        var starts = [0]
        var column = 0
        // Behind the last blank of the row.
        var blank = 0
        for piece in text {
            for character in piece {
                let room = starts.count == 1 ? first : next
                let size = character.isASCII ? 1 : displayWidth(of: String(character))
                if column + size - starts[starts.count - 1] > room {
                    starts.append(
                        column - blank <= Self.slack && blank > starts[starts.count - 1] + indent ? blank : column)
                }
                column += size
                if character == " ", column > blanks { blank = column }
            }
        }
        self.starts = starts
    }

    /// How many there are.
    var count: Int { starts?.count ?? 1 + max(0, whole - first + next - 1) / next }

    /// The columns of a row.
    func columns(_ row: Int) -> Range<Int> {
        if let starts {
            let start = starts[min(row, starts.count - 1)]
            return start..<(row + 1 < starts.count ? starts[row + 1] : max(start, whole))
        }
        return row == 0 ? 0..<first : first + (row - 1) * next..<first + row * next
    }

    /// The row that a column is in.
    func row(ofColumn column: Int) -> Int {
        if let starts { return max(0, (starts.firstIndex { $0 > column } ?? starts.count) - 1) }
        return column < first ? 0 : 1 + (column - first) / next
    }
}

extension DocumentView {
    /// The most lines whose rows are kept.
    private static let mostLines = 1000

    func rows(ofLine line: Int) -> LineRows {
        if let rows = rowsOfLines[line] { return rows }
        guard let document else { preconditionFailure("rows are those of a document") }
        let rows = LineRows(line, of: document, width: width)
        if rowsOfLines.count >= Self.mostLines { rowsOfLines = [:] }
        rowsOfLines[line] = rows
        return rows
    }

    /// The rows that a line takes.
    func rows(of line: Int) -> Int {
        guard wraps, let document, document.lineWidth(line) > width else { return 1 }
        return rows(ofLine: line).count
    }
}
