import Text

/// Why a cookie does not go along with a request.
public enum CookieHindrance: Hashable, Sendable {
    case off, over, host, subdomain, path, secure, full

    /// The reason in words, with its section of RFC 6265bis.
    public func words(_ cookie: Cookie) -> String {
        switch self {
        case .off: "switched off here"
        case .over: "its time is over (RFC 6265bis 5.7)"
        case .host: "for \(cookie.domain) and the hosts below it (RFC 6265bis 5.8.3)"
        case .subdomain: "for \(cookie.domain) alone, as it named no Domain (RFC 6265bis 5.8.3)"
        case .path: "for \(cookie.path) and below (RFC 6265bis 5.1.4)"
        case .secure: "Secure, and the connection is not (RFC 6265bis 5.8.3)"
        case .full: "the field is full"
        }
    }
}

extension Cookie {
    /// What stands against its going along with a request (RFC 6265bis 5.8.3); nil for nothing.
    func hindrance(for target: Target, now: Int) -> CookieHindrance? {
        // One of a file of fields has no domain and is for every host.
        let isForHost =
            domain.isEmpty || (includesSubdomains ? Self.domainMatches(target.host, domain) : target.host == domain)
        if !isForHost { return includesSubdomains ? .host : .subdomain }
        if !Self.pathMatches(target.path.prefix { $0 != "?" }, path) { return .path }
        if isSecure, !target.isSecure, !Self.isLoopback(target.host) { return .secure }
        if isOver(at: now) { return .over }
        return isOff ? .off : nil
    }

    /// Whether it is of interest to who asks a host: the host's own, one of a domain that it is in, or of a host below one.
    /// - Parameter site: the site of that host.
    func isNear(_ target: Target, site: Substring) -> Bool {
        domain.isEmpty || Self.domainMatches(target.host, domain) || Self.domainMatches(domain, target.host)
            // Of a jar with thousands most are of other sites: their names are not taken apart.
            || domain.hasSuffix(site) && Self.site(of: domain) == site
    }

    /// The last two labels of a name, which is near enough for a list; an address is its own.
    static func site(of host: String) -> Substring {
        guard !host.isAddress, let last = host.lastIndex(of: "."),
            let before = host[..<last].lastIndex(of: ".")
        else { return host[...] }
        return host[host.index(after: before)...]
    }
}

extension String {
    fileprivate var isAddress: Bool { IPAddress.bytes(self) != nil }
}
