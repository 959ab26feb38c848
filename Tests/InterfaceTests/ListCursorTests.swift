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
}
