import Terminal

/// A text in lines of at most `width` columns, broken at spaces where there are some.
package func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var columns = 0
    // Runs of blanks become one and those at the ends go: it is for sentences, and not for what is shown as it was sent.
    for word in text.split(separator: " ") {
        let size = displayWidth(of: String(word))
        if columns > 0, columns + 1 + size > width {
            lines.append(line)
            (line, columns) = ("", 0)
        }
        if columns > 0 {
            line += " "
            columns += 1
        }
        guard size > width else {
            line += word
            columns += size
            continue
        }
        // A word longer than a line is cut where the line ends.
        for character in word {
            let size = displayWidth(of: String(character))
            if columns + size > width {
                lines.append(line)
                (line, columns) = ("", 0)
            }
            line.append(character)
            columns += size
        }
    }
    lines.append(line)
    return lines
}

/// As many lines as there is room for: the last of them goes on with the rest, and has the mark where it is cut.
package func bound(_ lines: [String], rows: Int) -> [String] {
    let rows = max(1, rows)
    return lines.count <= rows ? lines : lines.prefix(rows - 1) + [lines[(rows - 1)...].joined(separator: " ")]
}

/// A text in at most so many lines that end at the edge and nowhere else, for what is shown as it is: none of its blanks is
/// left out. The last line goes on with the rest, which marks the cut.
package func cutAtEdge(_ text: String, width: Int, rows: Int) -> [String] {
    var lines: [String] = []
    var rest = text[...]
    while lines.count < rows - 1 {
        var columns = 0
        let line = rest.prefix { character in
            columns += displayWidth(of: String(character))
            return columns <= width
        }
        // All of it has room, or not even one character.
        if line.endIndex == rest.endIndex || line.isEmpty { break }
        lines.append(String(line))
        rest = rest[line.endIndex...]
    }
    return lines + [String(rest)]
}
