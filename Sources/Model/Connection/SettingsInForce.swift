public import Profile

/// What the connection was tried with last, where its settings are those of the profile: what is saved meanwhile is tried
/// next.
public struct SettingsInForce: Equatable, Sendable {
    /// Its entry in the profile.
    public var entry: Int
    /// The environment whose variables hold for it.
    public var environment: Int?
    /// The settings.
    public var draft: ConnectionDraft
    /// The variables.
    public var variables: Variables

    /// Settings of their parts.
    public init(entry: Int, environment: Int?, draft: ConnectionDraft, variables: Variables) {
        self.entry = entry
        self.environment = environment
        self.draft = draft
        self.variables = variables
    }
}
