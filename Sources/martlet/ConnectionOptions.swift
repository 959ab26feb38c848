import ArgumentParser

/// How a verb reaches a broker: mosquitto's letters, because they are on every box and in every finger. A value is the next
/// word, whatever it looks like. What the letters mean says ``Scripts/ConnectionRequest``.
struct ConnectionOptions: ParsableArguments {
    @Option(
        name: [.customShort("L"), .customLong("url")], parsing: .unconditional,
        help: ArgumentHelp(
            "mqtt(s):// or ws(s)://[user[:password]@]host[:port]/topic, in one, or unix:; without it and -h $MARTLET_URL "
                + "(explore: where no connection was used last)")
    )
    var url: String?

    @Option(
        name: [.customShort("h"), .customLong("host")], parsing: .unconditional,
        help: "Host to connect to (default: localhost)")
    var host: String?

    @Option(
        name: [.customShort("p"), .customLong("port")], parsing: .unconditional,
        help: ArgumentHelp(
            "Port (default: 1883, or 8883 with --tls, --cafile, --capath, --psk, --psk-identity; in explore and load with "
                + "any TLS letter)"))
    var port: Int?

    @Option(
        name: .customLong("unix"), parsing: .unconditional,
        help: ArgumentHelp("Unix socket to connect to", valueName: "path"),
        completion: .file())
    var unixSocket: String?

    @Flag(name: .customLong("ws"), help: "Speak over a WebSocket")
    var webSocket = false

    @Option(
        name: [.customShort("u"), .customLong("username")], parsing: .unconditional,
        help: "User name; or $MARTLET_USERNAME")
    var username: String?

    @Option(
        name: [.customShort("P"), .customLong("pw")], parsing: .unconditional,
        help: "Password; others on this machine can see it: $MARTLET_PASSWORD is safer")
    var password: String?

    @Option(
        name: [.customShort("i"), .customLong("id")], parsing: .unconditional,
        help: "Client identifier (default: martlet and a random end in explore and load, else empty)")
    var clientID: String?

    @Option(
        name: [.customShort("I"), .customLong("id-prefix")], parsing: .unconditional,
        help: "Client identifier that ends with the process's number")
    var clientIDPrefix: String?

    @Option(
        name: [.customShort("k"), .customLong("keepalive")], parsing: .unconditional,
        help: "Seconds between signs of life: 5 to 65535, in explore and load from 0 (none) on (default: 60)")
    var keepAlive: Int?

    @Option(
        name: [.customShort("V"), .customLong("protocol-version")], parsing: .unconditional,
        help: ArgumentHelp(
            "31 311 5 mqttv31 mqttv311 mqttv5, or auto: 5, and 3.1.1 where that is refused (default: auto in explore, load "
                + "and retained, 5 in rr, else 311)",
            valueName: "version"),
        completion: .list(["31", "311", "5", "auto"]))
    var version: String?

    @Flag(name: [.customShort("c"), .customLong("disable-clean-session")], help: "Keep the session at the broker")
    var keepsSession = false

    @Option(
        name: [.customShort("x"), .customLong("session-expiry-interval")], parsing: .unconditional,
        help: ArgumentHelp(
            "Seconds the broker keeps the session after the end (MQTT 5), -1 for ever; asks for MQTT 5 but in explore "
                + "and load"))
    var sessionExpiry: String?

    @Flag(
        name: .customLong("strict"),
        help:
            "Close the connection at violations of MQTT, as far as it allows that, also where what comes can be read on"
    )
    var isStrict = false

    @Option(
        name: .customLong("will-topic"), parsing: .unconditional,
        help: ArgumentHelp(
            "Topic of the will, which the broker publishes when this client is lost", valueName: "topic"))
    var willTopic: String?

    @Option(
        name: .customLong("will-payload"), parsing: .unconditional,
        help: ArgumentHelp("Payload of the will", valueName: "payload"))
    var willPayload: String?

    @Option(
        name: .customLong("will-qos"), parsing: .unconditional,
        help: ArgumentHelp("QoS of the will, 0 to 2 (default: 0)", valueName: "qos"))
    var willQoS: Int?

    @Flag(name: .customLong("will-retain"), help: "Retain the will")
    var willRetain = false
}

/// TLS letters, the same as mosquitto's, of every verb that reaches a broker.
struct TLSOptionGroup: ParsableArguments {
    @Option(
        name: .customLong("cafile"), parsing: .unconditional,
        help: ArgumentHelp("Certificates to trust (PEM)", valueName: "file"),
        completion: .file())
    var authorityFile: String?

    @Option(
        name: .customLong("capath"), parsing: .unconditional,
        help: ArgumentHelp("Folder of certificates to trust", valueName: "folder"),
        completion: .directory)
    var authorityFolder: String?

    @Option(
        name: .customLong("cert"), parsing: .unconditional,
        help: ArgumentHelp("Certificate of this client (PEM)", valueName: "file"),
        completion: .file())
    var certificate: String?

    @Option(
        name: .customLong("key"), parsing: .unconditional,
        help: ArgumentHelp("Private key of this client (PEM)", valueName: "file"),
        completion: .file())
    var key: String?

    @Option(
        name: .customLong("key-password"), parsing: .unconditional,
        help: ArgumentHelp("Password of an encrypted key; $MARTLET_KEY_PASSWORD is safer", valueName: "password"))
    var keyPassword: String?

    @Option(
        name: .customLong("server-name"), parsing: .unconditional,
        help: ArgumentHelp("Name to ask for and to check in place of the host's", valueName: "name"))
    var serverName: String?

    @Option(
        name: .customLong("tls-alpn"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Protocol to name in ALPN", valueName: "protocol"))
    var alpn: [String] = []

    @Flag(name: .customLong("tls"), help: "Use TLS with the system's certificates, on port 8883")
    var isWanted = false

    @Flag(name: .customLong("insecure"), help: "Do not check the server's certificate: anyone can be the broker")
    var isInsecure = false

    @Option(
        name: .customLong("tls-version"), parsing: .unconditional,
        help: ArgumentHelp("tlsv1.2 or tlsv1.3, and no other", valueName: "version"),
        completion: .list(["tlsv1.2", "tlsv1.3"]))
    var version: String?

    @Option(
        name: .customLong("ciphers"), parsing: .unconditional,
        help: ArgumentHelp("Ciphers of TLS 1.2 to offer, as OpenSSL names them", valueName: "list"))
    var ciphers: String?

    @Option(
        name: .customLong("tls-keylog"), parsing: .unconditional,
        help: ArgumentHelp("Append the keys of the connection to a file, for Wireshark", valueName: "file"),
        completion: .file())
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

    @Flag(
        name: .customLong("no-tls"),
        help: "No TLS, whatever mqtts://, wss://, a saved connection or another letter says; a port they name stays")
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
