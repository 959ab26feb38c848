@testable import Topics

/// A walk over every level in name order, parents before their children, in slices between which the store may change.
///
/// Between two slices it knows the last level only and finds its place again: children that came before it are missed,
/// those behind it are met. Whoever walks begins again when the last level may have been forgotten.
struct NameWalk {
    private struct Level {
        var parent: Int
        var run: Int
        var index: Int
    }

    private let store: TopicStore
    private var last = TopicStore.root
    private var levels: [Level] = []

    init(_ store: TopicStore) {
        self.store = store
    }

    /// Goes some levels on.
    /// - Returns: whether there are more.
    mutating func advance(steps: Int, _ body: (Int) -> Void) -> Bool {
        findPlace()
        for _ in 0..<steps {
            guard let next = next() else { return false }
            last = next
            body(next)
        }
        return true
    }

    private mutating func findPlace() {
        levels.removeAll(keepingCapacity: true)
        var at = last
        while at != TopicStore.root {
            let place = store.places[at].pointee
            let parent = Int(place.parent)
            let run = store.isLarge(parent) ? store.blockNumbers(of: parent).firstIndex(of: place.block) ?? 0 : 0
            let index = store.nameRun(run, of: parent).firstIndex(of: UInt32(truncatingIfNeeded: at)) ?? 0
            levels.append(Level(parent: parent, run: run, index: index))
            at = parent
        }
        levels.reverse()
    }

    private mutating func next() -> Int? {
        if store.places[last].pointee.childCount > 0 { return enter(Level(parent: last, run: 0, index: 0)) }
        while var level = levels.popLast() {
            level.index += 1
            if level.index < store.nameRun(level.run, of: level.parent).count { return enter(level) }
            // No run is empty: a block without children goes at once.
            level = Level(parent: level.parent, run: level.run + 1, index: 0)
            if level.run < store.nameRunCount(of: level.parent) { return enter(level) }
        }
        return nil
    }

    private mutating func enter(_ level: Level) -> Int {
        levels.append(level)
        return Int(store.nameRun(level.run, of: level.parent)[level.index])
    }
}
