import Kit
import Opener
import Payloads
import Profile
import Terminal

/// A line of what the request takes of an answer or of a topic.
struct TakenLine: Equatable {
    /// The value, or that there is none.
    var value: String
    /// What it is of, and how old.
    var source: String
    /// Whether something is in the way.
    var isMissing = false
}

extension RequestPane {
    /// What the request takes, a line each; on a low pane the rows of the request come first.
    func takenLines(in size: Size) -> [TakenLine] {
        let taken = composer.taken
        guard !taken.entries.isEmpty, size.height >= 6 else { return [] }
        // The first thing that is in the way stands above, beneath the URL.
        let told = composer.draft.url.isEmpty ? nil : composer.preview.words
        var lines = taken.entries.map { entry in
            if let words = entry.problem {
                return TakenLine(value: "no value", source: words == told ? entry.source : words, isMissing: true)
            }
            return TakenLine(value: entry.value.map { "= \($0)" } ?? "= later", source: entry.source)
        }
        // URL, outcome, tabs and a few rows of the request are seen before all that it takes.
        let most = max(1, min(max(4, size.height / 3), size.height - 6 - outcomeRows))
        if most == 1, lines.count > 1 {
            // One row: what is in the way, or else all of the values.
            if let missing = lines.first(where: \.isMissing) { return [missing] }
            let values = lines.map { $0.value.replacing("= ", with: "", maxReplacements: 1) }
            return [
                TakenLine(value: "= " + values.joined(separator: ", "), source: "\(Figures.count(lines.count)) values")
            ]
        }
        if lines.count > most {
            let rest = lines[(most - 1)...]
            let missing = rest.count { $0.isMissing }
            let words = "\(rest.count) further values" + (missing == 0 ? "" : ", \(missing) of them missing")
            lines = lines.prefix(most - 1) + [TakenLine(value: "…", source: words, isMissing: missing > 0)]
        }
        return lines
    }

    func drawTaken(_ look: Look, into canvas: Canvas) {
        let limit = canvas.size.width - 2
        for (number, line) in takenLines.enumerated() {
            // Where a value came from is not pushed out by a long one.
            let room = max(limit / 3, limit - 2 - displayWidth(of: line.source))
            let used = canvas.put(
                visible(line.value), x: 1, y: 1 + outcomeRows + number,
                style: look.style(line.isMissing ? .error : .variable),
                limit: room)
            canvas.put(
                visible(line.source), x: used + 3, y: 1 + outcomeRows + number, style: look.style(.textDim),
                limit: max(0, limit - used - 2))
        }
    }
}
