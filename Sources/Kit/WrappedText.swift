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
