import ArgumentParser

/// What a verb subscribes to, and with which QoS.
struct FilterOptions: ParsableArguments {
    @Option(
        name: [.customShort("t"), .customLong("topic")], parsing: .unconditionalSingleValue,
        help: "Filter to subscribe to; may be repeated")
    var filters: [String] = []

    @OptionGroup var quality: QoSOption
}

/// The QoS that a verb asks for.
struct QoSOption: ParsableArguments {
    @Option(name: [.customShort("q"), .customLong("qos")], parsing: .unconditional, help: "QoS, 0 to 2")
    var qos: Int = 0
}
