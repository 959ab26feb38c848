import ArgumentParser

/// How to reach a broker: mosquitto's letters, because they are on every box and in every finger.
struct ConnectionOptions: ParsableArguments {
    @Option(
        name: [.customShort("L"), .customLong("url")],
        help: "mqtt:// mqtts:// ws:// wss:// or unix:, with user, password, port and path")
    var url: String?

    @Option(name: [.customShort("h"), .customLong("host")], help: "Host to connect to (default: localhost)")
    var host: String?

    @Option(name: [.customShort("p"), .customLong("port")], help: "Port (default: 1883, or 8883 with TLS)")
    var port: Int?

    @Option(name: .customLong("unix"), help: ArgumentHelp("Unix socket to connect to", valueName: "path"))
    var unixSocket: String?

    @Flag(name: .customLong("ws"), help: "Speak over a WebSocket")
    var webSocket = false

    @Option(name: [.customShort("u"), .customLong("username")], help: "User name")
    var username: String?

    @Option(
        name: [.customShort("P"), .customLong("pw")],
        help: "Password; others on this machine can see it: $MARTLET_PASSWORD is safer")
    var password: String?

    @Option(
        name: [.customShort("i"), .customLong("id")], help: "Client identifier (default: martlet and a random end)")
    var clientID: String?

    @Option(
        name: [.customShort("I"), .customLong("id-prefix")],
        help: "Client identifier is this with the process number behind it")
    var clientIDPrefix: String?

    @Option(
        name: [.customShort("k"), .customLong("keepalive")],
        help: "Seconds between signs of life, 0 to 65535; 0 turns them off (default: 60)")
    var keepAlive: Int?

    @Option(
        name: [.customShort("V"), .customLong("protocol-version")],
        help: "31 311 5 mqttv31 mqttv311 mqttv5, or auto: 5, and 3.1.1 where that is refused (default: auto)")
    var protocolVersion: String?

    @Flag(name: [.customShort("c"), .customLong("disable-clean-session")], help: "Keep the session at the broker")
    var keepsSession = false

    @Option(
        name: [.customShort("x"), .customLong("session-expiry-interval")], parsing: .unconditional,
        help: "Seconds the broker keeps the session after the end (MQTT 5); -1 is for ever")
    var sessionExpiry: Int?

    @Flag(
        name: .customLong("strict"),
        help: "Close the connection at every violation of MQTT, also where what the broker sends can be read on")
    var isStrict = false

    @OptionGroup(title: "TLS")
    var tls: TLSOptionGroup

    /// Whether a letter says where the broker is, so that no saved connection is meant.
    var namesBroker: Bool {
        url != nil || host != nil || port != nil || unixSocket != nil || webSocket || tls.isUsed
    }

    @OptionGroup(title: "Will")
    var will: WillOptionGroup
}

/// TLS letters, the same as mosquitto's.
struct TLSOptionGroup: ParsableArguments {
    @Option(name: .customLong("cafile"), help: ArgumentHelp("Certificates to trust (PEM)", valueName: "file"))
    var authorityFile: String?

    @Option(name: .customLong("capath"), help: ArgumentHelp("Folder of certificates to trust", valueName: "folder"))
    var authorityFolder: String?

    @Option(name: .customLong("cert"), help: ArgumentHelp("Certificate of this client (PEM)", valueName: "file"))
    var certificate: String?

    @Option(name: .customLong("key"), help: ArgumentHelp("Private key of this client (PEM)", valueName: "file"))
    var key: String?

    @Option(
        name: .customLong("key-password"),
        help: "Password of an encrypted key; $MARTLET_KEY_PASSWORD is safer")
    var keyPassword: String?

    @Option(name: .customLong("server-name"), help: "Name to ask for and to check in place of the host's")
    var serverName: String?

    @Option(name: .customLong("tls-alpn"), help: ArgumentHelp("Protocol to name in ALPN", valueName: "protocol"))
    var alpn: [String] = []

    @Flag(name: .customLong("tls"), help: "Use TLS with the system's certificates")
    var isWanted = false

    @Flag(name: .customLong("insecure"), help: "Do not check the server's certificate: anyone can be the broker")
    var isInsecure = false

    /// Any letter of TLS asks for TLS.
    var isUsed: Bool {
        isWanted || isInsecure || authorityFile != nil || authorityFolder != nil || certificate != nil || key != nil
            || serverName != nil || !alpn.isEmpty
    }
}

/// The message that the broker publishes when this client is lost.
struct WillOptionGroup: ParsableArguments {
    @Option(name: .customLong("will-topic"), help: "Topic of the will")
    var topic: String?

    @Option(name: .customLong("will-payload"), help: "Payload of the will")
    var payload: String?

    @Option(name: .customLong("will-qos"), help: "QoS of the will, 0 to 2")
    var qos: Int = 0

    @Flag(name: .customLong("will-retain"), help: "Retain the will")
    var retain = false
}
