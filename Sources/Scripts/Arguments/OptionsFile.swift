/// A file of options as mosquitto's programs read it: one option a line, its value behind the first blank, `#` for remarks.
///
///     # who I am
///     -u me
///     --will-payload  two  blanks are kept
enum OptionsFile {
    /// Where a verb looks when no file is named: its own place, then that of mosquitto's program; some look nowhere.
    static func defaultPaths(for verb: ScriptVerb, environment: (String) -> String?) -> [String] {
        guard verb.hasDefaultOptions else { return [] }
        let folder: String
        if let given = environment("XDG_CONFIG_HOME") {
            folder = given
        } else if let home = environment("HOME") {
            folder = home + "/.config"
        } else {
            return []
        }
        return [["martlet/\(verb.rawValue)"], verb.counterpart.map { [$0] } ?? []].joined().map { "\(folder)/\($0)" }
    }

    /// The lines as arguments.
    static func arguments(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap { line -> [String] in
            // In the first column only, as mosquitto reads it: elsewhere a `#` begins a filter.
            guard !line.hasPrefix("#") else { return [] }
            let words = line.drop { $0 == " " }
            let option = words.prefix { $0 != " " }
            guard !option.isEmpty else { return [] }
            // One blank is the border; further ones are the value's.
            let value = words[option.endIndex...].dropFirst()
            guard !value.isEmpty else { return [String(option)] }
            // The value is one word, blanks included, but for the option that has several.
            if option == "-D" || option == "--property" {
                return [String(option)] + propertyWords(value)
            }
            return [String(option), String(value)]
        }
    }

    /// Packet, property and value; only a value may have blanks.
    private static func propertyWords(_ text: Substring) -> [String] {
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[1] == "user-property" else { return words.map(String.init) }
        return words[..<2].map(String.init) + words[2].split(separator: " ", maxSplits: 1).map(String.init)
    }
}
