import TestSupport
import Testing
import Text

@testable import Topics

/// When orders by figures are made, and when not.
struct TopicOrderTests {
    private func tree(_ topics: [String]) -> (LiveData, TopicTree) {
        let live = LiveData()
        let tree = TopicTree(live.topics)
        for topic in topics { live.take(topic) }
        tree.sort = .count
        return (live, tree)
    }

    @Test("a frame later than the last message does not make the next one look like a clock set back")
    func frameTime() throws {
        let (live, tree) = tree(["a", "b"])
        live.settle(now: 3_000_000)
        _ = tree.rows(in: 0..<2)
        live.settle(now: 5_000_000)
        #expect(live.topics.latestTime == 1_000_000)
        // Stamped before the frame, taken in after it.
        live.take("a", at: 4_999_999)
        live.take("b", at: 5_000_001)
        live.settle(now: 5_000_000)
        #expect(live.topics.latestTime == 5_000_001)
    }

    @Test("a clock that was set back does not make an order stand still")
    func clockSetBack() {
        let (live, tree) = tree(["a", "b", "b"])
        live.settle(now: 90_000_000)
        #expect(tree.lines() == [" b", " a"])
        for _ in 0..<5 { live.take("a", at: 2_000_000) }
        live.settle(now: 2_000_000)
        #expect(tree.lines() == [" a", " b"])
    }

    @Test("the order of a large parent is renewed for who asks for its rows, and given up when nobody does")
    func unusedOrders() {
        let (live, tree) = tree((0..<1_000).map { "t\($0)" })
        _ = tree.rows(in: 0..<10)
        live.settle()
        #expect(tree.orders.count == 1)
        for second in 2..<6 {
            live.take("t5", at: Moment(second) * 1_000_000)
            live.settle()
        }
        #expect(tree.orders.isEmpty && tree.wantedOrders.isEmpty)
        #expect(tree.lines().first == " t0")
        live.settle()
        #expect(tree.lines().prefix(2) == [" t5", " t0"])
    }

    @Test("a view with much to do leaves others their turn")
    func turns() {
        let (live, first) = tree((0..<30_000).map { "t\($0)" })
        let second = TopicTree(live.topics)
        let table = TopicTable(live.topics)
        first.setFilter("9")
        second.setFilter("8")
        for _ in 0..<3 { live.advance(until: .now) }
        #expect(first.filterProgress > 0.01 && second.filterProgress > 0.01 && table.filterProgress > 0.01)
        #expect(first.isFiltering && second.isFiltering && table.isFiltering)
    }
}
