import Text

/// A SOCKS5 proxy (RFC 1928) and what it is told of who we are (RFC 1929). Names are looked up by the proxy.
public struct SOCKSProxy: Hashable, Sendable {
    /// A name or an address, IPv6 without brackets.
    public var host: String
    /// The TCP port, 1-65,535.
    public var port: Int
    /// The user name, 1-255 bytes; nil asks for no authentication.
    public var username: String?
    /// The password, at most 255 bytes.
    public var password: String?

    /// A proxy from its parts.
    public init(host: String, port: Int = 1080, username: String? = nil, password: String? = nil) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
    }

    /// Reads `socks5h://[user[:password]@]host[:port]`; without a port it is 1080.
    ///
    /// - Throws: ``EndpointError``; it never quotes the password.
    public init(url text: String) throws(EndpointError) {
        // A bare host could be any kind of proxy.
        guard let mark = URLAuthority.mark(in: text) else { throw .unknownScheme("") }
        let scheme = text[..<mark.lowerBound].lowercased()
        // `socks5` stands for names that are looked up on this side.
        guard scheme == "socks5h" else { throw .unknownScheme(scheme) }
        // The same authority as a broker's, with another default port.
        var rest = text[mark.upperBound...]
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let parsed = try Endpoint(url: "mqtt://\(rest)")
        guard parsed.path.isEmpty else { throw .badAddress(String(parsed.path)) }
        // The parsed port may be the default of `mqtt://`: one that is not written is another here.
        let (_, port) = try Endpoint.hostAndPort(URLAuthority.place(of: rest[..<URLAuthority.end(in: rest)]))
        self.init(host: parsed.host, port: port ?? 1080, username: parsed.username, password: parsed.password)
        // A length byte stands before each (RFC 1929 2).
        for part in [username, password].compactMap(\.self) where part.utf8.count > 255 {
            throw .badAddress("a name or password of more than 255 bytes")
        }
    }

    /// The proxy as people write it, without who we are.
    public var authority: String { endpoint.authority }

    var endpoint: Endpoint { Endpoint(transport: .tcp, host: host, port: port) }
}
