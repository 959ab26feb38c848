import Text

/// A path asked of JSON, in slices: what it gives, and how many.
///
/// The JSON is never taken apart: nodes are ranges of its bytes, shown and copied as they were sent. Several values one
/// after another are each asked.
public final class JSONPathSearch {
    private let source: JSONSource
    private let path: JSONPath
    private var nodes: JSONPathNodes?
    /// Where the next value of the source starts.
    private var rootEnd = 0
    private var rootSkip: JSONSource.Skip?
    /// The node whose end is being looked for.
    private var open: (start: Int, skip: JSONSource.Skip)?
    /// Bytes of the results that are kept.
    public private(set) var keptBytes = 0
    /// The results that are kept, as ranges of the payload, in the order of the standard.
    public private(set) var ranges: [Range<Int>] = []
    /// How many results there are so far.
    public private(set) var count = 0
    /// Whether all results are found.
    public private(set) var isComplete = false

    /// Results that are kept, at most.
    public static let mostKept = 1 << 18
    /// Bytes of all results together that are kept, unless there is only one.
    public static let mostBytes = 16 << 20

    /// Starts to ask `json`.
    /// - Parameter owner: keeps the bytes where they are and as they are as long as it lives.
    public init(_ path: JSONPath, in json: UnsafeRawBufferPointer, ownedBy owner: AnyObject?) {
        self.path = path
        source = JSONSource(json, ownedBy: owner)
        // A byte order mark is no part of the first value.
        let hasMark = source.end >= 3 && source.base[0] == 0xEF && source.base[1] == 0xBB && source.base[2] == 0xBF
        rootEnd = hasMark ? 3 : 0
        begin()
    }

    private func begin() {
        let start = source.endOfSpace(rootEnd)
        guard start < source.end else {
            isComplete = true
            return
        }
        rootSkip = JSONSource.Skip(start)
        nodes = JSONPathNodes.nodes(of: path.query, root: start, current: start)
    }

    /// Whether all that was found is kept.
    public var isWhole: Bool { ranges.count == count }

    /// What is wrong with the JSON, in one line; what was found before it stands.
    public var problem: String? {
        source.problem.map { "JSON \($0.words) at byte \(grouped($0.offset + 1)): what comes after it is not searched" }
    }

    /// Searches on through about `units` bytes; true when all is searched.
    @discardableResult
    public func advance(units: Int) -> Bool {
        var units = units
        while !isComplete, units > 0 { step(&units) }
        return isComplete
    }

    private func step(_ units: inout Int) {
        if source.problem != nil { return isComplete = true }
        if var (start, skip) = open {
            guard let end = skip.run(source, units: &units) else { return open = (start, skip) }
            open = nil
            keep(start..<end)
            start = end
        }
        if let nodes {
            switch nodes.next(source, units: &units) {
            case .node(let place):
                count += 1
                units -= 1
                // Once one is left out no other is kept: what is shown has no gaps.
                if ranges.count == count - 1, ranges.count < Self.mostKept, keptBytes < Self.mostBytes {
                    open = (place, JSONSource.Skip(place))
                }
            case .end: self.nodes = nil
            case .pause: units = 0
            }
            return
        }
        guard let end = rootSkip?.run(source, units: &units) else { return }
        rootEnd = end
        begin()
    }

    private func keep(_ range: Range<Int>) {
        guard ranges.isEmpty || keptBytes + range.count <= Self.mostBytes else {
            // Full from here on, or a shorter one behind it would be kept.
            keptBytes = Self.mostBytes
            return
        }
        keptBytes += range.count
        ranges.append(range)
    }
}
