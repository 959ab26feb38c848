public import Profile
import REST
public import SignIn
import Text

extension RequestOpener {
    /// A request with the token that it needs.
    func signed(_ opened: Opened, _ need: SignInNeed?, _ variables: Variables) async throws(Failure) -> Opened {
        guard let need else { return opened }
        var opened = opened
        let token: SignInToken
        do throws(SignInProblem) {
            switch need {
            case .oauth(var settings):
                settings.environment = variables.environment
                let options = opened.request.options
                let signIns = secrets.signIns
                token = try await signIns.token(for: settings, options)
                let holder = settings.key
                opened.request.authorization = .renewable(
                    RenewableToken(token.access, of: holder) { [settings] refused in
                        do throws(SignInProblem) {
                            return .success(try await signIns.token(for: settings, options, refused: refused).access)
                        } catch {
                            return .failure(RenewableToken.Refusal(error.description))
                        }
                    })
            // Nothing is asked for: what is made here takes the place of `RequestResolver`'s dots.
            case .sas(let signature):
                token = try signature.made(at: secrets.signIns.time)
                for index in opened.request.fields.indices
                where opened.request.fields[index].name == "Authorization"
                    && opened.request.fields[index].value == Secret.dots
                {
                    opened.request.fields[index].value = token.access
                }
            }
        } catch {
            throw Failure(description: error.description)
        }
        opened.token = token
        // The mask was made before there was a token.
        opened.mask = SecretMask(opened.request, opened.secrets + [token.access])
        return opened
    }

    /// The token that signing in as a saved request gives: for a password of MQTT, a variable, or to be printed.
    /// - Parameter name: the request's name, with its folder where several are called so.
    public func token(named name: String, _ variables: Variables) async throws(Failure) -> SignInToken {
        let draft = try secrets.signIns.request(named: name)
        var hasLoop = false
        _ = draft.auth.mapSecrets { secret, _ in
            if case .token = secret { hasLoop = true }
            return secret
        }
        if hasLoop {
            throw Failure(description: "token of \(name): it needs a token itself; write its secret another way")
        }
        var bare = RequestDraft()
        (bare.auth, bare.options) = (draft.auth, draft.options)
        // Nothing is sent there: only what the request says of signing in counts.
        bare.url = "http://127.0.0.1/"
        let opened: Opened
        do throws(Failure) {
            opened = try await open(bare, variables, now: secrets.signIns.time)
        } catch {
            throw Failure(description: "token of \(name): \(error.description)")
        }
        guard let token = opened.token else { throw Failure(description: "token of \(name): it gives none") }
        return token
    }

    /// Signs in as a request does, now, whether or not a token is kept; a refresh token is used where there is one.
    public func signIn(_ draft: RequestDraft, _ variables: Variables) async throws(Failure) -> SignInToken {
        guard let settings = try await settings(draft, variables) else {
            throw Failure(description: "this request signs in nowhere")
        }
        let before = await secrets.signIns.setAside(settings)
        var bare = RequestDraft()
        (bare.auth, bare.options, bare.url) = (variables.auth(for: draft), draft.options, "http://127.0.0.1/")
        do throws(Failure) {
            let opened = try await open(bare, variables, now: secrets.signIns.time)
            guard let token = opened.token else { throw Failure(description: "it gives no token") }
            return token
        } catch {
            if let before { secrets.signIns.putBack(before, for: settings) }
            throw error
        }
    }

    /// What a request signs in with, everything put in; nil for one that does not sign in.
    public func settings(_ draft: RequestDraft, _ variables: Variables) async throws(Failure) -> OAuthSettings? {
        guard case .oauth2(var oauth) = variables.auth(for: draft) else { return nil }
        // A token is found without the secret, so nobody is asked for it.
        oauth.clientSecret = .literal("-")
        var bare = RequestDraft()
        (bare.auth, bare.url) = (.oauth2(oauth), "http://127.0.0.1/")
        let outcome = RequestResolver.resolve(bare, with: TemplateExpander(variables: variables))
        if let words = outcome.words { throw Failure(description: words) }
        guard case .oauth(var settings)? = outcome.signIn else { return nil }
        settings.environment = variables.environment
        return settings
    }
}

extension Variables {
    /// The environment that they are of; empty for none.
    var environment: String {
        let start = "environment "
        return all.last { $0.origin.hasPrefix(start) }.map { String($0.origin.dropFirst(start.count)) } ?? ""
    }
}
