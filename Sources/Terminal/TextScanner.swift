import Text

/// Turns bytes into cells that are safe to show: one cell for each spacing scalar with its marks.
///
/// Controls become their pictures, what is hidden, deceives or cannot be shown is written by its number («U+200B»), a byte
/// that is no UTF-8 by its value («ff»), and of what people see as one picture made of several (families, flags, skin tones)
/// only the first is kept, because terminals do not agree on the rest.
struct TextScanner {
    private let bytes: UnsafeRawBufferPointer
    /// Cells that stand for the scalar or byte just passed, and have not been given out yet.
    private var spelled = ""[...]
    private(set) var index = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The columns of the cells that are still to be given out for what was passed.
    var spelledColumns: Int { spelled.unicodeScalars.count }

    var isAtEnd: Bool { index >= bytes.count && spelled.isEmpty }

    /// Whether the byte is one column of printable ASCII.
    @inline(__always)
    static func isPrintableASCII(_ byte: UInt8) -> Bool {
        byte &- 0x20 < 0x5F
    }

    /// The printable ASCII character here that certainly has no mark after it.
    @inline(__always)
    mutating func nextASCII() -> UInt8? {
        guard index < bytes.count, spelled.isEmpty else { return nil }
        let byte = bytes[index]
        guard TextScanner.isPrintableASCII(byte), index + 1 == bytes.count || bytes[index + 1] < 0x80 else {
            return nil
        }
        index += 1
        return byte
    }

    /// Passes over printable ASCII characters; answers how many there were.
    mutating func skipASCII() -> Int {
        let start = index
        while nextASCII() != nil {}
        return index - start
    }

    /// The next cell; nil at the end.
    mutating func next(style: Style) -> Cell? {
        if let letter = spelled.unicodeScalars.popFirst() { return Cell(letter, width: 1, style: style) }
        guard index < bytes.count else { return nil }
        let (value, length) = decode()
        guard var (shown, columns) = TextScanner.visible(value) else {
            let isBroken = value == Self.broken
            spelled = Substring(
                isBroken
                    ? bytes[index..<index + length].map(ScalarClass.byte).joined() : ScalarClass.number(value))
            index += length
            return next(style: style)
        }
        if columns == 0 {
            // A mark with nothing to stand on gets the circle that shows where its letter would be.
            (shown, columns) = (0x25CC, 1)
        } else {
            index += length
        }
        var cell = Cell(Unicode.Scalar(shown) ?? "\u{FFFD}", width: UInt8(columns), style: style)
        if index < bytes.count && bytes[index] >= 0x80 {
            takeTail(of: shown, into: &cell)
        }
        return cell
    }

    /// What a broken sequence is read as: no scalar, so that it is never mistaken for a U+FFFD that was sent.
    private static let broken = UInt32.max

    /// The scalar at `index`, which is inside, and the bytes it takes; a broken sequence is ``broken`` for each of its bytes.
    @inline(__always)
    private func decode() -> (value: UInt32, length: Int) {
        guard let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return (Self.broken, 1) }
        let found = UTF8Bytes.scalar(base, index, bytes.count)
        return found.length > 0 ? found : (Self.broken, 1)
    }

    /// Takes the marks that follow a scalar, and passes over what is joined to it.
    private mutating func takeTail(of base: UInt32, into cell: inout Cell) {
        let isPictograph = ScalarClass.isPictograph(base)
        var mayBePaired = ScalarClass.isRegionalIndicator(base)
        var isJoined = false
        while index < bytes.count {
            let (value, length) = decode()
            guard value >= 0x80 else { return }
            if mayBePaired && ScalarClass.isRegionalIndicator(value) {
                mayBePaired = false
            } else if isPictograph && (ScalarClass.isSkinTone(value) || isJoined && ScalarClass.isPictograph(value)) {
                isJoined = false
            } else {
                guard !ScalarClass.isHidden(value), ScalarClass.columns(value) == 0 else { return }
                isJoined = value == 0x200D
                if TextScanner.isKept(mark: value), let mark = Unicode.Scalar(value) { cell.append(mark: mark) }
            }
            index += length
        }
    }

    /// Marks that only say how to join or to colour are dropped: they would change widths behind our back.
    private static func isKept(mark value: UInt32) -> Bool {
        switch value {
        case 0x200C...0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: false
        default: true
        }
    }

    /// What is shown for a scalar, and its columns: 0 for a mark; nil when it has to be spelled out.
    private static func visible(_ value: UInt32) -> (shown: UInt32, columns: Int)? {
        if value < 0x20 { return (0x2400 + value, 1) }
        if value < 0x7F { return (value, 1) }
        if value == 0x7F { return (0x2421, 1) }
        let columns = ScalarClass.columns(value)
        return columns == ScalarClass.unprintable || ScalarClass.isHidden(value) ? nil : (value, columns)
    }
}
