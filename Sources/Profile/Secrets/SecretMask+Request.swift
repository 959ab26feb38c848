public import REST

extension SecretMask {
    /// A mask of what is secret in a request.
    /// - Parameter secrets: what was put in that is secret.
    public init(_ request: Request, _ secrets: [String] = []) {
        var secrets = secrets
        var basic: [String] = []
        switch request.authorization {
        case .none: break
        case .bearer(let token): secrets.append(token)
        case .renewable(let token): secrets.append(token.text)
        case .aws(let signature): secrets += [signature.secretKey, signature.sessionToken]
        case .basic(let name, let password), .digest(let name, let password), .any(let name, let password):
            secrets.append(password)
            basic.append("\(name):\(password)")
        }
        var urls = [request.url]
        if case .url(let proxy) = request.options.proxy { urls.append(proxy) }
        self.init(secrets, basic: basic, urls: urls)
    }

    /// A hop without secrets.
    /// - Parameter bytes: what was sent, as this mask has it.
    public func hop(_ hop: Hop, bytes: [UInt8]) -> Hop {
        var hop = hop
        hop.url = url(hop.url)
        hop.sent.target = url(hop.sent.target)
        hop.sent.fields = hop.sent.fields.map { Field($0.name, value($0.value, of: $0.name)) }
        hop.sent.bytes = bytes
        return hop
    }
}
