import Kit
import Model
import Payloads
import Profile
import REST

/// Tries what an answer says of caches: each try is a request of its own, aside.
extension RequestComposer {
    /// One try of an answer.
    struct Trial {
        var probe: CacheProbe
        /// The number of the exchange.
        var id: UInt64
    }

    /// Tries the answer that is looked at.
    func probeCache(_ stage: Stage) -> [Effect] {
        guard let exchange = shown, let facts = CacheFacts(exchange, renewed: true), facts.method == "GET",
            facts.status == 200,
            exchange.state == .finished
        else {
            stage.say(.info, "Only a whole answer to GET, 200, can be tried")
            return []
        }
        var trials: [Trial] = []
        var effects: [Effect] = []
        for probe in CacheProbe.allCases {
            guard let fields = probe.fields(for: facts) else { continue }
            var draft = exchange.draft
            let names = Set(fields.map { $0.name.lowercased() })
            // With a condition of its own the answer would be a 304, which tells nothing of the try.
            draft.headers.removeAll { names.contains($0.name.lowercased()) || $0.name.lowercased().hasPrefix("if-") }
            draft.headers += fields.map { DraftField($0.name, $0.value) }
            // What cannot be sent once cannot be sent at all: the reason is the same for each try.
            guard let order = makeAside(draft, stage) else { return [] }
            trials.append(Trial(probe: probe, id: order.id))
            effects.append(.request(.send(order)))
        }
        // Of those whose answers have all been let go nothing is left to be said.
        self.trials = self.trials.filter { _, all in
            all.contains { exchanges.exchange($0.id, of: Self.asideID) != nil }
        }
        self.trials[exchange.id] = trials
        return effects
    }

    /// What the tries of an answer say, as far as they are here.
    func trialLines(of exchange: SentRequest) -> [(probe: CacheProbe, line: CacheLine)] {
        guard let facts = CacheFacts(exchange, renewed: true) else { return [] }
        return (trials[exchange.id] ?? []).map { trial in
            guard let answer = exchanges.exchange(trial.id, of: Self.asideID) else {
                return (trial.probe, CacheLine("its answer was let go to make room", "", "9110"))
            }
            if answer.isUnderWay { return (trial.probe, CacheLine("asking", "", "9110")) }
            guard answer.state == .finished, let other = CacheFacts(answer) else {
                if case .failed(let words) = answer.state {
                    return (trial.probe, CacheLine(words, "", "9110", .warning))
                }
                return (trial.probe, CacheLine("no answer came", "", "9110", .warning))
            }
            let isSame = answer.body == exchange.body
            return (trial.probe, trial.probe.judge(facts, other, isSameBody: isSame))
        }
    }
}
