import ArgumentParser
import Profile

/// The options of `request`, which reads its words itself: those that its help names.
struct CompletedRequest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: RequestVerb.configuration.commandName, abstract: RequestVerb.configuration.abstract,
        helpNames: helpNames)

    @Flag(name: Self.names { !CurlLine.takesValue($0) }, help: "As with curl: martlet request --help") var flags: Int

    @Option(
        name: Self.names(CurlLine.takesValue), help: "As with curl: martlet request --help", completion: .file())
    var values: [String] = []

    @Argument(help: "A URL", completion: .file()) var urls: [String] = []

    /// The options that its help names, as they are typed.
    static let options: [String] = {
        let text = RequestHelp.text
        // Behind it stand those that it does not have.
        let end = text.firstRange(of: "OTHERWISE THAN")?.lowerBound ?? text.endIndex
        let words = text[..<end].split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
        let named = words.filter { word in
            word.hasPrefix("--") ? word.dropFirst(2).first?.isLetter == true : word.hasPrefix("-") && word.count == 2
        }
        return Set(named.map(String.init)).subtracting(["--"]).sorted()
    }()

    private static func names(_ isWanted: (String) -> Bool) -> NameSpecification {
        NameSpecification(
            options.filter(isWanted).map { option in
                option.hasPrefix("--") ? .customLong(String(option.dropFirst(2))) : .customShort(option.last ?? "-")
            })
    }
}
