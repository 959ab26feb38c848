import ArgumentParser
import Scripts

/// `martlet sub`: subscribes and prints, for scripts.
struct SubVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sub",
        _superCommandName: programName,
        abstract: "Subscribe and print messages, with mosquitto_sub's letters",
        discussion: """
            martlet sub -h broker.example -t 'home/#' -v
            martlet sub -t sensors/kitchen/temperature -C 1 -W 10
            martlet sub -t 'home/#' --json | jq -r 'select(.retain | not) | .topic'
            martlet sub -t '#' -F '@Y-@m-@d @H:@M:@S.@N %-30.30t %q %l %x'
            martlet sub -t '#' --remove-retained --retained-only -W 5

            It ends with 0, with the CONNACK's code when the broker refuses, with 27 when the time of -W is over, and \
            with 1 for other errors, which stand in one line on standard error.
            """,
        version: Martlet.configuration.version,
        helpNames: helpNames)

    @OptionGroup(title: "Connection")
    var connection: ScriptConnectionOptions

    @Option(name: FilterOption.name, parsing: .unconditionalSingleValue, help: FilterOption.help)
    var filters: [String] = []

    @Option(name: QoSOption.name, parsing: .unconditional, help: QoSOption.help)
    var qos: Int?

    @Option(
        name: [.customShort("U"), .customLong("unsubscribe")], parsing: .unconditionalSingleValue,
        help: "Filter to unsubscribe from, after subscribing; may be repeated")
    var unsubscriptions: [String] = []

    @Option(
        name: [.customShort("T"), .customLong("filter-out")], parsing: .unconditionalSingleValue,
        help: "Leave out topics that match the filter; may be repeated")
    var leftOut: [String] = []

    @Option(
        name: [.customShort("C"), .customLong("count")], parsing: .unconditional,
        help: "End after so many messages; those behind are not acknowledged")
    var count: Int?

    @Option(
        name: [.customShort("W"), .customLong("timeout")], parsing: .unconditional,
        help: "End after so many seconds, with exit code 27")
    var seconds: Int?

    @Flag(name: [.customShort("E"), .customLong("exit-after-subscribe")], help: "End when the broker has answered")
    var endsWhenSubscribed = false

    @Flag(name: [.customShort("R"), .customLong("no-retained")], help: "Leave out messages that the broker had kept")
    var leavesOutRetained = false

    @Flag(
        name: .customLong("retained-only"),
        help: "Only messages that the broker had kept; the first other one is the end")
    var onlyRetained = false

    @Flag(name: .customLong("remove-retained"), help: "Remove retained messages from the broker as they come")
    var removesRetained = false

    @Flag(name: .customLong("retain-as-published"), help: "Have the retain flag as it was published (MQTT 5)")
    var retainsAsPublished = false

    @Option(
        name: .customLong("retain-handling"), parsing: .unconditional,
        help: ArgumentHelp(
            "Send what is retained: always, new (subscriptions only) or never (MQTT 5)", valueName: "when"),
        completion: .list(["always", "new", "never"]))
    var retainHandling: String?

    @Option(
        name: .customLong("random-filter"), parsing: .unconditional,
        help: ArgumentHelp("Print so many of 100 messages on average, 0.1 to 100 (default: 100)", valueName: "percent"))
    var percentage: Double?

    @OptionGroup(title: "Output")
    var output: ScriptOutputOptions

    @Flag(name: .customLong("message-rate"), help: "Print how many messages came, every second, instead of them")
    var showsRate = false

    @Flag(name: [.customShort("w"), .customLong("watch")], help: "Give each topic a line of the terminal")
    var watches = false

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    func run() throws {
        try Script.run("sub", isQuiet: connection.isQuiet) { () throws(ScriptError) in
            var letters = SubscribeLetters()
            letters.filters = filters
            letters.unsubscriptions = unsubscriptions
            letters.qos = qos ?? 0
            letters.leftOut = leftOut
            letters.count = count
            letters.seconds = seconds
            letters.endsWhenSubscribed = endsWhenSubscribed
            letters.leavesOutRetained = leavesOutRetained
            letters.onlyRetained = onlyRetained
            letters.removesRetained = removesRetained
            letters.retainsAsPublished = retainsAsPublished
            letters.retainHandling = retainHandling
            letters.percentage = percentage ?? 100
            letters.showsRate = showsRate
            letters.watches = watches
            let connection = try ConnectionRequest(connection, tls)
            var request = try Script.wait { [letters] in
                try await letters.request(connection, environment: Script.variable)
            }
            request.output = try output.output(.standard)
            return try Subscriber(request).run()
        }
    }
}
