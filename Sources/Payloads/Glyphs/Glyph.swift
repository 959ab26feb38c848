import Text

/// What is drawn for one step through the bytes of a payload.
struct Glyph {
    /// How the step is shown.
    enum Look {
        /// The bytes themselves.
        case text
        /// A tab, as blanks up to the next stop.
        case tab
        /// A control byte, by its picture.
        case control
        /// A byte that is not UTF-8, as «ff».
        case byte
        /// A scalar that cannot be drawn, as «U+202E».
        case number
        /// The same of one that would make its neighbour look like another scalar, and does no harm.
        case twin
        /// A joiner, a tone, the second half of a flag, as «+».
        case tail
    }

    var look: Look
    /// Bytes taken.
    var length: Int
    /// Columns taken; 0 for a mark on the glyph before.
    var columns: Int
    /// The scalar, the byte, or the letter of a tail.
    var value: UInt32
    /// Whether reading may start here and gives the same glyphs.
    var isStart: Bool
}

/// Steps through bytes glyph by glyph, and knows the column.
///
/// A base scalar keeps up to four zero-width marks; more of them, or marks without a base, are shown by number, so
/// that a screenful is always made of few bytes. What is joined to the scalar before (after a zero-width joiner, the
/// second half of a flag, a skin tone) is written beside it: a terminal cell has no place for it. See `CellCluster`.
struct GlyphReader {
    var position: Int
    var column: Int
    private var cluster = CellCluster()

    init(position: Int, column: Int) {
        self.position = position
        self.column = column
    }

    /// Forgets the base: what comes next stands alone.
    mutating func startPiece(at position: Int) {
        self.position = position
        cluster.end()
    }

    /// Steps over printable ASCII as far as it goes, to `limit` columns at most.
    @inline(__always)
    mutating func skipPrintable(_ base: UnsafePointer<UInt8>, _ end: Int, upTo limit: Int) {
        // Nothing may trap here: `limit` may be the greatest number there is.
        let reach = limit &- column < end &- position ? position &+ max(0, limit &- column) : end
        let next = UTF8Bytes.endOfPrintable(base, position, reach)
        guard next > position else { return }
        column &+= next &- position
        position = next
        cluster.start(UInt32(base[next &- 1]))
    }

    /// The glyph at the position, which must be before `end`.
    @inline(__always)
    mutating func next(_ base: UnsafePointer<UInt8>, _ end: Int, tabs: Bool) -> Glyph {
        let byte = base[position]
        // From the blank to the tilde: what lies below wraps, beyond them.
        if byte &- 0x20 < 0x5F {
            cluster.start(UInt32(byte))
            return step(.text, 1, 1, UInt32(byte), isStart: true)
        }
        return nextSpecial(base, end, tabs: tabs)
    }

    private mutating func nextSpecial(_ base: UnsafePointer<UInt8>, _ end: Int, tabs: Bool) -> Glyph {
        let byte = base[position]
        if byte < 0x80 {
            cluster.end()
            // In Swift `&` binds closer than `-`: so many blanks up to the next stop of eight.
            if byte == 0x09, tabs { return step(.tab, 1, 8 - column & 7, UInt32(byte), isStart: true) }
            return step(.control, 1, 1, UInt32(byte), isStart: true)
        }
        let (scalar, length) = UTF8Bytes.scalar(base, position, end)
        guard length > 0 else {
            cluster.end()
            return step(.byte, 1, 4, UInt32(byte), isStart: true)
        }
        let width = ScalarClass.columns(scalar)
        switch cluster.take(scalar, columns: width) {
        case .cell:
            // As the second of a pair it would be something else.
            let isSecond = ScalarClass.isRegionalIndicator(scalar) || ScalarClass.isSkinTone(scalar)
            return step(.text, length, width, scalar, isStart: !isSecond)
        case .mark: return step(.text, length, 0, scalar, isStart: false)
        case .tail(let letter):
            return step(.tail, length, 3, UInt32(letter), isStart: ScalarClass.isSelector(scalar))
        case .twin: return number(.twin, scalar, length)
        case .number: return number(.number, scalar, length)
        }
    }

    private mutating func number(_ look: Glyph.Look, _ scalar: UInt32, _ length: Int) -> Glyph {
        let digits = scalar > 0xFFFFF ? 6 : scalar > 0xFFFF ? 5 : 4
        // The digits, and `«U+` and `»`.
        return step(look, length, digits + 4, scalar, isStart: true)
    }

    @inline(__always)
    private mutating func step(
        _ look: Glyph.Look, _ length: Int, _ columns: Int, _ value: UInt32, isStart: Bool
    ) -> Glyph {
        position &+= length
        column &+= columns
        return Glyph(look: look, length: length, columns: columns, value: value, isStart: isStart)
    }
}
