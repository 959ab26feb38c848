import ArgumentParser
import Scripts

/// `martlet pub`: publishes, for scripts.
struct PubVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pub",
        _superCommandName: programName,
        abstract: "Publish messages, with mosquitto_pub's letters",
        discussion: """
            martlet pub -h broker.example -t home/hall/lamp/set -m '{"on":true}' -q 1
            martlet pub -t home/hall/lamp/set -n -r                 removes a retained message
            martlet pub -t camera/porch -f picture.jpg -D publish content-type image/jpeg
            vmstat -n 1 | martlet pub -t host/vmstat -l             each line is a message
            martlet pub -t clock/tick -m tick --repeat 10 --repeat-delay 0.5

            It ends when the broker has acknowledged everything of QoS 1 and 2: with 0, with the CONNACK's code when the \
            broker refuses, with 7 when the connection is lost (-l connects again and goes on), and with 1 for other \
            errors, which stand in one line on standard error.
            """,
        version: Martlet.configuration.version,
        helpNames: helpNames)

    @OptionGroup(title: "Connection")
    var connection: ScriptConnectionOptions

    @Option(
        name: [.customShort("t"), .customLong("topic")], parsing: .unconditional, help: "Topic to publish to")
    var topic: String?

    @OptionGroup(title: "Payload")
    var payload: ScriptPayloadOptions

    @Flag(name: [.customShort("l"), .customLong("stdin-line")], help: "Send each line of standard input")
    var readsLines: Int

    @Option(name: [.customShort("q"), .customLong("qos")], parsing: .unconditional, help: "QoS, 0 to 2 (default: 0)")
    var qos: Int?

    @Flag(name: [.customShort("r"), .customLong("retain")], help: "Have the broker keep the message")
    var retain = false

    @Option(name: .customLong("repeat"), parsing: .unconditional, help: "Send it so many times (default: 1)")
    var repeats: Int?

    @Option(
        name: .customLong("repeat-delay"), parsing: .unconditional,
        help: ArgumentHelp("Seconds between the delivery of one and the next (default: 0)", valueName: "seconds"))
    var pause: Double?

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    func run() throws {
        try Script.run("pub", isQuiet: connection.isQuiet) { () throws(ScriptError) in
            var letters = PublishLetters(payload)
            letters.topic = topic
            letters.lines = readsLines
            letters.qos = qos ?? 0
            letters.retain = retain
            letters.repeats = repeats ?? 1
            letters.pause = pause ?? 0
            let connection = try ConnectionRequest(connection, tls)
            let request = try Script.wait { [letters] in
                try await letters.request(connection, environment: Script.variable)
            }
            return try Publisher(request).run()
        }
    }
}
