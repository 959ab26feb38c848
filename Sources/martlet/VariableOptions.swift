import ArgumentParser
import Profile

/// Variables of the command line.
struct VariableOptions: ParsableArguments {
    @Option(
        name: .customLong("var"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A variable that holds over all others; may be repeated", valueName: "name=value"))
    var texts: [String] = []

    func validate() throws {
        if let text = texts.first(where: { $0.first == "=" || !$0.contains("=") }) {
            throw ValidationError("--var \(text): write NAME=VALUE")
        }
    }

    /// Those that were given, in their order: of two with one name the later holds.
    var given: [Variables.Variable] {
        texts.compactMap { text in
            text.firstIndex(of: "=").map { equals in
                Variables.Variable(
                    String(text[..<equals]), .literal(String(text[text.index(after: equals)...])), origin: "--var")
            }
        }
    }
}
