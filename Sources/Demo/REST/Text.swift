/// Text for an XML element or attribute (XML 1.0 2.4).
func xmlText(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
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

extension StringProtocol {
    /// Control characters that neither XML nor a line of text may hold: all but tab, line feed and carriage return.
    var hasControls: Bool {
        unicodeScalars.contains {
            ($0.value < 0x20 && $0 != "\t" && $0 != "\n" && $0 != "\r") || (0x7F...0x9F).contains($0.value)
                || $0.value == 0xFFFE || $0.value == 0xFFFF
        }
    }
}
