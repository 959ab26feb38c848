import ArgumentParser

/// How a verb for scripts reaches a broker: the letters of every verb, and more of mosquitto's.
struct ScriptConnectionOptions: ParsableArguments {
    @Option(name: SavedConnectionOption.name, parsing: .unconditional, help: SavedConnectionOption.help)
    var savedName: String?

    @Option(
        name: ProfileOptions.name, parsing: .unconditional, help: ProfileOptions.help,
        completion: ProfileOptions.completion)
    var profileFile: String?

    @Option(name: EnvironmentOption.name, parsing: .unconditional, help: EnvironmentOption.help)
    var environment: String?

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
        help: ArgumentHelp(
            "Read options from a file, one a line (default: that of `martlet manual in-scripts` in sub, pub, rr, retained)",
            valueName: "file"),
        completion: .file())
    var optionsFile: String?

    @Flag(name: .customLong("nodelay"), help: "Send small packets at once; martlet always does")
    var sendsAtOnce = false

    @Flag(name: .customLong("quiet"), help: "Say nothing on standard error")
    var isQuiet = false

    @Flag(name: [.customShort("d"), .customLong("debug")], help: "Tell every packet on standard error")
    var isTracing = false

    /// Which saved connection is meant.
    var saved: SavedConnectionOptions {
        SavedConnectionOptions(name: savedName, profile: ProfileOptions(file: profileFile), environment: environment)
    }
}
