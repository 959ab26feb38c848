import NIOHTTP1

/// The content of POST, PUT and PATCH for a task.
struct TaskEntry: Decodable {
    private let summary: String?
    private let description: String?
    /// True when a summary was given, be it null.
    let hasSummary: Bool
    private let hasDescription: Bool

    private enum Keys: String, CodingKey { case summary, description }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Keys.self)
        summary = try members.decodeIfPresent(String.self, forKey: .summary)
        description = try members.decodeIfPresent(String.self, forKey: .description)
        hasSummary = members.contains(.summary)
        hasDescription = members.contains(.description)
    }

    /// The summary; throws when there is none, or none that may be.
    func checkedSummary() throws(ServiceProblem) -> String {
        guard let summary else { throw ServiceProblem(.badRequest, "\"summary\" is missing") }
        if let problem = TodoTask.problem(inSummary: summary) { throw ServiceProblem(.badRequest, problem) }
        return summary
    }

    /// The description; nil when it was not mentioned, empty when it was null.
    func checkedDescription() throws(ServiceProblem) -> String? {
        guard hasDescription else { return nil }
        if let problem = TodoTask.problem(inDescription: description ?? "") {
            throw ServiceProblem(.badRequest, problem)
        }
        return description ?? ""
    }
}
