/// A window on a grid to draw on: places count from its top left corner, and nothing is drawn outside of it.
///
/// A value that shares the grid; sub-windows are cheap.
public struct Canvas {
    /// Columns and rows to lay out in. Parts of it may be outside of what is visible.
    public let size: Size
    let grid: Grid
    /// The grid's place of this window's corner.
    let origin: Point
    /// What may be drawn on, in the grid's places.
    let clip: Rect

    /// The whole grid.
    public init(_ grid: Grid) {
        self.init(grid: grid, origin: .zero, size: grid.size, clip: Rect(grid.size))
    }

    private init(grid: Grid, origin: Point, size: Size, clip: Rect) {
        self.grid = grid
        self.origin = origin
        self.size = size
        self.clip = clip
    }

    /// All of this window, from its own corner.
    public var bounds: Rect { Rect(size) }

    /// The characters for lines, boxes and cuts.
    public var glyphs: Glyphs { grid.glyphs }

    /// A window on a part of this one. What is outside of this window stays untouched.
    public func sub(_ rect: Rect) -> Canvas {
        let place = rect.moved(x: origin.x, y: origin.y)
        return Canvas(grid: grid, origin: place.origin, size: rect.size, clip: clip.intersection(place))
    }

    /// Empties all of this window and gives it a look.
    public func fill(_ style: Style) {
        fill(bounds, style)
    }

    /// Replaces what is in the rectangle, by spaces or another character of one column.
    public func fill(_ rect: Rect, _ style: Style, _ character: Character = " ") {
        let area = clip.intersection(rect.moved(x: origin.x, y: origin.y))
        guard !area.isEmpty else { return }
        var text = String(character)
        var cell = text.withUTF8 { utf8 in
            var scanner = TextScanner(UnsafeRawBufferPointer(utf8))
            return scanner.next(style: style)
        }
        // A wide one would leave its halves apart at every border.
        if cell?.width != 1 { cell = Cell(" ", style: style) }
        guard let cell else { return }
        for y in area.y..<area.maxY {
            // Both sides: a wide cell may reach in from the left, and another out to the right.
            separate(area.x, y)
            separate(area.maxX, y)
            (grid.cells + (y * grid.size.width + area.x)).update(repeating: cell, count: area.width)
        }
    }

    /// Lays a look over what is drawn already, such as the bar of a selected row: see `Style.over`.
    public func restyle(_ rect: Rect, _ style: Style) {
        let area = clip.intersection(rect.moved(x: origin.x, y: origin.y))
        guard !area.isEmpty else { return }
        for y in area.y..<area.maxY {
            let row = grid.cells + y * grid.size.width
            for x in area.x..<area.maxX {
                row[x].style = style.over(row[x].style)
            }
        }
    }

    /// A rectangle of this window in the grid's places, as far as it can be seen.
    public func onGrid(_ rect: Rect) -> Rect { clip.intersection(rect.moved(x: origin.x, y: origin.y)) }

    /// Makes what is drawn already lead to an address, where the terminal has that.
    public func link(_ rect: Rect, to link: CellLink) {
        let area = onGrid(rect)
        guard !area.isEmpty else { return }
        let mark = grid.add(link)
        for y in area.y..<area.maxY {
            let row = grid.cells + y * grid.size.width
            for x in area.x..<area.maxX { row[x].linkMark = mark }
        }
    }

    /// Makes sure that no wide cell reaches over the left side of column `x` (of the grid): both halves become spaces.
    func separate(_ x: Int, _ y: Int) {
        guard x > 0 && x < grid.size.width else { return }
        let cell = grid.cells + (y * grid.size.width + x)
        guard cell.pointee.width == 0 else { return }
        // Of one whose half is overwritten the other half cannot be shown.
        cell[-1] = Cell(" ", style: cell[-1].style)
        cell[0] = Cell(" ", style: cell[0].style)
    }
}
