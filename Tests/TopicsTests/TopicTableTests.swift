import TestSupport
import Testing
import Text

@testable import Topics

struct TopicTableTests {
    private func table(_ topics: [String]) -> (LiveData, TopicTable) {
        let live = LiveData()
        let table = TopicTable(live.topics)
        for topic in topics { live.take(topic) }
        live.settle()
        return (live, table)
    }

    @Test("topics that carried a message, by name level by level, a level before what is below it, $ last")
    func byName() throws {
        let (live, table) = table(["$SYS/up", "home/hall/t", "home", "home2/x", "dev10/a", "dev2/b/c", "home/hall-2"])
        #expect(
            table.lines() == ["dev2/b/c", "dev10/a", "home", "home/hall/t", "home/hall-2", "home2/x", "$SYS/up"])
        let inner = try #require(live.topics.find(topic: "dev2"))
        #expect(table.row(of: inner) == nil)
        live.take("dev2")
        #expect(table.rowCount == 8 && table.row(of: inner) == 7)
        #expect(table.rows(in: 7..<99) == [inner] && table.rows(in: 8..<9).isEmpty)
    }

    @Test("the filter is that of the tree; one that cannot be used says why and hides nothing")
    func filters() {
        let (live, table) = table(["home/Kitchen/t", "home/hall/t", "homes/x", "$SYS/home", "home"])
        func lines(_ filter: String) -> [String] {
            table.setFilter(filter)
            live.settle()
            return table.lines()
        }
        #expect(lines("kitchen") == ["home/Kitchen/t"])
        #expect(lines("home/+/t") == ["home/Kitchen/t", "home/hall/t"])
        #expect(lines("re:^home$") == ["home"])
        #expect(lines("re:[").count == 5 && table.filterProblem != nil)
        #expect(lines("").count == 5 && table.filterProblem == nil)
        live.take("new")
        #expect(table.rowCount == 6 && !table.isFiltering)
    }

    @Test("by figures: the most, the fastest, the latest first")
    func byFigures() {
        let (live, table) = table([])
        for second in 0..<10 {
            for i in 0..<8 {
                let now = Moment(second * 1_000_000 + i * 100_000)
                // `slow` has the most, from before; `fast` the highest rate.
                if second < 3 { live.take("slow", at: now) }
                if second < 3 { live.take("slow", at: now + 1) }
                if second > 7 { live.take("fast", at: now) }
            }
        }
        live.take("last", at: 9_900_000)
        for (sort, expected) in [
            (TopicSort.count, ["slow", "fast", "last"]), (.rate, ["fast", "slow", "last"]),
            (.lastUpdate, ["last", "fast", "slow"]),
        ] {
            table.sort = sort
            live.settle(now: 10_000_000)
            if sort == .rate {
                let rates = table.rows(in: 0..<3).map { live.topics.info($0, now: 10_000_000).rate }
                #expect(rates == rates.sorted(by: >), "\(rates)")
            } else {
                #expect(table.lines() == expected, "\(sort)")
            }
        }
    }

    @Test("an order stands still for a second, then is renewed, but not for one that asks for no rows")
    func renewal() {
        let (live, table) = table(["a", "b", "b"])
        table.sort = .count
        live.settle()
        #expect(table.lines() == ["b", "a"])
        for _ in 0..<5 { live.take("a", at: 1_500_000) }
        live.settle()
        #expect(table.lines() == ["b", "a"])
        live.take("a", at: 2_100_000)
        live.settle()
        #expect(table.lines() == ["a", "b"])
        live.settle()
        let made = table.ordered.at
        for second in 3..<9 {
            for _ in 0..<9 { live.take("b", at: Moment(second) * 1_000_000) }
            live.settle()
        }
        // Once more for the rows that were asked for, and then no more.
        #expect(made == 2_100_000 && table.ordered.at == 4_000_000)
        _ = table.rows(in: 0..<1)
        live.settle()
        #expect(table.lines() == ["b", "a"])
        // The clock was set back.
        for _ in 0..<99 { live.take("a", at: 4_000_000) }
        live.settle()
        #expect(table.lines() == ["a", "b"])
    }

    @Test("what is below a forgotten topic is not shown, though it is taken apart in slices")
    func forgettingInSlices() throws {
        let (live, table) = table((0..<20_000).map { "house/room\($0 / 100)/s\($0)" } + ["other", "zoo"])
        #expect(table.rowCount == 20_002 && live.topics.find(topic: "zoo").flatMap(table.row) == 20_001)
        live.forget(try #require(live.topics.find(topic: "house")))
        #expect(live.topics.forgetCursor != 0)
        #expect(table.lines() == ["other", "zoo"] && table.rowCount == 2)
        live.take("house/room199/s19999")
        live.settle()
        #expect(table.lines().sorted() == ["house/room199/s19999", "other", "zoo"])
        live.forgetAll()
        #expect(table.rowCount == 0 && table.lines().isEmpty)
        live.take("b")
        live.take("a")
        live.settle()
        #expect(table.lines().sorted() == ["a", "b"])
    }

    @Test("an order that a forgotten topic throws away is made again, though nobody asks for rows")
    func forgettingWhileOrdering() throws {
        let (live, table) = table((0..<3_000).map { "t\($0)" })
        _ = table.rows(in: 0..<1)
        live.take("t5", at: 1_000_001)
        table.sort = .count
        live.advance(until: .now)
        if case .idle = table.ordering { Issue.record("the order was made in one step") }
        live.forget(try #require(live.topics.find(topic: "t7")))
        live.settle()
        #expect(table.rows(in: 0..<9).map(live.topics.topic) == ["t5", "t0", "t1", "t2", "t3", "t4", "t6", "t8", "t9"])
    }

    @Test("a topic that comes while the order is made has one row, whether the walk meets it or not")
    func comingWhileOrdering() {
        let (live, table) = table((0..<3_000).map { "t\($0)" })
        live.take("t3000", at: 1_000_001)
        for sort in [TopicSort.count, .name] {
            table.sort = sort
            live.advance(until: .now)
            live.take("t7/\(sort)", at: 1_000_002)
            live.settle()
            let lines = table.lines()
            #expect(lines.count == table.rowCount && Set(lines).count == lines.count)
        }
        #expect(table.rowCount == 3_003 && Set(table.lines().prefix(11)).isSuperset(of: ["t7/count", "t7/name"]))
    }

    @Test("a walk in name order goes on where it was, whatever came before it and behind it")
    func walkInSlices() {
        let live = LiveData()
        for i in 0..<1_200 { live.take("wide/d\(i * 2)/x") }
        var walk = NameWalk(live.topics)
        var met: [String] = []
        var hasMore = true
        var step = 0
        while hasMore {
            hasMore = walk.advance(steps: 50) { met.append(live.topics.topic(TopicID(rawValue: UInt32($0)))) }
            // Splits blocks before the place, and behind it.
            for i in 0..<20 { live.take("wide/d\((step * 20 + i) * 4 % 2_400 + 1)/x") }
            step += 1
        }
        let old = (0..<1_200).flatMap { ["wide/d\($0 * 2)", "wide/d\($0 * 2)/x"] }
        #expect(met.filter(Set(old).contains) == old)
        #expect(met.first == "wide" && Set(met).count == met.count)
    }
}
