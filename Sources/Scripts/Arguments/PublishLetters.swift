import MQTT

/// Mosquitto's letters about a message to publish, of `pub` and `rr`, as they were given.
public struct PublishLetters: Sendable {
    /// `-t`; the last counts.
    public var topic: String?
    /// `-m`
    public var messages: [String] = []
    /// `-f`
    public var files: [String] = []
    /// `-n`: how many times.
    public var nulls = 0
    /// `-l`: how many times.
    public var lines = 0
    /// `-s`: how many times.
    public var inputs = 0
    /// `-q`
    public var qos = 0
    /// `-r`
    public var retain = false
    /// `--repeat`
    public var repeats = 1
    /// `--repeat-delay`, seconds.
    public var pause = 0.0

    /// Nothing given.
    public init() {}

    /// What the letters mean together.
    ///
    /// - Parameters:
    ///   - connection: the letters about the connection.
    ///   - environment: answers with a variable's value.
    /// - Throws: ``ScriptError`` for letters that contradict one another or cannot be.
    public func request(
        _ connection: ConnectionRequest, for verb: ScriptVerb = .pub, environment: (String) -> String?
    ) async throws(ScriptError) -> PublishRequest {
        // One response is waited for; what a saved connection says holds for it all the same.
        let count = verb == .rr && connection.saved == nil ? 1 : nil
        let setup = try await connection.setup(
            for: verb, count: count, namesTopic: topic != nil, environment: environment)
        guard let topic = topic ?? setup.topic else { throw ScriptError("name a topic to publish to with -t") }
        do {
            try Topic.validate(topic)
        } catch {
            throw ScriptError("-t \(topic): \(error)")
        }
        let source = try source()
        guard repeats >= 1 else { throw ScriptError("--repeat \(repeats): a number from 1 is needed") }
        guard pause >= 0, pause <= 1e9 else { throw ScriptError("--repeat-delay \(pause): seconds from 0 are needed") }
        // The lines are read once: there is nothing to send again.
        if repeats > 1, source == .lines { throw ScriptError("--repeat repeats one message, and -l sends many") }
        let message = Publish(
            topic: topic, qos: try level(qos, "-q"), retain: retain, properties: setup.publishProperties)
        var request = PublishRequest(setup, message: message, source: source)
        request.repeats = repeats
        request.pause = .milliseconds(pause * 1000)
        return request
    }

    private func source() throws(ScriptError) -> PublishRequest.Source {
        var sources = messages.map { PublishRequest.Source.text($0) } + files.map { .file($0) }
        sources += Array(repeating: .nothing, count: nulls)
        sources += Array(repeating: .lines, count: lines)
        sources += Array(repeating: .input, count: inputs)
        guard let source = sources.first else {
            throw ScriptError(
                "say what to publish: -m TEXT, -f FILE, -l lines or -s all of standard input, or -n nothing")
        }
        // The same one twice neither, as mosquitto_pub has it.
        guard sources.count == 1 else { throw ScriptError("only one of -m, -f, -l, -s and -n can be sent at once") }
        return source
    }
}
