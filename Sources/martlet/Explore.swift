import ArgumentParser

/// `martlet [explore] [URL]`: the explorer on a broker.
struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Browse a broker's topics live",
        discussion: """
            martlet mqtt://broker.example
            martlet -h broker.example -u me -t 'home/#' -t 'garden/#'
            martlet mqtts://broker.example --cafile ca.pem --cert me.pem --key me.key
            martlet wss://broker.example/mqtt

            Without -t it subscribes to '#' and '$SYS/#'.
            """,
        helpNames: helpNames)

    @Argument(help: "mqtt:// mqtts:// ws:// wss:// or a host name")
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
        let plan = try connection.plan(argument: broker, filters: filters, qos: qos)
        try Screen(options: screen).explore(plan)
    }
}
