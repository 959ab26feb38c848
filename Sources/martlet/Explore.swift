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

    @Option(name: [.customShort("q"), .customLong("qos")], help: "QoS of the subscriptions, 0 to 2")
    var qos: Int = 0

    @OptionGroup(title: "Screen")
    var screen: ScreenOptions

    func run() throws {
        let screen = try Screen(options: screen)
        guard !connection.namesBroker, filters.isEmpty else {
            return try screen.explore(.plan(try plan()), isStrict: connection.isStrict)
        }
        if let broker {
            // A saved name wins over a host of that name: it was chosen by the person.
            if let draft = screen.book.connection(broker) {
                return try screen.explore(.saved(draft), isStrict: connection.isStrict)
            }
            return try screen.explore(.plan(try plan()), isStrict: connection.isStrict)
        }
        try screen.explore(
            screen.book.startConnection.map { .saved($0) } ?? .nothing, isStrict: connection.isStrict)
    }

    private func plan() throws -> ConnectionPlan {
        try connection.plan(argument: broker, filters: filters, qos: qos)
    }
}
