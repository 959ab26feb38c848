import ArgumentParser
import Profile
import Scripts

/// What `martlet run` does with an answer: curl's letters, as in `martlet request`.
struct RunOutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The body into a file; - for a terminal all the same", valueName: "file"))
    var file: String?

    @Flag(name: [.customShort("i"), .customLong("include")], help: "Headers too")
    var showsHeaders = false

    @Option(
        name: [.customShort("w"), .customLong("write-out")],
        help: ArgumentHelp("Then write this: %{http_code} %{time_total} %{json} ...", valueName: "format"))
    var format: String?

    @Flag(name: [.customShort("f"), .customLong("fail")], help: "End with 22 on 400 and above, without the body")
    var fails = false

    @Flag(name: .customLong("fail-with-body"), help: "End with 22 on 400 and above, with the body")
    var failsWithBody = false

    @Flag(name: [.customShort("s"), .customLong("silent")], help: "Say nothing of errors")
    var isSilent = false

    @Flag(name: [.customShort("S"), .customLong("show-error")], help: "Errors all the same")
    var showsErrors = false

    @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Tell what happens on standard error")
    var isVerbose = false

    /// The same as `martlet request` reads it.
    func arguments(url: String) -> CurlArguments {
        var arguments = CurlArguments(url: url)
        arguments.output = file
        arguments.showsHeaders = showsHeaders
        arguments.format = format
        arguments.fails = fails || failsWithBody
        arguments.writesBodyOfFailures = failsWithBody
        arguments.isSilent = isSilent
        arguments.showsErrors = showsErrors
        arguments.isVerbose = isVerbose
        return arguments
    }
}
