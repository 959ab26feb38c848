import Terminal

/// Dots finer than the screen's cells, for lines.
struct ChartRaster {
    let style: ChartWindow.Style
    let columns: Int
    let rows: Int
    /// Dots across and down.
    let width: Int
    let height: Int
    private var bits: [UInt8]
    private var owners: [UInt8]

    init(columns: Int, rows: Int, style: ChartWindow.Style) {
        self.columns = columns
        self.rows = rows
        self.style = style
        (width, height) =
            switch style {
            case .braille: (columns * 2, rows * 4)
            case .blocks: (columns, rows * 2)
            case .ascii: (columns, rows)
            }
        bits = [UInt8](repeating: 0, count: columns * rows)
        owners = [UInt8](repeating: 0, count: columns * rows)
    }

    /// Braille's dots by column, then row (Unicode 2800).
    private static let dots: [[UInt8]] = [[1, 2, 4, 64], [8, 16, 32, 128]]

    private mutating func set(_ x: Int, _ y: Int, _ owner: UInt8) {
        // A line that comes in from outside of the picture has dots there.
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let cell: Int
        switch style {
        case .braille:
            // In Swift a shift binds more tightly than a sum: this is (y / 4) * columns + x / 2.
            cell = (y >> 2) * columns + x >> 1
            bits[cell] |= Self.dots[x & 1][y & 3]
        case .blocks:
            cell = (y >> 1) * columns + x
            bits[cell] |= UInt8(1 << (y & 1))
        case .ascii:
            cell = y * columns + x
            bits[cell] = 1
        }
        owners[cell] = owner
    }

    /// A line from dot to dot, both included.
    mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int), owner: UInt8) {
        let dx = (b.x - a.x).magnitude
        let dy = (b.y - a.y).magnitude
        let steps = Int(max(dx, dy))
        guard steps > 0 else { return set(a.x, a.y, owner) }
        for step in 0...steps {
            set(
                // Rounded to the nearest dot in whole numbers: half a step is added in the direction of the line
                // before the division.
                a.x + ((b.x - a.x) * step * 2 + (b.x < a.x ? -steps : steps)) / (steps * 2),
                a.y + ((b.y - a.y) * step * 2 + (b.y < a.y ? -steps : steps)) / (steps * 2), owner)
        }
    }

    /// Draws what is set, each cell in the look of who set it last.
    func draw(into canvas: Canvas, looks: [Style]) {
        var text: [UInt8] = []
        for row in 0..<rows {
            var column = 0
            while column < columns {
                let cell = row * columns + column
                guard bits[cell] != 0 else {
                    column += 1
                    continue
                }
                let start = column
                let owner = owners[cell]
                text.removeAll(keepingCapacity: true)
                while column < columns, bits[row * columns + column] != 0, owners[row * columns + column] == owner {
                    append(bits[row * columns + column], to: &text)
                    column += 1
                }
                let look = looks[Int(owner) % looks.count]
                _ = text.withUnsafeBytes { canvas.put(utf8: $0, x: start, y: row, style: look) }
            }
        }
    }

    private func append(_ bits: UInt8, to text: inout [UInt8]) {
        switch style {
        // U+2800 with the eight dots as its low byte, in UTF-8: E2, then two bits of them, then six.
        case .braille: text += [0xE2, 0xA0 | bits >> 6, 0x80 | bits & 0x3F]
        // Upper half, lower half, both: U+2580, U+2584, U+2588.
        case .blocks: text += bits == 1 ? [0xE2, 0x96, 0x80] : bits == 2 ? [0xE2, 0x96, 0x84] : [0xE2, 0x96, 0x88]
        case .ascii: text.append(UInt8(ascii: "*"))
        }
    }
}
