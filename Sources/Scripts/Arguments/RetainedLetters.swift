import MQTT

/// The words and letters of `retained`, as they were given.
public struct RetainedLetters: Sendable {
    /// The filters behind the verb, and those of `-t`.
    public var filters: [String] = []
    /// `--yes`
    public var isConfirmed = false
    /// `--dry-run`
    public var isDryRun = false
    /// `--settle`
    public var settle: Double?
    /// `-W`
    public var seconds: Int?

    /// Nothing given.
    public init() {}

    /// What they mean together.
    ///
    /// - Parameters:
    ///   - deed: whether to list or to clear.
    ///   - canAsk: whether a person is there who can be asked.
    /// - Throws: ``ScriptError`` for letters that contradict one another or cannot be.
    public func request(
        _ deed: RetainedRequest.Deed, _ connection: ConnectionRequest, canAsk: Bool,
        environment: (String) -> String?
    ) async throws(ScriptError) -> RetainedRequest {
        let setup = try await connection.setup(for: .retained, namesTopic: !filters.isEmpty, environment: environment)
        let wanted = (setup.topic.map { [$0] } ?? []) + filters
        guard !wanted.isEmpty else { throw ScriptError("name a filter, such as 'home/#'; '#' is everything but $SYS") }
        var request = RetainedRequest(deed, setup)
        request.filters = try wanted.map { (text) throws(ScriptError) in
            do {
                let filter = try TopicFilter(text)
                // MQTT 5 4.8.2.
                guard !filter.isShared else {
                    throw ScriptError("\(text): a shared subscription is sent nothing that is retained")
                }
                return filter.text
            } catch let error as ScriptError {
                throw error
            } catch {
                throw ScriptError("\(text): \(error)")
            }
        }
        request.isDryRun = isDryRun
        request.isConfirmed = isConfirmed
        if deed == .list {
            if isDryRun || isConfirmed { throw ScriptError("ls changes nothing: leave --dry-run and --yes to clear") }
        } else if isDryRun, isConfirmed {
            throw ScriptError("--dry-run and --yes cannot be used together")
        } else if !isDryRun, !isConfirmed, !canAsk {
            throw ScriptError("nothing is cleared without asking: --dry-run shows what would go, --yes clears it")
        }
        if let settle {
            guard settle >= 0, settle <= 3600 else {
                throw ScriptError("--settle \(settle): a number of seconds from 0 to 3600 is needed")
            }
            request.settle = .seconds(settle)
        }
        if let seconds { request.timeOut = .seconds(try number(seconds, 1...Int(Int32.max), "-W")) }
        return request
    }
}
