import MQTT
import Model
import Opener
import Profile

/// What an open connection is made of, where it comes from the profile: looked up anew for each attempt, so that what was
/// saved meanwhile is what is tried.
struct ConnectionSource {
    /// Its entry in the profile, whatever it is called; nil for a broker to try.
    var entry: Int?
    /// The environment whose variables hold for it: one that is switched to later is for what is opened later.
    var environment: Int?
    /// Its settings, as they were last tried.
    var draft: ConnectionDraft
    /// What the command line says that the settings have no words for.
    let overrides: ConnectionOverrides
    /// The variables, as they were last tried.
    var variables: Variables
    init(
        _ draft: ConnectionDraft, _ overrides: ConnectionOverrides, _ variables: Variables, in book: ProfileBook?
    ) {
        self.draft = draft
        self.overrides = overrides
        self.variables = variables
        // A draft does not say which entry it is: the first that is equal.
        entry = book?.profile.connections.entries.first { $0.value == draft }?.id
        hold(the: book)
    }

    /// Takes the environment that holds now.
    mutating func hold(the book: ProfileBook?) {
        environment = book?.profile.environments.entries.first { $0.value.name == book?.environment?.name }?.id
    }

    /// Takes what the profile says now; answers whether that is something else than was last tried. Settings that are no
    /// longer in the profile stay as they were.
    mutating func lookUp(in book: ProfileBook?) -> Bool {
        guard let book else { return false }
        let before = (draft, variables)
        if let saved = entry.flatMap({ book.profile.connections[$0] }) { draft = saved }
        variables = book.variables(of: environment)
        // A name made by chance stays: it is the same client.
        keepsClientID =
            draft.clientID == before.0.clientID
            // As they are expanded: `{{user}}-x` is another identifier once the variable is.
            && TemplateExpander(variables: variables).expand(draft.clientID).text
                == TemplateExpander(variables: before.1).expand(draft.clientID).text
        return draft != before.0 || variables != before.1
    }

    /// What is tried with it; nil for what is not of the profile.
    var inForce: SettingsInForce? {
        entry.map { SettingsInForce(entry: $0, environment: environment, draft: draft, variables: variables) }
    }

    /// Whether the client identifier is written as it was.
    private(set) var keepsClientID = true

    /// What was found, with the client identifier of before where it is written as it was.
    func plan(_ found: ConnectionPlan, after old: ConnectionPlan?) -> ConnectionPlan {
        var found = found
        if keepsClientID, let old { found.configuration.clientID = old.configuration.clientID }
        return found
    }

    /// What the person is asked for is asked again: it may have been what was refused.
    func forgetAnswers(of secrets: SecretResolver) {
        secrets.forget("password of \(draft.name)")
        secrets.forget("key password of \(draft.name)")
        // The password may be a variable's: then the variable was asked for, and its answer is what was refused.
        let credentials =
            draft.username + (draft.password.map { if case .literal(let text) = $0 { text } else { "" } } ?? "")
        for variable in variables.all where credentials.contains("{{\(variable.name)") {
            secrets.forget("variable \(variable.name)")
        }
    }
}

/// The client asks what to make its next attempt with.
public struct RenewalRequest: Sendable {
    /// Why the last attempt or connection ended; nil when the person asked for another.
    let failure: ConnectionFailure?
    let answer: @Sendable (Result<ClientConfiguration, ConnectionFailure>) -> Void
}
