import Profile
import REST
import SignIn

extension RequestResolver {
    /// The name under which the token of a request is asked for, and stands in a copied command.
    static let tokenName = "access token"

    /// What stands for the token until there is one.
    private mutating func token() -> String { secret(.token(""), Self.tokenName, at: .auth) }

    /// The settings of OAuth 2 with everything put in; the token itself is got later.
    mutating func bearer(of draft: OAuthDraft) -> REST.Request.Authorization {
        var settings = draft.settings
        for (_, path) in OAuthSettings.texts { settings[keyPath: path] = expand(settings[keyPath: path], at: .auth) }
        settings.clientSecret = secret(draft.clientSecret, "client secret", at: .auth)
        // Nobody can be asked by half of an address.
        if unresolved.isEmpty, let words = settings.problem { problems.append(RequestProblem(.auth, words)) }
        signIn = .oauth(settings)
        return .bearer(token())
    }

    /// A signer for AWS with everything put in.
    mutating func signature(of draft: AWSDraft) -> AWSSignature {
        var signature = AWSSignature(
            accessKey: expand(draft.accessKey, at: .auth),
            secretKey: secret(draft.secretKey, "secret access key", at: .auth),
            region: "", service: "")
        if let token = draft.sessionToken { signature.sessionToken = secret(token, "session token", at: .auth) }
        signature.region = expand(draft.region, at: .auth)
        signature.service = expand(draft.service, at: .auth)
        if signature.accessKey.isEmpty { problems.append(RequestProblem(.auth, "AWS needs the name of an access key")) }
        for text in [signature.accessKey, signature.region, signature.service]
        where HeaderRules.problem(of: DraftField("Authorization", text)) != nil {
            problems.append(RequestProblem(.auth, "a setting of the AWS signature holds what no header can"))
        }
        return signature
    }

    /// Puts a shared access signature among the headers, unless the request has an Authorization of its own.
    mutating func addSignature(_ draft: RequestDraft, _ headers: inout [(index: Int, field: DraftField)]) {
        guard case .sas(let sas) = draft.auth else { return }
        let made = SharedAccessSignature(
            resource: expand(sas.resource, at: .auth), keyName: expand(sas.keyName, at: .auth),
            key: secret(sas.key, "SAS key", at: .auth), minutes: sas.minutes)
        if made.resource.isEmpty {
            let words = "the signature needs its resource: HUB.azure-devices.net/devices/NAME"
            problems.append(RequestProblem(.auth, words))
        }
        signIn = .sas(made)
        guard !headers.contains(where: { $0.field.name.lowercased() == "authorization" }) else { return }
        headers.append((-1, DraftField("Authorization", token())))
    }
}
