/// One cell of the screen: a scalar with its marks, its width and its look. It is 32 bytes without padding, so that
/// rows can be compared as bytes.
public struct Cell: Sendable {
    private var base: UInt32
    private var fourthMark: UInt32
    private var firstMarks: UInt64
    /// The look.
    public var style: Style
    /// Columns taken: 1 or 2, or 0 for the second half of a wide cell to the left.
    public private(set) var width: UInt8
    // Named and zeroed, so that rows can be compared as bytes.
    private var reserved16: UInt16 = 0
    /// What it bears of the link that it belongs to; 0 for none.
    public internal(set) var linkMark: UInt32 = 0

    /// A cell that shows one scalar. The scalar is taken as it is: `Canvas.put` is where text is made harmless.
    public init(_ scalar: Unicode.Scalar, width: UInt8 = 1, style: Style = .plain) {
        base = scalar.value
        fourthMark = 0
        firstMarks = 0
        self.style = style
        self.width = width
    }

    /// An empty cell with the terminal's own look.
    public static let blank = Cell(" ")

    /// The most zero-width marks that a cell keeps.
    public static let maximumMarks = 4

    /// The scalar that gives the cell its width.
    public var scalar: Unicode.Scalar {
        Unicode.Scalar(base) ?? "\u{FFFD}"
    }

    /// How many zero-width marks follow the scalar.
    public var markCount: Int {
        if fourthMark != 0 { return 4 }
        // Three marks of 21 bits each, which is what a scalar needs; none of them is 0.
        return (64 - firstMarks.leadingZeroBitCount + 20) / 21
    }

    /// The mark at that place, from 0 to `markCount`.
    public func mark(_ index: Int) -> Unicode.Scalar {
        let value = index == 3 ? fourthMark : UInt32(truncatingIfNeeded: firstMarks >> UInt64(21 * index)) & 0x1F_FFFF
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// Adds a zero-width mark; a fifth one is dropped.
    mutating func append(mark: Unicode.Scalar) {
        let count = markCount
        if count < 3 {
            firstMarks |= UInt64(mark.value) << UInt64(21 * count)
        } else if count == 3 {
            fourthMark = mark.value
        }
    }

    /// Shows another ASCII character in the same look, without marks.
    @inline(__always)
    mutating func become(ascii byte: UInt8) {
        // Width and marks stay as they are: the pen's own cell has width 1 and no marks, and one store a character is
        // all it costs.
        base = UInt32(byte)
    }

    /// The second half of a wide cell.
    static func tail(style: Style) -> Cell {
        Cell(" ", width: 0, style: style)
    }

    /// What the cell shows; empty for the second half of a wide cell.
    public var text: String {
        guard width > 0 else { return "" }
        var text = String(Character(scalar))
        for index in 0..<markCount {
            text.unicodeScalars.append(mark(index))
        }
        return text
    }
}

extension Cell: Equatable {
    /// Whether both show the same with the same look.
    public static func == (left: Cell, right: Cell) -> Bool {
        left.base == right.base && left.width == right.width && left.style == right.style
            && left.firstMarks == right.firstMarks && left.fourthMark == right.fourthMark
            && left.linkMark == right.linkMark
    }
}
