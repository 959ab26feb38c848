/// Checks that a text is one JSON value (RFC 8259 2): as ``JSONChecker``, and a second value is one too many.
struct JSONTextChecker: LineChecker {
    private var checker: JSONChecker
    private var depth = 0
    private var values = 0
    private var extra: Problem?

    init(base: UnsafePointer<UInt8>) {
        checker = JSONChecker(base: base)
        self.base = base
    }

    private let base: UnsafePointer<UInt8>

    var problem: Problem? { extra ?? checker.problem }

    @inline(__always)
    mutating func flaw(_ flaw: Flaw, at offset: Int) { checker.flaw(flaw, at: offset) }

    @inline(__always)
    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {
        if problem != nil { return }
        if kind == .punctuation {
            switch base[start] {
            case 0x7B, 0x5B:
                begin(start)
                depth += 1
            case 0x7D, 0x5D: depth -= 1
            default: break
            }
        } else {
            begin(start)
        }
        checker.take(kind, start, end, spaceAfter: spaceAfter)
    }

    private mutating func begin(_ start: Int) {
        guard depth == 0 else { return }
        values += 1
        if values > 1 { extra = Problem(flaw: .extraAfterEnd, offset: start) }
    }

    mutating func finish(at end: Int) { checker.finish(at: end) }
}
