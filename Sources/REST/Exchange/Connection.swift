import Text

/// The connection that a request travelled on.
public struct Connection: Hashable, Sendable {
    /// Its number, in the order in which this client made connections.
    public var number: Int
    /// How many requests had travelled on it before this one; 0 when it was made for it.
    public var earlierRequests: Int
    /// The protocol agreed on: `HTTP/1.1` or `HTTP/2`.
    public var version: String
    /// The address of the other side: `192.0.2.7:443`; of the proxy when there is one.
    public var remoteAddress: String
    /// The address of this side.
    public var localAddress: String
    /// The proxy in between, without credentials; nil for none.
    public var proxy: String?
    /// What was said to the proxy that was asked to connect on; nil when none was.
    public var tunnel: Tunnel?
    /// TLS; nil for none.
    public var tls: TLS?

    /// A connection of its facts.
    public init(
        number: Int, earlierRequests: Int = 0, version: String = "HTTP/1.1", remoteAddress: String,
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

    /// What was said to an HTTP proxy that was asked to connect on (CONNECT, RFC 9110 9.3.6).
    public struct Tunnel: Hashable, Sendable {
        /// Where it was asked to connect to: `host:port`.
        public var target: String
        /// The fields sent, credentials included.
        public var fields: [Field]
        /// The proxy's answer; nil when none came.
        public var response: Response?
        /// The first bytes of it as they came.
        public var raw: [UInt8] = []

        /// A question for a proxy.
        public init(target: String, fields: [Field] = [], response: Response? = nil) {
            self.target = target
            self.fields = fields
            self.response = response
        }
    }

    /// TLS as it was agreed on.
    public struct TLS: Hashable, Sendable {
        /// `TLS 1.3`
        public var version: String
        /// The cipher suite's standard name: `TLS_AES_128_GCM_SHA256`; empty when it is not known.
        public var cipher: String
        /// The server's certificate first, then those that vouch for it, up to the one trusted here when they were
        /// checked and found good.
        public var certificates: [Certificate]
        /// Whether chain and name were checked.
        public var isVerified: Bool

        /// TLS of its facts.
        public init(version: String, cipher: String = "", certificates: [Certificate] = [], isVerified: Bool = true) {
            self.version = version
            self.cipher = cipher
            self.certificates = certificates
            self.isVerified = isVerified
        }
    }
}

/// What a certificate says (RFC 5280).
public struct Certificate: Hashable, Sendable {
    /// Whom it names: `CN=broker.example, O=Example`.
    public var subject: String
    /// Who vouches for it.
    public var issuer: String
    /// The host names and addresses it holds for (subjectAltName).
    public var names: [String]
    /// From when it holds: seconds since 1970-01-01 00:00 UTC.
    public var notBefore: Int64
    /// Until when it holds.
    public var notAfter: Int64
    /// Its serial number in hexadecimal.
    public var serialNumber: String
    /// Its bytes (DER).
    public var bytes: [UInt8]

    /// A certificate of what it says.
    public init(
        subject: String, issuer: String, names: [String] = [], notBefore: Int64, notAfter: Int64,
        serialNumber: String = "", bytes: [UInt8] = []
    ) {
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.serialNumber = serialNumber
        self.bytes = bytes
    }

    /// The SHA-256 of its bytes in hexadecimal, by which people compare certificates.
    public var fingerprint: String {
        HexDigit.upper(Hash.sha256(bytes))
    }
}
