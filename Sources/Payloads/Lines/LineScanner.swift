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
}

/// Looks at every token once while lines are counted, and remembers the first that is wrong.
protocol LineChecker: PieceSink {
    init(base: UnsafePointer<UInt8>)
    var problem: Problem? { get }
    /// All bytes are read.
    mutating func finish(at end: Int)
}
