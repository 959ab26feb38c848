import ArgumentParser
import Scripts

/// `martlet manual`: the manual page, made of what the verbs say about themselves.
struct ManualVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print the manual page",
        discussion: """
            martlet manual | man -l -
            martlet manual > ~/.local/share/man/man1/martlet.1
            """,
        helpNames: helpNames)

    func run() throws {
        // So wide that no line of the help is broken: the page breaks its own.
        let pages = ([Martlet.self] + Martlet.configuration.subcommands).map { verb in
            ManualPage.Part(
                name: verb == Martlet.self ? nil : verb.configuration.commandName,
                // It reads its arguments itself, and so explains them.
                help: verb == RequestVerb.self ? RequestHelp.text : Martlet.helpMessage(for: verb, columns: 10_000))
        }
        let page = ManualPage(name: "martlet", version: Martlet.configuration.version, parts: pages)
        try OutputDescriptor.standard.print(page.roff, terminator: "")
    }
}
