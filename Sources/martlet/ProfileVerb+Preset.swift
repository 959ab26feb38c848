import App
import ArgumentParser
import Profile
import Scripts
import Text

extension ProfileVerb {
    /// Requests to APIs that many have.
    struct Preset: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Folders of requests to APIs that many have: Pub/Sub, AWS IoT, RabbitMQ, EMQX",
            discussion: """
                martlet profile preset list
                martlet profile preset show rabbitmq
                martlet profile preset add rabbitmq
                """,
            subcommands: [List.self, Show.self, Add.self], helpNames: helpNames)

        /// What is offered.
        struct List: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Print what is offered: name, title, number of requests", helpNames: helpNames)

            func run() throws {
                let lines = RequestPreset.all.map { "\($0.name)\t\($0.title)\t\($0.requests.count) requests\n" }
                try OutputDescriptor.standard.print(lines.joined(), terminator: "")
            }
        }

        /// What one brings.
        struct Show: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Print what one needs, its variables and its requests", helpNames: helpNames)

            @Argument(help: "Its name") var name: String

            func run() throws {
                let preset = try Preset.preset(name)
                let variables = preset.variables.map { variable in
                    let value =
                        switch variable.value {
                        case .literal(let text): text
                        case .environment(let name): "$\(name)"
                        case .prompt: "asked for"
                        case .token(let name): "the token of \(name)"
                        case .file(let path): path
                        case .command(let words): words.joined(separator: " ")
                        }
                    return "  \(variable.name) = \(value)\n"
                }
                let requests = preset.requests.map { "  \($0.name)\t\($0.method) \($0.url)\n" }
                let text =
                    "\(preset.title)\n\n\(preset.note)\n\nVariables, in the environment \(preset.title):\n"
                    + variables.joined() + "\nRequests:\n" + requests.joined()
                try OutputDescriptor.standard.print(text, terminator: "")
            }
        }

        /// Adds one to the profile.
        struct Add: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Add the requests and the environment of one to the profile; what is there stays",
                helpNames: helpNames)

            @Argument(help: "Its name") var name: String
            @OptionGroup var profile: ProfileOptions

            func run() throws {
                let preset = try Preset.preset(name)
                var file = try profile.open()
                switch file.state {
                case .absent, .read: break
                case .unreadable(let failure): throw Failure("\(failure)")
                case .damaged(let damage):
                    throw Failure("\(file.path): \(damage); martlet profile check says more")
                case .newer: throw Failure("\(file.path) was written by a newer martlet: it is not written")
                }
                var mine = file.base
                let added = mine.add(preset)
                // The screen may have the same file open: what it changed meanwhile stays beside.
                if case .failed(let words) = file.save(mine, choice: .both).outcome { throw Failure(words) }
                let there = added.there == 0 ? "" : "; \(added.there) were there already and stay as they are"
                try OutputDescriptor.standard.print(
                    "Added \(added.added) requests in the folder \(preset.title)\(there)\n"
                        + "martlet run '\(preset.title)/\(preset.requests[0].name)' --env '\(preset.title)'")
            }
        }

        private static func preset(_ name: String) throws -> RequestPreset {
            guard let preset = RequestPreset.named(name) else {
                let names = RequestPreset.all.map(\.name).joined(separator: ", ")
                throw Failure("no preset is called \(name.withoutControls): \(names)")
            }
            return preset
        }
    }
}
