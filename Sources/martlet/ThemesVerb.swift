import App
import ArgumentParser
import Glibc
import Interface
import Kit
import Scripts

/// `martlet themes`: which there are, and whether a file is one.
struct ThemesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes",
        abstract: "List the themes, or check a file of one's own",
        discussion: """
            martlet themes
            martlet themes check ~/.config/martlet/themes/mine.json
            martlet --theme mine mqtt://broker.example
            """,
        subcommands: [List.self, Check.self],
        defaultSubcommand: List.self,
        helpNames: helpNames)

    /// Names and where they come from.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "The themes, and where each comes from", helpNames: helpNames)

        func run() throws {
            let folder = ThemeFolder.standard
            let own = folder.names
            var lines: [(name: String, origin: String)] = Theme.names.enumerated().compactMap { index, name in
                if own.contains(name) { return nil }
                return (name, index == 0 ? "built in, the default" : "built in")
            }
            lines += own.map { name in
                (name, folder.file(named: name) + (Theme.names.contains(name) ? ", in place of the built-in one" : ""))
            }
            let width = lines.map(\.name.count).max() ?? 0
            var rows = lines.map { $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.origin }
            if own.isEmpty { rows.append("Your own go into \(folder.path)/NAME.json") }
            try OutputDescriptor.standard.print(rows.joined(separator: "\n"))
        }
    }

    /// What in a file is passed over.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say what in a theme's file is not understood; exit with 1 if anything is",
            helpNames: helpNames)

        @Argument(help: "A theme's JSON file")
        var file: String

        func run() throws {
            guard let json = ThemeFolder.contents(of: file) else {
                let reason =
                    access(file, R_OK) == 0 ? "it is no file of at most 1 MiB" : String(cString: strerror(errno))
                throw Failure("\(file) cannot be read: \(reason)")
            }
            let folder = ThemeFolder.standard
            let name = String(file.split(separator: "/").last ?? "").replacingSuffix(".json")
            let (_, warnings) = Theme.read(json, name: name) { folder.json(named: $0) }
            let lines = warnings.map { warning in
                let place = warning.theme == name ? file : "theme \(warning.theme)"
                return "\(place):\(warning.line): \(warning.text)"
            }
            try OutputDescriptor.standard.print(
                warnings.isEmpty ? "\(file): no problems" : lines.joined(separator: "\n"))
            if !warnings.isEmpty { throw ExitCode(1) }
        }
    }
}

extension String {
    fileprivate func replacingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
