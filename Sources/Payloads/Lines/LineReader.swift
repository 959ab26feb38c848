/// Notes where lines are while a scanner reads them for the first time.
struct LineReader {
    /// The start of the line to be read next.
    var state = LineState()
    /// A place every 64 lines.
    private(set) var points: [LinePoint] = []
    /// The lines read.
    private(set) var lineCount = 0
    /// The lines read, by the fold levels they show at.
    private(set) var shown = LevelCounts()
    /// The last line read: where it starts, and its shape.
    private(set) var last: (start: Int, shape: LineShape) = (0, LineShape(depth: 0))
    private var lowest = Int.max
    private var nextPointLine = 0
    private var nextPointOffset = 0

    /// Notes a line that started at `before`.
    @inline(__always)
    mutating func note(_ before: LineState, _ shape: LineShape) {
        if lineCount >= nextPointLine || before.offset >= nextPointOffset { addPoint(before) }
        if shape.depth < lowest { lowest = shape.depth }
        shown.count(shape)
        lineCount += 1
        last = (before.offset, shape)
    }

    private mutating func addPoint(_ state: LineState) {
        close()
        points.append(
            LinePoint(
                offset: state.offset, line: UInt32(lineCount), depth: state.depth, verbatim: state.verbatim,
                mode: state.mode, lowest: 0, shown: shown))
        lowest = Int.max
        nextPointLine = lineCount + LinePoint.lines
        nextPointOffset = state.offset + LinePoint.bytes
    }

    /// Writes down what is known of the lines after the last point, so far.
    mutating func close() {
        if !points.isEmpty { points[points.count - 1].lowest = UInt32(min(lowest, Int(UInt32.max))) }
    }
}
