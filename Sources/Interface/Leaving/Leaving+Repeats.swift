import Model

/// What is asked of requests that are repeated, before the program ends.
extension Leaving {
    /// Whether nothing but such requests would be lost.
    func isOfRequests(_ goal: Goal) -> Bool { words(goal) == goal.repeated(model) && !words(goal).isEmpty }

    /// What waiting waits for.
    func waitWords(_ goal: Goal) -> String {
        if isOfRequests(goal) { return "Wait for those that end by themselves, then \(goal.verb)" }
        return hasOpenRun(goal)
            // Nobody waits for what has no end.
            ? "Stop repeating, wait until the broker has what was sent, then \(goal.verb)"
            : "Wait until the broker has them, then \(goal.verb)"
    }

    /// Whether a publish is repeated that does not end by itself.
    func hasOpenRun(_ goal: Goal) -> Bool {
        goal.connections(model).contains { workspace in
            workspace.publishing.runs.contains { $0.isActive && ($0.total == nil || $0.state != .running) }
        }
    }
}
