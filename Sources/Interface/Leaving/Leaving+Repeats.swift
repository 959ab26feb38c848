import Model

/// What is asked of requests that are repeated, before the program ends.
extension Leaving {
    /// Whether nothing but such requests would be lost.
    func isOfRequests(_ goal: Goal) -> Bool { words(goal) == goal.repeated(model) && !words(goal).isEmpty }

    /// What waiting waits for.
    func waitWords(_ goal: Goal) -> String {
        isOfRequests(goal)
            ? "Wait for those that end by themselves, then \(goal.verb)"
            : "Wait until the broker has them, then \(goal.verb)"
    }
}
