import ArgumentParser

/// How a verb for scripts reaches a broker: the letters of every verb, and more of mosquitto's.
struct ScriptConnectionOptions: ParsableArguments {
    @OptionGroup var saved: SavedConnectionOptions

    @OptionGroup var common: ConnectionOptions

    @Option(
        name: [.customShort("A"), .customLong("address")], parsing: .unconditional,
        help: "IP address of this machine to connect from")
    var address: String?

    @Option(
        name: .customLong("proxy"), parsing: .unconditional,
        help: ArgumentHelp("SOCKS5 proxy: socks5h://[user[:password]@]host[:port]", valueName: "url"))
    var proxy: String?

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

    @Option(
        name: [.customShort("o"), .customLong("options-file")], parsing: .unconditional,
        help: ArgumentHelp("Read options from a file, one a line", valueName: "file"),
        completion: .file())
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
    @OptionGroup var common: TLSOptionGroup

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
