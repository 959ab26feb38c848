import ArgumentParser

/// What the explorer keeps and how it looks.
struct ScreenOptions: ParsableArguments {
    @Option(
        name: .customLong("memory"),
        help: ArgumentHelp("Bytes of messages to keep: 256MB, 1GB, 64KB", valueName: "size"))
    var memory: ByteSize = ByteSize(bytes: 256 << 20)

    @Option(
        name: .customLong("max-payload"),
        help: ArgumentHelp("Keep only this much of a larger payload, and say so", valueName: "size"))
    var maximumPayload: ByteSize?

    @Option(name: .customLong("theme"), help: "Theme by name: see `martlet themes`")
    var theme: String = "martlet"
}
