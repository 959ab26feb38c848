import Kit
import Model
import Profile

extension RequestComposer {
    /// Takes the request that a link becomes, and sends it when that only reads: in the place of the link before, where
    /// nothing was typed into that, else beside it.
    func follow(_ draft: RequestDraft, from exchange: SentRequest?, sends: Bool, _ stage: Stage) -> [Effect] {
        let isUntouched = exchange.map { current == $0.requestID && !$0.isOutdated(by: self.draft) } ?? false
        // One open request for a whole walk, as a browser has one page; one that was typed into stays.
        if sends, isUntouched, followed.contains(current) {
            self.draft = draft
        } else {
            openNew(draft)
            origins[current] = exchange?.id
        }
        guard sends else {
            wantsBody = draft.body != .none
            (stage.wantedView, stage.wantedFocus) = (.rest, .request)
            return []
        }
        followed.insert(current)
        (stage.wantedView, stage.wantedFocus) = (.rest, .response)
        let effects = send(stage)
        // Nothing was sent where the composer refused: the trail has no such step.
        if let exchange, let sent = exchanges[current], !effects.isEmpty {
            trail.follow(from: exchange.id, to: sent.id)
        }
        return effects
    }

    /// Whether an answer lies so many steps on.
    func canGo(by steps: Int) -> Bool {
        // Of a copy: to ask takes no step.
        var trail = trail
        return (trail.go(by: steps, from: shown?.id) ?? (steps < 0 ? origins[current] : nil)) != nil
    }

    /// Looks at the answer before a link was followed, or after it again: what is kept, nothing is sent.
    func go(by steps: Int, _ stage: Stage) {
        guard let id = trail.go(by: steps, from: shown?.id) ?? (steps < 0 ? origins[current] : nil) else {
            return stage.say(.info, steps < 0 ? "No link was followed to here" : "No link was followed from here")
        }
        let isUntouched = shown.map { !$0.isOutdated(by: draft) } ?? true
        guard let exchange = exchanges.exchange(id), look(atExchange: id) else {
            return stage.say(.info, "That answer is not kept any more")
        }
        // What was sent then stands in Request again, unless something else was typed meanwhile.
        if followed.contains(current), isUntouched { draft = exchange.draft }
    }

    /// `3 of 5` answers that links have led to; nil when the one that is shown is none of them.
    var trailWords: String? {
        guard let shown, let position = trail.position(of: shown.id) else { return nil }
        return "\(position.place) of \(position.count) visited"
    }
}
