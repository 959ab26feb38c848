import App
import ArgumentParser
import Opener
import Profile
import REST
import Scripts

/// `martlet run NAME`: sends a request of the profile, and answers as `martlet request` does.
struct RunVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Send a saved request: output and exit codes as with martlet request",
        discussion: """
            martlet run 'list sensors'
            martlet run sensors/'add a sensor' --env dev --var name=sensor2
            martlet run --list

            {{name}} in a request stands for a variable; {{name|json}}, |url and
            |base64 write its value for its place, {{'{{'}} writes two braces.
            """,
        helpNames: helpNames)

    @Argument(help: "The request's name, or folder/name where several have that name")
    var name: String?

    @OptionGroup var environment: EnvironmentOptions

    @Option(
        name: .customLong("var"),
        help: ArgumentHelp("A variable that holds over the environment's; may be repeated", valueName: "name=value"))
    var variables: [String] = []

    @Flag(name: .customLong("list"), help: "Print the saved requests, one a line, and send nothing")
    var lists = false

    @OptionGroup var profile: ProfileOptions
    @OptionGroup var output: RunOutputOptions

    func validate() throws {
        if name == nil, !lists { throw ValidationError("which request? martlet run --list names the saved ones") }
        if let text = variables.first(where: { $0.first == "=" || !$0.contains("=") }) {
            throw ValidationError("--var \(text): write NAME=VALUE")
        }
    }

    func run() throws {
        let saved = try SavedRequests(profile)
        guard let name, !lists else {
            try OutputDescriptor.standard.print(saved.listing, terminator: "")
            return
        }
        let draft = try saved.request(name)
        let variables = Variables(try saved.variables(of: environment.name) + given)
        let secrets = SecretResolver.atTerminal
        let opened: RequestOpener.Opened
        do {
            opened = try waiting {
                try await RequestOpener(secrets: secrets).open(draft, variables, now: AppClock.system.now())
            }
        } catch {
            throw Failure(
                line: "martlet run: \(name): \(SecretMask.named.sentence("\(error)"))", status: ExitStatus.badArguments)
        }
        try CommandExchange(output.arguments(url: opened.request.url), opened.request, mask: opened.mask).run()
    }

    private var given: [Variables.Variable] {
        variables.compactMap { text in
            text.firstIndex(of: "=").map { equals in
                Variables.Variable(
                    String(text[..<equals]), .literal(String(text[text.index(after: equals)...])), origin: "--var")
            }
        }
    }
}
