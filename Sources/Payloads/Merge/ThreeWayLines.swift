/// Two changes of one text, side by side, by lines (as diff3 does).
public struct ThreeWayLines: Sendable {
    /// A stretch where they differ.
    public struct Difference: Sendable {
        /// Which lines they were.
        public var base: Range<Int>
        /// Which lines are wanted there.
        public var mine: Range<Int>
        /// Which lines are there now.
        public var theirs: Range<Int>
        /// Who changed it.
        public var origin: MergeOrigin
    }

    /// The lines that were there; empty when nobody knows.
    public let base: [String]
    /// The lines that are wanted.
    public let mine: [String]
    /// The lines that are there now.
    public let theirs: [String]
    /// The stretches in the order of the text.
    public let differences: [Difference]

    /// Compares. Without a base whatever differs is in conflict.
    public init(base: String?, mine: String, theirs: String) {
        let lines = [base ?? mine, mine, theirs].map(Self.lines)
        (self.base, self.mine, self.theirs) = (lines[0], lines[1], lines[2])
        differences = Self.compare(lines[0], lines[1], lines[2], hasBase: base != nil)
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Where each line of the base is in the other text; nil where it is gone. Beyond the end: the end.
    private static func places(_ base: [String], _ other: [String], _ numbers: inout [String: UInt64]) -> [Int?] {
        func number(_ line: String) -> UInt64 {
            if let known = numbers[line] { return known }
            numbers[line] = UInt64(numbers.count)
            return numbers[line] ?? 0
        }
        let (changes, _) = LineDiff.changes(base.map(number), other.map(number))
        var places = [Int?](repeating: nil, count: base.count)
        for case .equal(let old, let new, let count) in changes {
            for step in 0..<count { places[old + step] = new + step }
        }
        return places
    }

    private static func compare(
        _ base: [String], _ mine: [String], _ theirs: [String], hasBase: Bool
    ) -> [Difference] {
        var numbers: [String: UInt64] = [:]
        let own = places(base, mine, &numbers)
        let other = places(base, theirs, &numbers)
        var found: [Difference] = []
        var (b, m, t) = (0, 0, 0)
        func note(_ end: (Int, Int, Int)) {
            let stretch = (base[b..<end.0], mine[m..<end.1], theirs[t..<end.2])
            guard !stretch.0.elementsEqual(stretch.1) || !stretch.0.elementsEqual(stretch.2) else { return }
            let origin = MergeOrigin(
                // Without a base the own lines stand in for it, and count as changed all the same.
                isMine: !hasBase || !stretch.1.elementsEqual(stretch.0),
                isTheirs: !stretch.2.elementsEqual(stretch.0), isSame: stretch.1.elementsEqual(stretch.2))
            found.append(Difference(base: b..<end.0, mine: m..<end.1, theirs: t..<end.2, origin: origin))
        }
        // Lines that all three have part what differs.
        for line in base.indices {
            guard let mineAt = own[line], let theirsAt = other[line] else { continue }
            note((line, mineAt, theirsAt))
            (b, m, t) = (line + 1, mineAt + 1, theirsAt + 1)
        }
        note((base.count, mine.count, theirs.count))
        return found
    }

    /// Theirs with each stretch as it was chosen: `takesMine` in the order of `differences`.
    public func merged(_ takesMine: [Bool]) -> String {
        var lines: [String] = []
        var place = 0
        for (difference, isMine) in zip(differences, takesMine) {
            lines += theirs[place..<difference.theirs.lowerBound]
            lines += isMine ? mine[difference.mine] : theirs[difference.theirs]
            place = difference.theirs.upperBound
        }
        return (lines + theirs[place...]).joined(separator: "\n")
    }
}
