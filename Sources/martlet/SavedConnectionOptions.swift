import ArgumentParser

/// Which saved connection a verb uses.
struct SavedConnectionOptions: ParsableArguments {
    @Option(
        name: [.customShort("b"), .customLong("connection")], parsing: .unconditional,
        help: ArgumentHelp("Saved connection to use; letters win over what it says", valueName: "name"))
    var name: String?

    @OptionGroup var profile: ProfileOptions

    @OptionGroup var environmentOptions: EnvironmentOptions

    /// The environment whose variables hold.
    var environment: String? { environmentOptions.name }
}

/// Which environment's variables hold.
struct EnvironmentOptions: ParsableArguments {
    @Option(
        name: .customLong("env"), parsing: .unconditional,
        help: ArgumentHelp("Environment whose variables hold (default: the one chosen last)", valueName: "name"))
    var name: String?
}
