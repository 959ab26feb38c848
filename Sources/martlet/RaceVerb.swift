import App
import ArgumentParser
import Scripts

/// `martlet race`: what polling and pushing cost.
struct RaceVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "race",
        abstract: "Poll or push: a request and a topic that tell the same thing, and what each costs",
        discussion: """
            martlet race mqtt://broker.example -t home/lamp --http http://broker.example/lamp
            martlet race broker.example -t home/lamp --http http://broker.example/lamp --every 5 -W 600 --json

            It requests the URL every --every seconds, with If-None-Match where an answer had an ETag, and listens to the topic \
            meanwhile; -W says for how long. A change counts from the first sight of it, by whichever of the two. What an idle \
            hour costs is computed from what was measured, by the bytes of MQTT and HTTP, without TCP, IP and TLS.
            """,
        helpNames: helpNames)

    @Argument(help: "mqtt:// mqtts:// ws:// wss://, or a host name")
    var broker: String?

    @OptionGroup(title: "Connection")
    var connection: ScriptConnectionOptions

    @Option(
        name: [.customShort("t"), .customLong("topic")], parsing: .unconditional, help: "Topic to listen to")
    var topic: String

    @Option(name: [.customShort("q"), .customLong("qos")], parsing: .unconditional, help: "QoS, 0 to 2")
    var qos: Int = 0

    @Option(
        name: .customLong("http"), parsing: .unconditional,
        help: ArgumentHelp("What is requested again and again", valueName: "url"))
    var http: String

    @Option(
        name: .customLong("every"), parsing: .unconditional,
        help: ArgumentHelp("Seconds from one request to the next", valueName: "seconds"))
    var every: Double = 5

    @Option(
        name: [.customShort("W"), .customLong("for")], parsing: .unconditional,
        help: ArgumentHelp("Seconds that the race lasts", valueName: "seconds"))
    var seconds: Double = 60

    @Flag(name: .customLong("json"), help: "One JSON object; times in nanoseconds, sizes in bytes")
    var isJSON = false

    @OptionGroup(title: "Will")
    var will: WillOptionGroup

    @OptionGroup(title: "TLS")
    var tls: ScriptTLSOptions

    func validate() throws {
        guard every >= 0.01, every <= 86_400 else {
            throw ValidationError("--every \(every) is not 0.01 to 86400 seconds")
        }
        guard seconds >= 0.1, seconds <= 604_800 else {
            throw ValidationError("-W \(seconds) is not 0.1 to 604800 seconds")
        }
        if !http.hasPrefix("http://"), !http.hasPrefix("https://") {
            throw ValidationError("--http \(http) does not begin with http:// or https://")
        }
    }

    func run() throws {
        try Script.run("race", isQuiet: connection.isQuiet) { () throws(ScriptError) in
            var letters = SubscribeLetters()
            letters.filters = [topic]
            letters.qos = qos
            var connection = try ConnectionRequest(connection, tls, will)
            try connection.take(argument: broker)
            let subscribe = try Script.wait { [letters, connection] in
                try await letters.request(connection, environment: Script.variable)
            }
            var race = RaceRequest(
                subscribe, url: http, every: .seconds(every), time: .seconds(seconds),
                userAgent: ProgramVersion.userAgent)
            race.isJSON = isJSON
            return try RaceRunner(race).run()
        }
    }
}
