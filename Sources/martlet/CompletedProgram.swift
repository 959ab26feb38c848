import ArgumentParser

/// The program as shells complete it: as its words are typed, and not as they are read.
struct CompletedProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: programName,
        abstract: Martlet.configuration.abstract,
        version: Martlet.configuration.version,
        subcommands: Martlet.configuration.subcommands.map { $0 == RequestVerb.self ? CompletedRequest.self : $0 },
        defaultSubcommand: Explore.self,
        helpNames: helpNames)

    // Those of `explore`, whose name is left out by nearly everybody; its argument would stand in the place of a verb.
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var tls: TLSOptionGroup
    @Option(name: FilterOption.name, help: FilterOption.help) var filters: [String] = []
    @Option(name: QoSOption.name, help: QoSOption.help) var qos: Int?
    @OptionGroup var screen: ScreenOptions
    @Option(name: EnvironmentOption.name, help: EnvironmentOption.help) var environment: String?

    /// The script for a shell.
    static func script(for shell: CompletionShell) -> String {
        var script = completionScript(for: shell)
        // fish takes no `?` for the letter of an option, and then passes over all that stands before the cursor.
        if shell == .fish { return script.replacing("'?/help'", with: "'help'") }
        for (place, words) in shell == .bash ? bashAmends : zshAmends {
            guard let range = script.firstRange(of: place) else { continue }
            script = String(script[..<range.lowerBound]) + words + script[range.upperBound...]
        }
        return script
    }

    /// What the script for bash lacks where options stand before a verb and without one: its text, and the better one.
    private static let bashAmends = [
        // Behind a verb a letter is the verb's, which may mean something else by it.
        ("    case \"${prev}\" in\n", "    [[ \"${positional_number}\" -eq -2 ]] || case \"${prev}\" in\n"),
        // Behind a word that is no verb, a broker, stands what `explore` has.
        (
            "        # Offer subcommand completions\n",
            "        if [[ \"${#unparsed_words[@]}\" -gt 0 ]]; then\n            _martlet_explore\n            return\n"
                + "        fi\n"
        ),
    ]

    /// The same for zsh.
    private static let zshAmends = [
        (
            "            \"_martlet_${words[1]}\" && ret=0\n            ;;\n",
            "            \"_martlet_${words[1]}\" && ret=0\n            ;;\n        *)\n            _martlet_explore && ret=0\n"
                + "            ;;\n"
        )
    ]
}
