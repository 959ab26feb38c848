import Kit
import Testing

@testable import Interface

@Suite("The columns of the topic tree")
struct TopicColumnsTests {
    @Test("at 80x24 a deep leaf keeps its value; the rate gives way first, then the age")
    func deep() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 0..<3 {
            visit.receive(
                "home/ground/kitchen/window/temperature", "21.\(number) degrees", retain: true, after: 1_000_000)
        }
        visit.receive("home/ground/kitchen/window/open", #"{"open":true}"#, after: 100_000)
        let pane = try #require(visit.type("o").pane(.topics))
        #expect(pane.contains("21.2 deg"), "\(pane)")
        #expect(pane.contains(#"{"open""#), "\(pane)")
    }

    @Test("a long name leaves room for the beginning of the value, a wide pane shows everything")
    func long() throws {
        let visit = Visit(width: 80, height: 24)
        let name = String(repeating: "n", count: 60)
        visit.receive("a/\(name)", "value of it")
        let pane = try #require(visit.type("o").pane(.topics))
        #expect(pane.contains("value"), "\(pane)")
    }

    @Test("one very long name does not cost the others their rate and age")
    func outlier() throws {
        let visit = Visit(width: 120, height: 36)
        for number in 0..<5 { visit.receive("home/temperature", "21.\(number)", after: 200_000) }
        visit.receive(String(repeating: "L", count: 65_000), "long")
        let rows = try #require(visit.type("o").pane(.topics)).split(separator: "\n")
        let row = try #require(rows.first { $0.contains("temperature") })
        #expect(row.contains("21.4") && row.contains("/s") && row.contains("0s"), "\(row)")
        #expect(rows.contains { $0.contains("…") && $0.contains("long") })
    }

    @Test("what is wrong with a filter is read whole at 80x24")
    func problem() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("a", "1")
        try visit.type("/re:a(b(c")
        for word in ["re: column 4:", "this (", "has no )"] { visit.see(word, in: .topics) }
    }

    @Test("a row gives up as much as its own value needs")
    func rows() {
        let columns = TopicColumns(width: 34, names: 16)
        #expect(columns.value == 18)
        // Nothing but counts; a short value; one that needs the rate's place; one that needs the age's.
        for (need, rate, age, end) in [(0, 27, 34, 19), (1, 27, 34, 19), (8, nil, 34, 29), (90, nil, 34, 29)]
            as [(Int, Int?, Int?, Int)]
        {
            let figures = columns.figures(from: 18, need: need, hasMark: false)
            #expect(figures.rateEnd == rate && figures.ageEnd == age && figures.valueEnd == end, "\(need)")
        }
        let deep = columns.figures(from: 22, need: 90, hasMark: true)
        #expect(deep.ageEnd == nil && deep.mark == 33 && deep.valueEnd == 32)
        #expect(columns.figures(from: 22, need: 4, hasMark: true).ageEnd == 34)
        let wide = TopicColumns(width: 100, names: 20).figures(from: 22, need: 90, hasMark: true)
        #expect(wide.rateEnd == 93 && wide.ageEnd == 100 && wide.mark == 94)
    }

    @Test("the mark stands in one column, whether a row has room for its rate or not")
    func mark() {
        let columns = TopicColumns(width: 48, names: 20)
        let all = [0, 6, 14, 30, 90].map { columns.figures(from: 22, need: $0, hasMark: true) }
        #expect(all.allSatisfy { $0.mark == 42 }, "\(all)")
        #expect(Set(all.map { $0.rateEnd == nil }) == [true, false])
    }

    @Test("what the list is sorted by is the last to go, at 80x24 too")
    func sorted() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 0..<8 { visit.receive("home/kitchen/temperature", "21.\(number) degrees", after: 200_000) }
        try visit.type("ot").see("by rate", in: .topics)
        let rows = try #require(visit.pane(.topics)).split(separator: "\n")
        #expect(rows.contains { $0.contains("temper") && $0.contains("21") && $0.contains("/s") }, "\(rows)")
        #expect(rows.contains { $0.contains("kitchen") && $0.contains("/s") }, "\(rows)")
    }

    @Test("a level's name has the columns that no figure takes")
    func levelNames() throws {
        let visit = Visit(width: 80, height: 24)
        visit.receive("home/bath_temperature_long/x", "1")
        try visit.type("o").see("bath_temperature_long", in: .topics)
    }

    @Test("A count of topics that has no room for its word stands in brackets, and alone where these have none")
    func narrowCount() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 0..<53 { visit.receive("a/load/messages/received/per-minute-\(number)", "1") }
        try visit.type("o")
        #expect(visit.look().contains { $0.contains("received") && $0.contains("53") }, "\(visit.screen)")
        let house = Visit(width: 80, height: 24)
        House.fill(house)
        // A bare number would be read as a value.
        let rows = try #require(house.type("o/wind<Enter>").pane(.topics)).split(separator: "\n")
        #expect(rows.contains { $0.contains("station 1") && $0.contains(" (2) ") }, "\(rows)")
    }

    @Test("No number is cut to another one: its age gives way, and the rate where it is not asked for")
    func numbers() throws {
        for keys in ["o", "ot", "ottt"] {
            let visit = Visit(width: 80, height: 24)
            for number in 0..<8 {
                visit.receive("$SYS/broker/publish/messages/bytes", "6626\(number)", after: 200_000)
                visit.receive("$SYS/broker/clients/maximum", "2638", after: 100_000)
                visit.receive("home/kitchen/temperature", "21.4", after: 100_000)
            }
            let rows = try #require(visit.type(keys).pane(.topics)).split(separator: "\n")
            for (name, value) in [("bytes", "66267"), ("maximum", "2638"), ("temper", "21.4")] {
                let row = try #require(rows.first { $0.contains(name) })
                #expect(row.contains(value), "\(keys): \(row)")
                #expect(row.contains("/s") || keys != "ot", "\(row)")
            }
        }
    }

    @Test("The counts of levels end in one column, with a rate behind them or not")
    func counts() throws {
        let visit = Visit(width: 80, height: 24)
        for number in 0..<4 { visit.receive("bath/temperature", "21.\(number)", after: 300_000) }
        visit.receive("bath/x", "1")
        visit.now -= 60_000_000
        for topic in ["bedroom/a", "bedroom/b", "energy/a", "energy/b"] { visit.receive(topic, "1") }
        visit.now += 60_000_000
        let rows = try #require(visit.pane(.topics)).split(separator: "\n").map(String.init)
        let ends = ["bath", "bedroom", "energy"].compactMap { name in
            rows.first { $0.contains(name) }.flatMap { row in
                row.firstRange(of: "2 topics").map { row.distance(from: row.startIndex, to: $0.upperBound) }
            }
        }
        #expect(ends.count == 3 && Set(ends).count == 1, "\(rows)")
        #expect(rows.contains { $0.contains("bath") && $0.contains("/s") }, "\(rows)")
    }
}
