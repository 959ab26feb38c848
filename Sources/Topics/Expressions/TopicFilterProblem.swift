/// Why the text of a filter cannot be used.
public struct TopicFilterProblem: Error, Equatable, Sendable {
    /// What is wrong and what to do, in one line.
    public var message: String
}
