import App
import ArgumentParser
import Opener
import Scripts

/// `martlet manual`: the manual page, made of what the verbs say about themselves and of the chapters.
struct ManualVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print the manual page, or one of its chapters",
        discussion: """
            martlet manual | man -l -
            d=~/.local/share/man/man1; mkdir -p $d && martlet manual > $d/martlet.1
            martlet manual profile

            Chapters: \(chapters.map(\.word).joined(separator: ", ")).
            """,
        helpNames: helpNames)

    static let chapters: [ManualPage.Chapter] = [
        .views, .profile, .profileFormat, .scripts, .expectations, .values, .conditions, .streams, .signIn, .themes,
        .filters,
    ]

    @Argument(
        help: "A chapter, printed as text (default: the whole page, in roff)",
        completion: .list(Self.chapters.map(\.word)))
    var chapter: String?

    func validate() throws {
        if let chapter, !Self.chapters.contains(where: { $0.word == chapter }) {
            let known = Self.chapters.map(\.word).joined(separator: ", ")
            throw ValidationError("no chapter is called \"\(chapter)\": \(known)")
        }
    }

    func run() throws {
        if let chapter = Self.chapters.first(where: { $0.word == chapter }) {
            try OutputDescriptor.standard.print(chapter.text)
            return
        }
        // So wide that no line of the help is broken: the page breaks its own.
        let pages = ([Martlet.self] + Martlet.configuration.subcommands).map { verb in
            ManualPage.Part(
                name: verb == Martlet.self ? nil : verb.configuration.commandName,
                // It reads its arguments itself, and so explains them.
                help: verb == RequestVerb.self ? RequestHelp.text : Martlet.helpMessage(for: verb, columns: 10_000))
        }
        let page = ManualPage(name: "martlet", version: ProgramVersion.words, parts: pages, chapters: Self.chapters)
        try OutputDescriptor.standard.print(page.roff, terminator: "")
    }
}
