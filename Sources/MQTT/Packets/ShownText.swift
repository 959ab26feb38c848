/// Text of a peer in a line for people.
enum ShownText {
    /// Text from a server, made fit for one line of at most 120 characters.
    static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(120).map { scalar -> Unicode.Scalar in
            // Also what changes the direction of writing (format): words of a server must not rearrange the line.
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: " "
            default: scalar
            }
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}
