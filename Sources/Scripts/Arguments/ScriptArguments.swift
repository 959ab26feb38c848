/// Makes of a verb's arguments what a common parser can read: options from a file come first, `-D` becomes one word, and
/// what switches to MQTT 5 says so.
///
/// Mosquitto's letters take the next word as their value whatever it is, `-m -5` included, so this has to know which
/// letters have one; a test compares the list with what the verbs declare.
public enum ScriptArguments {
    /// Stands between the words of a `-D` that were made one: a control character that no shell lets through by accident.
    static let separator: Character = "\u{1F}"

    /// Options of the verbs that are followed by a value.
    public static let valued: [String] = [
        "-A", "-C", "-F", "-I", "-L", "-M", "-P", "-T", "-U", "-V", "-W", "-b", "-e", "-f", "-h", "-i", "-k", "-m",
        "-p",
        "-q", "-t", "-u", "-x", "--address", "--cafile", "--capath", "--cert", "--ciphers", "--color", "--connection",
        "--count", "--env", "--file", "--filter-out", "--format", "--host", "--id", "--id-prefix", "--keepalive",
        "--key",
        "--key-password", "--keyform", "--max-inflight", "--message", "--port", "--protocol-version", "--proxy",
        "--psk",
        "--psk-identity", "--profile", "--pw", "--qos", "--random-filter", "--repeat", "--repeat-delay",
        "--response-topic", "--retain-handling", "--server-name", "--session-expiry-interval", "--settle", "--timeout",
        "--tls-alpn",
        "--tls-engine", "--tls-engine-kpass-sha1", "--tls-keylog", "--tls-version", "--topic", "--unix",
        "--unsubscribe", "--url", "--username", "--will-payload", "--will-qos", "--will-topic",
    ]

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
        var (own, file) = try walk(arguments)
        // Help and version are there whatever a file says.
        if own.contains(where: { $0 == "--help" || $0 == "-?" || $0 == "--version" }) { return own }
        var defaults: [String] = []
        if let file {
            // One that was named has to be there; of the others the first that is there holds.
            guard let text = try read(file) else { throw ScriptError("there is no options file \(file)") }
            defaults = try walk(OptionsFile.arguments(of: text)).words
        } else {
            for path in OptionsFile.defaultPaths(for: verb, environment: environment) {
                guard let text = try read(path) else { continue }
                defaults = try walk(OptionsFile.arguments(of: text)).words
                break
            }
        }
        // Before what was typed: of one letter given twice the last holds.
        own.insert(contentsOf: defaults, at: 0)
        return own
    }

    /// One walk over the words: `-o` is taken out, `-D` is joined.
    private static func walk(_ arguments: [String]) throws(ScriptError) -> (words: [String], file: String?) {
        var words: [String] = []
        var file: String?
        var index = 0
        var isAuto = false
        while index < arguments.count {
            let word = arguments[index]
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
