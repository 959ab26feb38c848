public import Opener

/// Mosquitto's letters about the connection, as they were given; ``letters(_:count:namesTopic:environment:)`` makes
/// sense of them.
public struct ConnectionRequest: Sendable {
    /// The saved connection of `-b`; what letters do not say, it says.
    public var saved: SavedConnection?
    /// Whether `-b` names it, and not an argument.
    public var isSavedNamed = true
    /// Finds the secrets of that.
    public var secrets = SecretResolver(reading: { _ in nil })
    /// `-L`, with a topic behind the host.
    public var url: String?
    /// Whether `-L` gives it, and not an argument.
    public var isURLNamed = true
    /// `-h`
    public var host: String?
    /// `-p`
    public var port: Int?
    /// `--unix`
    public var unixSocket: String?
    /// `--ws`
    public var usesWebSocket = false
    /// `-A`
    public var localAddress: String?
    /// `--proxy`
    public var proxy: String?
    /// `-u`
    public var username: String?
    /// `-P`
    public var password: String?
    /// `-i`
    public var clientID: String?
    /// `-I`
    public var clientIDPrefix: String?
    /// `-k`, seconds.
    public var keepAlive: Int?
    /// `-V`
    public var version: String?
    /// `-c`
    public var keepsSession = false
    /// `-x`, seconds, or `-1` or `∞` for ever.
    public var sessionExpiry: String?
    /// `-M`
    public var maximumInFlight: Int?
    /// `-D`, each joined.
    public var properties: [String] = []
    /// `--quiet`
    public var isQuiet = false
    /// `--strict`
    public var isStrict = false
    /// `-d`
    public var isTracing = false
    /// TLS letters.
    public var tls = TLSRequest()
    /// `--will-topic`
    public var willTopic: String?
    /// `--will-payload`
    public var willPayload: String?
    /// `--will-qos`
    public var willQoS = 0
    /// `--will-retain`
    public var willRetain = false

    /// Nothing given.
    public init() {}
}

/// Mosquitto's letters about TLS.
public struct TLSRequest: Sendable {
    /// `--cafile`
    public var authorityFile: String?
    /// `--capath`
    public var authorityFolder: String?
    /// `--cert`
    public var certificate: String?
    /// `--key`
    public var key: String?
    /// `--key-password`, martlet's own.
    public var keyPassword: String?
    /// `--insecure`
    public var isInsecure = false
    /// `--tls-alpn`
    public var alpn: [String] = []
    /// `--tls-use-os-certs`
    public var usesSystemAuthorities = false
    /// `--tls`, martlet's own.
    public var isWanted = false
    /// `--server-name`, martlet's own.
    public var serverName: String?
    /// `--no-tls`
    public var isRefused = false
    /// `--ciphers`
    public var ciphers: String?
    /// `--tls-version`
    public var version: String?
    /// `--tls-keylog`
    public var keyLog: String?
    /// `--psk`, hexadecimal.
    public var preSharedKey: String?
    /// `--psk-identity`
    public var preSharedIdentity: String?
    /// `--keyform`
    public var keyForm: String?
    /// `--tls-engine` and `--tls-engine-kpass-sha1`
    public var engine: String?

    /// Nothing given.
    public init() {}
}
