/// A place where reading can start: one every 64 lines, or sooner where lines are long.
struct LinePoint {
    var offset: Int
    var line: UInt32
    var depth: Int32
    var verbatim: Int32
    var mode: UInt8
    /// The least depth of the lines from here to the next point.
    var lowest: UInt32
    /// For each fold level from 1 on: the lines before this one that show when everything at that depth is folded.
    var shown: LevelCounts

    /// The state at the start of the line.
    var state: LineState { LineState(offset: offset, depth: depth, verbatim: verbatim, mode: mode) }

    /// Lines from one point to the next, at most.
    static let lines = 64
    /// Bytes from one point to the next, unless one line is longer.
    static let bytes = 1 << 16
}

/// Counts of lines for the fold levels 1 to 6.
///
/// With level L, everything that opens at depth L is folded: the lines less deep show, and those at depth L but for
/// the ends of containers.
struct LevelCounts: Equatable {
    static let deepest = 6
    /// How many lines show from that level on: a line that shows at one level shows at all higher ones.
    private var counts = SIMD8<UInt32>(repeating: 0)

    /// The lines that show at `level`.
    subscript(level: Int) -> Int {
        var sum = 0
        for place in 0...level { sum += Int(counts[place]) }
        return sum
    }

    /// Counts a line.
    @inline(__always)
    mutating func count(_ shape: LineShape) {
        // The line that closes what is folded is hidden with it: it counts one level deeper.
        // What is deeper than every level lies in a place of its own, which no level sums up.
        counts[min(shape.depth + (shape.closes ? 1 : 0), LevelCounts.deepest + 1)] &+= 1
    }
}
