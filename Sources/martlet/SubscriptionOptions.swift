import ArgumentParser

/// The option that says what a verb subscribes to.
enum FilterOption {
    static let name: NameSpecification = [.customShort("t"), .customLong("topic")]
    static let help: ArgumentHelp = "Filter to subscribe to; may be repeated"
}

/// The option that says which QoS a verb asks for.
///
/// It has no value of its own but says in its help what holds without it: to make words of a number takes the parser longer, at
/// every start of a verb that has it, than to read it.
enum QoSOption {
    static let name: NameSpecification = [.customShort("q"), .customLong("qos")]
    static let help: ArgumentHelp = "QoS, 0 to 2 (default: 0)"
}
