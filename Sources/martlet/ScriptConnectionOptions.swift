import ArgumentParser
import Opener
import Scripts

/// How a verb for scripts reaches a broker: mosquitto's letters with mosquitto's defaults. A value is the next word,
/// whatever it looks like.
struct ScriptConnectionOptions: ParsableArguments {
    @Option(
        name: [.customShort("b"), .customLong("connection")], parsing: .unconditional,
        help: ArgumentHelp("Saved connection to use; letters win over what it says", valueName: "name"))
    var saved: String?

    @Option(
        name: .customLong("profile"), parsing: .unconditional,
        help: ArgumentHelp("Profile that -b looks into (default: the standard one)", valueName: "file"))
    var profile: String?

    @Option(
        name: .customLong("env"), parsing: .unconditional,
        help: ArgumentHelp("Environment whose variables hold for -b (default: the one chosen last)", valueName: "name"))
    var environment: String?

    @Option(
        name: [.customShort("h"), .customLong("host")], parsing: .unconditional,
        help: "Host to connect to (default: localhost)")
    var host: String?

    @Option(
        name: [.customShort("p"), .customLong("port")], parsing: .unconditional,
        help: "Port (default: 1883, or 8883 with --cafile, --capath or --psk)")
    var port: Int?

    @Option(
        name: [.customShort("L"), .customLong("url")], parsing: .unconditional,
        help: "mqtt(s):// or ws(s)://[user[:password]@]host[:port]/topic, in one; $MARTLET_URL when there is no -h")
    var url: String?

    @Option(
        name: .customLong("unix"), parsing: .unconditional,
        help: ArgumentHelp("Unix socket to connect to", valueName: "path"))
    var unixSocket: String?

    @Flag(name: .customLong("ws"), help: "Speak over a WebSocket")
    var webSocket = false

    @Option(
        name: [.customShort("A"), .customLong("address")], parsing: .unconditional,
        help: "IP address of this machine to connect from")
    var address: String?

    @Option(
        name: .customLong("proxy"), parsing: .unconditional,
        help: ArgumentHelp("SOCKS5 proxy: socks5h://[user[:password]@]host[:port]", valueName: "url"))
    var proxy: String?

    @Option(
        name: [.customShort("u"), .customLong("username")], parsing: .unconditional,
        help: "User name; or $MARTLET_USERNAME")
    var username: String?

    @Option(
        name: [.customShort("P"), .customLong("pw")], parsing: .unconditional,
        help: "Password; others on this machine can see it: $MARTLET_PASSWORD or -o is safer")
    var password: String?

    @Option(
        name: [.customShort("i"), .customLong("id")], parsing: .unconditional,
        help: "Client identifier (default: empty, the broker chooses)")
    var clientID: String?

    @Option(
        name: [.customShort("I"), .customLong("id-prefix")], parsing: .unconditional,
        help: "Client identifier that ends with the process's number")
    var clientIDPrefix: String?

    @Option(
        name: [.customShort("k"), .customLong("keepalive")], parsing: .unconditional,
        help: "Seconds between signs of life, 5 to 65535 (default: 60)")
    var keepAlive: Int?

    @Option(
        name: [.customShort("V"), .customLong("protocol-version")], parsing: .unconditional,
        help: ArgumentHelp(
            "31 311 5 mqttv31 mqttv311 mqttv5, or auto: 5, and 3.1.1 where that is refused (default: 311; 5 for rr, "
                + "auto for retained)"))
    var version: String?

    @Flag(name: [.customShort("c"), .customLong("disable-clean-session")], help: "Keep the session at the broker")
    var keepsSession = false

    @Option(
        name: [.customShort("x"), .customLong("session-expiry-interval")], parsing: .unconditional,
        help: "Seconds the broker keeps the session after the end, -1 for ever; asks for MQTT 5")
    var sessionExpiry: String?

