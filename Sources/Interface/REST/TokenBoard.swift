import Opener
import Profile

/// What was asked and is known of the token that the open request is sent with. Tokens lie on the disk, so the pane asks
/// when another sign-in is looked at, and is told later.
struct TokenBoard {
    /// What was asked for last; nil when it is to be asked anew.
    var asked: TokenSubject?
    /// What is known, and of which.
    var known: (subject: TokenSubject, report: TokenReport)?
}

extension RequestComposer {
    /// The token that the open request needs; nil where it signs in nowhere.
    var tokenSubject: TokenSubject? {
        let variables = variables
        let auth = variables.auth(for: draft)
        guard case .oauth2 = auth else { return nil }
        return TokenSubject(auth: auth, variables: variables)
    }

    /// What is known of it; nil while it is looked for.
    var tokenReport: TokenReport? {
        guard let known = tokens.known, known.subject == tokenSubject else { return nil }
        return known.report
    }

    /// Asks for what is kept of a sign-in that was not asked about yet.
    func askForToken() -> [Effect] {
        guard let subject = tokenSubject, subject != tokens.asked else { return [] }
        tokens.asked = subject
        return [.signIn(.lookAtToken(draft, subject))]
    }
}
