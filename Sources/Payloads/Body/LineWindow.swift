/// A match in one line.
struct LineMatch: Equatable {
    var column: Int
    var length: Int
}

/// Goes through one line window by window, so that a line of any length is searched in bounded steps.
struct LineWindow {
    let position: Int
    private var column = 0
    /// How far the bytes were looked through before any window was painted; see `DocumentBody.nextCandidate`.
    var searched = 0
    private static let width = 1 << 16

    /// Whether nothing of the line is searched yet.
    var isAtStart: Bool { column == 0 }

    init(position: Int) { self.position = position }

    /// The matches that start in the next window, and whether the line ends with it.
    mutating func search(
        _ body: any DocumentBody, _ pattern: SearchPattern, _ units: inout Int
    ) -> (matches: [LineMatch], isEnd: Bool) {
        // A match may reach beyond the window it starts in.
        var painter = Painter(from: column, columns: LineWindow.width + pattern.columns + 1)
        body.paint(position: position, &painter)
        units -= max(64, painter.text.count)
        let edge = column + LineWindow.width
        var matches: [LineMatch] = []
        painter.text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            var reader = GlyphReader(position: 0, column: column)
            var place = 0
            while let found = pattern.find(text, from: place) {
                reader.move(base, text.count, to: found.lowerBound)
                let start = reader.column
                reader.move(base, text.count, to: found.upperBound)
                place = found.upperBound
                if start < edge { matches.append(LineMatch(column: start, length: reader.column - start)) }
            }
        }
        let isEnd = !painter.isFull
        // A match that reached beyond the window is not found in the next one again.
        column = max(edge, matches.last.map { $0.column + $0.length } ?? 0)
        return (matches, isEnd)
    }
}

extension GlyphReader {
    /// Reads on up to `place`.
    mutating func move(_ base: UnsafePointer<UInt8>, _ end: Int, to place: Int) {
        while position < place {
            skipPrintable(base, place, upTo: Int.max)
            if position < place { _ = next(base, end, tabs: false) }
        }
    }
}
