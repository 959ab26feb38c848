import Kit
import Model
import Payloads
import Profile
import REST

extension RequestComposer {
    /// After a 412, 428 or 409: asks for the state as it is now, and puts up what compares it with mine.
    func merge(_ stage: Stage) -> [Effect] {
        guard let failed = shown, failed.state == .finished, let status = failed.response?.status,
            [409, 412, 428].contains(status), let sent = failed.hop?.sent,
            ConditionOffer.changesState(sent.method)
        else {
            stage.say(.info, "There is nothing to join: it is for a PUT, PATCH or DELETE that got 412, 428 or 409")
            return []
        }
        // Before the state is asked for: what comes would be the last that is known.
        let base = base(of: failed, sent)
        guard let order = askAside(stage) else { return [] }
        stage.overlays.append(MergeOverlay(stage, self, failed: failed, base: base, asked: order.id))
        return [.request(.send(order))]
    }

    /// The state that a change started from: of the condition that was sent, else of its tag, else the last that is known.
    private func base(of failed: SentRequest, _ sent: Sent) -> KeptAnswer? {
        if let base = failed.base { return withBody(base, failed) }
        let kept = exchanges.kept
        // In the order of time: of two with one tag the later is the better known.
        let all = [kept.before(failed.url)].compactMap(\.self) + kept.all(of: failed.url)
        guard let tag = sent.fields["If-Match"] else { return sent.fields["If-None-Match"] == nil ? all.last : nil }
        return all.last { $0.validators.tag?.text == tag }.map { withBody($0, failed) }
    }

    /// A state that a PUT of this request has made, with what was put. The answer tells what was done and not what is there,
    /// but with a strong tag of it the server says that it saved what was sent, as it was (RFC 9110 9.3.4).
    private func withBody(_ base: KeptAnswer, _ failed: SentRequest) -> KeptAnswer {
        guard base.body == nil, base.method == "PUT", base.validators.tag?.isWeak == false,
            let sent = exchanges.all(of: failed.requestID).first(where: { $0.id == base.exchange }),
            // What calls stood for may have been another value then.
            let text = sent.draft.body.text, !text.contains("{{")
        else { return base }
        var base = base
        base.body = PayloadBytes(Array(text.utf8))
        return base
    }
}
