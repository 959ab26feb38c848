import ArgumentParser
import Scripts

/// `martlet completions SHELL`: what a shell needs to complete martlet's words.
struct CompletionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print completions for bash, zsh or fish",
        discussion: """
            d=~/.local/share/bash-completion/completions; mkdir -p $d && martlet completions bash > $d/martlet
            mkdir -p ~/.zfunc && martlet completions zsh > ~/.zfunc/_martlet
            d=~/.config/fish/completions; mkdir -p $d && martlet completions fish > $d/martlet.fish
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
        try OutputDescriptor.standard.print(CompletedProgram.script(for: kind))
    }
}
