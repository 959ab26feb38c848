/// A rectangle of cells; its measures are never negative.
public struct Rect: Hashable, Sendable {
    /// The leftmost column.
    public var x: Int
    /// The topmost row.
    public var y: Int
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// A rectangle by its top left corner and its measures; negative measures become 0.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        // So that a split of what has no room gives nothing, and nothing has to ask.
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The rectangle of that size at the top left corner.
    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    /// The first column to the right of it.
    public var maxX: Int { x + width }

    /// The first row below it.
    public var maxY: Int { y + height }

    /// Its columns and rows.
    public var size: Size { Size(width: width, height: height) }

    /// Its top left corner.
    public var origin: Point { Point(x: x, y: y) }

    /// Whether it has no cell.
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// Whether the place is inside.
    public func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
    }

    /// What both have in common; empty when they do not touch.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
    }

    /// The rectangle without a margin on every side.
    public func inset(by margin: Int) -> Rect {
        inset(left: margin, top: margin, right: margin, bottom: margin)
    }

    /// The rectangle without these margins.
    public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
        Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
    }

    /// The same rectangle elsewhere.
    public func moved(x dx: Int = 0, y dy: Int = 0) -> Rect {
        Rect(x: x + dx, y: y + dy, width: width, height: height)
    }

    /// Its first `rows` rows, and the others. `rows` is held within its height.
    public func split(top rows: Int) -> (top: Rect, rest: Rect) {
        let rows = min(max(0, rows), height)
        return (
            Rect(x: x, y: y, width: width, height: rows),
            Rect(x: x, y: y + rows, width: width, height: height - rows)
        )
    }

    /// Its last `rows` rows, and the others. `rows` is held within its height.
    public func split(bottom rows: Int) -> (rest: Rect, bottom: Rect) {
        let rows = min(max(0, rows), height)
        let parts = split(top: height - rows)
        return (parts.top, parts.rest)
    }

    /// Its first `columns` columns, and the others. `columns` is held within its width.
    public func split(left columns: Int) -> (left: Rect, rest: Rect) {
        let columns = min(max(0, columns), width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + columns, y: y, width: width - columns, height: height)
        )
    }

    /// Its last `columns` columns, and the others. `columns` is held within its width.
    public func split(right columns: Int) -> (rest: Rect, right: Rect) {
        let columns = min(max(0, columns), width)
        let parts = split(left: width - columns)
        return (parts.left, parts.rest)
    }

    /// A rectangle of that size in its middle, cut to fit.
    public func centered(_ size: Size) -> Rect {
        let width = min(size.width, self.width)
        let height = min(size.height, self.height)
        return Rect(
            x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
    }
}
