import Text

/// The lines of JSON, XML or text, made from its bytes when they are asked for.
final class TreeBody<Scanner: LineScanner>: DocumentBody {
    private let index: LineIndex<Scanner>
    private var folded: FoldedLines<Scanner>
    private var list = PieceList()
    private var longLines: [Int: LongLine] = [:]
    /// The line whose window could not be painted yet.
    private var waiting: LongLine?
    private var knownProblem: (words: String, position: Int)?

    /// Long lines remembered at a time: more than a screen has rows.
    private static var mostLongLines: Int { 256 }
    /// Bytes that may be read to know how wide one line is.
    private static var widthReach: Int { 1 << 20 }

    init(_ bytes: PayloadBytes) {
        index = LineIndex(bytes)
        folded = FoldedLines(index)
    }

    var isComplete: Bool { index.isComplete }
    func advance(units: Int) -> Bool { index.advance(units: units) }
    var lineCount: Int { folded.count }
    var positionCount: Int { index.lineCount }

    var isWaiting: Bool { waiting != nil }

    func measure(bytes: Int) -> Bool {
        guard let long = waiting else { return true }
        if index.withBase({ base, _ in long.advance(base, bytes: bytes) }) { waiting = nil }
        return waiting == nil
    }

    func measure(line: Int, bytes: Int) -> Bool {
        guard let long = longLine(at: folded.position(ofLine: line)) else { return true }
        return index.withBase { base, _ in long.measure(base, upTo: Int.max, reading: bytes) }
    }

    /// The long line at a position; nil where the line is none.
    private func longLine(at position: Int) -> LongLine? {
        if longLines[position] == nil {
            // A window of nothing: it only makes a long line known.
            var nothing = Painter(from: 0, columns: 0)
            paintLine(position, &nothing)
        }
        return longLines[position]
    }

    func paint(line: Int, _ painter: inout Painter) {
        let position = folded.position(ofLine: line)
        let shape = paintLine(position, &painter)
        guard folded.isFolded(position, shape) else { return }
        painter.words(foldMark(position), .foldMark)
        if !painter.isFull, let closer = index.closer(of: position) { paintLine(closer, isTail: true, &painter) }
    }

    func paint(position: Int, _ painter: inout Painter) { paintLine(position, &painter) }

    private func foldMark(_ position: Int) -> String {
        let content = folded.content(of: position) ?? position..<position
        // The line that closes it is shown behind the mark.
        let hidden = content.count - (index.closer(of: position) == nil ? 0 : 1)
        return hidden == 1 ? " … 1 line " : " … \(grouped(hidden)) lines "
    }

    /// Paints one line; as the tail of a folded one, without its indentation.
    @discardableResult
    private func paintLine(_ position: Int, isTail: Bool = false, _ painter: inout Painter) -> LineShape {
        if !isTail, let long = longLines[position] {
            paint(long, &painter)
            return long.shape
        }
        list.removeAll()
        let shape = index.scan(position, &list)
        let pieces = list.pieces
        if !isTail, let first = pieces.first, let last = pieces.last, last.end - first.start > LongLine.threshold {
            if longLines.count >= TreeBody.mostLongLines { longLines.removeAll() }
            let long = LongLine(shape, pieces, tabs: Scanner.expandsTabs)
            longLines[position] = long
            paint(long, &painter)
            return shape
        }
        if !isTail { painter.spaces(shape.indent) }
        index.withBase { base, _ in
            for piece in pieces where !painter.isFull {
                painter.bytes(base, piece.start, piece.end, piece.kind, tabs: Scanner.expandsTabs)
                if piece.spaceAfter { painter.spaces(1) }
            }
        }
        return shape
    }

    private func paint(_ long: LongLine, _ painter: inout Painter) {
        index.withBase { base, _ in long.paint(base, &painter) }
        if long.isWaiting { waiting = long }
    }

    func width(ofLine line: Int) -> Int {
        // Everything lies before the window: it is counted, and nothing is kept.
        var painter = Painter(from: Int.max, columns: 0)
        let position = folded.position(ofLine: line)
        if let long = longLine(at: position) {
            return index.withBase { base, _ in long.width(base, readingUpTo: TreeBody.widthReach) }
        }
        paint(line: line, &painter)
        return painter.column
    }

    func nextCandidate(
        _ pattern: SearchPattern, from position: Int, searched: inout Int, units: inout Int
    ) -> Int? {
        guard let anchor = pattern.anchor else { return position }
        return index.nextLine(with: anchor, from: position, searched: &searched, units: &units)
    }

    func isFoldable(_ line: Int) -> Bool { index.shape(of: folded.position(ofLine: line)).opens }

    func isFolded(_ line: Int) -> Bool {
        let position = folded.position(ofLine: line)
        return folded.isFolded(position, index.shape(of: position))
    }

    func toggleFold(_ line: Int) -> Bool { folded.toggle(folded.position(ofLine: line)) }
    func foldAll() { folded.change { $0.reset(.level(1)) } }
    func unfoldAll() { folded.change { $0.reset(.all) } }
    func position(ofLine line: Int) -> Int { folded.position(ofLine: line) }
    func line(atPosition position: Int) -> Int { folded.line(atPosition: position) }
    func reveal(position: Int) { folded.reveal(position) }

    var problem: (words: String, position: Int)? {
        if let knownProblem { return knownProblem }
        guard let problem = index.problem else { return nil }
        let position = index.line(atOffset: problem.offset)
        // Those of the bytes that came: who sent them has no others.
        let (line, column) = JSONFlaw.place(index.bytes, problem.offset)
        let words = "\(problem.flaw.words(Scanner.name)) at line \(grouped(line)) column \(grouped(column))"
        knownProblem = (words, position)
        return knownProblem
    }
}
