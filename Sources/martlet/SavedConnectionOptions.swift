import ArgumentParser

/// Which saved connection a verb uses, as its options said.
///
/// No group: to take one apart the parser asks the runtime five times what it can do, each time through all conformances of the
/// program. So the options of verbs for scripts stand in as few groups as their help needs, and what two of them share is
/// their names and helps: ``SavedConnectionOption``, ``EnvironmentOption``, ``FilterOption``, ``QoSOption``.
struct SavedConnectionOptions {
    /// `-b`
    var name: String?
    /// Where the profile is.
    var profile: ProfileOptions
    /// `--env`
    var environment: String?
}

/// The option that names a saved connection.
enum SavedConnectionOption {
    static let name: NameSpecification = [.customShort("b"), .customLong("connection")]
    static let help = ArgumentHelp("Saved connection to use; letters win over what it says", valueName: "name")
}

/// The option that says which environment's variables hold.
enum EnvironmentOption {
    static let name = NameSpecification.customLong("env")
    static let help = ArgumentHelp(
        "Environment whose variables hold (default: the one chosen last)", valueName: "name")
}
