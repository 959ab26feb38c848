import Text

/// One JSON object, member by member, on one line.
struct JSONLine {
    private(set) var text = "{"

    /// The object as it is now.
    var closed: String { text + "}" }

    mutating func raw(_ name: String, _ value: String) {
        if text.utf8.count > 1 { text += "," }
        text += "\(JSONString.quoted(name)):\(value)"
    }

    mutating func string(_ name: String, _ value: String?) { raw(name, value.map(JSONString.quoted) ?? "null") }

    mutating func number(_ name: String, _ value: (some BinaryInteger)?) { raw(name, value.map { "\($0)" } ?? "null") }

    mutating func flag(_ name: String, _ value: Bool?) { raw(name, value.map { $0 ? "true" : "false" } ?? "null") }

    mutating func list(_ name: String, _ values: [String]) { raw(name, "[\(values.joined(separator: ","))]") }

    mutating func object(_ name: String, _ fill: (inout JSONLine) -> Void) {
        var line = JSONLine()
        fill(&line)
        raw(name, line.closed)
    }
}
