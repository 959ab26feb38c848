import Model
import Opener
import Profile

extension SettingsInForce {
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