    @Option(
        name: [.customShort("M"), .customLong("max-inflight")], parsing: .unconditional,
        help: "Messages of QoS 1 and 2 under way at once (default: 20)")
    var maximumInFlight: Int?

    @Option(
        name: [.customShort("D"), .customLong("property")], parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Property of MQTT 5: PACKET NAME VALUE, or PACKET user-property NAME VALUE, as in -D publish content-type "
                + "text/plain; may be repeated",
            valueName: "property"))
    var properties: [String] = []

    @Flag(
        name: .customLong("strict"),
        help: "Close the connection at every violation of MQTT, also where what the broker sends can be read on")
    var isStrict = false

    @Option(
        name: [.customShort("o"), .customLong("options-file")], parsing: .unconditional,
        help: ArgumentHelp("Read options from a file, one a line", valueName: "file"))
    var optionsFile: String?

    @Flag(name: .customLong("nodelay"), help: "Send small packets at once; martlet always does")
    var sendsAtOnce = false

    @Flag(name: .customLong("quiet"), help: "Say nothing on standard error")
    var isQuiet = false

    @Flag(name: [.customShort("d"), .customLong("debug")], help: "Tell every packet on standard error")
    var isTracing = false
}

/// TLS letters of mosquitto's programs.
struct ScriptTLSOptions: ParsableArguments {
    @Option(
        name: .customLong("cafile"), parsing: .unconditional,
        help: ArgumentHelp("Certificates to trust (PEM)", valueName: "file"))
    var authorityFile: String?

    @Option(
        name: .customLong("capath"), parsing: .unconditional,
        help: ArgumentHelp("Folder of certificates to trust", valueName: "folder"))
    var authorityFolder: String?

    @Option(
        name: .customLong("cert"), parsing: .unconditional,
        help: ArgumentHelp("Certificate of this client (PEM)", valueName: "file"))
    var certificate: String?

    @Option(
        name: .customLong("key"), parsing: .unconditional,
        help: ArgumentHelp("Private key of this client (PEM)", valueName: "file"))
    var key: String?

    @Option(
        name: .customLong("key-password"), parsing: .unconditional,
        help: ArgumentHelp("Password of an encrypted key; $MARTLET_KEY_PASSWORD is safer", valueName: "password"))
    var keyPassword: String?

    @Flag(name: .customLong("insecure"), help: "Do not check the server's certificate: anyone can be the broker")
    var isInsecure = false

