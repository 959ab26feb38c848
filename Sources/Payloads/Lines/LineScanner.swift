/// A way to lay out bytes in lines. It keeps no tree: a line follows from the state at its start alone.
protocol LineScanner {
    associatedtype Checker: LineChecker
    /// What the payload is called when something is wrong with it.
    static var name: String { get }
    /// Whether tabs are expanded; where not, a tab is shown as a control picture.
    static var expandsTabs: Bool { get }
    /// Reads the line that starts at `state`, and moves `state` to the next. Answers nil, having read nothing, at the
    /// end of the bytes. Every line takes at least one byte.
    static func scan<Sink: PieceSink>(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ sink: inout Sink
    ) -> LineShape?

    // What follows has one meaning for all, given below. It is part of the protocol so that each scanner has it
    // compiled for itself: called through a generic type, the loops would cost ten times as much.

    /// Reads lines until `goal` is passed, and notes where they are.
    static func read(
        _ base: UnsafePointer<UInt8>, _ end: Int, upTo goal: Int, _ reader: inout LineReader, _ checker: inout Checker)
    /// Steps over `count` lines.
    static func skip(_ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, lines count: Int)
    /// Reads a line for its shape.
    static func shape(_ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState) -> LineShape?
    /// Reads a line for its tokens.
    static func list(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ list: inout PieceList
    ) -> LineShape?
}

extension LineScanner {
    static func read(
        _ base: UnsafePointer<UInt8>, _ end: Int, upTo goal: Int, _ reader: inout LineReader, _ checker: inout Checker
    ) {
        var state = reader.state
        while state.offset < goal {
            let before = state
            guard let shape = scan(base, end, &state, &checker) else { break }
            reader.note(before, shape)
        }
        reader.state = state
    }

    static func skip(_ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, lines count: Int) {
        var sink = NoSink()
        for _ in 0..<count {
            if scan(base, end, &state, &sink) == nil { return }
        }
    }

    static func shape(_ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState) -> LineShape? {
        var sink = NoSink()
        return scan(base, end, &state, &sink)
    }

    static func list(
        _ base: UnsafePointer<UInt8>, _ end: Int, _ state: inout LineState, _ list: inout PieceList
    ) -> LineShape? {
        scan(base, end, &state, &list)
    }
}

/// Looks at every token once while lines are counted, and remembers the first that is wrong.
protocol LineChecker: PieceSink {
    init(base: UnsafePointer<UInt8>)
    var problem: Problem? { get }
    /// Looks ahead where a line may be too long for one step, from one place to another: whether no line ends there, as
    /// far as that can be told. What was learnt is remembered for when the line is read.
    mutating func foresee(from: Int, upTo goal: Int) -> Bool
    /// All bytes are read.
    mutating func finish(at end: Int)
}

extension LineChecker {
    mutating func foresee(from: Int, upTo goal: Int) -> Bool { false }
}
