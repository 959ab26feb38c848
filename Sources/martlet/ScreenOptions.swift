import ArgumentParser

/// What the explorer keeps and how it looks.
struct ScreenOptions: ParsableArguments {
    @Option(
        name: .customLong("memory"),
        help: ArgumentHelp(
            "Bytes of messages to keep of each connection: 64KB, 1GB (default: the profile's, or 256MB)",
            valueName: "size"))
    var memory: ByteSize?

    @Option(
        name: .customLong("max-payload"),
        help: ArgumentHelp("Keep only this much of a larger payload, and say so", valueName: "size"))
    var maximumPayload: ByteSize?

    @Option(
        name: .customLong("theme"), help: "Theme by name: see `martlet themes` (default: the profile's, or martlet)")
    var theme: String?

    @OptionGroup var profile: ProfileOptions
}
