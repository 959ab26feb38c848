import Text

/// URLs whose server is told by a value that is known when they are sent: `{{response:login#$.base}}/devices`.
extension RequestResolver {
    /// What stands in the place of such a value, so that the rest can be checked.
    private static let name = "later.invalid"
    private static let port = "1"

    /// The URL with a name for each value of its scheme, host and port that is not known yet; nil where all are.
    static func standIn(_ text: String) -> String? {
        var (head, rest) = ("", text[...])
        if let call = call(at: rest) {
            rest = rest[call...]
            // The scheme is in the value, or is the value.
            head = rest.hasPrefix("://") ? "http" : "http://" + name
        } else if text.hasPrefix("{{") {
            return nil
        }
        if let mark = URLAuthority.mark(in: rest) {
            head += rest[..<mark.upperBound]
            rest = rest[mark.upperBound...]
        }
        var isOpen = text.hasPrefix("{{")
        while let character = rest.first, character != "/", character != "?", character != "#" {
            if let call = call(at: rest) {
                head += head.hasSuffix(":") ? port : name
                rest = rest[call...]
                isOpen = true
            } else {
                head.append(character)
                rest = rest.dropFirst()
            }
        }
        return isOpen ? head + rest : nil
    }

    /// Where a call ends that a text begins with; nil when it begins with none.
    private static func call(at text: Substring) -> Substring.Index? {
        text.hasPrefix("{{") ? text.firstRange(of: "}}")?.upperBound : nil
    }
}
