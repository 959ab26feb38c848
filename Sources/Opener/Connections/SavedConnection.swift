public import Profile

/// A connection of the profile, with the variables that hold for it.
public struct SavedConnection: Hashable, Sendable {
    /// Its settings.
    public var draft: ConnectionDraft
    /// The variables of the environment.
    public var variables: Variables

    /// A connection of its parts.
    public init(_ draft: ConnectionDraft, _ variables: Variables) {
        self.draft = draft
        self.variables = variables
    }
}
