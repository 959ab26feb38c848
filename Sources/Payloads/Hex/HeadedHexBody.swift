/// Lines of text, and below them bytes that are no text, in hexadecimal: an answer as it came whose body is an image or is
/// compressed.
final class HeadedHexBody: DocumentBody {
    private let head: any DocumentBody
    private let rest: HexBody

    init(_ head: PayloadBytes, _ rest: PayloadBytes) {
        self.head = TreeBody<RawScanner>(head)
        self.rest = HexBody(rest)
        // A head is short: its lines are counted at once, since those below it follow them.
        _ = self.head.advance(units: max(1, head.count) * 2)
    }

    var isComplete: Bool { head.isComplete }
    func advance(units: Int) -> Bool { head.advance(units: units) }
    var lineCount: Int { head.lineCount + rest.lineCount }

    func width(ofLine line: Int) -> Int {
        line < head.lineCount ? head.width(ofLine: line) : rest.width(ofLine: line - head.lineCount)
    }

    // No line of the head takes another place when the bytes below it are laid out anew: nothing to scroll by.
    func fit(columns: Int) -> (old: Int, new: Int)? {
        _ = rest.fit(columns: columns)
        return nil
    }

    func paint(line: Int, _ painter: inout Painter) {
        if line < head.lineCount {
            head.paint(line: line, &painter)
        } else {
            rest.paint(line: line - head.lineCount, &painter)
        }
    }
}
