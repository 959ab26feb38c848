import MQTT

/// Mosquitto's letters of `sub`, as they were given.
public struct SubscribeLetters: Sendable {
    /// `-t`
    public var filters: [String] = []
    /// `-U`
    public var unsubscriptions: [String] = []
    /// `-q`
    public var qos = 0
    /// `-T`
    public var leftOut: [String] = []
    /// `-C`
    public var count: Int?
    /// `-W`
    public var seconds: Int?
    /// `-E`
    public var endsWhenSubscribed = false
    /// `-R`
    public var leavesOutRetained = false
    /// `--retained-only`
    public var onlyRetained = false
    /// `--remove-retained`
    public var removesRetained = false
    /// `--retain-as-published`
    public var retainsAsPublished = false
    /// `--retain-handling`: always, new or never.
    public var retainHandling: String?
    /// `--random-filter`
    public var percentage = 100.0
    /// `--message-rate`
    public var showsRate = false
    /// `-w`
    public var watches = false

    /// Nothing given.
    public init() {}

    /// What the letters mean together.
    ///
    /// - Parameters:
    ///   - connection: the letters about the connection.
    ///   - environment: answers with a variable's value.
    /// - Throws: ``ScriptError`` for letters that contradict one another or cannot be.
    public func request(
        _ connection: ConnectionRequest, environment: (String) -> String?
    ) async throws(ScriptError) -> SubscribeRequest {
        if let count { _ = try number(count, 1...Int(Int32.max), "-C") }
        let setup = try await connection.setup(
            for: .sub, count: count, namesTopic: !filters.isEmpty, environment: environment)
        let wanted = (setup.topic.map { [$0] } ?? []) + filters
        // `-U` alone takes a filter out of a session that is kept.
        guard !wanted.isEmpty || !unsubscriptions.isEmpty else {
            throw ScriptError("name a topic to subscribe to with -t, or one to unsubscribe from with -U")
        }
        if leavesOutRetained, onlyRetained {
            throw ScriptError("-R and --retained-only together leave nothing to print")
        }

        var request = SubscribeRequest(setup)
        let options = try template()
        request.subscriptions = try wanted.map { (text) throws(ScriptError) in
            var subscription = options
            subscription.filter = try filter(text, "-t").text
            return subscription
        }
        request.unsubscriptions = try unsubscriptions.map { (text) throws(ScriptError) in try filter(text, "-U").text }
        request.selection.leftOut = try leftOut.map { (text) throws(ScriptError) in try filter(text, "-T") }
        request.selection.leavesOutRetained = leavesOutRetained
        request.selection.onlyRetained = onlyRetained
        request.selection.count = count
        request.endsWhenSubscribed = endsWhenSubscribed
        request.removesRetained = removesRetained
        guard percentage >= 0.1, percentage <= 100 else {
            throw ScriptError("--random-filter \(percentage): a percentage from 0.1 to 100 is needed")
        }
        request.percentage = percentage
        if let seconds { request.timeOut = .seconds(try number(seconds, 1...Int(Int32.max), "-W")) }
        request.showsRate = showsRate
        request.watches = watches
        return request
    }

    /// A subscription with the options that all of them have.
    private func template() throws(ScriptError) -> Subscription {
        var subscription = Subscription(filter: "", qos: try level(qos, "-q"))
        subscription.retainAsPublished = retainsAsPublished
        // What is left out need not come; but what is to be removed has to.
        subscription.retainHandling = try retainHandlingOption(
            retainHandling, otherwise: leavesOutRetained && !removesRetained ? .doNotSend : .send)
        return subscription
    }
}
