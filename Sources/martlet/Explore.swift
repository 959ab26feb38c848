import App
import ArgumentParser
import Opener
import Profile

/// `martlet [explore] [URL]`: the explorer on a broker.
struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Browse a broker's topics live",
        discussion: """
            martlet                                   the connection used last, else a list of brokers
            martlet home                              the saved connection of that name
            martlet home -i me -t 'garden/#'          the same, but for what the letters say
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

    @Option(name: [.customShort("t"), .customLong("topic")], help: "Filter to subscribe to; may be repeated")
    var filters: [String] = []

    @Option(name: [.customShort("q"), .customLong("qos")], help: "QoS of the subscriptions, 0 to 2 (default: 0)")
    var qos: Int?

    @OptionGroup(title: "Screen")
    var screen: ScreenOptions

    func run() throws {
        let screen = try Screen(options: screen)
        try screen.explore(try start(screen.book), isStrict: connection.isStrict)
    }

    /// A saved name wins over a host of that name: it was chosen by the person. Letters that say where the broker is mean
    /// none that is saved.
    private func start(_ book: ProfileBook) throws -> Screen.Start {
        let isSaved = !connection.namesBroker && (broker != nil || filters.isEmpty)
        if isSaved, let draft = broker.map(book.connection) ?? book.startConnection {
            return .saved(try connection.letters(nil, changing: draft, filters: filters, qos: qos).draft)
        }
        if isSaved, broker == nil, try !saysAnything { return .nothing }
        return .plan(try connection.plan(argument: broker, filters: filters, qos: qos))
    }

    /// Whether a letter says something of a connection.
    private var saysAnything: Bool {
        get throws {
            try connection.letters(nil, changing: ConnectionDraft(), filters: [], qos: qos).draft != ConnectionDraft()
        }
    }
}
