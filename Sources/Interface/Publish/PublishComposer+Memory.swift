import Kit
import Model
import Opener
import Profile

/// What is made of what is typed, once for each change of it.
extension PublishComposer {
    /// What is typed, if it can be meant.
    var typed: PublishDraft? {
        let now = ComposerMemory.Typed(
            payload: .init(payload), userProperties: .init(userProperties), fields: changes)
        if memory.typed != now {
            memory.take(try? form.draft(payload: payloadText, userProperties: userProperties.text), of: now)
        }
        return memory.draft
    }

    /// What the page of the properties says.
    var properties: PublishForm.Properties {
        let now = ComposerMemory.Typed.Text(userProperties)
        if let known = memory.properties, known.typed == now, known.fields == changes { return known.properties }
        let properties = form.properties(userProperties.text)
        memory.properties = (now, changes, properties)
        return properties
    }

    /// Whether what is typed is not what is saved under the name that it has.
    var isDirty: Bool {
        let typed = typed
        if let known = memory.isDirty { return known }
        let isDirty = saved != nil && typed != saved
        memory.isDirty = isDirty
        return isDirty
    }

    /// What would be sent now; nil where that is not looked at while it is typed. It is made anew when something of it is
    /// another, and each second where it calls for values that are made or have an age.
    /// - Parameter limit: the most characters of what the payload becomes.
    func preview(limit: Int) -> PublishPreview? {
        // Before a text is made of it.
        guard large == nil, PublishPreview.reads(payload.content.count), let draft = typed else { return nil }
        let variables = publisher.book.variables
        var basis = ComposerMemory.Basis(
            variables: variables, limits: publisher.workspace.publishLimits, limit: limit)
        let needs = memory.needs(of: draft, variables)
        if !needs.calls.isEmpty || !needs.taken.isEmpty {
            basis.generators = publisher.workspace.publishing.generators
            basis.second = stage.now / 1_000_000
            basis.earlier = needs.taken.isEmpty ? nil : stage.answersAtHand(needs.taken)
        }
        if let known = memory.preview, known.basis == basis { return known.preview }
        let preview = PublishPreview(draft, needs, publisher, limit: limit)
        memory.take(preview, on: basis)
        return preview
    }
}
