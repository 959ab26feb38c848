/// Makes of a verb's arguments what a common parser can read: options from a file come first, `-D` becomes one word, and
/// what switches to MQTT 5 says so.
///
/// Mosquitto's letters take the next word as their value whatever it is, `-m -5` included, so this has to know which
/// letters have one; a test compares the list with what the verbs declare.
public enum ScriptArguments {
    /// Stands between the words of a `-D` that were made one: a control character that no shell lets through by accident.
    static let separator: Character = "\u{1F}"

    /// Options of every verb that are followed by a value.
    private static let shared: [String] = [
        "-A", "-I", "-L", "-M", "-P", "-V", "-b", "-h", "-i", "-k", "-p", "-t", "-u", "-x", "--address", "--cafile",
        "--capath", "--cert", "--ciphers", "--connection", "--env", "--host", "--id", "--id-prefix", "--keepalive",
        "--key", "--key-password", "--keyform", "--max-inflight", "--port", "--profile", "--protocol-version",
        "--proxy", "--psk", "--psk-identity", "--pw", "--server-name", "--session-expiry-interval", "--tls-alpn",
        "--tls-engine", "--tls-engine-kpass-sha1", "--tls-keylog", "--tls-version", "--topic", "--unix", "--url",
        "--username", "--will-payload", "--will-qos", "--will-topic",
    ]

    /// Options of a verb that are followed by a value: what is a flag of one may have a value with another.
    public static func valued(of verb: ScriptVerb) -> [String] {
        let output = ["-F", "--color", "--format"]
        let payload = ["-f", "-m", "--file", "--message"]
        let own: [String] =
            switch verb {
            case .sub:
                output + [
                    "-C", "-T", "-U", "-W", "-q", "--count", "--filter-out", "--qos", "--random-filter",
                    "--retain-handling", "--timeout", "--unsubscribe",
                ]
            case .pub: payload + ["-q", "--qos", "--repeat", "--repeat-delay"]
            case .rr:
                output + payload
                    + ["-W", "-e", "-q", "--qos", "--response-topic", "--retain-handling", "--timeout"]
            case .retained: output + ["-W", "--settle", "--timeout"]
            case .wire:
                [
                    "-C", "-W", "-q", "-w", "--count", "--every", "--filter", "--http", "--qos", "--timeout",
                    "--write",
                ]
            case .race: ["-W", "-q", "--every", "--for", "--http", "--qos"]
            case .expect:
                [
                    "-q", "--after-publish", "--after-request", "--bind", "--count", "--exactly", "--junit", "--qos",
                    "--rate", "--unchanged-value", "--var", "--where", "--within",
                ]
            }
        // Few words are asked for, and to make a set of all these is dearer, at the start of every script.
        return shared + own
    }

    /// Options that are read here, before the parser.
    private static let taken: [String] = ["-o", "--options-file", "-D", "--property"]

    /// Letters that speak of MQTT 5 and so ask for it, until a `-V` behind them says otherwise, or one before them leaves it
    /// to the broker.
    private static let version5: [String] = ["-x", "--session-expiry-interval"]

    /// The arguments as the parser gets them.
    ///
    /// - Parameters:
    ///   - arguments: what stood behind the verb.
    ///   - read: answers with the text of a file, or nil when there is none.
    ///   - environment: answers with a variable's value.
    /// - Throws: ``ScriptError``.
    public static func expanded(
        _ arguments: [String], for verb: ScriptVerb, environment: (String) -> String?,
        read: (String) throws(ScriptError) -> String?
    ) throws(ScriptError) -> [String] {
        let valued = valued(of: verb)
        var (own, file) = try walk(arguments, valued)
        // Help and version are there whatever a file says.
        if own.contains(where: { $0 == "--help" || $0 == "-?" || $0 == "--version" }) { return own }
        var defaults: [String] = []
        if let file {
            // One that was named has to be there; of the others the first that is there holds.
            guard let text = try read(file) else { throw ScriptError("there is no options file \(file)") }
            defaults = try walk(OptionsFile.arguments(of: text), valued).words
        } else {
            for path in OptionsFile.defaultPaths(for: verb, environment: environment) {
                guard let text = try read(path) else { continue }
                defaults = try walk(OptionsFile.arguments(of: text), valued).words
                break
            }
        }
        // Before what was typed: of one letter given twice the last holds.
        own.insert(contentsOf: defaults, at: 0)
        return own
    }

    /// One walk over the words: `-o` is taken out, `-D` is joined.
    private static func walk(
        _ arguments: [String], _ valued: [String]
    ) throws(ScriptError) -> (words: [String], file: String?) {
        var arguments = arguments
        var words: [String] = []
        var file: String?
        var index = 0
        var isAuto = false
        while index < arguments.count {
            let word = arguments[index]
            if let equals = word.firstIndex(of: "="), word.hasPrefix("-") {
                let name = String(word[..<equals])
                if valued.contains(name) || taken.contains(name) {
                    // `--options-file=FILE` is two words to the parser, too.
                    arguments.replaceSubrange(index...index, with: [name, String(word[word.index(after: equals)...])])
                    continue
                }
            }
            index += 1
            switch word {
            case "-o", "--options-file":
                guard index < arguments.count else { throw ScriptError("-o needs the name of a file") }
                // A file names no other file either: its `-o` is taken out and not followed.
                guard file == nil else { throw ScriptError("-o can be given once") }
                file = arguments[index]
                index += 1
            case "-D", "--property":
                let rest = arguments[index...]
                let count = rest.dropFirst().first == "user-property" ? 4 : 3
                guard rest.count >= count else {
                    throw ScriptError(
                        "-D needs a packet, a property and its value, as in -D publish content-type text/plain, and for a "
                            + "user-property a name and a value")
                }
                words += ["-D", rest.prefix(count).joined(separator: String(separator))]
                // In its place, and not at the end: a `-V 311` behind it still holds and is then told to be wrong.
                if !isAuto { words += ["-V", "5"] }
                index += count
            case let word where valued.contains(word):
                words.append(word)
                // The parser says better what is missing.
                guard index < arguments.count else { break }
                words.append(arguments[index])
                if word == "-V" || word == "--protocol-version" { isAuto = arguments[index] == "auto" }
                index += 1
                if version5.contains(word), !isAuto { words += ["-V", "5"] }
            default:
                words.append(word)
            }
        }
        return (words, file)
    }
}
