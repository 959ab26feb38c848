import MQTT

/// Mosquitto's letters of `rr` beyond those of `pub`, as they were given.
public struct ResponseLetters: Sendable {
    /// `-e`
    public var responseTopic: String?
    /// `-R`
    public var leavesOutRetained = false
    /// `-W`
    public var seconds: Int?
    /// `--latency`
    public var showsLatency = false
    /// `--retain-as-published`
    public var retainsAsPublished = false
    /// `--retain-handling`: always, new or never.
    public var retainHandling: String?

    /// Nothing given.
    public init() {}

    /// What the letters mean together.
    ///
    /// - Throws: ``ScriptError`` for letters that contradict one another or cannot be.
    public func request(
        _ connection: ConnectionRequest, _ message: PublishLetters, environment: (String) -> String?
    ) async throws(ScriptError) -> ResponseRequest {
        guard let responseTopic else { throw ScriptError("name the topic of the response with -e") }
        do {
            try Topic.validate(responseTopic)
        } catch {
            throw ScriptError("-e \(responseTopic): \(error)")
        }
        var request = try await message.request(connection, for: .rr, environment: environment)
        let isVersion5 =
            // Before MQTT 5 a message has no response topic: the other side has to know it.
            request.connection.configuration.protocolChoice == .exactly(.v5)
            || request.connection.configuration.protocolChoice == .auto
        if isVersion5 {
            if request.message.properties.responseTopic != nil {
                throw ScriptError("-e is the response topic: leave -D publish response-topic out")
            }
            request.message.properties.responseTopic = responseTopic
        }
        var subscription = Subscription(filter: responseTopic, qos: try level(message.qos, "-q"))
        subscription.retainAsPublished = retainsAsPublished
        subscription.retainHandling = try retainHandlingOption(
            retainHandling, otherwise: leavesOutRetained ? .doNotSend : .send)
        var whole = ResponseRequest(request, responseTopic: subscription)
        whole.leavesOutRetained = leavesOutRetained
        whole.showsLatency = showsLatency
        if let seconds { whole.timeOut = .seconds(try number(seconds, 1...Int(Int32.max), "-W")) }
        return whole
    }
}

/// `--retain-handling` by its word.
func retainHandlingOption(
    _ word: String?, otherwise: Subscription.RetainHandling
) throws(ScriptError) -> Subscription.RetainHandling {
    switch word {
    case nil: return otherwise
    case "always": return .send
    case "new": return .sendIfNew
    case "never": return .doNotSend
    case let other?: throw ScriptError("--retain-handling \(other): always, new or never is needed")
    }
}
