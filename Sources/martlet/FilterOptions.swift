import ArgumentParser

/// What a verb subscribes to, and with which QoS.
struct FilterOptions: ParsableArguments {
    @Option(
        name: [.customShort("t"), .customLong("topic")], parsing: .unconditionalSingleValue,
        help: "Filter to subscribe to; may be repeated")
    var filters: [String] = []

    @Option(name: QoSOption.name, parsing: .unconditional, help: QoSOption.help)
    var qos: Int?
}

/// The option that says which QoS a verb asks for.
///
/// It has no value of its own but says in its help what holds without it: to make words of a number takes the parser longer, at
/// every start of a verb that has it, than to read it.
enum QoSOption {
    static let name: NameSpecification = [.customShort("q"), .customLong("qos")]
    static let help: ArgumentHelp = "QoS, 0 to 2 (default: 0)"
}
