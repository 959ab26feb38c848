import Interface
import Model
import Opener
import Profile
import SignIn

/// Tokens of sign-ins, as the person looks at them and forgets them.
extension EffectRunner {
    func run(_ effect: SignInEffect) {
        switch effect {
        case .tellToken(let draft, let variables): tellToken(draft, variables)
        case .lookAtToken(let draft, let subject): lookAtToken(draft, subject)
        case .signIn(let draft, let variables): signIn(draft, variables)
        case .signOut(let draft, let variables): signOut(draft, variables)
        }
    }

    /// Shows the token that is kept for a request; what is not there is said.
    private func tellToken(_ draft: RequestDraft, _ variables: Variables) {
        aboutToken(draft, variables) { [inbox, clock] settings, signIns in
            guard let token = await signIns.kept(for: settings) else {
                return (.info, "Not signed in at \(settings.host): sending the request does it")
            }
            inbox.deliver(.token(TokenWords.lines(token, at: clock.now())))
            return nil
        }
    }

    /// Finds out what is kept of the sign-in of a request; nothing is said.
    func lookAtToken(_ draft: RequestDraft, _ subject: TokenSubject) {
        answers.begin()
        Task.detached { [answers, secrets, inbox] in
            let report: TokenReport
            do throws(RequestOpener.Failure) {
                let opener = RequestOpener(secrets: secrets)
                let settings = try await opener.settings(draft, subject.variables) ?? OAuthSettings()
                let token = await secrets.signIns.kept(for: settings)
                report = token.map { .kept(TokenFacts($0), host: settings.host) } ?? .missing(host: settings.host)
            } catch {
                report = .failed(error.description)
            }
            inbox.deliver(.tokenReport(report, of: subject))
            answers.end(with: nil)
        }
    }

    /// Signs in now, whether or not a token is kept.
    func signIn(_ draft: RequestDraft, _ variables: Variables) {
        answers.begin()
        Task.detached { [answers, secrets, clock] in
            do throws(RequestOpener.Failure) {
                let token = try await RequestOpener(secrets: secrets).signIn(draft, variables)
                let words = TokenWords.state(TokenFacts(token), at: clock.now())
                answers.end(with: (.info, "Got a token: \(words)"))
            } catch {
                answers.end(with: (.error, "Not signed in: \(error)"))
            }
        }
    }

    /// Forgets it, on the disk too.
    func signOut(_ draft: RequestDraft, _ variables: Variables) {
        aboutToken(draft, variables) { settings, signIns in
            do {
                let wasThere = try await signIns.signOut(settings)
                return (.info, wasThere ? "Signed out of \(settings.host)" : "Not signed in at \(settings.host)")
            } catch {
                return (.error, "Still signed in: \(error)")
            }
        }
    }

    private func aboutToken(
        _ draft: RequestDraft, _ variables: Variables,
        _ work: @escaping @Sendable (OAuthSettings, SignIns) async -> EffectOutcome?
    ) {
        answers.begin()
        Task.detached { [answers, secrets] in
            do {
                guard let settings = try await RequestOpener(secrets: secrets).settings(draft, variables) else {
                    return answers.end(with: (.info, "This request signs in nowhere"))
                }
                answers.end(with: await work(settings, secrets.signIns))
            } catch {
                answers.end(with: (.error, "\(error)"))
            }
        }
    }
}
