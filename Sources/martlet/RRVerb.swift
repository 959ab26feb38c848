import ArgumentParser
import Scripts

/// `martlet rr`: publishes a request and prints the response, for scripts.
struct RRVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rr",
        _superCommandName: programName,
        abstract: "Publish a request and print its response, with mosquitto_rr's letters",
        discussion: """
            martlet rr -t home/echo/request -e home/echo/response -m ping -W 5
            martlet rr -t rpc/add -e "rpc/replies/$$" -f sum.json -D publish correlation-data 42
            martlet rr -t latency -e latency -m x --latency

            With MQTT 5, the default, the request carries the response topic. It ends with 0, with 27 when the time of -W \
            is over, with the CONNACK's code when the broker refuses, with 7 when the connection is lost, and with 1 for \
            other errors.
            """,
        version: Martlet.configuration.version,
        helpNames: helpNames)

    @OptionGroup(title: "Connection")
    var connection: ScriptConnectionOptions

    @Option(name: [.customShort("t"), .customLong("topic")], parsing: .unconditional, help: "Topic of the request")
    var topic: String?

    @Option(
        name: [.customShort("e"), .customLong("response-topic")], parsing: .unconditional,
        help: "Topic of the response")
    var responseTopic: String?

    @OptionGroup(title: "Payload")
    var payload: ScriptPayloadOptions

    @Option(name: [.customShort("q"), .customLong("qos")], parsing: .unconditional, help: "QoS, 0 to 2 (default: 0)")
    var qos: Int?

    @Option(
        name: [.customShort("W"), .customLong("timeout")], parsing: .unconditional,
        help: "End after so many seconds, with exit code 27")
    var seconds: Int?

    @Flag(
        name: [.customShort("R"), .customLong("no-retained")], help: "A message that the broker had kept is no response"
    )
    var leavesOutRetained = false

    @Flag(name: .customLong("retain-as-published"), help: "Have the retain flag as it was published (MQTT 5)")
    var retainsAsPublished = false

    @Option(
        name: .customLong("retain-handling"), parsing: .unconditional,
        help: ArgumentHelp(
            "Send what is retained: always, new (subscriptions only) or never (MQTT 5)", valueName: "when"),
        completion: .list(["always", "new", "never"]))
    var retainHandling: String?

    @Flag(name: .customLong("latency"), help: "Print the time between request and response")
    var showsLatency = false

    @OptionGroup(title: "Output")
    var output: ScriptOutputOptions

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    func run() throws {
        try Script.run("rr", isQuiet: connection.isQuiet) { () throws(ScriptError) in
            var message = PublishLetters(payload)
            message.topic = topic
            message.qos = qos ?? 0
            var letters = ResponseLetters()
            letters.responseTopic = responseTopic
            letters.leavesOutRetained = leavesOutRetained
            letters.seconds = seconds
            letters.showsLatency = showsLatency
            letters.retainsAsPublished = retainsAsPublished
            letters.retainHandling = retainHandling
            let connection = try ConnectionRequest(connection, tls)
            var request = try Script.wait { [letters, message] in
                try await letters.request(connection, message, environment: Script.variable)
            }
            request.output = try output.output(.standard)
            return try Requester(request).run()
        }
    }
}
