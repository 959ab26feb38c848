extension Request {
    /// How a request travels: redirects, time-outs, proxy, TLS, limits.
    public struct Options: Hashable, Sendable {
        /// The most redirects followed (RFC 9110 15.4); 0 follows none and the redirect itself is the answer.
        public var maximumRedirects = 20
        /// Whether credentials and cookies given for one host are sent to another one it redirects to.
        public var trustsRedirects = false
        /// Names in small letters of header fields that hold credentials, beside those of HTTP itself: they go to another origin
        /// as little as those do.
        public var credentialFields: Set<String> = []
        /// Whether a POST stays one after 301 and 302 (RFC 9110 15.4.2 allows both; most programs make it a GET).
        public var keepsMethodOnRedirect = false
        /// Whether the method was chosen by hand, so that it stays after every redirect; a body that was posted does not go
        /// along where a POST would become a GET.
        public var namesMethod = false
        /// Whether the URL that a redirect came from is told in `Referer`.
        public var tellsReferer = false
        /// How long each phase may take.
        public var timeouts = Timeouts()
        /// What stands between this machine and the server.
        public var proxy = Proxy.environment
        /// What is reached without a proxy, as `no_proxy` writes it, in place of that variable; nil for the variable.
        public var withoutProxy: String?
        /// Fields that an HTTP proxy gets and the server does not: of CONNECT, or of the request that it passes on.
        public var proxyFields: [Field] = []
        /// How TLS is spoken.
        public var tls = TLS()
        /// The schemes that may be asked for, by the request itself and by redirects.
        public var schemes: Set<String> = ["http", "https"]
        /// Where the server is looked for, when that is not what a name server says of the URL's host.
        public var route = Route()
        /// Whether only HTTP/1.1 is spoken, also where the server offers HTTP/2.
        public var onlyHTTP1 = false
        /// Whether HTTP/1.0 is spoken (RFC 1945): no connection is kept, and a body has a length that is known before.
        public var speaksHTTP10 = false
        /// Whether an answer without a status line is one of HTTP/0.9, which has nothing but a body (RFC 1945 6). Without it
        /// such an answer is refused, with its first bytes: most often another protocol speaks there.
        public var takesHTTP09 = false
        /// Whether `.` and `..` in the path that a redirect names stay; those of the URL always do.
        public var keepsDots = false
        /// Whether a body waits until Digest was asked for: what goes out before has none, as it would be refused anyhow. A
        /// server that asks for nothing gets the request again, with its body.
        public var holdsBody = false
        /// What the request line asks for in place of the URL's path and query, as `*` of OPTIONS; nil for those.
        public var requestTarget: String?
        /// The most bytes a second, on average, of a body that is sent or received; nil for no limit.
        public var bytesPerSecond: Int?
        /// Whether gzip and deflate, and br and zstd where the system has them, are asked for (`Accept-Encoding`).
        public var asksForCompression = true
        /// Whether they are taken off a body, asked for or not.
        public var decodes = true
        /// Whether the bytes of each answer are kept as they came (``Hop/raw``), beside what is read of them.
        public var keepsRawAnswer = true
        /// What an answer may cost.
        public var limits = Limits()

        /// The defaults.
        public init() {}
    }

    /// How long each phase may take, in seconds; nil for no limit.
    public struct Timeouts: Hashable, Sendable {
        /// From the start until a connection stands, name look-up and TLS included.
        public var connect: Double? = 10
        /// From the last byte sent or received to the next.
        public var idle: Double? = 60
        /// From the start to the last byte of the answer, redirects included.
        public var total: Double?

        /// The defaults.
        public init() {}
    }

    /// What stands between this machine and the server.
    public enum Proxy: Hashable, Sendable {
        /// What `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say, in lower or upper case; as in curl
        /// `HTTP_PROXY` does not count.
        case environment
        /// Nothing.
        case none
        /// `http://[user:password@]host:port` (CONNECT, RFC 9110 9.3.6, also for `http` URLs) or `socks5://host:port`
        /// (RFC 1928, names are looked up by the proxy).
        case url(String)
    }

    /// How TLS is spoken.
    public struct TLS: Hashable, Sendable {
        /// A PEM file of certificates to trust in place of the system's.
        public var caFile: String?
        /// A folder of certificates to trust beside those, named by their hashes as `openssl rehash` names them.
        public var caDirectory: String?
        /// The ciphers of TLS 1.2 and before that are offered, as OpenSSL lists them; nil for NIOSSL's choice.
        public var ciphers: String?
        /// A PEM file of the client's certificate and those that vouch for it.
        public var certificateFile: String?
        /// The PEM or DER file of the client's private key; nil when the certificate's file holds it too.
        public var keyFile: String?
        /// What the private key is encrypted with.
        public var keyPassword: String?
        /// Whether the server's certificate and name are checked.
        public var verify = true
        /// The name asked for (SNI) and checked in place of the URL's host.
        public var serverName: String?
        /// The oldest version that is spoken.
        public var oldest = Version.tls12
        /// The newest version that is spoken.
        public var newest = Version.tls13

        /// A version of TLS.
        public enum Version: Int, Hashable, Sendable, Comparable {
            /// RFC 2246, deprecated by RFC 8996.
            case tls10
            /// RFC 4346, deprecated by RFC 8996.
            case tls11
            /// RFC 5246
            case tls12
            /// RFC 8446
            case tls13

            /// Whether one is older than the other.
            public static func < (one: Version, other: Version) -> Bool { one.rawValue < other.rawValue }
        }

        /// The system's authorities, no client certificate, everything checked.
        public init() {}
    }

    /// What an answer may cost. Its body is not cut: an answer beyond a limit ends as a failure that says so.
    public struct Limits: Hashable, Sendable {
        /// Bytes of a body in memory; a longer one goes to a file.
        public var memory = 32 << 20
        /// The most bytes of a body, decoded or as it came.
        public var body = 4 << 30
        /// The most bytes of each answer that are kept as they came (``Hop/raw``); what is beyond is said, and no failure.
        public var raw = 256 << 20
        /// How many times larger than what came a decoded body may be, once it is beyond `expansionFrom` bytes.
        public var expansion = 1000
        /// Decoded bytes below which `expansion` is not looked at.
        public var expansionFrom = 64 << 20
        /// Where a body beyond `memory` goes: a folder; nil for `$TMPDIR` or `/tmp`. The file has no name.
        public var directory: String?

        /// The defaults.
        public init() {}
    }
}
