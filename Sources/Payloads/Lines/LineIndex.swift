/// Where the lines of a payload are. It holds a point every 64 lines and no text.
final class LineIndex<Scanner: LineScanner> {
    let bytes: PayloadBytes
    private(set) var points: [LinePoint] = []
    private(set) var lineCount = 0
    private(set) var isComplete = false
    private var state = LineState()
    private var shown = LevelCounts()
    private var checker: Scanner.Checker?
    /// The line that was asked for last and its state: lines are mostly asked for in order.
    private var recent: (line: Int, state: LineState) = (0, LineState())

    init(_ bytes: PayloadBytes) { self.bytes = bytes }

    /// The first thing that is wrong, as far as read.
    var problem: Problem? { checker?.problem }

    /// The bytes read so far.
    var offset: Int { isComplete ? bytes.count : state.offset }

    /// Reads on until about `units` more bytes are laid out; true when all are.
    func advance(units: Int) -> Bool {
        if isComplete { return true }
        withBase { base, end in
            let (goal, overflow) = state.offset.addingReportingOverflow(max(1, units))
            var checker = checker ?? Scanner.Checker(base: base)
            // Held here alone meanwhile, so that what it remembers is not copied.
            self.checker = nil
            read(base, end, upTo: overflow ? end : min(goal, end), &checker)
            self.checker = checker
        }
        return isComplete
    }

    private func read(
        _ base: UnsafePointer<UInt8>, _ end: Int, upTo goal: Int, _ checker: inout Scanner.Checker
    ) {
        var state = state
        var shown = shown
        var line = lineCount
        var pointLine = points.last.map { Int($0.line) } ?? -LinePoint.lines
        var pointOffset = points.last?.offset ?? 0
        var lowest = points.last.map { Int($0.lowest) } ?? 0
        while true {
            let before = state
            guard before.offset < goal, let shape = Scanner.scan(base, end, &state, &checker) else { break }
            if line - pointLine >= LinePoint.lines || before.offset - pointOffset >= LinePoint.bytes {
                if !points.isEmpty { points[points.count - 1].lowest = UInt32(lowest) }
                pointLine = line
                pointOffset = before.offset
                lowest = Int.max
                points.append(
                    LinePoint(
                        offset: before.offset, line: UInt32(line), depth: before.depth, verbatim: before.verbatim,
                        mode: before.mode, lowest: 0, shown: shown))
            }
            lowest = min(lowest, shape.depth)
            shown.count(depth: shape.depth, closes: shape.closes)
            line += 1
        }
        if !points.isEmpty { points[points.count - 1].lowest = UInt32(lowest) }
        if state.offset >= end {
            isComplete = true
            checker.finish(at: end)
        }
        self.state = state
        self.shown = shown
        lineCount = line
    }

    /// Calls `body` with the bytes, which may be none.
    func withBase<R>(_ body: (UnsafePointer<UInt8>, Int) -> R) -> R {
        bytes.withBytes { buffer in
            guard let base = buffer.assumingMemoryBound(to: UInt8.self).baseAddress else {
                var nothing: UInt8 = 0
                return withUnsafePointer(to: &nothing) { body($0, 0) }
            }
            return body(base, buffer.count)
        }
    }

    /// The state at the start of `line`, which must be known already.
    func state(of line: Int) -> LineState {
        let index = indexOfPoint { Int($0.line) <= line }
        var at = Int(points[index].line)
        var state = points[index].state
        if recent.line <= line, recent.line >= at {
            at = recent.line
            state = recent.state
        }
        withBase { base, end in
            var sink = NoSink()
            while at < line, Scanner.scan(base, end, &state, &sink) != nil { at += 1 }
        }
        recent = (line, state)
        return state
    }

    /// Reads `line`, whose tokens go to `sink`.
    @discardableResult
    func scan<Sink: PieceSink>(_ line: Int, _ sink: inout Sink) -> LineShape {
        var state = state(of: line)
        let shape = withBase { base, end in Scanner.scan(base, end, &state, &sink) }
        if line + 1 < lineCount { recent = (line + 1, state) }
        return shape ?? LineShape(depth: 0)
    }

    /// The shape of `line`.
    func shape(of line: Int) -> LineShape {
        var sink = NoSink()
        return scan(line, &sink)
    }

    /// The last point for which `isBefore` holds; it holds for the first, and for none after one for which it does not.
    private func indexOfPoint(_ isBefore: (LinePoint) -> Bool) -> Int {
        var low = 0
        var high = points.count
        while low < high {
            let middle = (low + high) >> 1
            if isBefore(points[middle]) { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    /// The line whose bytes `offset` is among.
    func line(atOffset offset: Int) -> Int {
        guard lineCount > 0 else { return 0 }
        let index = indexOfPoint { $0.offset <= offset }
        var line = Int(points[index].line)
        var state = points[index].state
        withBase { base, end in
            var sink = NoSink()
            while line < lineCount, Scanner.scan(base, end, &state, &sink) != nil, state.offset <= offset { line += 1 }
        }
        return min(line, lineCount - 1)
    }

    /// The line that ends the container opened on `line`: nil when it is not known, or never comes.
    func closer(of line: Int) -> Int? {
        let depth = shape(of: line).depth
        var index = indexOfPoint { Int($0.line) <= line }
        var at = line + 1
        while index < points.count {
            let next = index + 1 < points.count ? Int(points[index + 1].line) : lineCount
            if Int(points[index].lowest) <= depth {
                while at < next {
                    if shape(of: at).depth <= depth { return at }
                    at += 1
                }
            }
            at = max(at, next)
            index += 1
        }
        return nil
    }

    /// How many of the lines before `line` show when everything at depth `level` is folded.
    func shown(level: Int, before line: Int) -> Int {
        if line >= lineCount { return shown[level] }
        let point = points[indexOfPoint { Int($0.line) <= line }]
        var counts = point.shown
        var state = point.state
        withBase { base, end in
            var sink = NoSink()
            for _ in Int(point.line)..<line {
                guard let shape = Scanner.scan(base, end, &state, &sink) else { break }
                counts.count(depth: shape.depth, closes: shape.closes)
            }
        }
        return counts[level]
    }

    /// The line that has `count` shown lines before it and shows itself, when everything at depth `level` is folded.
    func line(level: Int, afterShown count: Int) -> Int {
        let point = points[indexOfPoint { $0.shown[level] <= count }]
        var counts = point.shown
        var state = point.state
        var line = Int(point.line)
        withBase { base, end in
            var sink = NoSink()
            while let shape = Scanner.scan(base, end, &state, &sink) {
                counts.count(depth: shape.depth, closes: shape.closes)
                if counts[level] > count { break }
                line += 1
            }
        }
        return min(line, max(0, lineCount - 1))
    }
}
