import App
import ArgumentParser
import Profile
import Terminal

/// What the explorer keeps and how it looks.
struct ScreenOptions: ParsableArguments {
    @Option(
        name: .customLong("memory"),
        help: ArgumentHelp(
            "Bytes of messages to keep of each connection: 64KB, 1GB (default: the profile's, or 256MB)",
            valueName: "size"),
        transform: { words in
            // As in the profile.
            guard let size = ByteSize(words), ByteSize.problem(of: words) == nil else {
                throw ValidationError(ByteSize.problem(of: words) ?? words)
            }
            return size
        })
    var memory: ByteSize?

    @Option(
        name: .customLong("max-payload"),
        help: ArgumentHelp("Keep only this much of a larger payload, and say so", valueName: "size"))
    var maximumPayload: ByteSize?

    @Option(
        name: .customLong("theme"), help: "Theme by name: see `martlet themes` (default: the profile's, or martlet)")
    var theme: String?

    @Option(
        name: .customLong("screenshot"),
        help: ArgumentHelp(
            "Write what the screen shows at the end to a file: .svg, .ansi or .txt", valueName: "file"),
        completion: .file(),
        transform: { path in
            guard ScreenPicture(path: path) != nil else {
                throw ValidationError("'\(path)' ends in none of .svg, .ansi, .txt")
            }
            return path
        })
    var screenshot: String?

    @Option(
        name: .customLong("log"),
        help: ArgumentHelp("Write what happens to a file, without secrets; 16 MiB at most", valueName: "file"),
        completion: .file())
    var log: String?

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "The least that goes there: error, warning, info, debug (default: info)", valueName: "level"),
        completion: .list(["error", "warning", "info", "debug"]),
        transform: { word in
            guard let level = LogFile.Level(rawValue: word) else {
                throw ValidationError("'\(word)' is no level: error, warning, info, debug")
            }
            return level
        })
    var logLevel: LogFile.Level?

    @Flag(name: .customLong("slow"), help: "For a slow line: draw again when the terminal has shown what was drawn")
    var isSlow = false

    @Flag(name: .customLong("stats"), help: "Show how many bytes each frame and each second take")
    var showsBytes = false

    // No group of its own, as ``SavedConnectionOptions`` says.
    @Option(
        name: ProfileOptions.name, parsing: .unconditional, help: ProfileOptions.help,
        completion: ProfileOptions.completion)
    var profileFile: String?

    /// Where the profile is.
    var profile: ProfileOptions { ProfileOptions(file: profileFile) }
}
