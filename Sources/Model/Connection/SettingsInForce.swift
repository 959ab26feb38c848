public import Profile

/// What an open connection was tried with last: what is saved meanwhile is tried next.
public struct SettingsInForce: Equatable, Sendable {
    /// Its entry in the profile, whatever it is called; nil for a broker to try.
    public var entry: Int?
    /// The environment whose variables hold for it: one that is switched to later is for what is opened later.
    public var environment: Int?
    /// The settings.
    public var draft: ConnectionDraft
    /// The variables.
    public var variables: Variables
    /// Whether the client identifier is written as in the settings that the plan in force was made of: then what was made of it
    /// stays, it is the same client. Not before there is such a plan.
    public internal(set) var keepsClientID = false

    /// Settings of their parts.
    public init(entry: Int?, environment: Int?, draft: ConnectionDraft, variables: Variables) {
        self.entry = entry
        self.environment = environment
        self.draft = draft
        self.variables = variables
    }

    /// Settings that are tried for the first time.
    public init(_ draft: ConnectionDraft, _ variables: Variables, in book: ProfileBook?) {
        // A draft does not say which entry it is: the first that is equal.
        let entry = book?.profile.connections.entries.first { $0.value == draft }?.id
        self.init(entry: entry, environment: nil, draft: draft, variables: variables)
        hold(the: book)
    }

    /// Takes the environment that holds now.
    public mutating func hold(the book: ProfileBook?) {
        environment = book?.profile.environments.entries.first { $0.value.name == book?.environment?.name }?.id
    }

    /// Takes what the profile says now; answers whether that is something else than was last tried. Settings that are no
    /// longer in the profile stay as they were.
    public mutating func lookUp(in book: ProfileBook?) -> Bool {
        guard let book else { return false }
        let before = (draft, variables)
        if let saved = entry.flatMap({ book.profile.connections[$0] }) { draft = saved }
        variables = book.variables(of: environment)
        // Also where what was looked up before came to no plan: it is still another identifier.
        keepsClientID =
            keepsClientID && draft.clientID == before.0.clientID
            && Self.identifier(draft, variables) == Self.identifier(draft, before.1)
        return draft != before.0 || variables != before.1
    }

    /// What a client identifier is made of, as it is expanded: `{{user}}-x` is another one once the variable is, and so it is
    /// once the secret is another that a variable stands for, which the text does not tell.
    private static func identifier(_ draft: ConnectionDraft, _ variables: Variables) -> Identifier {
        let expansion = TemplateExpander(variables: variables).expand(draft.clientID)
        return Identifier(text: expansion.text, secrets: expansion.secrets)
    }

    private struct Identifier: Equatable {
        let text: String
        let secrets: [Expansion.Need]
    }
}
