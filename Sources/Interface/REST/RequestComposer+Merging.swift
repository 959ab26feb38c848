import Kit
import Model
import Profile
import REST

extension RequestComposer {
    /// After a 412, 428 or 409: asks for the state as it is now, and puts up what compares it with mine.
    func merge(_ stage: Stage) -> [Effect] {
        guard let failed = shown, failed.state == .finished, let status = failed.response?.status,
            [409, 412, 428].contains(status), let sent = failed.hop?.sent,
            ["PUT", "PATCH", "DELETE"].contains(sent.method)
        else {
            stage.say(.info, "There is nothing to join: it is for a PUT, PATCH or DELETE that got 412, 428 or 409")
            return []
        }
        let base = base(of: failed, sent)
        guard let order = askAside(stage) else { return [] }
        stage.overlays.append(MergeOverlay(stage, self, failed: failed, base: base, asked: order.id))
        return [.request(.send(order))]
    }

    /// The state that a change started from: of the condition that was sent, else of its tag, else the last that is known.
    private func base(of failed: SentRequest, _ sent: Sent) -> KeptAnswer? {
        if let base = failed.base { return base }
        let kept = exchanges.kept
        let all = [kept.before(failed.url)].compactMap(\.self) + kept.all(of: failed.url)
        guard let tag = sent.fields["If-Match"] else { return sent.fields["If-None-Match"] == nil ? all.last : nil }
        return all.last { $0.validators.tag?.text == tag }
    }
}
