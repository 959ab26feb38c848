import App
import ArgumentParser
import Opener
import Scripts

/// `martlet wire`: what goes over the wire, for scripts.
struct WireVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wire",
        _superCommandName: programName,
        abstract: "Print every handshake of MQTT and HTTP with its times and what is wrong with it",
        discussion: """
            martlet wire mqtt://broker.example -t 'home/#'
            martlet wire broker.example -t '#' --filter 'mqtt.qos > 0 && failed'
            martlet wire broker.example -t '#' --flat --json -C 100 | jq .type
            martlet wire broker.example -t home/lamp --http http://broker.example/lamp --every 5
            martlet wire broker.example -t '#' -w - | wireshark -k -i -

            A handshake is one row, printed when it is over: PUBLISH with its PUBACK, SUBSCRIBE with its SUBACK, a request with \
            its answer. --filter takes text, Wireshark's names and operators (mqtt.msgtype == 3, mqtt.topic contains "lamp", \
            http.response.code >= 400, and, or, not) and open, done, failed, sent, received, verdict. Passwords, \
            authentication data, cookies and tokens are dots, and stars in a file, unless --secrets asks for them; so are \
            a client identifier and the topic of a will that a saved connection takes from secrets, with their names in braces.

            It ends with 0, with the CONNACK's code when the broker refuses, with 27 when the time of -W is over, and \
            with 1 for other errors, which stand in one line on standard error.
            """,
        version: Martlet.configuration.version,
        helpNames: helpNames)

    @OptionGroup var listening: ListeningOptions

    @Option(name: FilterOption.name, parsing: .unconditionalSingleValue, help: FilterOption.help)
    var filters: [String] = []

    @Option(name: QoSOption.name, parsing: .unconditional, help: QoSOption.help)
    var qos: Int?

    @Option(
        name: .customLong("http"), parsing: .unconditional,
        help: ArgumentHelp("Request this too, when the broker has accepted", valueName: "url"))
    var http: String?

    @Option(
        name: .customLong("every"), parsing: .unconditional,
        help: ArgumentHelp("Request it again and again, after so many seconds", valueName: "seconds"))
    var every: Double?

    @Option(
        name: .customLong("filter"), parsing: .unconditional,
        help: ArgumentHelp("Print only what passes", valueName: "expression"))
    var filter = ""

    @Flag(name: .customLong("flat"), help: "A row for each packet, as it goes by")
    var isFlat = false

    @Flag(name: .customLong("json"), help: "One JSON object a line, always with the same keys")
    var isJSON = false

    @Flag(name: .customLong("secrets"), help: "Tell passwords, tokens and cookies too")
    var revealsSecrets = false

    @Option(
        name: [.customShort("w"), .customLong("write")], parsing: .unconditional,
        help: ArgumentHelp("Write the rows for Wireshark too (pcapng); - is standard output", valueName: "file"),
        completion: .file())
    var file: String?

    @Option(
        name: [.customShort("C"), .customLong("count")], parsing: .unconditional, help: "End after so many rows")
    var count: Int?

    @Option(
        name: [.customShort("W"), .customLong("timeout")], parsing: .unconditional,
        help: "End after so many seconds, with exit code 27")
    var seconds: Int?

    func validate() throws {
        if let every {
            guard http != nil else { throw ValidationError("--every says how often --http is requested: name a URL") }
            if let words = ListeningOptions.problem(ofEvery: every) { throw ValidationError(words) }
        }
        if let words = http.flatMap(ListeningOptions.problem(ofHTTP:)) { throw ValidationError(words) }
        if let file, file.lowercased().hasSuffix(".har") {
            throw ValidationError("-w \(file): what is written is pcapng; HAR is written by view Wire of the screen")
        }
        if let count, count < 1 { throw ValidationError("-C \(count) is not a number of rows: 1 or more") }
    }

    func run() throws {
        try Script.run("wire", isQuiet: listening.connection.isQuiet) { () throws(ScriptError) in
            let subscribe = try listening.request(
                filters, qos: qos ?? 0, seconds: seconds)
            var request = WireRequest(
                subscribe, version: ProgramVersion.number, userAgent: ProgramVersion.userAgent)
            request.filter = filter
            request.isFlat = isFlat
            request.isJSON = isJSON
            request.revealsSecrets = revealsSecrets
            request.count = count
            request.http = http.map { ($0, every.map { .seconds($0) }) }
            request.file = file
            return try WireRunner(request).run()
        }
    }
}
