import ArgumentParser
import Profile
import Scripts

/// What `martlet run` does with an answer: curl's letters, as in `martlet request`.
struct RunOutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The body into a file; - for a terminal all the same", valueName: "file"),
        completion: .file())
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

    /// Whether nothing is said of errors: `-sS` is silent but for them, as with curl.
    var isQuiet: Bool { isSilent && !showsErrors }

    /// Why letters that are of one answer as it came cannot be obeyed; nil where they can.
    func unused(ofStream isStream: Bool, repeated isRepeated: Bool) -> String? {
        guard isStream || isRepeated else { return nil }
        var letters = [
            (file != nil, "-o"), (showsHeaders, "-i"), (format != nil, "-w"),
        ]
        // A stream obeys these.
        if isRepeated { letters += [(fails || failsWithBody, "-f and --fail-with-body"), (isVerbose, "-v")] }
        guard let letter = letters.first(where: \.0)?.1 else { return nil }
        let what = isStream ? "--stream writes events" : "--every writes a line of each answer"
        return "\(what) to standard output; leave \(letter) out"
    }

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
