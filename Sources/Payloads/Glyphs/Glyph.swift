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
    }

    var look: Look
    /// Bytes taken.
    var length: Int
    /// Columns taken; 0 for a mark on the glyph before.
    var columns: Int
    /// The scalar, or the byte.
    var value: UInt32
    /// Whether reading may start here and gives the same glyphs.
    var isStart: Bool
}

/// Steps through bytes glyph by glyph, and knows the column.
///
/// A base scalar keeps up to four zero-width marks; more of them, or marks without a base, are shown by number, so
/// that a screenful is always made of few bytes. Scalars joined to the one before (after a zero-width joiner, the
/// second half of a flag, a skin tone) take no columns: a terminal cell has no place for them.
struct GlyphReader {
    var position: Int
    var column: Int
    /// The marks that the base has; -1 without a base.
    private var marks = -1
    /// Whatever else follows the base without taking columns: joiners, selectors, what is joined.
    private var tails = 0
    /// Whether a zero-width joiner came last.
    private var joins = false
    /// Whether the second half of a flag may follow.
    private var isRegional = false
    private var isPictograph = false
    private static let mostMarks = 4
    private static let mostTails = 24

    init(position: Int, column: Int) {
        self.position = position
        self.column = column
    }

    /// Forgets the base: what comes next stands alone.
    mutating func startPiece(at position: Int) {
        self.position = position
        endCluster()
    }

    /// Steps over printable ASCII as far as it goes, to `limit` columns at most.
    @inline(__always)
    mutating func skipPrintable(_ base: UnsafePointer<UInt8>, _ end: Int, upTo limit: Int) {
        let reach = limit &- column < end &- position ? position &+ max(0, limit &- column) : end
        let next = UTF8Bytes.endOfPrintable(base, position, reach)
        guard next > position else { return }
        column &+= next &- position
        position = next
        startCluster()
    }

    /// The glyph at the position, which must be before `end`.
    @inline(__always)
    mutating func next(_ base: UnsafePointer<UInt8>, _ end: Int, tabs: Bool) -> Glyph {
        let byte = base[position]
        if byte &- 0x20 < 0x5F {
            startCluster()
            return step(.text, 1, 1, UInt32(byte), isStart: true)
        }
        return nextSpecial(base, end, tabs: tabs)
    }

    private mutating func nextSpecial(_ base: UnsafePointer<UInt8>, _ end: Int, tabs: Bool) -> Glyph {
        let byte = base[position]
        if byte < 0x80 {
            endCluster()
            if byte == 0x09, tabs { return step(.tab, 1, 8 - column & 7, UInt32(byte), isStart: true) }
            return step(.control, 1, 1, UInt32(byte), isStart: true)
        }
        let (scalar, length) = UTF8Bytes.scalar(base, position, end)
        guard length > 0 else {
            endCluster()
            return step(.byte, 1, 4, UInt32(byte), isStart: true)
        }
        let width = ScalarClass.columns(scalar)
        guard width != ScalarClass.unprintable, !ScalarClass.isHidden(scalar) else { return number(scalar, length) }
        if width == 0 {
            let isSelector = ScalarClass.isSelector(scalar)
            guard marks >= 0, isSelector ? tails < GlyphReader.mostTails : marks < GlyphReader.mostMarks else {
                return number(scalar, length)
            }
            if isSelector { tails += 1 } else { marks += 1 }
            joins = scalar == 0x200D
            return step(.text, length, 0, scalar, isStart: false)
        }
        let isSecond = ScalarClass.isRegionalIndicator(scalar) || ScalarClass.isSkinTone(scalar)
        if marks >= 0, tails < GlyphReader.mostTails, isTail(scalar) {
            tails += 1
            if isRegional, ScalarClass.isRegionalIndicator(scalar) { isRegional = false } else { joins = false }
            return step(.text, length, 0, scalar, isStart: false)
        }
        startCluster()
        isRegional = ScalarClass.isRegionalIndicator(scalar)
        isPictograph = ScalarClass.isPictograph(scalar)
        return step(.text, length, width, scalar, isStart: !isSecond)
    }

    /// Whether a spacing scalar belongs to the cell before it.
    private func isTail(_ scalar: UInt32) -> Bool {
        if isRegional, ScalarClass.isRegionalIndicator(scalar) { return true }
        return isPictograph && (ScalarClass.isSkinTone(scalar) || joins && ScalarClass.isPictograph(scalar))
    }

    private mutating func number(_ scalar: UInt32, _ length: Int) -> Glyph {
        endCluster()
        let digits = scalar > 0xFFFFF ? 6 : scalar > 0xFFFF ? 5 : 4
        return step(.number, length, digits + 4, scalar, isStart: true)
    }

    @inline(__always)
    private mutating func step(
        _ look: Glyph.Look, _ length: Int, _ columns: Int, _ value: UInt32, isStart: Bool
    ) -> Glyph {
        position &+= length
        column &+= columns
        return Glyph(look: look, length: length, columns: columns, value: value, isStart: isStart)
    }

    @inline(__always)
    private mutating func startCluster() {
        marks = 0
        endTail()
    }

    private mutating func endCluster() {
        marks = -1
        endTail()
    }

    @inline(__always)
    private mutating func endTail() {
        tails = 0
        joins = false
        isRegional = false
        isPictograph = false
    }
}
