import Kit
import Model
import Profile
import REST
import Terminal

extension ResponsePane {
    /// Lists all that is kept of the open request, the newest first, to look at one.
    func showAnswers() {
        let all: [SentRequest] = composer.exchanges.all(of: composer.current).reversed()
        guard !all.isEmpty else { return stage.say(.info, "Not sent yet: there is no answer to look at") }
        let look = stage.look()
        let rows = all.map(Self.columns)
        let widths = (0..<4).map { column in
            // Words of a failure may be a sentence: they push nothing but their own row.
            rows.reduce(0) { max($0, min(displayWidth(of: $1[column]), Self.widestColumn)) }
        }
        let lines = zip(all, rows).map { exchange, row in
            (text: Self.line(row, widths), note: look.age(exchange.startedAt))
        }
        let selected = all.firstIndex { $0.id == composer.shown?.id } ?? 0
        stage.overlays.append(
            PickOverlay(stage, "Answers to this request", verb: "look at it", lines, selected: selected) {
                [composer] line in
                composer.look(at: all[line])
                return []
            })
    }

    private static let widestColumn = 32

    /// `12:31:05  200 OK   12 ms   61 B  +3 unchanged`: figures stand below figures.
    private static func line(_ row: [String], _ widths: [Int]) -> String {
        let columns = zip(row, widths).enumerated().map { place, column in
            if place < 2 { return padded(column.0, to: column.1) }
            return String(repeating: " ", count: max(0, column.1 - displayWidth(of: column.0))) + column.0
        }
        // What nothing has shown in any row takes no column.
        let shown =
            zip(columns, widths).filter { $0.1 > 0 }.map(\.0) + row.dropFirst(widths.count).filter { !$0.isEmpty }
        return String(shown.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }

    /// When it was sent, what came of it, how long that took, how much it was, how often it was the same.
    private static func columns(_ exchange: SentRequest) -> [String] {
        var when = Figures.clock(exchange.startedAt)
        if exchange.kept != nil { when = "from disk, \(Figures.day(exchange.startedAt)) \(when)" }
        var what: [String] = []
        if let response = exchange.response {
            what.append(response.reason.isEmpty ? "\(response.status)" : "\(response.status) \(response.reason)")
        }
        switch exchange.state {
        case .sending, .receiving: what.append("under way")
        case .cancelled: what.append("cancelled")
        case .failed(let words): what.append(words)
        case .finished: break
        }
        let isOver = exchange.duration > 0 && !exchange.isUnderWay
        return [
            when, what.joined(separator: "  "), isOver ? Figures.duration(exchange.duration) : "",
            exchange.receivedSize > 0 ? Figures.bytes(Double(exchange.receivedSize)) : "",
            exchange.unchanged > 0 ? "+\(Figures.count(exchange.unchanged)) unchanged" : "",
        ]
    }
}
