import Kit
import Model
import Opener
import Profile
import REST

/// What is sent of requests that are repeated.
extension RequestComposer {
    /// Sends what is due of them.
    /// - Parameter uptime: nanoseconds of the clock that only goes forward.
    func sendRepeated(at uptime: Int64, _ keymap: Keymap) -> [Effect] {
        requests.repeats.due(now: uptime).compactMap { repeated in
            guard let order = order(for: repeated, keymap) else { return nil }
            // Before the next is looked at: its number is what its answer is known by.
            requests.repeats.begin(repeated.id, as: order.id, now: uptime)
            return .request(.send(order))
        }
    }

    /// The order for the next sending; nil when it cannot be sent any more, which ends it.
    private func order(for repeated: RepeatedRequest, _ keymap: Keymap) -> RequestOrder? {
        let draft = repeated.draft
        var maker = RequestPreview.Maker(identity: requests.identity)
        maker.cookies = cookies.jar
        // With the variables of the beginning: an environment that is chosen since is for other requests.
        let preview = maker.preview(of: draft, repeated.variables, exchanges.kept)
        if let words = words(of: preview, keymap) {
            requests.repeats.refuse(repeated.id, "not sent: \(words)")
            return nil
        }
        var order = RequestOrder(
            id: requests.nextExchange(), requestID: repeated.requestID, preview: preview,
            shownURL: preview.shownURL ?? preview.url, draft: draft, variables: repeated.variables,
            earlier: answersAtHand(for: draft, repeated.variables))
        order.environment = environment
        order.identity = requests.identity
        order.cookies = cookies
        order.keepsAnswer = book.profile.settings.keepsAnswers
        // The tags of its own answers: they are sent only with the credentials that they were given to, as the variables
        // are those of the beginning.
        let fields = repeated.run.conditions(method: draft.method, fieldNames: preview.fields.map(\.name))
        if !fields.isEmpty { order.condition = Precondition(.revalidate, fields) }
        return order
    }
}
