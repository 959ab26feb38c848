/// The connection that a request travelled on.
public struct ExchangeConnection: Hashable, Sendable {
    /// TLS as it was agreed on.
    public struct TLS: Hashable, Sendable {
        /// `TLS 1.3`
        public var version: String
        /// The cipher suite's standard name; empty when it is not known.
        public var cipher: String
        /// The server's certificate first, then those that vouch for it, as sent or as verified.
        public var certificates: [ExchangeCertificate]
        /// Whether the chain and the name were checked.
        public var isVerified: Bool

        /// TLS of its facts.
        public init(
            version: String, cipher: String = "", certificates: [ExchangeCertificate] = [], isVerified: Bool = true
        ) {
            self.version = version
            self.cipher = cipher
            self.certificates = certificates
            self.isVerified = isVerified
        }
    }

    /// Its number, in the order in which connections were made.
    public var number: Int
    /// How many requests had travelled on it before this one; 0 when it was made for it.
    public var earlierRequests: Int
    /// `HTTP/1.1` or `HTTP/2`.
    public var version: String
    /// The address of the other side: `192.0.2.7:443`.
    public var remoteAddress: String
    /// The address of this side.
    public var localAddress: String
    /// The proxy in between; nil for none.
    public var proxy: String?
    /// TLS; nil for none.
    public var tls: TLS?

    /// A connection of its facts.
    public init(
        number: Int = 0, earlierRequests: Int = 0, version: String = "HTTP/1.1", remoteAddress: String,
        localAddress: String = "", proxy: String? = nil, tls: TLS? = nil
    ) {
        self.number = number
        self.earlierRequests = earlierRequests
        self.version = version
        self.remoteAddress = remoteAddress
        self.localAddress = localAddress
        self.proxy = proxy
        self.tls = tls
    }

    /// Whether the connection had been used before.
    public var isReused: Bool { earlierRequests > 0 }
}
