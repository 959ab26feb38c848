import App
import ArgumentParser
import Opener
import Profile
import Scripts

/// `martlet [explore] [URL]`: the explorer on a broker.
struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        // Said, not made of the type's name: to make it takes a third of a millisecond of every start.
        commandName: "explore",
        _superCommandName: programName,
        abstract: "Browse a broker's topics live",
        discussion: """
            martlet                                   the connection used last, else what can be opened
            martlet home                              the saved connection of that name
            martlet home -i me -t 'garden/#'          the same, but for what the letters say
            martlet home --env test                   the same, with the variables of an environment
            martlet mqtt://broker.example
            martlet -h broker.example -u me -t 'home/#' -t 'garden/#'
            martlet mqtts://broker.example --cafile ca.pem --cert me.pem --key me.key
            martlet wss://broker.example/mqtt

            Without -t it subscribes to '#' and '$SYS/#'.
            """,
        helpNames: helpNames)

    @Argument(help: "A saved connection's name, mqtt:// mqtts:// ws:// wss://, or a host name")
    var broker: String?

    @OptionGroup(title: "Connection")
    var connection: ConnectionOptions

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    @Option(name: FilterOption.name, help: FilterOption.help)
    var filters: [String] = []

    @Option(name: [.customShort("q"), .customLong("qos")], help: "QoS of the subscriptions, 0 to 2 (default: 0)")
    var qos: Int?

    @OptionGroup(title: "Screen")
    var screen: ScreenOptions

    @Option(name: EnvironmentOption.name, parsing: .unconditional, help: EnvironmentOption.help)
    var environment: String?

    func run() throws {
        // First, as it reads the profile, which says what a name means.
        let screen = try Screen(options: screen)
        try screen.hold(environment)
        let start: Screen.Start
        do throws(ScriptError) {
            start = try self.start(screen.book)
        } catch {
            throw Failure("\(error)")
        }
        try screen.explore(start, isStrict: connection.isStrict)
    }

    /// A saved name wins over a host of that name: it was chosen by the person; letters change it, those that say where the
    /// broker is too. Without an argument such letters mean none that is saved.
    func start(_ book: ProfileBook) throws(ScriptError) -> Screen.Start {
        if let draft = broker.flatMap(book.connection) { return try start(saved: draft) }
        if broker == nil, !request.namesBroker, filters.isEmpty {
            if let draft = book.startConnection { return try start(saved: draft) }
            // With letters but no broker it is localhost, as with mosquitto's programs.
            if try !saysAnything { return .nothing }
        }
        let (request, letters) = (request, try letters())
        var plan = try Script.wait { try await request.plan(letters) }
        plan.draft = request.kept(letters.draft, environment: Script.variable)
        return .plan(plan)
    }

    private func start(saved draft: ConnectionDraft) throws(ScriptError) -> Screen.Start {
        let letters = try letters(changing: draft)
        return .saved(letters.draft, letters.overrides)
    }

    /// The letters as they were given.
    private var request: ConnectionRequest {
        var request = ConnectionRequest(connection, tls)
        request.secrets = .atTerminal
        return request
    }

    /// The connection that the letters mean.
    /// - Parameters:
    ///   - saved: the connection that they change, which the argument names; nil for one of their own.
    ///   - environment: answers with a variable's value.
    func letters(
        changing saved: ConnectionDraft? = nil, environment: (String) -> String? = Script.variable
    ) throws(ScriptError) -> ConnectionRequest.Letters {
        var request = request
        if let saved {
            // Variables stay as they are written: the screen puts them in.
            request.saved = SavedConnection(saved, Variables())
        } else {
            try request.take(argument: broker)
        }
        return try request.letters(.explorer, filters: filters, qos: qos, environment: environment)
    }

    /// Whether a letter, or the environment in place of one, says something of a connection.
    private var saysAnything: Bool {
        get throws(ScriptError) {
            if Script.variable("MARTLET_URL") != nil { return true }
            return try letters(changing: ConnectionDraft()).draft != ConnectionDraft()
        }
    }
}
