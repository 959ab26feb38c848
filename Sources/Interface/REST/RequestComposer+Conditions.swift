import Kit
import Model
import Opener
import Profile
import REST

/// A condition that was chosen for a request.
struct ChosenCondition {
    var choice: ConditionOffer.Choice
    /// The last exchange of the request at that time; nil for none.
    var before: UInt64?
}

/// What is asked and changed only on a condition, and what is asked aside to know the state.
extension RequestComposer {
    /// The number that requests asked aside go under: they are in the history and on the wire, and answers to no request.
    static let asideID = -1

    /// The last answer to the open request that is kept; nil when none is.
    var known: KeptAnswer? {
        let preview = preview
        guard !preview.url.isEmpty else { return nil }
        let isChange = ConditionOffer.changesState(draft.method)
        return exchanges.kept.answer(
            for: preview.url, preview.fields, holder: preview.holder, isChange: isChange)
    }

    /// The conditions that the open request can be sent with, the one that is meant first.
    var offers: [ConditionOffer] {
        guard ConditionOffer.isMeant(for: draft) else { return [] }
        let url = preview.url
        return ConditionOffer.offers(draft, url: url, known: known, before: exchanges.kept.before(url))
    }

    /// The one that it is sent with; nil when there is nothing to choose.
    var offer: ConditionOffer? {
        let offers = offers
        let choice = chosen
        // A choice that is not offered any more gives way to the usual.
        return offers.first { $0.choice == choice } ?? offers.first
    }

    /// Takes the next of the conditions.
    func chooseCondition(_ stage: Stage) {
        let offers = offers
        guard offers.count > 1, let now = offers.firstIndex(where: { $0.choice == offer?.choice }) else {
            let isChange = ConditionOffer.changesState(draft.method)
            stage.say(
                .info,
                !isChange
                    ? "\(draft.method) changes nothing: there is no condition to choose"
                    : offers.isEmpty
                        ? "What is typed has a condition of its own"
                        : "No ETag of it is known: \(stage.keymap.name(of: .revalidate, in: .request)) asks for it")
            return
        }
        choices[current] = ChosenCondition(
            choice: offers[(now + 1) % offers.count].choice, before: exchanges[current]?.id)
    }

    /// The condition that was chosen and is not used up.
    private var chosen: ConditionOffer.Choice? {
        guard let chosen = choices[current] else { return nil }
        guard let last = exchanges[current], last.id != chosen.before, last.state == .finished else {
            return chosen.choice
        }
        // It went through: what is known now is another state.
        return (200..<300).contains(last.response?.status ?? 0) ? nil : chosen.choice
    }

    /// What was chosen is used up by a sending that overwrites, and by one that went through. One that guards stays until
    /// then: the same key again after a 412 must not overwrite what the first was to spare.
    func useUpCondition() {
        if chosen == nil || chosen == ConditionOffer.Choice.none { choices[current] = nil }
    }

    /// Asks whether what is kept still holds; of a request that changes something, what the state is now.
    func revalidate(_ stage: Stage) -> [Effect] {
        guard ["GET", "HEAD"].contains(draft.method) else {
            guard let order = askAside(stage) else { return [] }
            return [.request(.send(order))]
        }
        guard let known, let condition = Precondition.revalidating(draft.method, known.validators) else {
            stage.say(.info, "Nothing with an ETag or a date is kept of it: all of it is asked for")
            return send(stage)
        }
        return send(stage, on: condition, of: known)
    }

    /// Makes the order to GET the state of the open request's resource, without a content coding, whose tag may be another
    /// one or a weak one; nil when it cannot be sent, and why is said.
    func askAside(_ stage: Stage) -> RequestOrder? {
        var draft = draft
        draft.method = "GET"
        draft.body = .none
        draft.headers.removeAll { field in
            let name = field.name.lowercased()
            // What speaks of a body that does not go along, and conditions: all of the state is wanted.
            return name.hasPrefix("content-") || name.hasPrefix("if-") || name == "prefer"
        }
        if !draft.headers.contains(where: { $0.isEnabled && $0.name.lowercased() == "accept-encoding" }) {
            // The tag of a compressed form is another one, or weak, and If-Match wants the strong one (RFC 9110
            // 13.1.1).
            draft.headers.append(DraftField("Accept-Encoding", "identity"))
        }
        guard let order = makeAside(draft, stage) else { return nil }
        aside[current] = order.id
        return order
    }

    /// Makes the order to send something about the open request's resource; nil when it cannot be sent, and why is said.
    func makeAside(_ draft: RequestDraft, _ stage: Stage) -> RequestOrder? {
        var maker = RequestPreview.Maker(identity: requests.identity)
        maker.cookies = cookies.jar
        let preview = maker.preview(of: draft, variables, exchanges.kept, taken: taken)
        if let words = words(of: preview, stage.keymap) {
            stage.say(.error, "Not sent: \(words)")
            return nil
        }
        var order = RequestOrder(
            id: requests.nextExchange(), requestID: Self.asideID, preview: preview,
            shownURL: preview.shownURL ?? preview.url, draft: draft, variables: variables,
            earlier: answersAtHand(for: draft))
        // `keepsAnswer` stays false: what is asked aside answers no request of the library, and is not for the disk.
        order.environment = environment
        order.identity = requests.identity
        order.cookies = cookies
        // Before it is sent: who draws next finds it under way.
        exchanges.update(order.exchange(at: stage.now))
        return order
    }

    /// What was asked aside last for the open request; nil for nothing.
    var askedAside: SentRequest? { aside[current].flatMap { exchanges.exchange($0, of: Self.asideID) } }

    /// What the row of the condition says: the field, and what it means. Nil without a row.
    var conditionWords: (field: String, words: String, role: Role)? {
        guard let offer else { return nil }
        if let asked = askedAside {
            if asked.isUnderWay { return ("", "asking for its state", .warning) }
            if known == nil, asked.state == .finished, let status = asked.response?.status {
                let words = status == 404 ? "nothing is there yet" : "its state has no ETag and no date"
                return ("", "GET: \(status), \(words)", .textDim)
            }
        }
        // Nothing is known and nothing is to be said: most requests have no such row.
        if offer.choice == .none, known == nil { return nil }
        let isPlain = offer.choice == .known && offer.condition?.caution == nil
        return (offer.fieldText, offer.words, isPlain ? .textDim : .warning)
    }
}
