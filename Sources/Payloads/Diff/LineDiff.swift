/// The differences between two lists of lines, each line given by its hash.
enum LineDiff {
    /// A run of lines: in both lists, only in the old, or only in the new one.
    enum Change: Equatable {
        case equal(old: Int, new: Int, count: Int)
        case removed(old: Int, count: Int)
        case added(new: Int, count: Int)
    }

    /// Changes looked for at most. With more, what lies between the equal ends counts as replaced as a whole.
    static let mostChanges = 1000

    /// The shortest list of changes (Myers, "An O(ND) Difference Algorithm and Its Variations"), or, with
    /// `isWhole` false, a coarser one.
    static func changes(_ old: [UInt64], _ new: [UInt64]) -> (changes: [Change], isWhole: Bool) {
        // Equal ends first: little is left mostly, and what follows costs by the number of changes.
        var head = 0
        while head < old.count, head < new.count, old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < old.count - head, tail < new.count - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
            tail += 1
        }
        var list = ChangeList()
        list.equal(0, 0, head)
        let isWhole = middle(old, new, head, old.count - tail, new.count - tail, &list)
        list.equal(old.count - tail, new.count - tail, tail)
        return (list.changes, isWhole)
    }

    private static func middle(
        _ old: [UInt64], _ new: [UInt64], _ head: Int, _ oldEnd: Int, _ newEnd: Int, _ list: inout ChangeList
    ) -> Bool {
        guard let trace = trace(old[head..<oldEnd], new[head..<newEnd]) else {
            list.removed(head, oldEnd - head)
            list.added(head, newEnd - head)
            return false
        }
        // Walked back from the end; the steps come out in reverse.
        var steps: [(x: Int, y: Int, isAdded: Bool)] = []
        var x = oldEnd - head
        var y = newEnd - head
        for d in stride(from: trace.count - 1, through: 1, by: -1) {
            let reach = trace[d - 1]
            let k = x - y
            // A line was added where the diagonal k + 1 had come further, else one was removed.
            let isAdded = k == -d || k != d && value(reach, d - 1, k - 1) < value(reach, d - 1, k + 1)
            let previous = isAdded ? k + 1 : k - 1
            x = value(reach, d - 1, previous)
            y = x - previous
            steps.append((x, y, isAdded))
        }
        x = 0
        y = 0
        for step in steps.reversed() {
            list.equal(head + x, head + y, step.x - x)
            if step.isAdded { list.added(head + step.y, 1) } else { list.removed(head + step.x, 1) }
            x = step.x + (step.isAdded ? 0 : 1)
            y = step.y + (step.isAdded ? 1 : 0)
        }
        list.equal(head + x, head + y, oldEnd - head - x)
        return true
    }

    /// For each number of changes, how far each diagonal reaches; the diagonals are -d, -d + 2 ... d.
    private static func trace(_ old: ArraySlice<UInt64>, _ new: ArraySlice<UInt64>) -> [[Int32]]? {
        // Kept for the way back: 2 MB of rows after a thousand changes.
        var trace: [[Int32]] = []
        for d in 0...min(mostChanges, old.count + new.count) {
            var row = [Int32](repeating: 0, count: d + 1)
            for index in 0...d {
                let k = 2 * index - d
                var x = 0
                if let last = trace.last {
                    // The same choice as on the way back, which would not find its path otherwise.
                    let down = k == -d || k != d && value(last, d - 1, k - 1) < value(last, d - 1, k + 1)
                    x = down ? value(last, d - 1, k + 1) : value(last, d - 1, k - 1) + 1
                }
                while x < old.count, x - k < new.count, x - k >= 0,
                    old[old.startIndex + x] == new[new.startIndex + x - k]
                {
                    x += 1
                }
                row[index] = Int32(x)
                if x >= old.count, x - k >= new.count { return trace + [row] }
            }
            trace.append(row)
        }
        return nil
    }

    private static func value(_ row: [Int32], _ d: Int, _ k: Int) -> Int { Int(row[(k + d) / 2]) }
}

/// Joins changes of one kind that follow each other.
struct ChangeList {
    private(set) var changes: [LineDiff.Change] = []

    mutating func equal(_ old: Int, _ new: Int, _ count: Int) {
        guard count > 0 else { return }
        if case .equal(let first, let second, let before)? = changes.last {
            changes[changes.count - 1] = .equal(old: first, new: second, count: before + count)
        } else {
            changes.append(.equal(old: old, new: new, count: count))
        }
    }

    mutating func removed(_ old: Int, _ count: Int) {
        guard count > 0 else { return }
        if case .removed(let first, let before)? = changes.last {
            changes[changes.count - 1] = .removed(old: first, count: before + count)
        } else {
            changes.append(.removed(old: old, count: count))
        }
    }

    mutating func added(_ new: Int, _ count: Int) {
        guard count > 0 else { return }
        if case .added(let first, let before)? = changes.last {
            changes[changes.count - 1] = .added(new: first, count: before + count)
        } else {
            changes.append(.added(new: new, count: count))
        }
    }
}
