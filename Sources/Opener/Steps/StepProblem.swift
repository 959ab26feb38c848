/// Something of a step cannot be understood or used: one line for the person.
public struct StepProblem: Error, CustomStringConvertible, Sendable {
    /// What is wrong.
    public let description: String

    /// A problem in words.
    public init(_ description: String) { self.description = description }
}
