import Glibc

/// A screenful of cells that a `Canvas` draws on and a `Terminal` shows. Belongs to one thread.
public final class Grid {
    /// Columns and rows.
    public private(set) var size: Size
    /// The characters that lines, cuts and the like are drawn with.
    public var glyphs: Glyphs = .unicode
    /// The cells, row after row.
    private(set) var cells: UnsafeMutablePointer<Cell>
    /// Where links lead, by what their cells bear.
    private var links: [UInt32: CellLink] = [:]
    /// The most links of a screenful.
    private static let mostLinks = 512

    /// An empty screenful.
    public init(size: Size) {
        self.size = size
        cells = Grid.makeCells(size)
    }

    deinit {
        cells.deallocate()
    }

    private static func makeCells(_ size: Size) -> UnsafeMutablePointer<Cell> {
        let count = size.width * size.height
        let cells = UnsafeMutablePointer<Cell>.allocate(capacity: max(1, count))
        cells.initialize(repeating: .blank, count: count)
        return cells
    }

    /// The cell at a place, which must be inside.
    public subscript(x: Int, y: Int) -> Cell {
        precondition(x >= 0 && x < size.width && y >= 0 && y < size.height, "outside the grid")
        return cells[y * size.width + x]
    }

    /// Empties all cells.
    public func clear() {
        cells.update(repeating: .blank, count: size.width * size.height)
    }

    /// Begins a screenful without links: those of the one before lead nowhere any more.
    public func forgetLinks() { links.removeAll(keepingCapacity: true) }

    /// Notes a link; answers what its cells bear, 0 where there are too many.
    func add(_ link: CellLink) -> UInt32 {
        // Two addresses of one hash: the second is no link, rather than leading where the first does.
        guard links[link.mark] == nil else { return links[link.mark] == link ? link.mark : 0 }
        // A page of addresses would be sent to the terminal one by one.
        guard links.count < Self.mostLinks else { return 0 }
        links[link.mark] = link
        return link.mark
    }

    /// Where cells that bear this lead; nil for none.
    public func link(_ mark: UInt32) -> CellLink? { links[mark] }

    /// Gives it another size, with all cells empty. Nothing happens when it has that size already.
    public func resize(_ size: Size) {
        guard size != self.size else { return }
        cells.deallocate()
        self.size = size
        cells = Grid.makeCells(size)
    }

    /// The text of a row, with the spaces at its end.
    public func row(_ y: Int) -> String {
        precondition(y >= 0 && y < size.height, "outside the grid")
        var text = ""
        text.reserveCapacity(size.width)
        for x in 0..<size.width {
            text += cells[y * size.width + x].text
        }
        return text
    }

    /// All rows, each without the spaces at its end.
    public var rows: [String] {
        (0..<size.height).map { y in
            var row = row(y)[...]
            while row.last == " " { row.removeLast() }
            return String(row)
        }
    }

    /// The cells of a row, for a terminal to compare and to show.
    public func withRow<R>(_ y: Int, _ body: (UnsafeBufferPointer<Cell>) throws -> R) rethrows -> R {
        precondition(y >= 0 && y < size.height, "outside the grid")
        return try body(UnsafeBufferPointer(start: cells + y * size.width, count: size.width))
    }

    /// Makes this grid equal to another one.
    public func copy(_ other: Grid) {
        resize(other.size)
        glyphs = other.glyphs
        links = other.links
        cells.update(from: other.cells, count: size.width * size.height)
    }

    /// Whether a row shows the same in both grids, which must have the same width.
    public func rowEquals(_ y: Int, of other: Grid) -> Bool {
        precondition(size.width == other.size.width && y >= 0 && y < min(size.height, other.size.height))
        let offset = y * size.width
        // As bytes: a cell has no padding, and this runs over every row of every frame. A difference too many would
        // only cost a row.
        return memcmp(cells + offset, other.cells + offset, size.width * MemoryLayout<Cell>.stride) == 0
    }
}
