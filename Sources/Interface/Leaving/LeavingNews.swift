import Kit
import Model
import Profile
import REST

/// What goes wrong of publishes and requests from the moment in which somebody wants to leave: it is told before the end,
/// and not lost with it.
struct LeavingNews {
    private let goal: Leaving.Goal
    private let model: Model
    /// How many messages had failed before.
    private var failures: Int
    /// The requests that had no answer then, and those that were sent since.
    private var requests: [SentRequest]

    /// From now on.
    init(_ goal: Leaving.Goal, _ model: Model) {
        (self.goal, self.model) = (goal, model)
        failures = Self.failures(goal, model)
        requests = goal.changes(model)
    }

    /// Does something whose failures are no news, such as to stop what would never end.
    mutating func ignore(_ work: () -> Void) {
        let before = Self.failures(goal, model)
        work()
        failures += Self.failures(goal, model) - before
        let known = Set(requests.map(\.id))
        requests += goal.changes(model).filter { !known.contains($0.id) }
    }

    private static func failures(_ goal: Leaving.Goal, _ model: Model) -> Int {
        goal.connections(model).reduce(0) { $0 + $1.publishing.failures }
    }

    /// What went wrong, in one line; nil when nothing did.
    /// - Parameter key: the key that shows the publishes; nil for none.
    func words(_ key: String?) -> String? {
        let words = [failedRequests, failedPublishes(key)].compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    private func failedPublishes(_ key: String?) -> String? {
        let failed = Self.failures(goal, model) - failures
        guard failed > 0 else { return nil }
        let why = key.map { ": \($0) tells why" } ?? ""
        return "\(failed == 1 ? "1 publish" : "\(Figures.count(failed)) publishes") failed\(why)"
    }

    /// What became of the requests, where that is nothing good; nil when all were answered well.
    private var failedRequests: String? {
        let failed = requests.compactMap { request -> (title: String, words: String)? in
            guard let exchange = model.requests.exchanges.exchange(request.id, of: request.requestID) else {
                return nil
            }
            if case .failed(let words) = exchange.state { return (exchange.title, "failed: \(words)") }
            guard let status = exchange.response?.status, status >= 400 else { return nil }
            return (exchange.title, "was answered \(status)")
        }
        guard let first = failed.first else { return nil }
        if failed.count == 1 { return "\(first.title) \(first.words)" }
        let titles = failed.map(\.title).bounded("request").joined(separator: ", ")
        return "\(failed.count) requests went wrong: \(titles)"
    }
}

extension [String] {
    /// The first few of them, and how many more there are: `and 4 requests more`.
    func bounded(_ noun: String) -> [String] {
        // One line that is left says less than itself.
        guard count > Self.most + 1 else { return self }
        return prefix(Self.most) + ["and \(Figures.count(count - Self.most, noun)) more"]
    }

    private static var most: Int { 6 }
}
