/// Why a filter cannot be used, and where.
public struct WireFilterProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public var message: String
    /// Where in the text, in characters.
    public var range: Range<Int>

    /// A problem of its parts.
    public init(_ message: String, at range: Range<Int>) {
        self.message = message
        self.range = range
    }

    /// The message and the place, the first character being 1: `there is no field mqtt.qoss (at 5)`.
    public var description: String { "\(message) (at \(range.lowerBound + 1))" }
}
