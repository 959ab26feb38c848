/// Which lines of a tree show: runs of lines that show, are hidden, or show down to some depth.
///
/// Its size is the number of folds people made, not that of the document.
struct FoldMap {
    /// How the lines of a run show.
    enum Rule: Equatable {
        case all
        case hidden
        /// What opens at this depth is folded.
        case level(Int)
    }

    /// A run of lines up to the next run.
    struct Run {
        var start: Int
        var rule: Rule
        /// For hidden lines: how they showed before, to show so again.
        var inside: [Run] = []
    }

    /// The runs, the first from line 0 on, the last without an end.
    private(set) var runs = [Run(start: 0, rule: .all)]

    /// The run that `line` is in.
    func index(of line: Int) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) >> 1
            if runs[middle].start <= line { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    /// The rule for `line`.
    func rule(of line: Int) -> Rule { runs[index(of: line)].rule }

    /// The same rule for all lines.
    mutating func reset(_ rule: Rule) { runs = [Run(start: 0, rule: rule)] }

    /// Hides the lines of `range`.
    mutating func hide(_ range: Range<Int>) {
        let inside = cut(range)
        replace(range, with: [Run(start: range.lowerBound, rule: .hidden, inside: inside)])
    }

    /// Shows the hidden lines of `range` as they showed before they were hidden.
    mutating func show(_ range: Range<Int>) {
        let inside = runs[index(of: range.lowerBound)].inside
        replace(range, with: inside.isEmpty ? [Run(start: range.lowerBound, rule: .all)] : inside)
    }

    /// Gives `range` runs of its own, which start where it starts.
    mutating func replace(_ range: Range<Int>, with inside: [Run]) {
        guard !range.isEmpty else { return }
        let tail = runs[index(of: range.upperBound)]
        let first = runs.firstIndex { $0.start >= range.lowerBound } ?? runs.count
        let last = runs.firstIndex { $0.start >= range.upperBound } ?? runs.count
        var new = inside
        // The run that was cut goes on behind the range, unless another one begins right there.
        if last == runs.count || runs[last].start > range.upperBound {
            new.append(Run(start: range.upperBound, rule: tail.rule, inside: tail.inside))
        }
        runs.replaceSubrange(first..<last, with: new)
    }

    /// The runs of `range`, the first cut to start with it.
    private func cut(_ range: Range<Int>) -> [Run] {
        var inside = runs.filter { range.contains($0.start) }
        if inside.first?.start != range.lowerBound {
            let rule = rule(of: range.lowerBound)
            inside.insert(Run(start: range.lowerBound, rule: rule), at: 0)
        }
        return inside
    }
}
