/// One line of many bytes: its tokens, and places in them whose column is known, found as far as was asked for.
final class LongLine {
    /// Lines of more bytes than this are remembered.
    static let threshold = 1 << 14
    /// Bytes from one known place to the next.
    private static let stride = 1 << 12

    let shape: LineShape
    private var indent: Int { shape.indent }
    let pieces: [Piece]
    private let tabs: Bool
    /// For each piece measured so far: where its columns start.
    private var starts: [Int]
    /// The places inside the pieces measured, in order.
    private var points: [ColumnPoint] = []
    /// Measuring goes on here, in piece number `starts.count - 1`.
    private var reader: GlyphReader
    /// The column of a window that is beyond what was measured when it was to be painted; nil where none is.
    private var wanted: Int?

    init(_ shape: LineShape, _ pieces: [Piece], tabs: Bool) {
        self.shape = shape
        self.pieces = pieces
        self.tabs = tabs
        starts = pieces.isEmpty ? [] : [shape.indent]
        reader = GlyphReader(position: pieces.first?.start ?? 0, column: shape.indent)
    }

    private var isMeasured: Bool { starts.count == pieces.count + 1 || pieces.isEmpty }

    /// Whether a window was not painted because too much would have had to be read to find it.
    var isWaiting: Bool { wanted != nil }

    /// Reads on through so many bytes towards the window that waits; true when it can be painted.
    func advance(_ base: UnsafePointer<UInt8>, bytes: Int) -> Bool {
        if let wanted, measure(base, upTo: wanted, reading: bytes) { self.wanted = nil }
        return wanted == nil
    }

    /// Paints what lies in the painter's window; nothing where finding it would take more than the painter may read.
    func paint(_ base: UnsafePointer<UInt8>, _ painter: inout Painter) {
        guard measure(base, upTo: painter.from, reading: painter.reach) else {
            // The farthest of the rows of a screen.
            return wanted = max(wanted ?? 0, painter.from)
        }
        painter.spaces(indent)
        guard !pieces.isEmpty else { return }
        var index = max(0, lastIndex(starts.count) { starts[$0] <= painter.from })
        index = min(index, pieces.count - 1)
        painter.skip(columns: starts[index] - indent)
        while index < pieces.count, !painter.isFull {
            let piece = pieces[index]
            let point = lastIndex(points.count) { points[$0].column <= painter.from && points[$0].position < piece.end }
            let start = point >= 0 && points[point].position > piece.start ? points[point] : nil
            painter.bytes(base, piece.start, piece.end, piece.kind, tabs: tabs, startingAt: start)
            if piece.spaceAfter { painter.spaces(1) }
            index += 1
        }
    }

    /// The columns of the whole line: exact when at most `bytes` are left to read for it, otherwise a guess.
    func width(_ base: UnsafePointer<UInt8>, readingUpTo bytes: Int) -> Int {
        guard let last = pieces.last else { return indent }
        if last.end - reader.position <= bytes { measure(base, upTo: Int.max, reading: Int.max) }
        if isMeasured { return starts[pieces.count] }
        return reader.column + (last.end - reader.position) + 2 * (pieces.count - starts.count)
    }

    /// Reads on to a column, through so many bytes at most; true when the column is reached, or the end of the line.
    @discardableResult
    func measure(_ base: UnsafePointer<UInt8>, upTo column: Int, reading bytes: Int) -> Bool {
        let (sum, overflow) = reader.position.addingReportingOverflow(bytes)
        let limit = overflow ? Int.max : sum
        while !isMeasured, reader.column < column {
            guard reader.position < limit else { return false }
            let index = starts.count - 1
            let piece = pieces[index]
            var nextPoint = max(points.last?.position ?? 0, piece.start) + LongLine.stride
            while reader.position < piece.end, reader.column < column, reader.position < limit {
                let reach = min(piece.end, nextPoint)
                if reader.position < reach { reader.skipPrintable(base, reach, upTo: Int.max) }
                guard reader.position < piece.end else { break }
                let before = reader
                let glyph = reader.next(base, piece.end, tabs: tabs)
                // Only where reading may begin anew: a mark belongs to the letter before it.
                if before.position >= nextPoint, glyph.isStart {
                    points.append(ColumnPoint(position: before.position, column: before.column))
                    nextPoint = before.position + LongLine.stride
                }
            }
            guard reader.position >= piece.end else { return reader.column >= column }
            let end = reader.column + (piece.spaceAfter ? 1 : 0)
            starts.append(end)
            reader.column = end
            reader.startPiece(at: index + 1 < pieces.count ? pieces[index + 1].start : piece.end)
        }
        return true
    }

    /// The last of `count` indices for which `holds`; -1 when it holds for none.
    private func lastIndex(_ count: Int, _ holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) >> 1
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }
}
