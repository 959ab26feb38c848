import SignIn

/// Keeping secrets out of what is written down.
extension RequestDraft {
    /// The request with secrets that are written out replaced by variables of the environment: for a command to copy.
    public func namingSecrets() -> RequestDraft {
        replacingSecrets(.copied) { .environment($0) }
    }

    /// The request as a history may hold it: secrets that are written out are asked for when it is sent again, and so are
    /// values of fields whose names say that they are secret. Variables stay, they are names.
    public func withoutSecrets() -> RequestDraft {
        replacingSecrets(.kept) { _ in .prompt }
    }

    private func replacingSecrets(
        _ named: NamedSecrets, _ replacement: (_ name: String) -> Secret
    ) -> RequestDraft {
        func replaced(_ secret: Secret, _ name: String) -> Secret {
            // A name of a variable tells nothing, and an empty password is meant to be empty.
            guard case .literal(let text) = secret, !text.isEmpty, !NamedSecrets.isOnlyVariables(text) else {
                return secret
            }
            return replacement(name)
        }
        var draft = self
        draft.auth = auth.mapSecrets(replaced)
        if case .oauth2(var oauth) = draft.auth {
            for path in OAuthSettings.urls { oauth.settings[keyPath: path] = named.url(oauth.settings[keyPath: path]) }
            draft.auth = .oauth2(oauth)
        }
        if let password = options.tls.keyPassword { draft.options.tls.keyPassword = replaced(password, "KEY_PASSWORD") }
        draft.url = named.url(url)
        draft.pathParameters = pathParameters.map(named.field)
        draft.query = query.map(named.field)
        draft.headers = headers.map(named.field)
        draft.options.proxy = named.url(options.proxy)
        draft.body = body.replacingSecrets(named)
        return draft
    }
}

extension RequestBody {
    fileprivate func replacingSecrets(_ named: NamedSecrets) -> RequestBody {
        switch self {
        case .none, .file: return self
        case .xml(let text): return .xml(named.text(text))
        case .text(let text): return .text(named.text(text))
        case .graphQL(let text): return .graphQL(named.text(text))
        case .json(let text): return .json(named.json(text))
        case .form(let rows): return .form(rows.map(named.field))
        case .multipart(let parts):
            return .multipart(
                parts.map { part in
                    var part = part
                    if case .text(let text) = part.content { part.content = .text(named.value(text, of: part.name)) }
                    return part
                })
        }
    }
}
