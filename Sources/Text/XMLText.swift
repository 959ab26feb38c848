extension StringProtocol {
    /// Text for an XML element or attribute (XML 1.0 2.4). Scalar by scalar: a mark that combines with `<` does not hide it.
    public var xmlEscaped: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // A bare one would be read as a line feed (XML 1.0 2.11).
            case "\r": result += "&#13;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
