/// Collects what of one line lies in a window of columns.
///
/// Everything is offered from left to right; what lies before the window is stepped over, and `isFull` says when the
/// rest need not be offered. A wide character cut by an edge of the window leaves blanks.
struct Painter {
    /// The first column of the window, and the one after its last.
    let from: Int
    let to: Int
    /// How many bytes of a long line may be read for the first time to find the window in it.
    let reach: Int
    /// The column reached.
    private(set) var column = 0
    /// What lies in the window, in UTF-8.
    private(set) var text: [UInt8] = []
    private var runs: [(kind: TokenKind, end: Int)] = []
    /// A kind that stands for all others, if set: the lines of a diff are of one colour.
    var override: TokenKind?
    private var tookLast = false

    init(from: Int, columns: Int, readingUpTo reach: Int = .max) {
        self.reach = reach
        let start = max(0, from)
        self.from = start
        let (sum, overflow) = start.addingReportingOverflow(max(0, columns))
        to = overflow ? Int.max : sum
    }

    /// Whether the window's end is reached.
    var isFull: Bool { column >= to }

    /// Starts over with the next line, keeping the storage.
    mutating func restart() {
        column = 0
        text.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        tookLast = false
    }

    /// The pieces as text.
    func spans() -> [Span] {
        var start = 0
        return runs.map { run in
            defer { start = run.end }
            return Span(kind: run.kind, text: String(decoding: text[start..<run.end], as: UTF8.self))
        }
    }

    /// Steps over columns known to lie before the window.
    mutating func skip(columns: Int) { column += columns }

    /// Blanks.
    mutating func spaces(_ count: Int, _ kind: TokenKind = .plain) {
        let first = max(from, column)
        let last = min(to, column + count)
        column += count
        tookLast = false
        guard first < last else { return }
        text.append(contentsOf: repeatElement(0x20, count: last - first))
        close(kind)
    }

    /// Words of our own, made of narrow characters without marks.
    mutating func words(_ words: String, _ kind: TokenKind) {
        tookLast = false
        for scalar in words.unicodeScalars {
            if column >= from, column < to { text.append(contentsOf: Array(String(scalar).utf8)) }
            column += 1
        }
        close(kind)
    }

    /// Bytes of the payload. `points` are places in them whose column is known already, counted from the piece's start.
    mutating func bytes(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ kind: TokenKind, tabs: Bool,
        startingAt point: ColumnPoint? = nil
    ) {
        var reader = GlyphReader(position: start, column: column)
        if let point {
            reader.position = point.position
            reader.column = point.column
        }
        tookLast = false
        while reader.position < end, reader.column < to || reader.column == to && tookLast {
            let position = reader.position
            let before = reader.column
            // First up to the window, then up to its end: a run is either stepped over or taken.
            reader.skipPrintable(base, end, upTo: reader.column < from ? from : to)
            if reader.position > position {
                tookLast = before >= from
                if tookLast {
                    text.append(
                        contentsOf: UnsafeBufferPointer(start: base + position, count: reader.position - position))
                }
                continue
            }
            let glyph = reader.next(base, end, tabs: tabs)
            // At the window's end only marks on what is inside still count.
            if before >= to, glyph.columns > 0 { break }
            put(glyph, base + position, before, kind)
        }
        column = max(reader.column, column)
        close(kind)
    }

    private mutating func put(_ glyph: Glyph, _ bytes: UnsafePointer<UInt8>, _ before: Int, _ kind: TokenKind) {
        let after = before + glyph.columns
        if glyph.columns == 0 {
            // A mark is seen with its letter or not at all.
            if tookLast { text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: glyph.length)) }
            return
        }
        guard after > from else { return tookLast = false }
        if glyph.look == .text {
            tookLast = before >= from && after <= to
            if tookLast {
                text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: glyph.length))
            } else {
                text.append(contentsOf: repeatElement(0x20, count: min(after, to) - max(before, from)))
            }
            return
        }
        tookLast = false
        if glyph.look == .tab {
            text.append(contentsOf: repeatElement(0x20, count: min(after, to) - max(before, from)))
            return
        }
        close(kind)
        var place = before
        glyph.forEachByteGroup { group in
            if place >= from, place < to { text.append(contentsOf: group) }
            place += 1
        }
        close(Self.kind(of: glyph.look, kind))
    }

    /// What a replacement is coloured as, in a piece of that kind.
    private static func kind(of look: Glyph.Look, _ kind: TokenKind) -> TokenKind {
        switch look {
        case .text, .tab: kind
        case .control, .tail, .twin: kind == .lineBreakMark ? kind : .control
        case .byte, .number: .error
        }
    }

    private mutating func close(_ kind: TokenKind) {
        let kind = override ?? kind
        let end = text.count
        guard end > (runs.last?.end ?? 0) else { return }
        if runs.last?.kind == kind { runs[runs.count - 1].end = end } else { runs.append((kind, end)) }
    }
}

extension Glyph {
    /// The replacement of a byte or scalar that cannot be drawn, column by column in UTF-8.
    func forEachByteGroup(_ body: ([UInt8]) -> Void) {
        switch look {
        case .control:
            // U+2400 is the picture of NUL; DEL's is U+2421.
            body([0xE2, 0x90, value == 0x7F ? 0xA1 : 0x80 + UInt8(truncatingIfNeeded: value)])
        case .tail:
            body([0xC2, 0xAB])
            body([UInt8(truncatingIfNeeded: value)])
            body([0xC2, 0xBB])
        case .byte, .number, .twin:
            body([0xC2, 0xAB])
            let text = String(value, radix: 16, uppercase: look != .byte)
            if look != .byte {
                for byte in "U+".utf8 { body([byte]) }
            }
            for _ in text.utf8.count..<max(text.utf8.count, look == .byte ? 2 : 4) { body([0x30]) }
            for byte in text.utf8 { body([byte]) }
            body([0xC2, 0xBB])
        case .text, .tab:
            break
        }
    }
}
