import ArgumentParser
import Files
import Scripts

/// How a verb tells what was expected and what came of it.
struct ReportOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "One JSON object on standard output, in the place of all else")
    var isJSON = false

    @Flag(name: .customLong("tap"), help: "TAP 14 on standard output, in the place of all else")
    var isTAP = false

    @Option(
        name: .customLong("junit"), parsing: .unconditional,
        help: ArgumentHelp("A JUnit file for a build server; - for standard output", valueName: "file"),
        completion: .file())
    var junit: String?

    func validate() throws {
        let count = (isJSON ? 1 : 0) + (isTAP ? 1 : 0) + (junit == "-" ? 1 : 0)
        if count > 1 { throw ValidationError("--json, --tap and --junit - each want standard output: choose one") }
    }

    /// What standard output has; nil for what the verb prints without them.
    var format: CheckReport.Format? { isJSON ? .json : isTAP ? .tap : junit == "-" ? .junit : nil }

    /// Writes a report where the options ask for it.
    /// - Throws: ``Scripts/ScriptError`` when that is not possible.
    func write(_ report: CheckReport) throws(ScriptError) {
        if let format { try OutputDescriptor.standard.print(report.written(as: format), terminator: "") }
        guard let junit, junit != "-" else { return }
        do throws(FileFailure) {
            // Whole or not at all: a build server may be reading the one before.
            try WholeFile.replace(
                HomePath.expanded(junit), with: Array(report.written(as: .junit).utf8), for: .everybody)
        } catch {
            throw ScriptError("\(error)")
        }
    }
}
