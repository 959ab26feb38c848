import Payloads
import Terminal

/// Which field a line of a laid out JSON payload shows.
enum JSONLinePath {
    /// The most lines that are gone back over: an element's place in its array is counted.
    private static let reach = 20_000
    private static let columns = 4_096

    /// The way to the value on a line, from the keys above it and the places in arrays; nil when there is none.
    static func path(ofLine line: Int, in document: Document) -> JSONFieldPath? {
        guard line < document.lineCount, let start = Line(document, line) else { return nil }
        var steps: [JSONFieldPath.Step] = []
        var current = start
        var at = line
        while current.indent > 0 {
            var place = 0
            var parent: Line?
            // An element far down a long array is not told: each line above it would be read.
            while at > 0, line - at < reach {
                at -= 1
                guard let before = Line(document, at) else { return nil }
                if before.indent < current.indent {
                    parent = before
                    break
                }
                // A closing bracket stands as deep as what it closes, and is no element.
                if before.indent == current.indent, !before.closes { place += 1 }
            }
            guard let parent else { return nil }
            steps.append(current.key.map { .key($0) } ?? .index(place))
            current = parent
        }
        return JSONFieldPath(steps.reversed())
    }

    private struct Line {
        var indent = 0
        var key: String?
        var closes = false

        init?(_ document: Document, _ line: Int) {
            let spans = document.line(line, from: 0, columns: columns)
            guard !spans.isEmpty else { return nil }
            var isAtStart = true
            for span in spans {
                if isAtStart {
                    let spaces = span.text.prefix { $0 == " " }.count
                    indent += spaces
                    if spaces == span.text.count { continue }
                    isAtStart = false
                    let rest = span.text.dropFirst(spaces)
                    closes = rest.hasPrefix("}") || rest.hasPrefix("]")
                }
                guard span.kind == .key else { continue }
                let quoted = span.text.drop { $0 == " " }
                guard quoted.count >= 2, quoted.hasPrefix("\""), quoted.hasSuffix("\"") else {
                    // It is longer than what is read of a line: without it the line would pass for an element.
                    return nil
                }
                key = Array(quoted.dropFirst().dropLast().utf8).withUnsafeBytes { JSONValues.text($0) }
                break
            }
        }
    }
}
