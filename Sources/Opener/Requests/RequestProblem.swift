/// What keeps a request from being sent, and where it is.
public struct RequestProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it is.
    public enum Place: Hashable, Sendable {
        /// The method.
        case method
        /// The URL.
        case url
        /// The row of a table, counted from 0.
        case path(Int), query(Int), header(Int)
        /// The body.
        case body
        /// Who sends it.
        case auth
        /// How it travels.
        case options
    }

    /// Where it is.
    public var place: Place
    /// What is wrong and what to do, in one line.
    public var description: String
    /// Whether it is only that a name stands for nothing here.
    public var lacksValue = false

    /// A problem in words.
    public init(_ place: Place, _ description: String) {
        self.place = place
        self.description = description
    }

    /// Whether nothing but names without a value keeps a request from being sent: where one is given, who asks knows.
    static func lacksValuesAlone(_ unresolved: [String], _ problems: [RequestProblem]) -> Bool {
        !unresolved.isEmpty && other(problems) == nil
    }

    private static func other(_ problems: [RequestProblem]) -> RequestProblem? {
        problems.first { !$0.lacksValue && !$0.description.isEmpty }
    }

    /// The first thing that keeps a request from being sent, in one line; nil when nothing does.
    static func words(_ unresolved: [String], _ problems: [RequestProblem]) -> String? {
        if !unresolved.isEmpty {
            let words = "No value for \(unresolved.joined(separator: ", "))"
            // A call that is written wrongly has words of its own, which would be passed over.
            let other = other(problems)?.description
            return other.map { "\(words); \($0)" } ?? words
        }
        return problems.first?.description
    }
}
