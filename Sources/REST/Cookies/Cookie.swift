import Glibc
import Text

/// One cookie as a server set it (RFC 6265bis 5.7).
public struct Cookie: Hashable, Sendable {
    /// The name; empty for a cookie that has none, of which the value alone is sent.
    public var name: String
    /// The value as it came, quotes included; it is never percent-decoded.
    public var value: String
    /// The host that set it, or the domain that it named, in lower case and without a dot in front; empty for every host.
    public var domain: String
    /// Whether hosts below the domain get it too; else it is host-only.
    public var includesSubdomains: Bool
    /// The path as it was given, or the folder of the one that set it.
    public var path: String
    /// Whether it goes over TLS only, or to this machine.
    public var isSecure: Bool
    /// Whether scripts of a page may not read it; kept for whoever reads the file.
    public var isHTTPOnly: Bool
    /// When it ends, in seconds since 1970; nil with the session.
    public var expiry: Int?
    /// What it says of requests that other sites cause; told, and not obeyed: a request from here has no site.
    public var sameSite: SameSite?
    /// When it was set first, in seconds since 1970: one that is renewed keeps it. 0 where that is not known.
    public var creation = 0
    /// Whether the person has taken it out of what is sent.
    public var isOff = false

    /// `SameSite` (RFC 6265bis 4.1.2.7).
    public enum SameSite: String, Hashable, Sendable {
        /// Not from other sites at all.
        case strict = "Strict"
        /// From other sites where a person follows a link.
        case lax = "Lax"
        /// From everywhere.
        case none = "None"
    }

    /// What makes two cookies the same one (RFC 6265bis 5.7 step 23): the younger takes the place of the older.
    public struct Identity: Hashable, Sendable {
        /// The name, whose case counts.
        public let name: String
        /// The domain or the host.
        public let domain: String
        /// Whether it is not host-only.
        public let includesSubdomains: Bool
        /// The path.
        public let path: String
    }

    /// What it is known by.
    public var identity: Identity {
        Identity(name: name, domain: domain, includesSubdomains: includesSubdomains, path: path)
    }

    /// A cookie of its parts.
    public init(
        _ name: String, _ value: String, domain: String, includesSubdomains: Bool = false, path: String = "/",
        isSecure: Bool = false, isHTTPOnly: Bool = false, expiry: Int? = nil
    ) {
        self.name = name
        self.value = value
        self.domain = domain
        self.includesSubdomains = includesSubdomains
        self.path = path
        self.isSecure = isSecure
        self.isHTTPOnly = isHTTPOnly
        self.expiry = expiry
    }

    /// How it stands in the `Cookie` field: of a nameless one the value alone (RFC 6265bis 5.8.3 step 4).
    public var pair: String { name.isEmpty ? value : "\(name)=\(value)" }

    /// This moment, in seconds since 1970, as ends of cookies are told.
    public static var now: Int { time(nil) }

    /// Whether its time has come, at a moment in seconds since 1970.
    public func isOver(at now: Int) -> Bool { expiry.map { $0 <= now } ?? false }

    /// Whether a host is this machine, which is as good as a secure connection (W3C Secure Contexts 3.1): it has no wire on
    /// which anybody could listen.
    static func isLoopback(_ host: String) -> Bool { IPAddress.isLoopback(host) }

    /// Whether a host is a domain or below it (RFC 6265bis 5.1.3); of an address nothing is below.
    static func domainMatches(_ host: String, _ domain: String) -> Bool {
        host == domain || host.hasSuffix(".\(domain)") && IPAddress.bytes(host) == nil
    }

    /// Whether a path without its query is that of a cookie or below it (RFC 6265bis 5.1.4).
    static func pathMatches(_ asked: some StringProtocol, _ own: String) -> Bool {
        if asked == own { return true }
        guard asked.hasPrefix(own) else { return false }
        return own.hasSuffix("/") || asked.dropFirst(own.count).first == "/"
    }
}
