/// Bytes in lines of sixteen: the offset, the bytes in two groups of eight, and their characters.
final class HexBody: DocumentBody {
    private let bytes: PayloadBytes
    private let digits: Int

    init(_ bytes: PayloadBytes) {
        self.bytes = bytes
        digits = max(8, String(bytes.count, radix: 16).utf8.count)
    }

    var isComplete: Bool { true }
    func advance(units: Int) -> Bool { true }
    var lineCount: Int { (bytes.count + 15) / 16 }

    func width(ofLine line: Int) -> Int { digits + 2 + 49 + 2 + min(16, bytes.count - line * 16) + 1 }

    func paint(line: Int, _ painter: inout Painter) {
        let start = line * 16
        bytes.withBytes { bytes in
            let row = bytes[start..<min(bytes.count, start + 16)]
            painter.words(HexBody.hex(start, digits: digits), .hexOffset)
            painter.spaces(2)
            var text = ""
            for place in 0..<16 {
                if place == 8 { text += " " }
                text += place < row.count ? HexBody.hex(Int(row[start + place]), digits: 2) + " " : "   "
            }
            painter.words(text, .hexBytes)
            painter.spaces(1)
            painter.words("|", .punctuation)
            painter.words(
                String(String.UnicodeScalarView(row.map { $0 &- 0x20 < 0x5F ? Unicode.Scalar($0) : "." })), .hexText)
            painter.words("|", .punctuation)
        }
    }

    private static func hex(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
