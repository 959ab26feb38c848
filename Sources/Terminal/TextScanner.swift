/// Turns bytes into cells that are safe to show: one cell for each spacing scalar with its marks.
///
/// Controls become their pictures, what deceives or cannot be shown becomes U+FFFD, and of what people see as one picture
/// made of several (families, flags, skin tones) only the first is kept, because terminals do not agree on the rest.
struct TextScanner {
    private let bytes: UnsafeRawBufferPointer
    private(set) var index = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index >= bytes.count }

    /// Whether the byte is one column of printable ASCII.
    @inline(__always)
    static func isPrintableASCII(_ byte: UInt8) -> Bool {
        byte &- 0x20 < 0x5F
    }

    /// The printable ASCII character here that certainly has no mark after it.
    @inline(__always)
    mutating func nextASCII() -> UInt8? {
        guard index < bytes.count else { return nil }
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
        guard index < bytes.count else { return nil }
        let (value, length) = UTF8Decoder.decode(bytes, at: index)
        var (shown, columns) = TextScanner.visible(value)
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

    /// Takes the marks that follow a scalar, and passes over what is joined to it.
    private mutating func takeTail(of base: UInt32, into cell: inout Cell) {
        let isPictograph = ScalarClass.isPictograph(base)
        var mayBePaired = ScalarClass.isRegionalIndicator(base)
        var isJoined = false
        while index < bytes.count {
            let (value, length) = UTF8Decoder.decode(bytes, at: index)
            guard value >= 0x80 else { return }
            if mayBePaired && ScalarClass.isRegionalIndicator(value) {
                mayBePaired = false
            } else if isPictograph && (ScalarClass.isSkinTone(value) || isJoined && ScalarClass.isPictograph(value)) {
                isJoined = false
            } else {
                guard !ScalarClass.isDeceptive(value), ScalarClass.columns(value) == 0 else { return }
                isJoined = value == 0x200D
                if TextScanner.isKept(mark: value), let mark = Unicode.Scalar(value) { cell.append(mark: mark) }
            }
            index += length
        }
    }

    /// Marks that only say how to join or to colour are dropped: they would change widths behind our back.
    private static func isKept(mark value: UInt32) -> Bool {
        switch value {
        case 0x200B...0x200D, 0x2060...0x2064, 0xFE00...0xFE0F, 0xE0020...0xE007F, 0xE0100...0xE01EF: false
        default: true
        }
    }

    /// What is shown for a scalar, and its columns: 0 for a mark.
    private static func visible(_ value: UInt32) -> (shown: UInt32, columns: UInt32) {
        if value < 0x20 { return (0x2400 + value, 1) }
        if value < 0x7F { return (value, 1) }
        if value == 0x7F { return (0x2421, 1) }
        let columns = ScalarClass.columns(value)
        if columns == 3 || ScalarClass.isDeceptive(value) { return (UTF8Decoder.replacement, 1) }
        return (value, columns)
    }
}
