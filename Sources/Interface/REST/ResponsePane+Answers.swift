import Kit
import Model
import Profile
import REST

extension ResponsePane {
    /// Lists all that is kept of the open request, the newest first, to look at one.
    func showAnswers() {
        let all: [SentRequest] = composer.exchanges.all(of: composer.current).reversed()
        guard !all.isEmpty else { return stage.say(.info, "Not sent yet: there is no answer to look at") }
        let look = stage.look()
        let lines = all.map { exchange in (text: Self.line(exchange), note: look.age(exchange.startedAt)) }
        let selected = all.firstIndex { $0.id == composer.shown?.id } ?? 0
        stage.overlays.append(
            PickOverlay(stage, "Answers to this request", verb: "look at it", lines, selected: selected) {
                [composer] line in
                composer.look(at: all[line])
                return []
            })
    }

    /// `12:31:05  200 OK  12 ms  61 B`
    private static func line(_ exchange: SentRequest) -> String {
        var parts = [Figures.clock(exchange.startedAt)]
        if exchange.kept != nil { parts = ["from disk, \(Figures.day(exchange.startedAt)) \(parts[0])"] }
        if let response = exchange.response {
            parts.append(response.reason.isEmpty ? "\(response.status)" : "\(response.status) \(response.reason)")
        }
        switch exchange.state {
        case .sending, .receiving: parts.append("under way")
        case .cancelled: parts.append("cancelled")
        case .failed(let words): parts.append(words)
        case .finished: break
        }
        if exchange.duration > 0, !exchange.isUnderWay { parts.append(Figures.duration(exchange.duration)) }
        if exchange.receivedSize > 0 { parts.append(Figures.bytes(Double(exchange.receivedSize))) }
        if exchange.unchanged > 0 { parts.append("+\(Figures.count(exchange.unchanged)) unchanged") }
        return parts.joined(separator: "  ")
    }
}
