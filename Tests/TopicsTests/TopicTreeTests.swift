import TestSupport
import Testing
import Text
import Topics

struct TopicTreeTests {
    private func tree(_ topics: [String]) -> (LiveData, TopicTree) {
        let live = LiveData()
        let tree = TopicTree(live.topics)
        for topic in topics { live.take(topic) }
        return (live, tree)
    }

    @Test func oddTopicsAreTopics() throws {
        let (_, tree) = tree(["/a//b", "/", "a b/日本語/é", "a\u{1}", "//"])
        tree.openAll()
        #expect(
            tree.lines() == [
                "-", "  -", "     ", "  -a", "    -", "       b", " a\u{1}", "-a b", "  -日本語", "     é",
            ])
        let id = try #require(tree.store.find(topic: "/a//b"))
        #expect(tree.store.topic(id) == "/a//b" && tree.store.levelName(id) == "b" && tree.store.depth(id) == 3)
        #expect(tree.store.parent(id).map { tree.store.topic($0) } == "/a/")
        #expect(tree.store.count == 5)
    }

    @Test func bytesThatAreNotTextAreKept() {
        let live = LiveData()
        let topic: [UInt8] = [0xFF, 0x2F, 0x80]
        topic.withUnsafeBytes { topic in
            let none = UnsafeRawBufferPointer(start: nil, count: 0)
            live.receive(topic: topic, payload: none, properties: none, flags: [], at: 0)
        }
        let tree = TopicTree(live.topics)
        tree.openAll()
        let rows = tree.rows(in: 0..<2)
        #expect(live.topics.topicBytes(rows[1].id) == topic)
        #expect(live.topics.levelName(rows[1].id) == "\u{FFFD}")
    }

    @Test func theLongestTopicAndTheDeepest() throws {
        let long = String(repeating: "x", count: 65_535)
        let deep = String(repeating: "/", count: 32_767)
        let deepest = String(repeating: "/", count: 65_535)
        let (live, tree) = tree([long, deep, deepest])
        live.take(deep)
        tree.openAll()
        #expect(tree.rowCount == 1 + 65_536)
        let id = try #require(tree.store.find(topic: deepest))
        let row = try #require(tree.row(of: id))
        #expect(row == 65_535 && tree.rows(in: row..<row + 1)[0].depth == 65_535)
        #expect(tree.store.find(topic: deep).map { tree.store.info($0, now: 0).messages } == 3)
        tree.closeAll()
        #expect(tree.rowCount == 2)
        tree.reveal(id)
        #expect(tree.rowCount == 65_537)
        tree.setFilter("xx")
        live.settle()
        #expect(tree.rowCount == 1 && tree.matchCount == 1)
        tree.setFilter("#")
        live.settle()
        #expect(tree.rowCount == 65_537 && tree.matchCount == 3)
        let top = try #require(tree.store.find(topic: "/"))
        live.forget(top)
        #expect(tree.store.count == 1)
    }

    @Test func topicsBeyondTheLimitAreRefusedAndCounted() {
        let live = LiveData(maximumTopics: 10)
        for i in 0..<20 { live.take("a/\(i)", "x".utf8) }
        #expect(live.topics.count == 9)
        #expect(live.losses.refusedMessages == 11 && live.losses.refusedBytes == 11)
        live.take("a/3", "x".utf8)
        #expect(live.losses.refusedMessages == 11)
        live.take(String(repeating: "y", count: 65_536))
        #expect(live.losses.refusedMessages == 12)
        #expect(!live.losses.isEmpty)
    }

    @Test func figuresGoUpTheTree() throws {
        let (live, tree) = tree(["a/b", "a/b", "a/c/d", "a"])
        let a = try #require(tree.store.find(topic: "a"))
        let info = tree.store.info(a, now: 1_000_000)
        #expect(info.messages == 4 && info.ownMessages == 1 && info.topics == 3 && info.hasChildren)
        #expect(info.lastSequence == 3 && info.lastTime == 1_000_000)
        let c = try #require(tree.store.find(topic: "a/c"))
        #expect(tree.store.info(c, now: 0).lastSequence == nil && tree.store.info(c, now: 0).ownMessages == 0)
        live.forget(c)
        #expect(
            tree.store.info(a, now: 0).messages == 3 && tree.store.info(a, now: 0).topics == 2
                && !tree.store.contains(c))
        #expect(tree.store.topic(c) == "" && tree.row(of: c) == nil)
    }

    @Test func retainedIsClearedByAnEmptyRetainedMessage() throws {
        let live = LiveData()
        live.take("a", "x".utf8, flags: .retain)
        let a = try #require(live.topics.find(topic: "a"))
        #expect(live.topics.info(a, now: 0).isRetained)
        live.take("a", "y".utf8)
        #expect(live.topics.info(a, now: 0).isRetained)
        live.take("a", flags: .retain)
        #expect(!live.topics.info(a, now: 0).isRetained)
    }

    @Test func ratesFollowTheMessages() throws {
        let live = LiveData()
        for i in 0..<300 { live.take("a/b", at: 1_000_000_000 + Int64(i) * 100_000) }
        let a = try #require(live.topics.find(topic: "a"))
        let end: Moment = 1_030_000_000
        let rate = live.topics.info(a, now: end).rate
        #expect(rate > 9 && rate < 11)
        #expect(live.topics.info(a, now: end + 8_000_000).rate < rate)
        #expect(live.topics.info(a, now: end + 20_000_000).rate == 0)
        // A first second is not spread over eight.
        for i in 0..<20 { live.take("new", at: end + Int64(i) * 100_000) }
        let new = try #require(live.topics.find(topic: "new"))
        #expect(live.topics.info(new, now: end + 2_000_000).rate > 9)
    }

    @Test func namesAreInNaturalOrderAndDollarLast() {
        let (_, tree) = tree(["dev10", "dev2", "$SYS", "Dev", "dev02", "a", "1", "-"])
        #expect(tree.lines() == [" -", " 1", " Dev", " a", " dev02", " dev2", " dev10", " $SYS"])
    }

    @Test func filtersInThreeSyntaxes() {
        let (live, tree) = tree(["home/Kitchen/t", "home/hall/t", "homes/x", "$SYS/home", "home"])
        func lines(_ filter: String) -> [String] {
            tree.setFilter(filter)
            live.settle()
            return tree.lines()
        }
        #expect(lines("kitchen") == ["-home", "  -Kitchen*", "     t*"] && tree.matchCount == 1)
        #expect(lines("Kit") == ["-home", "  -Kitchen*", "     t*"])
        #expect(lines("KIT").isEmpty)
        #expect(
            lines("home/#") == ["-home*", "  -Kitchen*", "     t*", "  -hall*", "     t*"]
                && tree.matchCount == 3)
        #expect(lines("+/home").isEmpty && lines("$SYS/+") == ["-$SYS", "   home*"])
        #expect(lines("#").count == 7)
        #expect(lines("re:/t$") == ["-home", "  -Kitchen", "     t*", "  -hall", "     t*"])
        #expect(lines("re:[").count == 3 && tree.filterProblem != nil)
        #expect(lines("a/#/b").count == 3 && tree.filterProblem != nil)
        #expect(lines("").count == 3 && tree.filterProblem == nil)
        #expect(lines("e/h") == ["-home", "  -hall*", "     t*"])
    }

    @Test func newTopicsAreFilteredAsTheyCome() {
        let (live, tree) = tree(["a/x"])
        tree.setFilter("x")
        live.settle()
        live.take("b/x1")
        live.take("c")
        #expect(
            tree.lines() == ["-a", "   x*", "-b", "   x1*"] && !tree.isFiltering && tree.matchCount == 2)
        #expect(
            tree.nextMatch(from: 1, forward: true) == 3 && tree.nextMatch(from: 3, forward: true) == 1)
        #expect(tree.nextMatch(from: 1, forward: false) == 3)
    }

    @Test func ordersByFiguresStandStillForASecond() {
        let live = LiveData()
        let tree = TopicTree(live.topics)
        for topic in ["a", "b", "b"] { live.take(topic, at: 10_000_000) }
        tree.sort = .count
        #expect(tree.lines() == [" b", " a"])
        for _ in 0..<5 { live.take("a", at: 10_100_000) }
        live.settle(now: 10_200_000)
        #expect(tree.lines() == [" b", " a"])
        live.settle(now: 11_100_000)
        #expect(tree.lines() == [" a", " b"])
    }

    @Test func forgottenNumbersComeBackWithoutTheirMessages() throws {
        let live = LiveData(memory: 1 << 16, maximumTopics: 100)
        let log = live.openLog()
        for round in 0..<50 {
            for i in 0..<80 { live.take("r\(round)/\(i)", "v".utf8) }
            for _ in 0..<3_000 { live.take("steady", "0123456789".utf8) }
            let top = try #require(live.topics.find(topic: "r\(round)"))
            live.forget(top)
        }
        #expect(live.losses.refusedMessages == 0 && live.topics.count == 1)
        live.settle()
        live.settle()
        let names = Set(
            (0..<log.count).compactMap { log.sequence(at: $0) }.compactMap {
                live.messages.message($0)?.topic
            }
            .map { live.topics.topic($0) })
        #expect(names == ["steady"])
    }
}
