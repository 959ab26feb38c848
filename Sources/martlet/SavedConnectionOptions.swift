import ArgumentParser

/// Which saved connection a verb uses.
struct SavedConnectionOptions: ParsableArguments {
    @Option(
        name: [.customShort("b"), .customLong("connection")], parsing: .unconditional,
        help: ArgumentHelp("Saved connection to use; letters win over what it says", valueName: "name"))
    var name: String?

    // Declared here and no groups of their own: to take a group apart the parser asks the runtime five times what it can
    // do, each time through all conformances of the program, and verbs for scripts have both of them at every start.
    @Option(
        name: ProfileOptions.name, parsing: .unconditional, help: ProfileOptions.help,
        completion: ProfileOptions.completion)
    var profileFile: String?

    @Option(name: EnvironmentOption.name, parsing: .unconditional, help: EnvironmentOption.help)
    var environment: String?

    /// Where the profile is.
    var profile: ProfileOptions { ProfileOptions(file: profileFile) }
}

/// The option that says which environment's variables hold.
enum EnvironmentOption {
    static let name = NameSpecification.customLong("env")
    static let help = ArgumentHelp(
        "Environment whose variables hold (default: the one chosen last)", valueName: "name")
}
