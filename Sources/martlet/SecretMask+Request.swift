import Profile
import REST

extension SecretMask {
    /// A mask of what a request of the command line was given.
    init(_ request: Request) {
        var secrets: [String] = []
        var basic: [String] = []
        switch request.authorization {
        case .none: break
        case .bearer(let token): secrets.append(token)
        case .basic(let name, let password), .digest(let name, let password):
            secrets.append(password)
            basic.append("\(name):\(password)")
        }
        var urls = [request.url]
        if case .url(let proxy) = request.options.proxy { urls.append(proxy) }
        self.init(secrets, basic: basic, urls: urls)
    }
}
