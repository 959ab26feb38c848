import Kit
import Profile
import REST

/// A condition that a request can be sent with, and what is said of it before it is.
struct ConditionOffer {
    /// Which of them.
    enum Choice: CaseIterable {
        /// Only if nobody has changed what is known.
        case known
        /// Only if it is as it was before what is known: what a second client would send.
        case before
        /// Only if nothing is there yet.
        case create
        /// Whatever the state is.
        case none
    }

    var choice: Choice
    /// What is sent; nil for nothing.
    var condition: Precondition?
    /// The answer that it speaks of.
    var base: KeptAnswer?
    /// What it means, in a few words.
    var words: String

    /// The conditions that a request can be sent with, the one that is meant first. Empty when there is nothing to choose: the
    /// method changes nothing, or what is typed has a condition of its own.
    static func offers(_ draft: RequestDraft, url: String, known: KeptAnswer?, before: KeptAnswer?) -> [ConditionOffer]
    {
        guard isMeant(for: draft), !url.isEmpty else { return [] }
        var offers: [ConditionOffer] = []
        if let known {
            let moment = Figures.clock(known.at)
            // Our own change has made another state, whose ETag its answer did not tell.
            if let method = known.changedBy {
                let words =
                    known.validators.isEmpty
                    ? "no answer had an ETag: whatever was changed meanwhile is overwritten"
                    : "its ETag is from before the \(method): not sent"
                offers.append(ConditionOffer(choice: .none, words: words))
            } else if let condition = Precondition.unchanged(draft.method, known.validators, codings: known.codings) {
                offers.append(
                    ConditionOffer(
                        choice: .known, condition: condition, base: known,
                        words: condition.caution ?? "only if unchanged since \(moment)"))
            } else {
                // It is there: "only if nothing is there yet" would fail, and is not what comes first.
                offers.append(
                    ConditionOffer(
                        choice: .none, words: "its answer had no ETag: whatever was changed meanwhile is overwritten"))
            }
        }
        if let before, let condition = Precondition.unchanged(draft.method, before.validators),
            // Two states of one ETag or date cannot be told apart by a condition.
            !condition.fields.isEmpty, condition.fields != offers.first?.condition?.fields
        {
            offers.append(
                ConditionOffer(
                    choice: .before, condition: condition, base: before,
                    words: "the state of \(Figures.clock(before.at)), before the last change"))
        }
        // If-None-Match: * (RFC 9110 13.1.2): PATCH and DELETE need something to be there.
        if draft.method == "PUT" {
            offers.append(
                ConditionOffer(choice: .create, condition: .create, words: "only if nothing is there yet"))
        }
        if !offers.contains(where: { $0.choice == .none }) {
            let words =
                known == nil
                ? "nothing is known of its state" : "whatever was changed meanwhile is overwritten"
            offers.append(ConditionOffer(choice: .none, words: words))
        }
        // A condition that cannot be sent is told, and not chosen.
        if let first = offers.first, first.choice == .known, first.condition?.fields.isEmpty == true {
            offers[0] = ConditionOffer(choice: .none, words: first.words)
            // That was `none` as well: the first has become it, with the reason in its words.
            offers.removeLast()
        }
        // Without anything known a change goes out as it is, and the rest is there to be chosen.
        if known == nil, let last = offers.popLast() { offers.insert(last, at: 0) }
        return offers
    }

    /// Whether there can be a condition to choose, told without resolving anything: each frame asks for it.
    static func isMeant(for draft: RequestDraft) -> Bool { changesState(draft.method) && !hasOwn(draft) }

    /// Whether a method changes a state that may be known. POST is not among them: what it adds has none before.
    static func changesState(_ method: String) -> Bool { ["PUT", "PATCH", "DELETE"].contains(method) }

    private static func hasOwn(_ draft: RequestDraft) -> Bool {
        draft.headers.contains { field in
            let name = field.name.lowercased()
            return field.isEnabled && (name == "if-match" || name == "if-none-match" || name == "if-unmodified-since")
        }
    }

    /// The field as it is sent: `If-Match: "abc"`.
    var fieldText: String {
        condition?.fields.map { "\($0.name): \($0.value)" }.joined(separator: ", ") ?? ""
    }
}
