import Model

/// What is asked of requests that are repeated or have no answer yet, before the program ends.
extension Leaving {
    /// Whether nothing but requests would be lost.
    func isOfRequests(_ goal: Goal) -> Bool { words(goal) == goal.requests(model) && !words(goal).isEmpty }

    /// Whether something of it ends by itself: to wait for what never does would be to stop it.
    func hasEnd(_ goal: Goal) -> Bool {
        let publishes = goal.connections(model).contains { workspace in
            var waiting = WaitingPublishes(workspace.publishing)
            // What is held waits for the person.
            (waiting.openRuns, waiting.held) = (0, 0)
            return !waiting.isEmpty
        }
        if publishes || !goal.unanswered(model).isEmpty { return true }
        return !goal.repeated(model).isEmpty && model.requests.repeats.active.contains { !$0.isOpen }
    }

    /// What waiting waits for.
    func waitWords(_ goal: Goal) -> String {
        if isOfRequests(goal) {
            let answers = goal.changes(model).count == 1 ? "the answer" : "the answers"
            return goal.repeated(model).isEmpty
                ? "Wait for \(answers), then \(goal.verb)" : "Wait for those that end by themselves, then \(goal.verb)"
        }
        let answers = goal.unanswered(model).isEmpty ? "" : " and the answers are here"
        // What goes on for ever is stopped first: whoever waits for it would wait for ever.
        if hasOpenRuns(goal) {
            return "Stop what goes on, wait until the broker has the rest\(answers), then \(goal.verb)"
        }
        if hasHeld(goal) { return "Wait until the broker has the others, and decide then" }
        return "Wait until the broker has them\(answers), then \(goal.verb)"
    }

    /// What the question is about.
    func title(_ goal: Goal) -> String {
        if words(goal).isEmpty { return goal.word }
        if isOfRequests(goal) {
            if !goal.repeated(model).isEmpty { return "Requests are repeated" }
            let count = goal.changes(model).count
            return count == 1 ? "A request that changes something" : "\(count) requests that change something"
        }
        if !goal.requests(model).isEmpty { return "Publishes and requests wait" }
        let waiting = goal.connections(model).map { WaitingPublishes($0.publishing) }.filter { !$0.isEmpty }
        let isOfRuns = waiting.allSatisfy { $0.openRuns > 0 && $0.unsent == 0 && $0.held == 0 && $0.swept == 0 }
        return isOfRuns ? "Publishes are repeated" : "Publishes wait"
    }

    private func hasHeld(_ goal: Goal) -> Bool {
        goal.connections(model).contains { WaitingPublishes($0.publishing).held > 0 }
    }

    /// What becomes of publishes that are held, which waiting does not change; nil where none is.
    func heldWords(_ goal: Goal, _ key: String?) -> String? {
        guard hasHeld(goal) else { return nil }
        return "What is held is lost then" + (key.map { ": stay, and \($0) decides of it" } ?? "")
    }

    private func hasOpenRuns(_ goal: Goal) -> Bool {
        goal.connections(model).contains { WaitingPublishes($0.publishing).openRuns > 0 }
    }
}
