import Text

@testable import Topics

/// The order of the rows:
///
///     idle ── due, few rows: sorted by name at once ──────────┬─ by name ──> installed, idle
///       └──── due, many ──> walking, slice by slice ──────────┤
///       └──── due, in name order as they were last time ──────┴─ by a figure ──> sorting, pass by pass ──> installed, idle
///
/// A row that goes throws away what is under way; one that comes is put behind it.
extension TopicTable {
    /// Rows that are compared with each other; for more, a walk over all topics is cheaper.
    private static let comparedAtOnce = 1_024
    /// Levels walked in a step: about a millisecond.
    private static let slice = 1 << 15

    private var now: Moment { max(clock, store.latestTime) }

    /// Does a step.
    /// - Returns: whether there is more to do.
    func advanceOrder() -> Bool {
        switch ordering {
        case .idle:
            guard isDue else { return false }
            begin()
        case .walking(var walk, var found):
            // The array is grown in place, not copied.
            ordering = .idle
            let hasMore = walk.advance(steps: Self.slice) { number in
                if entries[number].pointee.place != nil { found.append(UInt32(truncatingIfNeeded: number)) }
            }
            if hasMore { ordering = .walking(walk, found: found) } else { go(on: found) }
        case .sorting(let job):
            let isLast = !job.step { store.sortKey($0, by: sort, isOwn: true, now: now) }
            if isLast { install(job.sorted) }
        }
        if case .idle = ordering { return false }
        return true
    }

    private var isDue: Bool {
        if isOrderWanted { return true }
        // Nobody asks for rows, but the empty places must not become many.
        if order.count > 2 * rowCount + 4_096 { return true }
        guard isUsed, sort == .name ? names == nil : store.revision != ordered.revision else { return false }
        // A clock that was set back must not make the order stand still until it has caught up.
        return now < ordered.at || now - ordered.at >= TopicTree.orderLifetime
    }

    private func begin() {
        store.settle()
        isOrderWanted = false
        isUsed = false
        ordered = (now, store.revision)
        // What comes from here on stands behind this place.
        lateStart = order.count
        if let names {
            go(on: names)
        } else if rowCount <= Self.comparedAtOnce {
            go(on: listed(from: 0).sorted { store.precedesInTree(Int($0), Int($1)) })
        } else {
            ordering = .walking(NameWalk(store), found: [])
        }
    }

    /// Goes on with rows in name order.
    private func go(on found: [UInt32]) {
        if sort == .name { return install(found) }
        // Nobody came since it began: so they can be kept.
        if lateStart == order.count { names = found }
        ordering = .sorting(SortJob(parent: TopicStore.root, ids: found))
    }

    private func install(_ ids: [UInt32]) {
        // Before places are given anew: they tell who came late.
        let late = listed(from: lateStart)
        let new = DynamicOrder(ids, isLarge: true)
        for (place, id) in ids.enumerated() { entries[Int(id)].pointee.place = place }
        // A walk meets some of those that came meanwhile.
        for id in late {
            if let place = entries[Int(id)].pointee.place, place < ids.count, ids[place] == id { continue }
            entries[Int(id)].pointee.place = new.count
            new.append(id)
        }
        let runs = (new.count + ChildBlock.capacity - 1) / ChildBlock.capacity
        new.sums = (0..<runs).map { UInt32(min(ChildBlock.capacity, new.count - $0 * ChildBlock.capacity)) }
        if sort == .name { names = new.count == ids.count ? ids : nil }
        order = new
        ordering = .idle
        changes &+= 1
    }
}
