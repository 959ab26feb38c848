import Kit
import Model
import Payloads
import Profile
import REST

extension ResponsePane {
    /// When it was sent, where that is what tells answers apart.
    var subtitleLead: String {
        guard let exchange = composer.shown else { return "" }
        let isOne = composer.exchanges.all(of: composer.current).count < 2
        return isOne && composer.trailWords == nil ? "" : Figures.clock(exchange.startedAt)
    }

    /// `list sensors`, and of several answers `2 of 5, 1 under way`: the request's name stands above.
    var subtitle: String {
        guard let exchange = composer.shown else { return "" }
        let all = composer.exchanges.all(of: composer.current)
        // On a way through links the place on it is what tells answers apart.
        if let words = composer.trailWords { return words }
        guard all.count > 1, let place = all.firstIndex(where: { $0.id == exchange.id }) else {
            let marks = [composer.draft.name, exchange.kept == nil ? "" : "from disk", unchanged(exchange)]
            return marks.filter { !$0.isEmpty }.joined(separator: ", ")
        }
        var words = "\(place + 1) of \(all.count)"
        if exchange.kept != nil { words += ", from disk" }
        if exchange.unchanged > 0 { words += ", \(unchanged(exchange))" }
        let others = all.count { $0.isUnderWay && $0.id != exchange.id }
        if others > 0 { words += ", \(others) under way" }
        return words
    }

    private func unchanged(_ exchange: SentRequest) -> String {
        exchange.unchanged == 0 ? "" : "+\(Figures.count(exchange.unchanged)) unchanged"
    }

    func info(_ look: Look) -> String {
        if tab == .events { return eventsView.info(look) }
        guard composer.shown != nil, tab == .body, let body, let document = bodyView.document else {
            return ""
        }
        var parts = [body.label ?? body.kind.label, Figures.bytes(Double(body.bytes.count)), bodyView.modeWords]
        if let charset = body.charsetLabel { parts.append(charset) }
        if let percent = body.percent {
            parts.append("decoding \(percent) %")
        } else if !document.isComplete {
            parts.append("reading")
        }
        return (isBefore ? "before: " : "") + parts.joined(separator: ", ")
    }

    /// Which answer the body is compared with.
    private func comparedWords(_ exchange: SentRequest) -> String? {
        guard let other = composer.exchanges.previous(of: exchange) else { return nil }
        return "against the answer of \(Figures.clock(other.startedAt))"
    }

    func notes(_ exchange: SentRequest, _ look: Look) -> [String] {
        if tab == .events { return eventsView.notes(look) }
        if tab == .links { return thingNotes + linksView.notes }
        if tab == .raw {
            let key = stage.keymap.name(of: .onWire, in: .response)
            let frames =
                exchange.isWebSocketOpened ? ["What follows are frames: \(key) shows them in view Wire"] : []
            return frames + (exchange.hop?.rawProblem.map { ["Not all of it: \($0)"] } ?? [])
        }
        // Notes on an answer before would be read as of the one that is on its way.
        guard let body, tab == .body, !isBefore else { return [] }
        var notes = joinedNotes(exchange) + body.notes
        notes += thingNotes
        if bodyView.mode == .diff, before != nil, let words = comparedWords(exchange) { notes.append(words) }
        if bodyView.mode == .diff, before == nil { notes.append("no earlier answer to this request to compare with") }
        if !bodyView.isGrowing, !bodyView.path.isActive, let problem = body.note(bodyView.document?.problem) {
            notes.append(problem)
        }
        return notes
    }
}
