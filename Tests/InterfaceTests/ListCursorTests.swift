import Kit
import Testing

@testable import Interface

@Suite("The cursor of a list") struct ListCursorTests {
    @Test("It stays on what it was put on, and is nowhere when that is gone")
    func follows() {
        var cursor = ListCursor<String>()
        cursor.follow([nil, "a", "b", "c"])
        #expect(cursor.id == "a" && cursor.selected == 1)
        cursor.move(1, [nil, "a", "b", "c"])
        cursor.follow(["x", nil, "a", "b", "c"])
        #expect(cursor.id == "b" && cursor.selected == 3)
        cursor.follow(["x", nil, "a", "c"])
        #expect(cursor.id == nil && cursor.selected == nil && cursor.row == 3)
        cursor.follow(["x", nil, "a", "b", "c"])
        #expect(cursor.id == nil, "what comes back was not chosen again")
    }

    @Test("From nowhere it moves to what stands beside the lost place")
    func moves() {
        for (step, expected) in [(1, "c"), (-1, "a")] {
            var cursor = ListCursor<String>()
            cursor.put(on: "b", ["a", "b", "c"])
            cursor.move(step, ["a", "c"])
            #expect(cursor.id == expected)
        }
    }

    @Test("It passes over what cannot be selected, and stays within the list")
    func passes() {
        let rows = [nil, "a", nil, "b", nil]
        var cursor = ListCursor<String>()
        cursor.put(0, rows)
        #expect(cursor.id == "a")
        cursor.move(1, rows)
        #expect(cursor.id == "b")
        cursor.move(1, rows)
        #expect(cursor.id == "b")
        cursor.move(-9, rows)
        #expect(cursor.id == "a")
        cursor.put(9, rows)
        #expect(cursor.id == "b")
        cursor.follow([])
        #expect(cursor.selected == nil)
        cursor.move(1, [])
        #expect(cursor.selected == nil)
    }

    @Test("The window follows it, and a page leaves a row of the last one seen")
    func scrolls() {
        let rows: [String?] = (0..<9).map { "\($0)" }
        var cursor = ListCursor<String>()
        cursor.fit(rows, height: 4)
        #expect(cursor.visible == 0..<4 && cursor.place(ofRow: 3) == 3 && cursor.place(ofRow: 4) == nil)
        cursor.perform(ListMove.pageDown, rows)
        cursor.perform(ListMove.down, rows)
        cursor.fit(rows, height: 4)
        #expect(cursor.selected == 4 && cursor.visible == 1..<5)
        cursor.perform(ListMove.up, rows)
        cursor.fit(rows, height: 4)
        #expect(cursor.visible == 1..<5, "it scrolls no further than it must")
        cursor.fit(["4", "x"], height: 4)
        #expect(cursor.visible == 0..<2 && cursor.place(ofRow: 0) == 0)
    }

    @Test("In a list of bare rows it always stands on one")
    func numbers() {
        var cursor = ListCursor<RowNumber>(row: 7)
        cursor.fit(count: 5, height: 3)
        #expect(cursor.row == 4 && cursor.visible == 2..<5)
        cursor.fit(count: 0, height: 3)
        #expect(cursor.row == 0 && cursor.visible.isEmpty)
        cursor.perform(ListMove.down, of: 3)
        #expect(cursor.row == 1)
        cursor.perform(ListMove.last, of: 3)
        cursor.fit(count: 3, height: 3)
        cursor.click(row: 1)
        cursor.click(row: 9)
        #expect(cursor.row == 1)
    }
}
