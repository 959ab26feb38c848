extension Canvas {
    /// Draws a frame along the inside of a rectangle, with a title at the left of its upper line and something short at
    /// the right: `╭ Title ──── trailing ╮`. What is inside stays as it is. The title gives way last.
    public func box(
        _ rect: Rect, style: Style, title: String = "", titleStyle: Style? = nil, trailing: String = "",
        trailingStyle: Style? = nil
    ) {
        guard rect.width >= 2 && rect.height >= 2 else { return }
        let right = rect.maxX - 1
        let bottom = rect.maxY - 1
        line(y: rect.y, from: rect.x, to: right, style, glyphs.topLeft, glyphs.topRight)
        line(y: bottom, from: rect.x, to: right, style, glyphs.bottomLeft, glyphs.bottomRight)
        let side = Cell(glyphs.vertical, style: style)
        for y in (rect.y + 1)..<bottom {
            put(side, x: rect.x, y: y)
            put(side, x: right, y: y)
        }
        titles(rect, y: rect.y, title, titleStyle ?? style, trailing, trailingStyle ?? style)
    }

    /// Draws a line through a box, joined to both of its sides, with titles as `box` has them:
    /// `├ Title ──── trailing ┤`.
    public func divider(
        _ rect: Rect, y: Int, style: Style, title: String = "", titleStyle: Style? = nil, trailing: String = "",
        trailingStyle: Style? = nil
    ) {
        guard rect.width >= 2 else { return }
        line(y: y, from: rect.x, to: rect.maxX - 1, style, glyphs.leftJoint, glyphs.rightJoint)
        titles(rect, y: y, title, titleStyle ?? style, trailing, trailingStyle ?? style)
    }

    private func titles(
        _ rect: Rect, y: Int, _ title: String, _ titleStyle: Style, _ trailing: String, _ trailingStyle: Style
    ) {
        // A corner and a space on both sides.
        var room = rect.width - 4
        guard room > 0 else { return }
        if !title.isEmpty {
            let used = put(title, x: rect.x + 2, y: y, style: titleStyle, limit: room)
            put(" ", x: rect.x + 1, y: y, style: titleStyle)
            put(" ", x: rect.x + 2 + used, y: y, style: titleStyle)
            // A piece of line between the two, and the spaces around it.
            room -= used + 3
        }
        let width = trailing.isEmpty ? 0 : displayWidth(of: trailing)
        // Whole or not at all: what stands at the right are figures.
        guard width > 0, width <= room else { return }
        let x = rect.maxX - 2 - width
        put(" ", x: x - 1, y: y, style: trailingStyle)
        put(trailing, x: x, y: y, style: trailingStyle)
        put(" ", x: rect.maxX - 2, y: y, style: trailingStyle)
    }

    private func line(
        y: Int, from left: Int, to right: Int, _ style: Style, _ first: Unicode.Scalar, _ last: Unicode.Scalar
    ) {
        var pen = Pen(self, x: left, y: y, style: style)
        pen.put(Cell(first, style: style))
        let cell = Cell(glyphs.horizontal, style: style)
        for _ in (left + 1)..<right { pen.put(cell) }
        pen.put(Cell(last, style: style))
        pen.finish()
    }

    private func put(_ cell: Cell, x: Int, y: Int) {
        var pen = Pen(self, x: x, y: y, style: cell.style)
        pen.put(cell)
        pen.finish()
    }

    /// Puts characters of one column each, from left to right.
    package func put(_ scalars: [Unicode.Scalar], x: Int, y: Int, style: Style) {
        var pen = Pen(self, x: x, y: y, style: style)
        for scalar in scalars { pen.put(Cell(scalar, style: style)) }
        pen.finish()
    }
}
