/// Waits until `fact` answers something, and returns that; throws a ``TestFailure`` that says what was waited for when
/// `limit` has passed. The fact is asked for again every few milliseconds.
///
/// - Parameters:
///   - what: What is waited for, for the failure's words.
///   - limit: The longest wait.
///   - report: What to show when it did not happen: a screen, a log.
///   - fact: Answers nil while it is not so.
public func waiting<Fact>(
    for what: String, within limit: Duration = .seconds(10), report: () -> String = { "" },
    isolation: isolated (any Actor)? = #isolation, _ fact: () throws -> Fact?
) async throws -> Fact {
    let deadline = ContinuousClock.now.advanced(by: limit)
    while true {
        if let fact = try fact() { return fact }
        if ContinuousClock.now >= deadline {
            throw TestFailure("Not within \(limit): \(what)\n\(report())")
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
