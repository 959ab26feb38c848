import Testing

@testable import Terminal

@Suite("Memory terminal")
struct MemoryTerminalTests {
    @Test("counts what changes and answers with its events")
    func changes() throws {
        let terminal = MemoryTerminal(size: Size(width: 10, height: 2))
        let grid = Grid(size: terminal.size)
        terminal.draw(grid, cursor: nil)
        #expect(terminal.changedCells == 20)
        Canvas(grid).put("日a", x: 0, y: 1, style: .plain)
        terminal.draw(grid, cursor: Point(x: 1, y: 1))
        #expect(terminal.changedCells == 3)
        #expect(terminal.grid.rows == ["", "日a"])
        terminal.draw(grid, cursor: nil)
        #expect(terminal.changedCells == 0)
        try terminal.type("q<Esc>")
        terminal.post(.resized(Size(width: 5, height: 1)))
        #expect(terminal.read().count == 3)
        #expect(terminal.size == Size(width: 5, height: 1))
        #expect(terminal.read().isEmpty)
    }

    @Test("rectangles split, meet and stay positive")
    func rectangles() {
        let all = Rect(x: 0, y: 0, width: 10, height: 6)
        #expect(all.split(top: 2).rest == Rect(x: 0, y: 2, width: 10, height: 4))
        #expect(all.split(bottom: 1).bottom == Rect(x: 0, y: 5, width: 10, height: 1))
        #expect(all.split(left: 99).rest.isEmpty)
        #expect(all.split(right: 3).right == Rect(x: 7, y: 0, width: 3, height: 6))
        #expect(all.inset(by: 4).height == 0)
        #expect(all.intersection(Rect(x: 20, y: 0, width: 5, height: 5)).isEmpty)
        #expect(all.centered(Size(width: 4, height: 2)) == Rect(x: 3, y: 2, width: 4, height: 2))
        #expect(all.contains(Point(x: 9, y: 5)) && !all.contains(Point(x: 10, y: 5)))
    }
}
