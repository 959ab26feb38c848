/// Writes cells from left to right on one row of a canvas, inside its clip.
struct Pen {
    private let canvas: Canvas
    private let row: UnsafeMutablePointer<Cell>?
    private let style: Style
    private let keepsBackground: Bool
    private let first: Int
    private let end: Int
    private let y: Int
    private var x: Int
    private var cell: Cell

    init(_ canvas: Canvas, x: Int, y: Int, style: Style) {
        self.canvas = canvas
        self.style = style
        self.x = canvas.origin.x + x
        self.y = canvas.origin.y + y
        first = canvas.clip.x
        end = canvas.clip.maxX
        keepsBackground = style.background == .default
        cell = Cell(" ", style: style)
        let clip = canvas.clip
        guard self.y >= clip.y && self.y < clip.maxY && !clip.isEmpty else {
            row = nil
            return
        }
        row = canvas.grid.cells + self.y * canvas.grid.size.width
        // Only at the start: further on both halves of what was there are written over, but for the last, see
        // `finish`.
        if self.x < end { canvas.separate(max(self.x, first), self.y) }
    }

    @inline(__always)
    mutating func put(ascii byte: UInt8) {
        cell.become(ascii: byte)
        set(x, cell)
        x += 1
    }

    /// Puts a cell; half of a wide one at the side of the window becomes a space.
    mutating func put(_ cell: Cell) {
        if cell.width == 2 {
            // Half of a wide letter is none: at the edge blanks stand in its place.
            if x >= first && x + 1 < end {
                set(x, cell)
                set(x + 1, .tail(style: style))
            } else {
                set(x, Cell(" ", style: style))
                set(x + 1, Cell(" ", style: style))
            }
            x += 2
        } else {
            set(x, cell)
            x += 1
        }
    }

    /// Puts another character in the column before the pen.
    mutating func replaceLast(_ scalar: Unicode.Scalar) {
        guard row != nil else { return }
        if x - 1 >= first && x - 1 < end { canvas.separate(x - 1, y) }
        set(x - 1, Cell(scalar, style: style))
    }

    /// Clears what is left of a wide cell whose first half was written over.
    func finish() {
        guard row != nil, x > first else { return }
        let place = min(x, end)
        // A second half without its first: the pen has just written over that.
        guard place < canvas.grid.size.width, let row, row[place].width == 0, row[place - 1].width != 2 else { return }
        row[place] = Cell(" ", style: row[place].style)
    }

    @inline(__always)
    private func set(_ x: Int, _ cell: Cell) {
        guard let row, x >= first && x < end else { return }
        let background = row[x].style.background
        row[x] = cell
        // Read before the cell was replaced, since it is the ground that lay there.
        if keepsBackground { row[x].style.background = background }
    }
}
