import Text

/// Bytes in lines of sixteen, or of eight or four where there is less room: the offset, the bytes in groups of up to eight,
/// and their characters.
final class HexBody: DocumentBody {
    private let bytes: PayloadBytes
    private let digits: Int
    /// Bytes of a line.
    private var perLine = 16

    init(_ bytes: PayloadBytes) {
        self.bytes = bytes
        // As wide as the last offset: what it does not need are more bytes in a line.
        digits = max(4, String(bytes.count, radix: 16).utf8.count)
    }

    var isComplete: Bool { true }
    func advance(units: Int) -> Bool { true }
    var lineCount: Int { (bytes.count + perLine - 1) / perLine }

    func width(ofLine line: Int) -> Int { start(perLine) + min(perLine, bytes.count - line * perLine) + 1 }

    // The offset and two blanks, three columns a byte, one more in the middle, a blank and the bar.
    /// The columns before the characters of a line of so many bytes.
    private func start(_ count: Int) -> Int { digits + 2 + 3 * count + (count > 8 ? 1 : 0) + 2 }

    func fit(columns: Int) -> (old: Int, new: Int)? {
        let wanted = HexRow.bytes(in: columns) { start($0) + $0 + 1 }
        guard wanted != perLine else { return nil }
        defer { perLine = wanted }
        return (perLine, wanted)
    }

    func paint(line: Int, _ painter: inout Painter) {
        let start = line * perLine
        bytes.withBytes { bytes in
            let row = bytes[start..<min(bytes.count, start + perLine)]
            painter.words(padded(start, digits, radix: 16), .hexOffset)
            painter.spaces(2)
            var text = ""
            for place in 0..<perLine {
                if place == 8 { text += " " }
                text += place < row.count ? padded(row[start + place], 2, radix: 16) + " " : "   "
            }
            painter.words(text, .hexBytes)
            painter.spaces(1)
            painter.words("|", .punctuation)
            painter.words(
                String(String.UnicodeScalarView(row.map { $0 &- 0x20 < 0x5F ? Unicode.Scalar($0) : "." })), .hexText)
            painter.words("|", .punctuation)
        }
    }
}
