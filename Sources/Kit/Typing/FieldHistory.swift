/// What was typed into a field before, the newest last. Bounded; the same line is kept once.
package struct FieldHistory {
    /// The most lines kept.
    package static let maximumCount = 100

    package private(set) var lines: [String] = []
    /// The line shown: the number of lines stands for the one being typed.
    private var place = 0
    private var draft = ""

    package init() {}

    /// Keeps a line that was used.
    package mutating func add(_ line: String) {
        guard !line.isEmpty else { return }
        lines.removeAll { $0 == line }
        lines.append(line)
        if lines.count > Self.maximumCount { lines.removeFirst() }
        place = lines.count
    }

    /// The line before the one shown; `text` is kept when it is the one being typed.
    package mutating func older(than text: String) -> String? {
        guard place > 0 else { return nil }
        // Only the line being typed: one from the history that was changed is not kept.
        if place == lines.count { draft = text }
        place -= 1
        return lines[place]
    }

    /// The line after the one shown, at last what was being typed.
    package mutating func newer() -> String? {
        guard place < lines.count else { return nil }
        place += 1
        return place == lines.count ? draft : lines[place]
    }
}
