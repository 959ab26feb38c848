public import Hypermedia
import Profile
public import REST
import Text

extension Request {
    /// Header fields that go along to whichever server: they say what is understood, and nothing of who asks.
    private static let harmless: Set<String> = ["accept", "accept-language", "accept-encoding", "user-agent"]

    /// Whether a header field of a request belongs to the next one that its answer leads to.
    static func goesAlong(_ name: String, keepsCredentials: Bool, isAcceptKnown: Bool) -> Bool {
        let name = name.lowercased()
        // Those of the body that was sent and those of one state of one resource mean nothing there.
        if name.hasPrefix("content-") || name.hasPrefix("if-") || ["range", "host", "transfer-encoding"].contains(name)
        {
            return false
        }
        if name == "accept", isAcceptKnown { return false }
        return keepsCredentials || harmless.contains(name)
    }

    /// The GET of what the answer to this request leads to. What says who asks goes along to the server that it was given
    /// for, and to no other.
    public func following(_ link: LinkRequest) -> Request {
        let isSame = URLReference.haveSameOrigin(url, link.url)
        var next = self
        next.method = .get
        next.url = link.url
        next.body = .none
        // It was for that one request, as `*` is.
        next.options.requestTarget = nil
        next.fields = fields.filter {
            Self.goesAlong($0.name, keepsCredentials: isSame, isAcceptKnown: link.accept != nil)
        }
        if let accept = link.accept { next.fields.append(Field("Accept", accept)) }
        guard isSame else {
            next.authorization = .none
            (next.options.tls.certificateFile, next.options.tls.keyFile, next.options.tls.keyPassword) = (nil, nil, nil)
            return next
        }
        // What stands in the URL is for its server, and links do not repeat it.
        if authorization == .none, let login = URLUserInfo.login(of: url) {
            next.authorization = .basic(username: login.name, password: login.password ?? "")
        }
        next.url = Self.withKeys(of: url, link.url)
        return next
    }

    /// A URL with the secret members of another one's query, which few servers write into their links.
    private static func withKeys(of first: String, _ url: String) -> String {
        func members(_ url: String) -> [Substring] { URLReference(url).query?.split(separator: "&") ?? [] }
        func name(_ member: Substring) -> Substring { member.prefix { $0 != "=" } }
        let known = Set(members(url).map(name))
        let keys = members(first).filter { Secret.isSecretField(String(name($0))) && !known.contains(name($0)) }
        if keys.isEmpty { return url }
        var parts = URLReference(url)
        parts.query = ((parts.query.map { [Substring($0)] } ?? []) + keys).filter { !$0.isEmpty }.joined(separator: "&")
        return parts.text
    }

    /// Whether something of it says who asks.
    public var hasCredentials: Bool {
        authorization != .none || fields.contains { Secret.isSecretField($0.name) }
            || options.tls.certificateFile != nil || URLUserInfo.login(of: url) != nil
    }
}
