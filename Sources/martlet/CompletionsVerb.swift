import ArgumentParser
import Scripts

/// `martlet completions SHELL`: what a shell needs to complete martlet's words.
struct CompletionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print completions for bash, zsh or fish",
        discussion: """
            martlet completions bash > ~/.local/share/bash-completion/completions/martlet
            martlet completions zsh > ~/.zfunc/_martlet
            martlet completions fish > ~/.config/fish/completions/martlet.fish
            """,
        helpNames: helpNames)

    /// The shells there are completions for.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish")
    var shell: Shell

    func run() throws {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        try OutputDescriptor.standard.print(Martlet.completionScript(for: kind))
    }
}
