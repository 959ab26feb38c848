import App
import ArgumentParser
import Opener
import Scripts

/// `martlet race`: what polling and pushing cost.
struct RaceVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "race",
        _superCommandName: programName,
        abstract: "Poll or push: a request and a topic that tell the same thing, and what each costs",
        discussion: """
            martlet race mqtt://broker.example -t home/lamp --http http://broker.example/lamp
            martlet race broker.example -t home/lamp --http http://broker.example/lamp --every 5 -W 600 --json

            It requests the URL every --every seconds, with If-None-Match where an answer had an ETag, and listens to the topic \
            meanwhile; -W says for how long. A change is counted when it is first seen, pushed or polled. What an idle \
            hour costs is computed from what was measured, by the bytes of MQTT and HTTP, without TCP, IP and TLS. The exit \
            code is 1, behind what was measured, when the broker is lost or the requests had no answer in the end.
            """,
        version: Martlet.configuration.version,
        helpNames: helpNames)

    @OptionGroup var listening: ListeningOptions

    @Option(
        name: [.customShort("t"), .customLong("topic")], parsing: .unconditional, help: "Topic to listen to")
    var topic: String

    @Option(name: QoSOption.name, parsing: .unconditional, help: QoSOption.help)
    var qos: Int?

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

    func validate() throws {
        if let words = ListeningOptions.problem(ofEvery: every) { throw ValidationError(words) }
        guard seconds >= 0.1, seconds <= 604_800 else {
            throw ValidationError("-W \(seconds) is not 0.1 to 604800 seconds")
        }
        if let words = ListeningOptions.problem(ofHTTP: http) { throw ValidationError(words) }
    }

    func run() throws {
        try Script.run("race", isQuiet: listening.connection.isQuiet) { () throws(ScriptError) in
            let subscribe = try listening.request([topic], qos: qos ?? 0)
            var race = RaceRequest(
                subscribe, url: http, every: .seconds(every), time: .seconds(seconds),
                userAgent: ProgramVersion.userAgent)
            race.isJSON = isJSON
            return try RaceRunner(race).run()
        }
    }
}
