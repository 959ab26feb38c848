/// A file of options (`-K`): one a line, its value behind a blank, a colon or an equals sign.
enum CurlConfig {
    /// The words of a file, as they would stand on the command line.
    static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap(line)
    }

    private static func line(_ text: Substring) -> [String] {
        let line = text.drop(while: \.isWhitespace)
        guard let first = line.first, first != "#" else { return [] }
        let hasDash = first == "-"
        func isBetween(_ character: Character) -> Bool {
            character.isWhitespace || !hasDash && (character == "=" || character == ":")
        }
        let name = line.prefix { !isBetween($0) }
        let option = hasDash ? String(name) : "--\(name)"
        var rest = line[name.endIndex...].drop(while: isBetween)
        guard let start = rest.first else { return [option] }
        guard start == "\"" else {
            let value = rest.prefix { !$0.isWhitespace }
            return value.first == "#" ? [option] : [option, String(value)]
        }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            guard character == "\\", let next = rest.popFirst() else {
                value.append(character)
                continue
            }
            switch next {
            case "t": value.append("\t")
            case "n": value.append("\n")
            case "r": value.append("\r")
            case "v": value.append("\u{0B}")
            default: value.append(next)
            }
        }
        return [option, value]
    }
}
