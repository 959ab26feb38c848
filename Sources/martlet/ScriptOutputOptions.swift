import ArgumentParser
import Scripts

/// How messages are printed.
struct ScriptOutputOptions: ParsableArguments {
    @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Print the topic in front of the payload")
    var isVerbose = false

    @Option(
        name: [.customShort("F"), .customLong("format")], parsing: .unconditional,
        help: ArgumentHelp(
            "Print by a format: %t topic, %p payload, %x %X hex, %l length, %q QoS, %r retained, %m packet identifier, "
                + "%j %J JSON, %f %d float, %I %U time, %A %C %D %E %F %P %R %S properties of MQTT 5, @ and a letter of "
                + "strftime, @N nanoseconds, \\n \\t \\0 \\e; %-10.10t widths, %.2:x groups"))
    var format: String?

    @Flag(name: .customLong("json"), help: "Print one line of JSON a message; base64 where a payload is not UTF-8")
    var isJSON = false

    @Flag(name: .customLong("pretty"), help: "Lay %j and %J out for people")
    var isPretty = false

    @Flag(name: .customShort("N"), help: "Do not end the line behind a message")
    var endsNoLine = false

    @Option(
        name: .customLong("color"), parsing: .unconditional,
        help: ArgumentHelp(
            "Colour for topics with -v: auto (on a terminal), always or never (default: auto)", valueName: "when"),
        completion: .list(["auto", "always", "never"]))
    var color: String?

    /// What the options ask for on a descriptor.
    func output(_ descriptor: OutputDescriptor) throws(ScriptError) -> MessageOutput {
        var output = MessageOutput(.payload)
        if let format {
            if isJSON { throw ScriptError("-F and --json cannot be used together") }
            output.style = .format(try MessageFormat(format))
        } else if isJSON {
            output.style = .lines
        } else if isVerbose {
            output.style = .verbose
        }
        output.endsLine = !endsNoLine
        output.isPretty = isPretty
        output.isTerminal = descriptor.isTerminal
        let color = color ?? "auto"
        switch color {
        case "always": output.hasColor = true
        case "never": output.hasColor = false
        case "auto":
            // $NO_COLOR counts with any value that is not empty (no-color.org).
            output.hasColor =
                descriptor.isTerminal && Script.variable("NO_COLOR") == nil && Script.variable("TERM") != "dumb"
        default: throw ScriptError("--color \(color): auto, always or never is needed")
        }
        return output
    }
}
