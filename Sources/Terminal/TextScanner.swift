import Text

/// Turns bytes into cells that are safe to show: one cell for each spacing scalar with its marks.
///
/// Controls become their pictures, what is hidden, deceives or cannot be shown is written by its number («U+200B»), a byte
/// that is no UTF-8 by its value («ff»), and what people see as one picture made of several (families, flags, skin tones)
/// part by part («+» between the joined), because terminals do not agree on its columns: see `CellCluster`.
struct TextScanner {
    private let bytes: UnsafeRawBufferPointer
    /// Cells that stand for the scalar or byte just passed, and have not been given out yet.
    private var spelled = ""[...]
    private(set) var index = 0
    private var cluster = CellCluster()

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The columns of the cells that are still to be given out for what was passed.
    var spelledColumns: Int { spelled.unicodeScalars.count }

    var isAtEnd: Bool { index >= bytes.count && spelled.isEmpty }

    /// Whether the byte is one column of printable ASCII.
    @inline(__always)
    static func isPrintableASCII(_ byte: UInt8) -> Bool {
        // One comparison for both ends: what is below the blank wraps around to a large number.
        byte &- 0x20 < 0x5F
    }

    /// The printable ASCII character here that certainly has no mark after it.
    @inline(__always)
    mutating func nextASCII() -> UInt8? {
        guard index < bytes.count, spelled.isEmpty else { return nil }
        let byte = bytes[index]
        // A mark is never ASCII: a byte below 0x80 behind it ends the cell.
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
        let start = index
        index += length
        if value == Self.broken {
            cluster.end()
            spelled = Substring(bytes[start..<index].map(ScalarClass.byte).joined())
            return next(style: style)
        }
        var cell: Cell
        if value < 0x80 {
            let isControl = value < 0x20 || value == 0x7F
            // The picture of a control joins with nothing: a mark behind it must not ride on what was hidden.
            cluster.start(isControl ? 0 : value)
            cell = Cell(Unicode.Scalar(Self.picture(of: value)) ?? "\u{FFFD}", width: 1, style: style)
        } else {
            let columns = ScalarClass.columns(value)
            switch cluster.take(value, columns: columns) {
            case .cell, .mark: cell = Cell(Unicode.Scalar(value) ?? "\u{FFFD}", width: UInt8(columns), style: style)
            case .tail(let letter):
                spelled = Substring(ScalarClass.tail(letter))
                return next(style: style)
            case .twin, .number:
                spelled = Substring(ScalarClass.number(value))
                return next(style: style)
            }
        }
        if index < bytes.count && bytes[index] >= 0x80 { takeTail(into: &cell) }
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

    /// Takes the marks that follow a scalar, and what is written beside it.
    private mutating func takeTail(into cell: inout Cell) {
        while index < bytes.count, bytes[index] >= 0x80 {
            let (value, length) = decode()
            guard value != Self.broken else { return }
            // Tried on a copy: where the scalar begins the next cell, this cluster must not have taken it.
            var ahead = cluster
            switch ahead.take(value, columns: ScalarClass.columns(value)) {
            case .cell, .number: return
            case .mark:
                if let mark = Unicode.Scalar(value) { cell.append(mark: mark) }
            case .tail(let letter): spelled = Substring(ScalarClass.tail(letter))
            case .twin:
                // One that looks like another scalar has nothing to do with this cell.
                guard ScalarClass.columns(value) == 0 else { return }
                spelled = Substring(ScalarClass.number(value))
            }
            cluster = ahead
            index += length
            if !spelled.isEmpty { return }
        }
    }

    /// The picture of a control character; any other is its own.
    private static func picture(of value: UInt32) -> UInt32 {
        value < 0x20 ? 0x2400 + value : value == 0x7F ? 0x2421 : value
    }
}
