/// Lines of words of our own, coloured. What is in them is made harmless like any payload.
final class SpanBody: DocumentBody {
    private let lines: [[(kind: TokenKind, bytes: [UInt8])]]

    init(_ lines: [[Span]]) {
        self.lines = lines.map { $0.map { ($0.kind, Array($0.text.utf8)) } }
    }

    var isComplete: Bool { true }
    func advance(units: Int) -> Bool { true }
    var lineCount: Int { lines.count }

    func width(ofLine line: Int) -> Int {
        var painter = Painter(from: Int.max, columns: 0)
        paint(line: line, &painter)
        return painter.column
    }

    func paint(line: Int, _ painter: inout Painter) {
        for span in lines[line] {
            span.bytes.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress { painter.bytes(base, 0, buffer.count, span.kind, tabs: true) }
            }
        }
    }
}
