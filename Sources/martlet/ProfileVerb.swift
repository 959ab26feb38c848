import App
import ArgumentParser
import Opener
import Profile
import Scripts

/// `martlet profile`: where the profile is, whether it is right, and what is in it.
struct ProfileVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Show where the profile is, check it, print it without secrets, or add presets to it",
        discussion: """
            martlet profile path
            martlet profile check
            martlet profile show --profile ./team.json
            """,
        subcommands: [Path.self, Check.self, Show.self, Preset.self],
        helpNames: helpNames)

    /// The path of the file.
    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Where the profile is", helpNames: helpNames)

        @OptionGroup var profile: ProfileOptions

        func run() throws { try OutputDescriptor.standard.print(try profile.place().path) }
    }

    /// Every problem with its place.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every problem with line, column and JSON path; 1 when there are errors",
            discussion: """
                Errors are what would be refused or passed over when it is used: exit 1.

                Notes are names that this version does not know (they are kept),
                variables that no environment has, files that are not here, files that
                others may read: exit 0, or 1 with --strict.
                """, helpNames: helpNames)

        @OptionGroup var profile: ProfileOptions

        @Flag(help: "Count notes as errors") var strict = false

        func run() throws {
            let file = try profile.open()
            var notes = file.warnings
            var lines: [String] = []
            var summary: String?
            switch file.state {
            case .absent: summary = "\(file.path): no file yet; it is made when there is something to keep"
            case .unreadable(let failure): throw Failure("\(failure)")
            case .damaged(let damage): lines.append("\(file.path):\(damage.problem)")
            case .newer(let version):
                lines.append("\(file.path): written by a newer martlet (version \(version)): it is opened read-only")
            case .read(let problems):
                let found = ProfileCheck.problems(of: file.base) + SettingsCheck.problems(of: file.base.settings)
                // Found in three places, told from the top of the file down.
                for problem in (problems + file.located(found)).sorted(by: { $0.offset < $1.offset }) {
                    switch problem.weight {
                    case .error: lines.append("\(file.path):\(problem)")
                    case .note: notes.append("\(file.path):\(problem)")
                    }
                }
                if lines.isEmpty { summary = "\(file.path): \(Self.summary(file.base))" }
            }
            let all = lines + notes.map { "note: \($0)" } + [summary].compactMap(\.self)
            try OutputDescriptor.standard.print(all.joined(separator: "\n"))
            if !lines.isEmpty || strict && !notes.isEmpty { throw ExitCode(1) }
        }

        private static func summary(_ profile: Profile) -> String {
            let parts = [
                (profile.connections.entries.count, "connection"), (profile.environments.entries.count, "environment"),
                (profile.requests.entries.count, "request"), (profile.publishes.entries.count, "publish"),
            ]
            return parts.map { count, word in
                "\(count) \(word)\(count == 1 ? "" : word.hasSuffix("sh") ? "es" : "s")"
            }.joined(separator: ", ")
        }
    }

    /// The profile as it would be written, with dots for secrets.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the profile, dots in the place of secrets", helpNames: helpNames)

        @OptionGroup var profile: ProfileOptions

        func run() throws {
            let file = try profile.open()
            switch file.state {
            case .unreadable(let failure): throw Failure("\(failure)")
            case .damaged(let damage): throw Failure("\(file.path): \(damage); martlet profile check says more")
            case .absent: throw Failure("\(file.path): no file yet")
            // What is not known here is printed too, with dots where a name tells a secret.
            case .read, .newer:
                try OutputDescriptor.standard.print(String(decoding: file.base.masked, as: UTF8.self), terminator: "")
            }
        }
    }
}
