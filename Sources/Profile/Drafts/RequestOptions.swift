/// How a request travels: redirects, time-outs, proxy, TLS.
public struct RequestOptions: Hashable, Sendable {
    /// Whether redirects are followed (RFC 9110 15.4).
    public var followsRedirects = true
    /// The most redirects followed.
    public var maximumRedirects = 20
    /// Seconds until a connection must stand; nil for the default of 10.
    public var connectTimeout: Double?
    /// Seconds from the start until the last byte of the answer must be there; nil for no limit.
    public var totalTimeout: Double?
    /// Seconds that the answer may stand still; nil for the default of 60.
    public var idleTimeout: Double?
    /// `http://host:port` or `socks5://host:port`; empty for what the environment says, `none` for no proxy.
    public var proxy = ""
    /// TLS settings, the same words as for a broker.
    public var tls = DraftTLS()
    /// Whether only HTTP/1.1 is spoken.
    public var onlyHTTP1 = false
    /// Whether the cookies of the environment go along, and those that answers set are kept.
    public var usesCookies = true
    /// Names of header fields that are added by default and are not sent, in lower case: `accept`, `content-type`, ...
    public var omittedHeaders: [String] = []

    /// The defaults.
    public init() {}
}
