import Profile

extension ConnectionFields {
    /// A connection that was typed over one that another program has changed meanwhile.
    struct Merged {
        /// What is saved: what was typed, over all else as it is now.
        var draft: ConnectionDraft
        /// The fields that both have changed, each in its own way; what was typed holds.
        var contested: [String]
    }

    /// Puts what was typed over what is saved now: fields that nobody typed into stay as the other program has left them.
    /// - Parameters:
    ///   - typed: what the form has.
    ///   - base: what it began with.
    ///   - now: what is saved when the form is done.
    static func merge(_ typed: ConnectionDraft, from base: ConnectionDraft, onto now: ConnectionDraft) -> Merged {
        guard now != base else { return Merged(draft: typed, contested: []) }
        let widest = [typed, base, now].max { $0.subscriptions.count < $1.subscriptions.count } ?? typed
        let fields = all(widest)
        var changed = Set(fields.indices.filter { fields[$0].get(typed) != fields[$0].get(base) })
        // What a secret is and the secret itself are one: the first empties the second.
        for (index, field) in fields.enumerated() {
            // One that stands in a single row, with its notation, is no part of the row before it.
            guard case .secret = field.kind, index > 0, case .choice(SecretForm.words) = fields[index - 1].kind,
                changed.contains(index) || changed.contains(index - 1)
            else { continue }
            changed.formUnion([index - 1, index])
        }
        var merged = Merged(draft: now, contested: [])
        for index in changed.sorted() where fields.indices.contains(index) {
            let field = fields[index]
            let (mine, theirs) = (field.get(typed), field.get(now))
            if theirs != mine, theirs != field.get(base) { merged.contested.append(field.name) }
            _ = field.set(&merged.draft, mine)
        }
        merged.draft = tidied(merged.draft)
        return merged
    }
}
