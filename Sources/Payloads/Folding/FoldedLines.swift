/// Counts the lines that show under a fold map.
struct FoldedLines<Scanner: LineScanner> {
    let index: LineIndex<Scanner>
    /// The folds.
    private(set) var map = FoldMap()
    /// For each run: the lines that show before it.
    private var starts = [0]
    /// For each run with a level: the index's count of shown lines before it.
    private var bases = [0]

    init(_ index: LineIndex<Scanner>) { self.index = index }

    /// The lines that show, as far as known.
    var count: Int { starts[starts.count - 1] + count(ofRun: starts.count - 1) }

    private func count(ofRun run: Int) -> Int {
        let end = run + 1 < map.runs.count ? min(map.runs[run + 1].start, index.lineCount) : index.lineCount
        let start = min(map.runs[run].start, end)
        switch map.runs[run].rule {
        case .all: return end - start
        case .hidden: return 0
        case .level(let level): return index.shown(level: level, before: end) - bases[run]
        }
    }

    /// Changes the folds.
    mutating func change(_ body: (inout FoldMap) -> Void) {
        body(&map)
        starts = [0]
        bases = []
        for run in map.runs.indices {
            if case .level(let level) = map.runs[run].rule {
                bases.append(index.shown(level: level, before: map.runs[run].start))
            } else {
                bases.append(0)
            }
            // Behind the base, which the count of a run with a level takes off.
            if run + 1 < map.runs.count { starts.append(starts[run] + count(ofRun: run)) }
        }
    }

    /// The position of the line that shows as number `line`.
    func position(ofLine line: Int) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) >> 1
            if starts[middle] <= line { low = middle + 1 } else { high = middle }
        }
        let run = max(0, low - 1)
        if case .level(let level) = map.runs[run].rule {
            return index.line(level: level, afterShown: bases[run] + line - starts[run])
        }
        return map.runs[run].start + line - starts[run]
    }

    /// The number of the line that shows `position`, or that it is folded into.
    func line(atPosition position: Int) -> Int {
        let run = map.index(of: position)
        switch map.runs[run].rule {
        case .all: return starts[run] + position - map.runs[run].start
        // The last line that shows before it: the one that it is folded into.
        case .hidden: return max(0, starts[run] - 1)
        case .level(let level):
            let line = starts[run] + index.shown(level: level, before: position) - bases[run]
            return isShown(position, level: level) ? line : max(0, line - 1)
        }
    }

    /// Whether the line at `position` shows.
    func isShown(_ position: Int) -> Bool {
        switch map.rule(of: position) {
        case .all: true
        case .hidden: false
        case .level(let level): isShown(position, level: level)
        }
    }

    private func isShown(_ position: Int, level: Int) -> Bool {
        let shape = index.shape(of: position)
        // The line that closes what is folded is hidden with it.
        return shape.depth < level || shape.depth == level && !shape.closes
    }

    /// Whether what the line at `position` opens is folded. The line itself shows.
    func isFolded(_ position: Int, _ shape: LineShape) -> Bool {
        guard shape.opens else { return false }
        let next = map.runs[map.index(of: position + 1)]
        // Lines that were folded or unfolded on their own are a run of their own, which starts after the line.
        if next.start == position + 1 { return next.rule == .hidden }
        if case .level(let level) = next.rule { return shape.depth == level }
        return false
    }

    /// The positions that folding the line at `position` hides: its content, and the line that ends it. Nil while the
    /// end is not known.
    func content(of position: Int) -> Range<Int>? {
        if let closer = index.closer(of: position) {
            let last = index.shape(of: closer).closes ? closer + 1 : closer
            return position + 1 < last ? position + 1..<last : nil
        }
        return index.isComplete && position + 1 < index.lineCount ? position + 1..<index.lineCount : nil
    }

    /// Folds or unfolds what the line at `position` opens.
    mutating func toggle(_ position: Int) -> Bool {
        let shape = index.shape(of: position)
        guard shape.opens, let content = content(of: position) else { return false }
        guard isFolded(position, shape) else {
            change { $0.hide(content) }
            return true
        }
        // Folded by hand it has a run that remembers what showed inside; folded by a level it has none.
        guard map.rule(of: content.lowerBound) != .hidden, case .level(let level) = map.rule(of: position) else {
            change { $0.show(content) }
            return true
        }
        // What is inside stays folded one level deeper, as far as those levels are counted.
        let inside = FoldMap.Run(
            start: content.lowerBound, rule: level < LevelCounts.deepest ? .level(level + 1) : .all)
        let closer = FoldMap.Run(start: content.upperBound - 1, rule: .all)
        let closes = index.shape(of: closer.start).closes && index.shape(of: closer.start).depth == shape.depth
        change { map in
            map.replace(content, with: !closes ? [inside] : content.count == 1 ? [closer] : [inside, closer])
        }
        return true
    }

    /// Opens every fold that hides `position`.
    mutating func reveal(_ position: Int) {
        while !isShown(position) {
            let header = self.position(ofLine: line(atPosition: position))
            // A header that cannot be opened would be asked for ever.
            guard toggle(header) else { return change { $0.reset(.all) } }
        }
    }
}
