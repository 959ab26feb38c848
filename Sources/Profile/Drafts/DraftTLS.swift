/// TLS as a person sets it, for a broker and for a server.
public struct DraftTLS: Hashable, Sendable {
    /// A PEM file of certificates to trust in place of the system's; empty for the system's.
    public var ca = ""
    /// A folder of PEM files of certificates to trust in place of the system's; empty for none.
    public var caFolder = ""
    /// A PEM file of the client's certificate and its chain; empty for none.
    public var certificate = ""
    /// A PEM file of the client's private key; empty for none.
    public var key = ""
    /// What the key is encrypted with; nil when it is not.
    public var keyPassword: Secret?
    /// Whether the other side's certificate is checked.
    public var verify = true
    /// ALPN protocol names, the preferred first.
    public var alpn: [String] = []
    /// The name asked for and checked in place of the host's; empty for the host's.
    public var serverName = ""

    /// The defaults.
    public init() {}
}
