import Model
import Profile

/// What was changed in requests by typing and by the keys of rows, so that each step can be taken back.
struct RequestChanges {
    private struct Step {
        var request: Int
        var before: RequestDraft
        var after: RequestDraft
    }

    private var steps: [Step] = []
    /// The most steps kept.
    private static let most = 100

    /// Notes a step; one that changed nothing is none.
    mutating func note(_ request: Int, from before: RequestDraft, to after: RequestDraft) {
        guard before != after else { return }
        steps.append(Step(request: request, before: before, after: after))
        if steps.count > Self.most { steps.removeFirst() }
    }

    /// The request before its last step; nil where none led to what it is now: other ways have changed it since.
    mutating func takeBack(_ request: Int, now: RequestDraft) -> RequestDraft? {
        guard let place = steps.lastIndex(where: { $0.request == request && $0.after == now }) else { return nil }
        let before = steps[place].before
        // What came after it did not stay, as a row that was left empty.
        steps = steps.enumerated().filter { $0.offset < place || $0.element.request != request }.map(\.element)
        return before
    }
}

extension RequestPane {
    /// Does what changes the request, and notes it.
    func changing(_ change: () -> Void) {
        let before = composer.draft
        change()
        changes.note(composer.current, from: before, to: composer.draft)
    }

    /// Notes what was typed.
    func noteTyped(into target: Target, over before: RequestDraft) {
        var before = before
        // The row was made to be typed into: it goes with what was typed.
        if case .cell(let table, let index, _) = target, table.isOpen, before[table].indices.contains(index),
            before[table][index].name.isEmpty, before[table][index].value.isEmpty
        {
            before.removeRow(of: table, index)
        }
        changes.note(composer.current, from: before, to: composer.draft)
    }

    /// Takes the last change of the open request back; false where that is none of these.
    func takeBack() -> Bool {
        guard let draft = changes.takeBack(composer.current, now: composer.draft) else { return false }
        composer.draft = draft
        stage.say(.info, "Took back the last change of the request")
        return true
    }
}
