import Explorer
import Testing

struct TopicTreeTests {
    private func tree(_ topics: [String]) -> (Workspace, TopicTree) {
        let workspace = Workspace()
        for topic in topics { workspace.take(topic) }
        return (workspace, workspace.topics)
    }

    @Test func oddTopicsAreTopics() throws {
        let (_, tree) = tree(["/a//b", "/", "a b/日本語/é", "a\u{1}", "//"])
        tree.openAll()
        #expect(
            tree.lines() == [
                "-", "  -", "     ", "  -a", "    -", "       b", " a\u{1}", "-a b", "  -日本語", "     é",
            ])
        let id = try #require(tree.find(topic: "/a//b"))
        #expect(tree.topic(id) == "/a//b" && tree.levelName(id) == "b" && tree.depth(id) == 3)
        #expect(tree.parent(id).map { tree.topic($0) } == "/a/")
        #expect(tree.count == 5)
    }

    @Test func bytesThatAreNotTextAreKept() {
        let workspace = Workspace()
        let topic: [UInt8] = [0xFF, 0x2F, 0x80]
        topic.withUnsafeBytes { topic in
            let none = UnsafeRawBufferPointer(start: nil, count: 0)
            workspace.receive(topic: topic, payload: none, properties: none, flags: [], at: 0)
        }
        workspace.topics.openAll()
        let rows = workspace.topics.rows(in: 0..<2)
        #expect(workspace.topics.topicBytes(rows[1].id) == topic)
        #expect(workspace.topics.levelName(rows[1].id) == "\u{FFFD}")
    }

    @Test func theLongestTopicAndTheDeepest() throws {
        let long = String(repeating: "x", count: 65_535)
        let deep = String(repeating: "/", count: 32_767)
        let deepest = String(repeating: "/", count: 65_535)
        let (workspace, tree) = tree([long, deep, deepest])
        workspace.take(deep)
        tree.openAll()
        #expect(tree.rowCount == 1 + 65_536)
        let id = try #require(tree.find(topic: deepest))
        let row = try #require(tree.row(of: id))
        #expect(row == 65_535 && tree.rows(in: row..<row + 1)[0].depth == 65_535)
        #expect(tree.find(topic: deep).map { tree.info($0, now: 0).messages } == 3)
        tree.closeAll()
        #expect(tree.rowCount == 2)
        tree.reveal(id)
        #expect(tree.rowCount == 65_537)
        tree.setFilter("xx")
        workspace.settle()
        #expect(tree.rowCount == 1 && tree.matchCount == 1)
        tree.setFilter("#")
        workspace.settle()
        #expect(tree.rowCount == 65_537 && tree.matchCount == 3)
        let top = try #require(tree.find(topic: "/"))
        workspace.forget(top)
        #expect(tree.count == 1)
    }

    @Test func topicsBeyondTheLimitAreRefusedAndCounted() {
        let workspace = Workspace(maximumTopics: 10)
        for i in 0..<20 { workspace.take("a/\(i)", "x".utf8) }
        #expect(workspace.topics.count == 9)
        #expect(workspace.losses.refusedMessages == 11 && workspace.losses.refusedBytes == 11)
        workspace.take("a/3", "x".utf8)
        #expect(workspace.losses.refusedMessages == 11)
        workspace.take(String(repeating: "y", count: 65_536))
        #expect(workspace.losses.refusedMessages == 12)
        #expect(!workspace.losses.isEmpty)
    }

    @Test func figuresGoUpTheTree() throws {
        let (workspace, tree) = tree(["a/b", "a/b", "a/c/d", "a"])
        let a = try #require(tree.find(topic: "a"))
        let info = tree.info(a, now: 1_000_000)
        #expect(info.messages == 4 && info.ownMessages == 1 && info.topics == 3 && info.hasChildren)
        #expect(info.lastSequence == 3 && info.lastTime == 1_000_000)
        let c = try #require(tree.find(topic: "a/c"))
        #expect(tree.info(c, now: 0).lastSequence == nil && tree.info(c, now: 0).ownMessages == 0)
        workspace.forget(c)
        #expect(
            tree.info(a, now: 0).messages == 3 && tree.info(a, now: 0).topics == 2 && !tree.contains(c))
        #expect(tree.topic(c) == "" && tree.row(of: c) == nil)
    }

    @Test func retainedIsClearedByAnEmptyRetainedMessage() throws {
        let workspace = Workspace()
        workspace.take("a", "x".utf8, flags: .retain)
        let a = try #require(workspace.topics.find(topic: "a"))
        #expect(workspace.topics.info(a, now: 0).isRetained)
        workspace.take("a", "y".utf8)
        #expect(workspace.topics.info(a, now: 0).isRetained)
        workspace.take("a", flags: .retain)
        #expect(!workspace.topics.info(a, now: 0).isRetained)
    }

    @Test func ratesFollowTheMessages() throws {
        let workspace = Workspace()
        for i in 0..<300 { workspace.take("a/b", at: 1_000_000_000 + Int64(i) * 100_000) }
        let a = try #require(workspace.topics.find(topic: "a"))
        let end: Moment = 1_030_000_000
        let rate = workspace.topics.info(a, now: end).rate
        #expect(rate > 9 && rate < 11)
        #expect(workspace.topics.info(a, now: end + 8_000_000).rate < rate)
        #expect(workspace.topics.info(a, now: end + 20_000_000).rate == 0)
        // A first second is not spread over eight.
        for i in 0..<20 { workspace.take("new", at: end + Int64(i) * 100_000) }
        let new = try #require(workspace.topics.find(topic: "new"))
        #expect(workspace.topics.info(new, now: end + 2_000_000).rate > 9)
    }

    @Test func namesAreInNaturalOrderAndDollarLast() {
        let (_, tree) = tree(["dev10", "dev2", "$SYS", "Dev", "dev02", "a", "1", "-"])
        #expect(tree.lines() == [" -", " 1", " Dev", " a", " dev02", " dev2", " dev10", " $SYS"])
    }

    @Test func filtersInThreeSyntaxes() {
        let (workspace, tree) = tree(["home/Kitchen/t", "home/hall/t", "homes/x", "$SYS/home", "home"])
        func lines(_ filter: String) -> [String] {
            tree.setFilter(filter)
            workspace.settle()
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
        let (workspace, tree) = tree(["a/x"])
        tree.setFilter("x")
        workspace.settle()
        workspace.take("b/x1")
        workspace.take("c")
        #expect(
            tree.lines() == ["-a", "   x*", "-b", "   x1*"] && !tree.isFiltering && tree.matchCount == 2)
        #expect(
            tree.nextMatch(from: 1, forward: true) == 3 && tree.nextMatch(from: 3, forward: true) == 1)
        #expect(tree.nextMatch(from: 1, forward: false) == 3)
    }

    @Test func ordersByFiguresStandStillForASecond() {
        let workspace = Workspace()
        let tree = workspace.topics
        for topic in ["a", "b", "b"] { workspace.take(topic, at: 10_000_000) }
        tree.sort = .count
        #expect(tree.lines() == [" b", " a"])
        for _ in 0..<5 { workspace.take("a", at: 10_100_000) }
        workspace.settle(now: 10_200_000)
        #expect(tree.lines() == [" b", " a"])
        workspace.settle(now: 11_100_000)
        #expect(tree.lines() == [" a", " b"])
    }

    @Test func forgottenNumbersComeBackWithoutTheirMessages() throws {
        let workspace = Workspace(memory: 1 << 16, maximumTopics: 100)
        let log = workspace.openLog()
        for round in 0..<50 {
            for i in 0..<80 { workspace.take("r\(round)/\(i)", "v".utf8) }
            for _ in 0..<3_000 { workspace.take("steady", "0123456789".utf8) }
            let top = try #require(workspace.topics.find(topic: "r\(round)"))
            workspace.forget(top)
        }
        #expect(workspace.losses.refusedMessages == 0 && workspace.topics.count == 1)
        workspace.settle()
        workspace.settle()
        let names = Set(
            (0..<log.count).compactMap { log.sequence(at: $0) }.compactMap {
                workspace.messages.message($0)?.topic
            }
            .map { workspace.topics.topic($0) })
        #expect(names == ["steady"])
    }
}
