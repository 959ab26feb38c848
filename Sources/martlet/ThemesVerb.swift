import App
import ArgumentParser
import Glibc
import Kit
import Scripts
import Terminal

/// `martlet themes`: which there are, what they look like, and whether a file is one.
struct ThemesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes",
        abstract: "List the themes, show one, or check a file of one's own",
        discussion: """
            martlet themes
            martlet themes show martlet --ground light
            martlet themes check ~/.config/martlet/themes/mine.json
            martlet --theme mine mqtt://broker.example
            """,
        subcommands: [List.self, Show.self, Check.self],
        defaultSubcommand: List.self,
        helpNames: helpNames)

    /// Names and where they come from.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "The themes, and where each comes from", helpNames: helpNames)

        func run() throws {
            let folder = ThemeFolder.standard
            let own = folder.names
            let builtIn = Theme.names.enumerated().filter { !own.contains($0.element) }.map { index, name in
                ThemeLines.Entry(name, from: index == 0 ? "built in, the default" : "built in")
            }
            let ownEntries = own.map { name in
                let isInPlace = Theme.names.contains(name)
                return ThemeLines.Entry(
                    name, from: folder.file(named: name) + (isInPlace ? ", in place of the built-in one" : ""))
            }
            var lines = ThemeLines.list(builtIn + ownEntries)
            if own.isEmpty { lines.append("Your own go into \(folder.path)/NAME.json") }
            try OutputDescriptor.standard.print(lines.joined(separator: "\n"))
        }
    }

    /// Every role with its look.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print every role of a theme with its look, and a sample on a terminal",
            helpNames: helpNames)

        /// How many colours.
        enum Depth: String, ExpressibleByArgument, CaseIterable {
            case truecolor
            case indexed256 = "256"
            case sixteen = "16"
            case eight = "8"
            case none

            var colorDepth: ColorDepth {
                switch self {
                case .truecolor: .trueColor
                case .indexed256: .indexed256
                case .sixteen: .ansi16
                case .eight: .ansi8
                case .none: .none
                }
            }
        }

        /// What kind of ground.
        enum GroundWord: String, ExpressibleByArgument, CaseIterable {
            case dark, light, unknown
        }

        @Argument(help: "A theme's name: see `martlet themes`")
        var name: String

        @Option(name: .customLong("depth"), help: "For a terminal of so many colours: truecolor, 256, 16, 8 or none")
        var depth = Depth.truecolor

        @Option(
            name: .customLong("ground"),
            help:
                "On a dark or a light ground, or one that nobody knows (unknown), where the theme leaves it to the terminal"
        )
        var ground = GroundWord.dark

        func run() throws {
            let reading = ThemeReading(name, in: .standard)
            guard let theme = reading.theme else {
                throw Failure(SettingsCheck.problem(ofTheme: name) ?? "the theme \(name) cannot be read")
            }
            for warning in reading.warnings { StandardError.say("\(warning)") }
            let lines = ThemeLines.show(
                // `unknown` is no ground, and so nil.
                theme, depth.colorDepth, on: Ground(rawValue: ground.rawValue), shows: isatty(STDOUT_FILENO) == 1)
            try OutputDescriptor.standard.print(lines.joined(separator: "\n"))
        }
    }

    /// What in a file is passed over.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say what in a theme's file is not understood; exit with 1 if anything is",
            helpNames: helpNames)

        @Argument(help: "A theme's JSON file", completion: .file())
        var file: String

        func run() throws {
            guard let json = ThemeFolder.contents(of: file) else {
                // The contents tell no reason: access(2) does, or else the size or the kind is the matter.
                let reason =
                    access(file, R_OK) == 0 ? "it is no file of at most 1 MiB" : String(cString: strerror(errno))
                throw Failure("\(file) cannot be read: \(reason)")
            }
            let folder = ThemeFolder.standard
            let name = String(file.split(separator: "/").last ?? "").replacingSuffix(".json")
            let (theme, warnings) = Theme.read(json, name: name) { folder.json(named: $0) }
            let (lines, isBad) = ThemeLines.check(file, named: name, theme, warnings)
            try OutputDescriptor.standard.print(lines.joined(separator: "\n"))
            if isBad { throw ExitCode(1) }
        }
    }
}

extension String {
    fileprivate func replacingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
