import Kit
import Payloads

/// A patch of steps (RFC 6902): each step is done or left out. Left out is also what a test guards that gives way.
extension ChangeMerge {
    mutating func show(_ merge: JSONPatchMerge) {
        content = .steps(merge)
        func text(_ value: JSONValue?) -> String { value?.excerpt(200) ?? "" }
        rows = merge.steps.enumerated().map { index, step in
            Row(
                place: "\(index + 1) \(step.name)", base: text(step.base), mine: text(step.mine),
                theirs: text(step.theirs), origin: step.origin,
                // Of a step that is done already nothing is left to send; written, it does no harm.
                takesMine: step.origin == .both ? !step.isDone : Self.first(step.origin), note: Self.note(step))
        }
        // Behind the steps, so that the first rows and the steps have the same places.
        rows += merge.others.map { difference in
            Row(
                place: difference.path.steps.isEmpty ? "(all of it)" : difference.path.description,
                base: text(difference.base), mine: text(difference.base), theirs: text(difference.theirs),
                origin: .theirs, takesMine: false)
        }
    }

    private static func note(_ step: JSONPatchMerge.Step) -> String? {
        guard step.origin == .conflict else { return nil }
        guard let problem = step.problem else { return "Both changed it. Mine does the step, theirs leaves it out" }
        let given = step.isTest ? "theirs leaves out what it guards" : "theirs leaves it out"
        guard step.canBeDone else { return "\(problem). It can only be left out" }
        return "\(problem). Mine is \(step.fitted ?? "done as it is"), \(given)"
    }

    /// Does a step, or leaves it out; false where that cannot be.
    mutating func choose(step row: Int, of merge: JSONPatchMerge, mine: Bool) -> Bool {
        guard merge.steps.indices.contains(row), !mine || merge.steps[row].canBeDone else { return false }
        rows[row].takesMine = mine
        // A test that fails keeps all that stands behind it from being done (RFC 6902 5); each can be taken again.
        if merge.steps[row].isTest, !mine {
            for place in merge.steps.indices where place > row { rows[place].takesMine = false }
        }
        return true
    }

    /// Why a row cannot be chosen; nil when nothing more is known.
    func noChoice(_ row: Int) -> String? {
        guard case .steps(let merge) = content else { return nil }
        guard merge.steps.indices.contains(row) else { return "No step of mine touches it: it stays as it is" }
        return "It cannot be done: \(merge.steps[row].problem ?? "it leads nowhere")"
    }

    private func taken(_ merge: JSONPatchMerge) -> [Bool] {
        rows.prefix(merge.steps.count).map { $0.takesMine ?? false }
    }

    /// The step that does not go through without those that are left out; nil when all that are taken do.
    var broken: (row: Int, words: String)? {
        guard case .steps(let merge) = content else { return nil }
        do throws(JSONPatch.Problem) {
            _ = try merge.patch(taken(merge))
            return nil
        } catch {
            // Steps are numbered from one in words, from zero here.
            return (error.step.map { $0 - 1 } ?? 0, "It does not go through like this: \(error)")
        }
    }

    /// The steps that are sent; nil when those that are composed go out as they are.
    func body(of merge: JSONPatchMerge) -> [UInt8]? {
        // The same steps again go out byte for byte as they were composed.
        guard let steps = try? merge.patch(taken(merge)), steps != patch else { return nil }
        return steps.written(opened: 1)
    }

    /// Whether no step is left that would change anything.
    func changesNothing(_ merge: JSONPatchMerge) -> Bool {
        zip(merge.steps, taken(merge)).allSatisfy { step, isTaken in !isTaken || step.isTest || step.isDone }
    }
}
