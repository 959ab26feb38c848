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
///
/// Here and beside it options have no values of their own but say in their help what holds without them: to make words of a value
/// takes the parser longer, at every start, than to read it.
struct QoSOption: ParsableArguments {
    @Option(name: [.customShort("q"), .customLong("qos")], parsing: .unconditional, help: "QoS, 0 to 2 (default: 0)")
    var qos: Int?
}
