/// Where the lines of a payload are. It holds a point every 64 lines and no text.
final class LineIndex<Scanner: LineScanner> {
    let bytes: PayloadBytes
    private(set) var isComplete = false
    private var reader = LineReader()
    private var checker: Scanner.Checker?
    /// The line that was asked for last and its state: lines are mostly asked for in order.
    private var recent: (line: Int, state: LineState) = (0, LineState())

    /// Lines of so many bytes that reading one again would keep a key waiting: what they are, and what follows them.
    private var longLines: [Int: LongLine] = [:]
    private struct LongLine {
        var shape: LineShape
        var next: LineState
        var plainRun = 0..<0
    }
    /// Bytes of a line that is worth remembering.
    private static var longLine: Int { 1 << 18 }
    /// How far the line to be read next was looked ahead of, and whether that goes on.
    private var foreseen = 0
    private var isForeseeing = false

    init(_ bytes: PayloadBytes) { self.bytes = bytes }

    /// The lines known so far.
    var lineCount: Int { reader.lineCount }

    private var points: [LinePoint] { reader.points }

    /// The bytes laid out so far.
    private var offset: Int { isComplete ? bytes.count : reader.state.offset }

    /// The first thing that is wrong, as far as read.
    var problem: Problem? { checker?.problem }

    /// Reads on until about `units` more bytes are laid out; true when all are.
    func advance(units: Int) -> Bool {
        if isComplete { return true }
        withBase { base, end in
            let (goal, overflow) = reader.state.offset.addingReportingOverflow(max(1, units))
            var checker = checker ?? Scanner.Checker(base: base)
            if !overflow, goal < end, foresee(&checker, max(goal - reader.state.offset, LinePoint.bytes), end) {
                self.checker = checker
                return
            }
            var reader = reader
            // Held here alone meanwhile, so that what they remember is not copied.
            self.checker = nil
            self.reader = LineReader()
            Scanner.read(base, end, upTo: overflow ? end : min(goal, end), &reader, &checker)
            reader.close()
            if reader.state.offset - reader.last.start > Self.longLine {
                remember(
                    reader.lineCount - 1,
                    LongLine(shape: reader.last.shape, next: reader.state, plainRun: checker.plainRun))
            }
            if reader.state.offset >= end {
                isComplete = true
                checker.finish(at: end)
            }
            self.checker = checker
            self.reader = reader
        }
        return isComplete
    }

    /// Looks ahead a step, so that a line of hundreds of megabytes does not have to be read for the first time at once.
    /// - Returns: whether the line goes on beyond this step.
    private func foresee(_ checker: inout Scanner.Checker, _ bytes: Int, _ end: Int) -> Bool {
        let start = reader.state.offset
        // What was looked ahead of and turned out to be many lines is read now.
        guard isForeseeing || start >= foreseen else { return false }
        let from = max(start, foreseen)
        let goal = from + bytes
        isForeseeing = goal < end && checker.foresee(from: from, upTo: goal)
        if isForeseeing { foreseen = goal }
        return isForeseeing
    }

    private func remember(_ line: Int, _ long: LongLine) {
        if longLines.count >= 1024 { longLines.removeAll() }
        longLines[line] = long
    }

    /// Calls `body` with the bytes, which may be none.
    func withBase<R>(_ body: (UnsafePointer<UInt8>, Int) -> R) -> R {
        bytes.withBytes { buffer in
            // No bytes have no address, and a scanner wants one.
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
        // Nearer than the point, or the point is taken.
        if recent.line <= line, recent.line >= at {
            at = recent.line
            state = recent.state
        }
        if at < line { withBase { base, end in Scanner.skip(base, end, &state, lines: line - at) } }
        recent = (line, state)
        return state
    }

    /// Reads `line` for its tokens, which come after those in `list`.
    func scan(_ line: Int, _ list: inout PieceList) -> LineShape {
        var state = state(of: line)
        list.plainRun = longLines.isEmpty ? 0..<0 : longLines[line]?.plainRun ?? 0..<0
        let shape = withBase { base, end in Scanner.list(base, end, &state, &list) }
        if line + 1 < lineCount { recent = (line + 1, state) }
        return shape ?? LineShape(depth: 0)
    }

    /// The shape of `line`.
    func shape(of line: Int) -> LineShape {
        var state = state(of: line)
        let shape = withBase { base, end in self.shape(line, base, end, &state) }
        if line + 1 < lineCount { recent = (line + 1, state) }
        return shape ?? LineShape(depth: 0)
    }

    /// The shape of `line`, which starts at `state`; moves `state` to the next.
    private func shape(_ line: Int, _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState) -> LineShape? {
        if !longLines.isEmpty, let known = longLines[line] {
            state = known.next
            return known.shape
        }
        let start = state.offset
        let shape = Scanner.shape(base, end, &state)
        if let shape, state.offset - start > Self.longLine {
            remember(line, LongLine(shape: shape, next: state))
        }
        return shape
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
            while line < lineCount, shape(line, base, end, &state) != nil, state.offset <= offset { line += 1 }
        }
        return min(line, lineCount - 1)
    }

    /// The next line from `line` on whose bytes have the pattern, or the one that is reached after about `units`
    /// bytes without it; nil when `line` goes on beyond those. `searched` is where in a long line to go on.
    func nextLine(
        with pattern: SearchPattern, from line: Int, searched: inout Int, units: inout Int
    ) -> Int? {
        guard line < lineCount else { return line }
        let start = max(state(of: line).offset, searched)
        let known = offset
        let reach = min(known, start + max(units, LinePoint.bytes))
        let found = withBase { base, _ in
            // A match may begin before the reach and end behind it.
            let bytes = UnsafeBufferPointer(start: base, count: min(known, reach + pattern.mostBytes - 1))
            return pattern.find(bytes, from: start)?.lowerBound
        }
        // A byte that is only searched costs an eighth of one that is laid out.
        units -= max(1, ((found ?? reach) - start) / 8)
        if let found { return self.line(atOffset: found) }
        if reach == known { return lineCount }
        let next = self.line(atOffset: reach)
        if next > line { return next }
        searched = reach
        return nil
    }

    /// The line that ends the container opened on `line`: nil when it is not known, or never comes.
    func closer(of line: Int) -> Int? {
        let depth = shape(of: line).depth
        var index = indexOfPoint { Int($0.line) <= line }
        var at = line + 1
        while index < points.count {
            let next = index + 1 < points.count ? Int(points[index + 1].line) : lineCount
            // Else all of this stretch lies deeper: it is passed over whole.
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
        if line >= lineCount { return reader.shown[level] }
        let point = points[indexOfPoint { Int($0.line) <= line }]
        var counts = point.shown
        var state = point.state
        withBase { base, end in
            for _ in Int(point.line)..<line {
                guard let shape = Scanner.shape(base, end, &state) else { break }
                counts.count(shape)
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
            while let shape = Scanner.shape(base, end, &state) {
                counts.count(shape)
                if counts[level] > count { break }
                line += 1
            }
        }
        return min(line, max(0, lineCount - 1))
    }
}