    @Option(
        name: .customLong("tls-alpn"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Protocol to name in ALPN", valueName: "protocol"))
    var alpn: [String] = []

    @Option(
        name: .customLong("tls-version"), parsing: .unconditional,
        help: ArgumentHelp("tlsv1.2 or tlsv1.3, and no other", valueName: "version"))
    var version: String?

    @Option(
        name: .customLong("ciphers"), parsing: .unconditional,
        help: ArgumentHelp("Ciphers of TLS 1.2 to offer, as OpenSSL names them", valueName: "list"))
    var ciphers: String?

    @Option(
        name: .customLong("tls-keylog"), parsing: .unconditional,
        help: ArgumentHelp("Append the keys of the connection to a file, for Wireshark", valueName: "file"))
    var keyLog: String?

    @Option(
        name: .customLong("psk"), parsing: .unconditional,
        help: ArgumentHelp("Key shared with the broker, in hex; $MARTLET_PSK is safer", valueName: "hex"))
    var preSharedKey: String?

    @Option(
        name: .customLong("psk-identity"), parsing: .unconditional,
        help: ArgumentHelp("Name that goes with the shared key", valueName: "name"))
    var preSharedIdentity: String?

    @Flag(name: .customLong("tls-use-os-certs"), help: "Use TLS and trust the system's certificates too")
    var usesSystemAuthorities = false

    @Flag(name: .customLong("tls"), help: "Use TLS with the system's certificates, on port 8883")
    var isWanted = false

    @Option(
        name: .customLong("server-name"), parsing: .unconditional,
        help: ArgumentHelp("Name to ask for and to check in place of the host's", valueName: "name"))
    var serverName: String?

    @Flag(name: .customLong("no-tls"), help: "No TLS, whatever an options file says")
    var isRefused = false

    @Option(
        name: .customLong("keyform"), parsing: .unconditional,
        help: ArgumentHelp("Kind of the key: pem", valueName: "kind"))
    var keyForm: String?

    @Option(name: .customLong("tls-engine"), parsing: .unconditional, help: .hidden)
    var engine: String?

    @Option(name: .customLong("tls-engine-kpass-sha1"), parsing: .unconditional, help: .hidden)
    var enginePassword: String?
}

/// The message that the broker publishes when this client is lost; a value is the next word, whatever it looks like.
struct ScriptWillOptions: ParsableArguments {
    @Option(
        name: .customLong("will-topic"), parsing: .unconditional,
        help: ArgumentHelp("Topic of the will", valueName: "topic"))
    var topic: String?

    @Option(
        name: .customLong("will-payload"), parsing: .unconditional,
        help: ArgumentHelp("Payload of the will", valueName: "payload"))
    var payload: String?

    @Option(
        name: .customLong("will-qos"), parsing: .unconditional,
        help: ArgumentHelp("QoS of the will, 0 to 2", valueName: "qos"))
    var qos: Int = 0

    @Flag(name: .customLong("will-retain"), help: "Retain the will")
    var retain = false
}

extension ConnectionRequest {
    /// The options of a verb as the letters of a request, with what a saved connection says where they say nothing.
    ///
    /// - Throws: ``ScriptError`` when the saved connection cannot be used.
    init(
        _ options: ScriptConnectionOptions, _ tls: ScriptTLSOptions, _ will: ScriptWillOptions
    ) throws(ScriptError) {
        self.init()
        url = options.url
        host = options.host
        port = options.port
        unixSocket = options.unixSocket
        usesWebSocket = options.webSocket
        localAddress = options.address
        proxy = options.proxy
        username = options.username
        password = options.password
        clientID = options.clientID
        clientIDPrefix = options.clientIDPrefix
        keepAlive = options.keepAlive
        version = options.version
        keepsSession = options.keepsSession
        sessionExpiry = options.sessionExpiry
        maximumInFlight = options.maximumInFlight
        properties = options.properties
        isQuiet = options.isQuiet
        isStrict = options.isStrict
        isTracing = options.isTracing
        willTopic = will.topic
        willPayload = will.payload
        willQoS = will.qos
        willRetain = will.retain
        self.tls.authorityFile = tls.authorityFile
        self.tls.authorityFolder = tls.authorityFolder
        self.tls.certificate = tls.certificate
        self.tls.key = tls.key
        self.tls.keyPassword = tls.keyPassword
        self.tls.isInsecure = tls.isInsecure
        self.tls.alpn = tls.alpn
        self.tls.version = tls.version
        self.tls.ciphers = tls.ciphers
        self.tls.keyLog = tls.keyLog
        self.tls.preSharedKey = tls.preSharedKey
        self.tls.preSharedIdentity = tls.preSharedIdentity
        self.tls.usesSystemAuthorities = tls.usesSystemAuthorities
        self.tls.isWanted = tls.isWanted
        self.tls.serverName = tls.serverName
        self.tls.isRefused = tls.isRefused
        self.tls.keyForm = tls.keyForm
        self.tls.engine = tls.engine ?? tls.enginePassword
        guard let name = options.saved else { return }
        secrets = SecretResolver(reading: TerminalPrompt.answer)
        do throws(SavedProfile.Problem) {
            saved = try SavedProfile(file: options.profile).connection(name, environment: options.environment)
        } catch {
            throw ScriptError("-b \(name): \(error)")
        }
    }
}
