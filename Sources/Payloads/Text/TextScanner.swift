import Glibc
import Text

/// Text as it is: one line per line feed; the line breaks themselves, `\n` and `\r\n`, are not shown.
enum TextScanner: LineScanner {
    typealias Checker = TextChecker
    static let name = "text"
    static let expandsTabs = true

    static func scan<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ sink: inout Sink
    ) -> LineShape? {
        guard state.offset < end else { return nil }
        let (close, next) = LineBreak.find(base, state.offset, end)
        if close > state.offset { sink.take(.plain, state.offset, close, spaceAfter: false) }
        state.offset = next
        return LineShape(depth: 0)
    }
}

/// What was sent: every byte is shown once, line breaks as their pictures at the end of the line.
enum RawScanner: LineScanner {
    typealias Checker = NoChecker
    static let name = "payload"
    static let expandsTabs = true

    static func scan<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ sink: inout Sink
    ) -> LineShape? {
        guard state.offset < end else { return nil }
        let (close, next) = LineBreak.find(base, state.offset, end)
        if close > state.offset { sink.take(.plain, state.offset, close, spaceAfter: false) }
        if next > close { sink.take(.lineBreakMark, close, next, spaceAfter: false) }
        state.offset = next
        return LineShape(depth: 0)
    }
}

/// Looks for bytes that are not UTF-8.
struct TextChecker: LineChecker {
    private(set) var problem: Problem?
    private let base: UnsafePointer<UInt8>
    /// Up to here the bytes are known to be UTF-8, when they are of the line being read.
    private var checked = 0

    init(base: UnsafePointer<UInt8>) { self.base = base }

    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {
        guard problem == nil, let offset = UTF8Bytes.firstFlaw(base, max(start, min(checked, end)), end) else { return }
        problem = Problem(flaw: .invalidUTF8, offset: offset)
    }

    mutating func foresee(from: Int, upTo goal: Int) -> Bool {
        guard LineBreak.isNone(base, from, goal) else { return false }
        if problem == nil {
            let flaw = UTF8Bytes.firstFlaw(base, max(from, checked), goal)
            // A scalar may be cut by the edge: it is looked at again when the line is read.
            checked = flaw ?? goal
        }
        return true
    }

    mutating func flaw(_ flaw: Flaw, at offset: Int) {}
    mutating func finish(at end: Int) {}
}

/// Nothing can be wrong.
struct NoChecker: LineChecker {
    var problem: Problem? { nil }
    private let base: UnsafePointer<UInt8>
    init(base: UnsafePointer<UInt8>) { self.base = base }
    mutating func foresee(from: Int, upTo goal: Int) -> Bool { LineBreak.isNone(base, from, goal) }
    mutating func take(_ kind: TokenKind, _ start: Int, _ end: Int, spaceAfter: Bool) {}
    mutating func flaw(_ flaw: Flaw, at offset: Int) {}
    mutating func finish(at end: Int) {}
}
