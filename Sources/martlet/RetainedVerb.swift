import ArgumentParser
import Scripts

/// `martlet retained`: what a broker keeps, listed or cleared, for scripts.
struct RetainedVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retained",
        _superCommandName: programName,
        abstract: "List or clear what a broker keeps",
        discussion: """
            martlet retained ls 'home/#'                        size, topic and value
            martlet retained ls -b home '#' --json | jq -r .topic
            martlet retained clear --dry-run 'home/old/#'       what would go, and how much it is
            martlet retained clear --yes 'home/old/#'

            It is over when the broker has answered a ping and nothing more had come; a broker that sends what it keeps \
            later than its other answers needs --settle. clear publishes an empty payload for each topic at QoS 1, no \
            faster than the broker acknowledges, and looks afterwards whether all is gone: what is not stands on standard \
            error, with exit code 1; a lost connection ends with 7. Without --yes it asks; where nobody can be asked, it refuses. A broker does not \
            say how old a message is.
            """,
        version: Martlet.configuration.version,
        helpNames: helpNames)

    /// What is done.
    enum Deed: String, ExpressibleByArgument, CaseIterable {
        case ls, clear
    }

    @Argument(help: "ls or clear")
    var deed: Deed

    @Argument(help: "Filters of the topics")
    var filters: [String] = []

    @Flag(name: .customLong("dry-run"), help: "clear: list and count what would go, and change nothing")
    var isDryRun = false

    @Flag(name: .customLong("yes"), help: "clear: do not ask")
    var isConfirmed = false

    @Option(
        name: .customLong("settle"), parsing: .unconditional,
        help: ArgumentHelp("Also wait until nothing has come for so many seconds", valueName: "seconds"))
    var settle: Double?

    @Option(
        name: [.customShort("W"), .customLong("timeout")], parsing: .unconditional,
        help: "Give up after so many seconds, with exit code 27")
    var seconds: Int?

    @OptionGroup(title: "Connection")
    var connection: ScriptConnectionOptions

    @Option(
        name: [.customShort("t"), .customLong("topic")], parsing: .unconditionalSingleValue,
        help: "A filter too; may be repeated")
    var topics: [String] = []

    @OptionGroup(title: "Output")
    var output: ScriptOutputOptions

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    func run() throws {
        try Script.run("retained", isQuiet: connection.isQuiet) { () throws(ScriptError) in
            var letters = RetainedLetters()
            letters.filters = filters + topics
            letters.isDryRun = isDryRun
            letters.isConfirmed = isConfirmed
            letters.settle = settle
            letters.seconds = seconds
            let connection = try ConnectionRequest(connection, tls)
            let deed: RetainedRequest.Deed = deed == .ls ? .list : .clear
            var request = try Script.wait { [letters] in
                try await letters.request(
                    deed, connection, canAsk: RetainedRunner.canAsk, environment: Script.variable)
            }
            // Else its own lines, which have the size.
            if output.isVerbose || output.isJSON || output.format != nil {
                request.output = try output.output(.standard)
            }
            return try RetainedRunner(request).run()
        }
    }
}
